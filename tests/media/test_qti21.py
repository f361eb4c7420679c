"""A QTI 2.1 package, imported and answered as a platform does, gives what `quizgen grade` gives, except where a loss says so."""

import io
import math
import weakref
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from places import GOLDEN
from qti21_answers import cells, expected, responses
from qti21_engine import Item, text_of
from qti21_reader import read_package
from qti21_schema import Fault

from quizgen.asks.number_fields import LAYOUT
from quizgen.authoring.bank import Bank, digest
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.grading.scored import CARRIED, scored
from quizgen.interactions import Arrange, Pick
from quizgen.media import platforms
from quizgen.media.platform_html import html_sentence
from quizgen.media.qti21 import NOTATION
from quizgen.media.qti21_item import item as item_files
from quizgen.media.qti21_item import item_name
from quizgen.media.qti21_maths import maths
from quizgen.model import Answers, Quiz

QTI21 = platforms()["qti21"]
BANK = Bank.load()
SOURCES = {digest(exercise.source): exercise.source for exercise in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)
EDGE = 1e-6


def written(questions, title="A test"):
    file = io.BytesIO()
    QTI21.write(title, questions, file)
    return file.getvalue()


def question(name, seed=7):
    return scored(variant(BANK.exercises[name], seed), "quiz-7.q1")


def read(asked):
    """The one item of a package."""
    (item,) = read_package(written([asked])).items.values()
    return item


def graded(one, typed):
    """The points of each ask, by name, that quizgen gives."""
    found = grade(Quiz("q", 1, (one,)), Answers("q", "", {"q1": typed}), FOLLOW)
    return {mark.ask.split(".", 1)[1]: mark.points for mark in found.marks}


def sentence_text(sentence):
    """A sentence as the engine gives the text of an element."""
    return text_of(ElementTree.fromstring(f"<p>{html_sentence(sentence, maths)}</p>"))


def by_cells(asked):
    """Whether an answer is typed into fields of its own, one for each known value."""
    return asked.ask.by_value and not asked.by_person


def key_answers(asked, key):
    """The right answer, by field."""
    if by_cells(asked):
        return cells(asked, asked.ask.write(key))
    found = {}
    for field in asked.fields:
        several = isinstance(field.interaction, Pick) and field.interaction.several
        texts = [one.text for one in field.right if not one.needs or found[one.needs[0]] in one.needs[1]]
        if isinstance(field.interaction, Arrange):
            found[field.key] = texts[0].split(", ")
        elif several:
            found[field.key] = texts
        elif texts:
            found[field.key] = texts[0]
    return found


@pytest.mark.parametrize("name", BANK.exercises)
def test_the_key_earns_all_points_but_those_that_a_person_gives(name):
    asked = question(name)
    item, typed = read(asked), {}
    for number, one in enumerate(asked.asks, 1):
        if not one.by_person:
            typed |= responses(item, number, one, key_answers(one, asked.variant.key[one.ask.name]))
    result = item.answer(typed)
    by_machine = sum(one.ask.points for one in asked.asks if not one.by_person)
    assert math.isclose(result.score, by_machine, abs_tol=EDGE)
    assert result.outcomes["MAXSCORE"] == asked.variant.points
    assert ("SOLUTION" in result.shown) == bool(asked.variant.solution.strip())
    correct = {name: one.correct for name, one in item.responses.items() if one.correct is not None}
    typed = {name: f"{value!r}" if isinstance(value, float) else value for name, value in correct.items()}
    assert math.isclose(item.answer(typed).score, by_machine, abs_tol=EDGE), "the declared right answers are right"


@pytest.mark.parametrize("name", BANK.exercises)
def test_each_known_mistake_earns_what_grade_gives_and_is_told(name):
    asked = question(name, 8)
    item = read(asked)
    for slip in asked.variant.slips:
        given_asks = {one.ask.name: one for one in asked.asks if one.ask.name in slip.answers and by_cells(one)}
        if not given_asks:
            continue
        lines = {ask: one.ask.write(slip.answers[ask]) for ask, one in given_asks.items()}
        points = graded(asked.variant, lines)
        typed, wanted, said = {}, 0.0, []
        for number, one in enumerate(asked.asks, 1):
            if one.ask.name in lines:
                chosen = cells(one, lines[one.ask.name])
                typed |= responses(item, number, one, chosen)
                alone = item.answer(responses(item, number, one, chosen)).score
                assert alone <= points[one.ask.name] + EDGE
                if CARRIED not in asked.losses and LAYOUT not in one.losses:
                    assert math.isclose(alone, points[one.ask.name], abs_tol=EDGE)
                earned, sentences = expected(one, chosen)
                wanted, said = wanted + earned, said + sentences
        result = item.answer(typed)
        assert math.isclose(result.score, wanted, abs_tol=EDGE)
        shown = [text for identifier, text in result.shown.items() if identifier != "SOLUTION"]
        assert sorted(shown) == sorted({sentence_text(sentence) for sentence in said})


