"""The file of a whole quiz: what is written is read back and grades the same, and what is damaged is refused with its place."""

import copy
import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import places
import pytest
import quiz_schema
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from nightly import examples
from rendered import PAPER

from quizgen import content
from quizgen.ask import plain
from quizgen.asks import BUILT_IN
from quizgen.authoring.bank import Bank, digest
from quizgen.errors import UserError
from quizgen.generate import Follower, variant, variants
from quizgen.grading import grade
from quizgen.laws.imported import inconsistencies
from quizgen.media.exchange import FORMAT, VERSION, exchange_file, exchange_json
from quizgen.model import Answers, Quiz
from quizgen.store import Store
from quizgen.store.json_schema import faults
from quizgen.store.quiz_file import is_quiz, read_quiz, schema

BANK = Bank.load()
SOURCES = {digest(exercise.source): exercise.source for exercise in BANK.exercises.values()}
SCHEMA_FILE = content("templates") / "quiz.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
VANILLA = "forward-h2"
OF_KIND = {kind: next(e for e in BANK.exercises.values() if kind in e.kinds) for kind in BUILT_IN}
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@cache
def document(name=VANILLA):
    """A quiz of one question as JSON."""
    return exchange_json(Quiz("quiz-7", 7, (variant(BANK.get(name), 3),), "Ada", "hw1"), SOURCES.__getitem__)


def read(data):
    return read_quiz(json.dumps(data), "x.json")


def test_the_schema_is_the_one_that_the_nouns_imply():
    if os.environ.get("QUIZGEN_UPDATE"):
        SCHEMA_FILE.write_text(quiz_schema.written(), encoding="utf-8")
    assert SCHEMA_FILE.read_text(encoding="utf-8") == quiz_schema.written()
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["format"]["const"] == FORMAT and schema()["properties"]["version"]["const"] == VERSION


def test_the_schema_uses_only_what_quizgen_reads_of_json_schema():
    known = {
        *(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "const",
            "anyOf",
            "allOf",
            "if",
            "then",
            "required",
        ),
        *(
            "properties",
            "additionalProperties",
            "propertyNames",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
        ),
        *("pattern", "minimum", "maximum"),
    }

    def keywords(one):
        for key, inside in one.items():
            yield key
            if key in ("properties", "$defs"):
                for each in inside.values():
                    yield from keywords(each)
            elif key in ("anyOf", "allOf"):
                for each in inside:
                    yield from keywords(each)
            elif isinstance(inside, dict):
                yield from keywords(inside)

    assert set(keywords(schema())) <= known


@pytest.mark.parametrize("name", BANK.exercises)
def test_a_quiz_is_read_back_and_grades_the_same(name, tmp_path):
    quiz = Quiz("quiz-7", 7, tuple(variants(BANK.get(name), range(2))), "Ada", "hw1")
    text = exchange_file(quiz, SOURCES.__getitem__).decode()
    assert not list(VALIDATOR.iter_errors(json.loads(text)))
    found, texts = read_quiz(text, "x.json")
    assert found == quiz or plain(found) == plain(quiz)
    assert list(inconsistencies(found)) == []
    with Store.open(tmp_path / "other.db") as store:
        store.keep_quiz(found, texts, NOW)
        kept = store.quiz("quiz-7")
        here, there = Follower(SOURCES.__getitem__), Follower(store.source)
        for typed in sheets(quiz.variants[0]):
            answers = Answers("quiz-7", "Ada", {"q1": typed})
            assert plain(grade(kept, answers, there)) == plain(grade(quiz, answers, here))


def sheets(one):
    """The key, each slip, an early error that is carried forward, and nonsense."""
    asks = [ask for ask in one.asks if ask.on_sheet]
    keyed = {ask.name: ask.write(one.key[ask.name]) for ask in asks if one.key[ask.name] is not None}
    yield keyed
    for slip in one.slips:
        yield {ask.name: ask.write(slip.answers[ask.name]) for ask in asks if slip.answers.get(ask.name) is not None}
    yield from carried(one, [ask for ask in asks if ask.by_value and not ask.symbolic])
    yield {ask.name: "banana" for ask in asks}