NUMERIC = [name for name in BANK.exercises if any(by_cells(one) for one in question(name).asks)]


@pytest.mark.parametrize("name", NUMERIC)
def test_a_careful_calculation_earns_all_and_what_is_no_number_nothing(name):
    asked = question(name, 9)
    item = read(asked)
    for number, one in enumerate(asked.asks, 1):
        if not by_cells(one) or any(answer.value is None for field in one.fields for answer in field.answers):
            continue
        unit = 10.0**-one.ask.rounded_to if one.ask.rounded_to else 0.0
        right = [field.answers[0] for field in one.fields]
        for off in (0.0, 0.5 * unit, -0.5 * unit, unit, -unit):
            chosen = {f.key: repr(answer.value + off) for f, answer in zip(one.fields, right, strict=True)}
            earned = item.answer(responses(item, number, one, chosen)).score
            assert math.isclose(earned, one.ask.points, abs_tol=EDGE)
        for nonsense in ("", "tanh", "1,5", "\u22120.25", "1/2", "1e", "--1", "nan", "inf"):
            chosen = dict.fromkeys((field.key for field in one.fields), nonsense)
            assert item.answer(responses(item, number, one, chosen)).score == 0


@pytest.mark.parametrize("name", NUMERIC)
@settings(max_examples=examples(12))
@given(data=st.data())
def test_any_numbers_earn_what_the_first_answer_that_holds_them_earns(name, data):
    asked = question(name)
    item = read(asked)
    for number, one in enumerate(asked.asks, 1):
        if not by_cells(one):
            continue
        chosen = {}
        for field in one.fields:
            known = data.draw(st.sampled_from(field.answers))
            if known.value is None:
                chosen[field.key] = data.draw(st.sampled_from([known.text, known.text.upper(), known.text + "?", "7"]))
            else:
                off = data.draw(st.sampled_from([0, 0.5, -0.999, 1.001, -2, 3])) * known.tolerance
                chosen[field.key] = repr(known.value + off)
        earned, said = expected(one, chosen)
        result = item.answer(responses(item, number, one, chosen))
        assert math.isclose(result.score, earned, abs_tol=EDGE)
        shown = {text for identifier, text in result.shown.items() if identifier != "SOLUTION"}
        assert shown == {sentence_text(sentence) for sentence in said}


OF_CHOICES = [
    name
    for name in BANK.exercises
    if any(isinstance(f.interaction, (Pick, Arrange)) and f.answers for one in question(name).asks for f in one.fields)
]


def choose(data, field):
    """Some answer to a field: one of those offered, some of them, an order of them, or a known or unknown text."""
    keys = [item.key for item in getattr(field.interaction, "items", ())]
    if isinstance(field.interaction, Arrange):
        return data.draw(st.permutations(keys))
    if isinstance(field.interaction, Pick) and field.interaction.several:
        return sorted(data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
    if keys:
        return data.draw(st.sampled_from(keys))
    return data.draw(st.sampled_from([*(one.text for one in field.answers), "0.123"]))


def line(asked, chosen):
    """The same answer as it is typed for quizgen."""
    shown = {key: ", ".join(value) if isinstance(value, list) else value for key, value in chosen.items()}
    if list(shown) == [""]:
        return shown[""]
    if all(key.isdigit() for key in shown) and all(isinstance(f.interaction, Pick) for f in asked.fields):
        return ", ".join(f"{key}-{value}" for key, value in shown.items())
    parts = {key: value for key, value in shown.items() if not key.startswith("value")}
    if values := [value for key, value in shown.items() if key.startswith("value")]:
        parts["value"] = ", ".join(values)
    return "; ".join(f"{key}: {value}" for key, value in parts.items())


@pytest.mark.parametrize("name", OF_CHOICES)
@settings(max_examples=examples(20))
@given(data=st.data())
def test_choices_pairs_orders_and_parts_earn_what_grade_gives(name, data):
    asked = scored(variant(BANK.exercises[name], data.draw(st.integers(0, 5))), "quiz-7.q1")
    item = read(asked)
    for number, one in enumerate(asked.asks, 1):
        if one.by_person or by_cells(one):
            continue
        fields = [
            field for field in one.fields if len(one.fields) == 1 or data.draw(st.booleans()) or field.weight == 1
        ]
        chosen = {field.key: choose(data, field) for field in fields or one.fields}
        earned, said = expected(one, chosen)
        result = item.answer(responses(item, number, one, chosen))
        assert math.isclose(result.score, earned, abs_tol=EDGE)
        shown = {text for identifier, text in result.shown.items() if identifier != "SOLUTION"}
        assert shown == {sentence_text(sentence) for sentence in said}
        if not any(key.startswith("value.") for key in chosen) or {*chosen} >= {field.key for field in one.fields}:
            points = graded(asked.variant, {one.ask.name: line(one, chosen)})[one.ask.name]
            if LAYOUT not in one.losses and not any(value == "0.123" for value in chosen.values()):
                assert math.isclose(result.score, points, abs_tol=1e-5), line(one, chosen)


def test_every_exercise_in_one_package_is_found_by_topic_level_and_number():
    asked = [scored(variant(exercise, 7), f"all-7.q{n}") for n, exercise in enumerate(BANK.exercises.values(), 1)]
    package = read_package(written(asked, "All & <every>"))
    assert package.title == "All & <every>"
    assert [*package.items] == [one.id for one in asked]
    assert package.sections == [(None, [*package.items])]
    for one in asked:
        assert f"level {one.variant.level}" in package.keywords[one.id]
        assert one.variant.exercise in package.keywords[one.id]
        assert f"[{one.id}]" in text_of(package.items[one.id].root)
    assert package.pictures


def test_of_the_variants_of_a_question_the_platform_draws_one():
    exercises = [*BANK.exercises.values()][:2]
    alone = scored(variant(exercises[0], 4), "quiz-7-3.q1")
    asked = [
        scored(variant(exercise, seed), f"quiz-7-{place}.q{seed}", pool=f"quiz-7-{place}")
        for place, exercise in enumerate(exercises, 1)
        for seed in (1, 2, 3)
    ]
    package = read_package(written([*asked, alone]))
    assert [(drawn, len(ids)) for drawn, ids in package.sections] == [(1, 3), (1, 3), (None, 1)]


def test_the_same_questions_give_the_same_bytes():
    asked = [replace(question(name), id=f"quiz-7.q{n}") for n, name in enumerate([*BANK.exercises][:5], 1)]
    data = written(asked)
    assert data == written(asked)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[-2:] == ["test.xml", "imsmanifest.xml"]


def test_questions_are_written_as_they_come_and_none_is_held():
    exercise = BANK.exercises[NUMERIC[0]]
    made = []

    def questions():
        for seed in range(20):
            one = scored(variant(exercise, seed), f"quiz.q{seed}")
            made.append(weakref.ref(one))
            yield one
            del one
            assert sum(ref() is not None for ref in made) <= 1, "the one that was handed over last"

    assert len(read_package(written(questions())).items) == 20


def test_no_question_at_all_is_an_empty_test():
    with zipfile.ZipFile(io.BytesIO(written([]))) as package:
        assert package.namelist() == ["test.xml", "imsmanifest.xml"]


def test_losses_are_those_of_the_fields_and_how_a_number_is_written():
    for name in BANK.exercises:
        asked = question(name)
        found = list(QTI21.losses(asked))
        assert len(found) == len(set(found))
        of_fields = {*asked.losses, *(loss for one in asked.asks for loss in one.losses)}
        numbers = any(answer.value is not None for one in asked.asks for f in one.fields for answer in f.answers)
        assert set(found) == of_fields | ({NOTATION} if numbers else set())


def test_an_item_as_it_is_written():
    name = "forward-h1"
    document = item_files(question(name)).document
    assert document == (GOLDEN / "qti21_item.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("id", "other"), [("a.q1", "a_q1"), ("a b.q1", "a_b.q1"), ("ä.q1", "ö.q1"), ("1.q1", "_1.q1"), ("../x.q1", "x.q1")]
)
def test_two_numbers_never_share_a_file(id, other):
    assert item_name(id) != item_name(other)
    asked = [replace(question(NUMERIC[0]), id=one) for one in (id, other)]
    assert [*read_package(written(asked)).items] == [id, other]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('cardinality="single" baseType="float"', 'cardinality="multiple" baseType="float"'),
        ('baseType="float"', 'baseType="integer"'),
        ('identifier="R1_1"', 'identifier="R1_9"'),
        ('<variable identifier="SCORE"/>', '<variable identifier="POINTS"/>'),
        ("toleranceMode=", "tolerancemode="),
        ("<itemBody>", "<itemBody>text"),
        ("</itemBody>", '</itemBody><outcomeDeclaration identifier="X" cardinality="single" baseType="float"/>'),
        ('adaptive="false" ', ""),
        ("<textEntryInteraction", "<br/><textEntryInteraction"),
        ("<math ", '<math intent="x" '),
        ('identifier="FEEDBACK" cardinality="multiple"', 'identifier="FEEDBACK" cardinality="single"'),
    ],
)
def test_the_reader_refuses_items_with_a_fault(right, wrong):
    name = next(name for name in NUMERIC if question(name).variant.slips and len(question(name).asks) > 1)
    document = item_files(question(name)).document
    Item(document.encode())
    assert right in document
    with pytest.raises(Fault):
        Item(document.replace(right, wrong, 1).encode())