def carried(one, asks):
    """A wrong first answer, and all later ones as they follow from it."""
    wrong = next((slip.answers[asks[0].name] for slip in one.slips if asks and asks[0].name in slip.answers), None)
    if wrong is not None:
        followed = Follower(SOURCES.__getitem__)(one, (), {asks[0].name: wrong})
        yield {
            ask.name: ask.write(followed.get(ask.name, wrong)) for ask in asks if ask.name in followed or ask is asks[0]
        }


def test_the_file_looks_as_it_did():
    golden = places.GOLDEN / "render" / "quiz.key.json"
    text = exchange_file(PAPER, lambda digest: "").decode()
    if os.environ.get("QUIZGEN_UPDATE"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_a_number_that_json_cannot_hold_is_refused_when_it_is_written():
    one = variant(BANK.get(VANILLA), 3)
    broken = replace(one, problem={**one.problem, "W": float("inf")})
    with pytest.raises(UserError, match=r"quiz-7 has a number that is infinite or none.*Choose other exercises"):
        exchange_file(Quiz("quiz-7", 7, (broken,)), SOURCES.__getitem__)


# ---------------------------------------------------------------- what is refused


def changed(*path, to=None, drop=False, name=VANILLA):
    """The document with another value at a place, or without it."""
    data = copy.deepcopy(document(name))
    *way, last = path
    inside = data
    for step in way:
        inside = inside[step]
    if drop:
        del inside[last]
    else:
        inside[last] = to
    return data


FIRST = ("quiz", "variants", 0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed("version", to=2), "x.json was made by a newer quizgen. Update quizgen, then read it again."),
        (changed("version", to="1"), 'version must be 1, not "1"'),
        (changed("version", to=True), "version must be 1, not true"),
        (changed("format", to="quizgen-course"), 'format must be "quizgen-quiz", not "quizgen-course"'),
        (changed("quiz", drop=True), "it has no 'quiz'."),
        (changed("quiz", "studnt", to="x"), "quiz has 'studnt', which means nothing there. Did you mean 'student'?"),
        (changed(*FIRST, "level", to="two"), 'quiz.variants[0].level must be a whole number, not "two"'),
        (changed(*FIRST, "level", to=2.5), "quiz.variants[0].level must be a whole number, not 2.5"),
        (changed(*FIRST, "version", to=-1), "quiz.variants[0].version must be at least 0, not -1"),
        (changed(*FIRST, "asks", 0, "points", to=-1), "quiz.variants[0].asks[0].points must be at least 0, not -1"),
        (changed(*FIRST, "asks", to=[]), "quiz.variants[0].asks must have 1 items, not 0"),
        (changed(*FIRST, "asks", 0, "decimals", drop=True), "quiz.variants[0].asks[0] has no 'decimals'"),
        (changed(*FIRST, "asks", 0, "size", to=None), "asks[0].size must be a whole number or a list, not null"),
        (changed(*FIRST, "asks", 0, "size", to=[2]), "quiz.variants[0].asks[0].size must have 2 items, not 1"),
        (changed(*FIRST, "asks", 0, "kind", to="numeri"), "nothing installed here provides. Did you mean 'numeric'?"),
        (changed(*FIRST, "source", to="abc"), 'quiz.variants[0].source cannot be "abc"'),
        (changed("sources", to={}), "and sources has no such exercise file"),
        (changed("sources", "0" * 64, to="x"), "is not the text that the question was made from"),
        (changed("sources", digest("x"), to="x"), "no question was made from the exercise file"),
        (changed("quiz", "id", to="a\nb"), 'quiz.id cannot be "a\\nb"'),
        (changed("quiz", "id", to="a\n"), 'quiz.id cannot be "a\\n"'),
        (changed("quiz", "id", to=""), "quiz.id is empty"),
        (changed("quiz", "student", to="x" * 501), "quiz.student is longer than 500 characters"),
        (changed(*FIRST, "title", to="a\0b"), "NUL"),
        ([], "x.json is no quiz of quizgen. Name a file that 'quizgen export --format json' wrote."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data, said):
    with pytest.raises(UserError) as refused:
        read(data)
    assert said in str(refused.value)
    assert re.fullmatch(
        r"x\.json .*[.?]( Correct it, or write it again: quizgen export --format json\.)?", str(refused.value)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.json is no JSON that can be read at line 1: Expecting value."),
        ('{"format": "quizgen-quiz",\n', "at line 2: Expecting property name enclosed in double quotes."),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ('{"a": 1, "a": 2}', "'a' is there twice in one object"),
        ('{"a": "\\ud800"}', "no JSON that can be read"),
        ("[" * 100000, "no JSON that can be read"),
        ('{"a": ' + "9" * 5000 + "}", "no JSON that can be read"),
    ],
    ids=range(8),
)
def test_a_text_that_is_no_document_is_refused(text, said):
    with pytest.raises(UserError) as refused:
        read_quiz(text, "x.json")
    assert said in str(refused.value) and len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("text", "quiz"),
    [
        (json.dumps({**document(), "quiz": {"tables": "quizgen-course"}}), True),
        (json.dumps(document())[:-9], True),
        ('{"tables": {"a": "quizgen-quiz"}, "format": "quizgen-course"}', False),
        ('{"format": "quizgen-course", "tables": {"a": "quizgen-quiz"', False),
        ('["quizgen-quiz"]', False),
        ("{}", False),
    ],
    ids=range(6),
)
def test_a_quiz_is_told_from_a_course_by_its_format(text, quiz):
    assert is_quiz(text) == quiz


def test_a_meant_name_is_offered_where_one_is_missing():
    data = changed(*FIRST, "soluton", to="x")
    del data["quiz"]["variants"][0]["solution"]
    with pytest.raises(UserError, match=r"quiz\.variants\[0\] has no 'solution'\. Is it 'soluton'\? Correct it"):
        read(data)


@pytest.mark.parametrize("depth", [38, 200, 900, 5000])
def test_deep_nesting_is_refused(depth):
    text = json.dumps(changed(*FIRST, "key", "h_1", to="@")).replace('"@"', "[" * depth + "]" * depth)
    with pytest.raises(UserError, match=r"more than 40 deep|no JSON that can be read"):
        read_quiz(text, "x.json")


# ---------------------------------------------------------------- laws

SMALL = st.sampled_from(
    [None, True, 0, -1, 2, 1.5, "", "A", "h_1", "$x", "0" * 64, [], {}, [1.5], ["A"], {"a": 1}, {"kind": "text"}]
)


@st.composite
def mutated(draw):
    """A document of some kind in which one place was changed, dropped or added."""
    kind = draw(st.sampled_from(sorted(OF_KIND)))
    data = copy.deepcopy(document(OF_KIND[kind].name))
    inside = data
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not keys:
            assume(False)
        key = draw(st.sampled_from(keys))
        if isinstance(inside[key], (dict, list)) and inside[key] and draw(st.integers(0, 4)):
            inside = inside[key]
            continue
        act = draw(st.sampled_from(["change", "drop", "add"]))
        if act == "change":
            inside[key] = draw(SMALL)
        elif act == "drop":
            del inside[key]
        elif isinstance(inside, dict):
            inside[draw(st.sampled_from(["extra", "kind", "pointss"]))] = draw(SMALL)
        else:
            inside.append(draw(SMALL))
        return data


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(mutated())
def test_the_reader_and_json_schema_agree_on_what_is_faulty(data):
    ours = next(faults(data, schema()), "")
    theirs = next(VALIDATOR.iter_errors(data), None)
    assert bool(ours) == (theirs is not None), (ours, theirs and theirs.message)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(mutated())
def test_a_file_edited_by_hand_is_read_or_refused_in_a_sentence(data):
    try:
        quiz, _ = read(data)
    except UserError as error:
        assert str(error)[-1] in ".?" and "\n" not in str(error)
        return
    for found in inconsistencies(quiz):
        assert found.startswith("q1: ") and "\n" not in found
