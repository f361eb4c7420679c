"""The facts of the bank: statements to judge, task cards and interview questions are well formed and keep to what was agreed.

A rule is a function of one entry that yields its faults, so that each rule is tried on a planted fault as well.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from quizgen.bank import Bank
from quizgen.generate import variants
from quizgen.render.maths import MathsError, text
from reference_rnn import CATALOGUE

BANK = Bank.load()
DATA = Path(__file__).parent / "data"
COVERAGE = (DATA / "coverage_ids.txt").read_text().split()
CONCEPTS = (DATA / "concepts.txt").read_text().split()
NOTES = {f"N{number}" for number in range(1, 33)}
TYPES = ["one-to-one", "one-to-many", "many-to-one", "many-to-many"]


def data(name, file):
    return tomllib.loads(BANK.get(name).data(file))


STATEMENTS = data("statement-judge", "statements.toml")["statement"]
TRUTHS = data("statement-judge", "statements.toml")["truths"]
CARDS = data("classify-task", "tasks.toml")["card"]
QUESTIONS = data("interview-q", "questions.toml")["question"]
WEIGHTS = [4, 4, 4, 4, 3, 4, 3, 3, 5, 5, 4, 4]  # what the rubrics of the twelve questions add up to

# What the notes on contested points forbid: wording of a statement -> the only verdict it may have.
ONLY = {
    r"(?<!hidden state )is fed back into": "depends",  # N1
    r"preserves the order": "false",  # N3
    r"weights are updated at each time step": "false",  # N22
    r"LSTM and GRU cells put an end": "false",  # N26
    r"slower than a Transformer": "depends",  # N27
    r"W_y.* at every time step": "depends",  # N23
    r"needs no padding": "depends",  # N25
    r"handle sequences of any length": "depends",  # N28
    r"main limitation|more expensive than": "depends",  # N29
    r"For short sentences": "depends",  # N30
    r"sentiment of a text takes": "depends",  # N31
    r"state is the output": "depends",  # N32
    r"activation .* is tanh": "depends",  # N15
    r"input weights .* form": "depends",  # N17
}
# N6, N13, N19, N28: goals, illustrations and rules of thumb that are not asked about; N2: which features lose the order.
NEVER = r"grammatically correct|0\.87|10[-–]20|100 tokens|[Bb]ag of words|BoW|TF-IDF"


def common_faults(entry):
    """Faults that any entry can have."""
    yield from (f"no such coverage id: {one}" for one in entry["covers"] if one not in COVERAGE)
    if not entry["covers"] or len(set(entry["covers"])) < len(entry["covers"]):
        yield "covers nothing, or something twice"
    yield from (f"no such note: {one}" for one in entry.get("note", "N1").split(", ") if one not in NOTES)


def statement_faults(entry):
    """What may be wrong with a statement."""
    yield from common_faults(entry)
    if set(entry) - {"says", "verdict", "covers", "note", "right", "remark", "wrong", "reveals"}:
        yield "has a key nobody reads"
    if entry["verdict"] not in ("true", "false", "depends"):
        yield "has no verdict"
    if entry["verdict"] == "depends" and "note" not in entry:
        yield "is contested, but no note says why"
    if entry["verdict"] == "depends" and "reveals" in entry:
        yield "has no opposite to reveal anything"
    reasons = [entry["right"], *(wrong[1] for wrong in entry["wrong"])]
    if not 2 <= len(entry["wrong"]) <= 3 or len({plain(reason) for reason in reasons}) < len(reasons):
        yield "has not one right reason and two or three others"
    ids = [wrong[0] for wrong in entry["wrong"]]
    if len(set(ids)) < len(ids):
        yield "has two reasons for one misconception"
    for one in [*ids, *([entry["reveals"]] if "reveals" in entry else [])]:
        if one not in CONCEPTS and one not in CATALOGUE:
            yield f"no such misconception: {one}"
    yield from (f"no feedback on {wrong[0]}" for wrong in entry["wrong"] if wrong[0] not in TRUTHS and len(wrong) < 3)
    for wording, verdict in ONLY.items():
        if re.search(wording, entry["says"]) and entry["verdict"] != verdict:
            yield f"should be judged {verdict}"
    if re.search(NEVER, entry["says"]):
        yield "asks what is not to be asked"


def card_faults(entry):
    """What may be wrong with a task card."""
    yield from common_faults(entry)
    if set(entry) - {"task", "given", "wanted", "types", "lengths", "covers", "note", "remark"}:
        yield "has a key nobody reads"
    if not entry["types"] or any(one not in TYPES for one in entry["types"]):
        yield "has no type"
    if ("lengths" in entry) != (entry["types"] == ["many-to-many"]) or entry.get("lengths", "free") not in ("equal", "free"):
        yield "tells lengths where there are none, or none where there are"
    if len(entry["types"]) > 1 and not ("note" in entry and "remark" in entry):
        yield "is contested without a note and a remark"
    if "one-to-one" in entry["types"] and not ("N8" in entry.get("note", "") and "recurs" in entry["remark"]):
        yield "does not say that one-to-one is the degenerate case"
    if "one-to-many" in entry["types"] and "a few" in entry["given"] and "many-to-many" not in entry["types"]:
        yield "calls the completion of a prefix one-to-many only"
    if "video" in entry["task"] and not re.search("for each frame|whole clip", entry["task"]):
        yield "does not say whether a label is for the frame or for the clip"


def question_faults(entry):
    """What may be wrong with an interview question."""
    yield from common_faults(entry)
    if set(entry) - {"asked", "covers", "note", "points", "wrong", "answer"}:
        yield "has a key nobody reads"
    number = QUESTION.index(entry["covers"][0]) if entry["covers"][0] in QUESTION else None
    if number is None or sum(weight for weight, _ in entry["points"]) != WEIGHTS[number]:
        yield "does not weigh what its rubric weighs"
    if len(set(entry["asked"])) < 2 or not entry["wrong"] or not entry["answer"].strip():
        yield "lacks a second wording, a wrong claim or a model answer"


QUESTION = [f"iq.q{number}" for number in range(1, 13)]


def plain(words):
    """The words of a text as they are read, for comparing what is said and at what length."""
    return re.sub(r"[^a-z0-9=]+", " ", re.sub(r"\$([^$]+)\$", lambda maths: text(maths[1]), words).lower()).strip()


ENTRIES = [(statement_faults, one) for one in STATEMENTS]
ENTRIES += [(card_faults, one) for one in CARDS]
ENTRIES += [(question_faults, one) for one in QUESTIONS]


@pytest.mark.parametrize("faults, entry", ENTRIES, ids=lambda one: (one.get("says") or one.get("task") or one["asked"][0])[:60] if isinstance(one, dict) else "")
def test_an_entry_has_no_fault(faults, entry):
    assert list(faults(entry)) == []


@pytest.mark.parametrize(
    "planted",
    [
        {"covers": ["mist.7"]},
        {"covers": []},
        {"note": "N33"},
        {"verdict": "mostly"},
        {"verdict": "depends"},
        {"verdict": "depends", "note": "N1", "reveals": "c-current-only"},
        {"reveals": "c-no-such-thing"},
        {"wrong": [["c-current-only", "One."]]},
        {"wrong": [["c-current-only", "One."], ["c-sees-future", "Right."]]},
        {"wrong": [["c-current-only", "One."], ["c-current-only", "Two."]]},
        {"wrong": [["c-current-only", "One."], ["c-no-such-thing", "Two.", "Truth."]]},
        {"wrong": [["c-current-only", "One."], ["bwd-overwrite", "Two."]]},
        {"says": "In an RNN the output is fed back into the network."},
        {"says": "The weights are updated at each time step.", "verdict": "true"},
        {"says": "A bag of words loses the order."},
        {"explanation": "Nobody reads this."},
    ],
    ids=str,
)
def test_a_planted_fault_in_a_statement_is_found(planted):
    good = {
        "says": "Nothing in particular.",
        "verdict": "false",
        "covers": ["mist.1"],
        "right": "Right.",
        "wrong": [["c-current-only", "One."], ["c-sees-future", "Two."]],
    }
    assert list(statement_faults(good)) == []
    assert list(statement_faults(good | planted))


@pytest.mark.parametrize(
    "planted",
    [
        {"types": []},
        {"types": ["many-to-few"]},
        {"types": ["many-to-many"]},
        {"lengths": "equal"},
        {"types": ["many-to-one", "one-to-one"]},
        {"types": ["one-to-one"], "note": "N8", "remark": "Fine."},
        {"types": ["one-to-many"], "given": "a few words"},
        {"task": "A video is labelled."},
        {"hint": "Nobody reads this."},
    ],
    ids=str,
)
def test_a_planted_fault_in_a_card_is_found(planted):
    good = {"task": "A task.", "given": "some", "wanted": "one", "types": ["many-to-one"], "covers": ["type.m2o"]}
    assert list(card_faults(good)) == []
    assert list(card_faults(good | planted))


@pytest.mark.parametrize(
    "planted",
    [{"points": [[2, "One."]]}, {"covers": ["mist.1"]}, {"asked": ["Once?"]}, {"wrong": []}, {"answer": " "}, {"hint": "No."}],
    ids=str,
)
def test_a_planted_fault_in_a_question_is_found(planted):
    good = {"asked": ["A?", "B?"], "covers": ["iq.q1"], "points": [[4, "One."]], "wrong": ["Two."], "answer": "Three."}
    assert list(question_faults(good)) == []
    assert list(question_faults(good | planted))


def test_every_rule_on_wording_has_a_statement_to_rule():
    for wording in ONLY:
        assert any(re.search(wording, one["says"]) for one in STATEMENTS), wording


def test_there_are_enough_facts():
    assert len(STATEMENTS) >= 60
    assert len(CARDS) >= 40
    assert [one["covers"][0] for one in QUESTIONS] == QUESTION


def test_nothing_stands_there_twice():
    for said in (
        [one["says"] for one in STATEMENTS],
        [one["right"] for one in STATEMENTS],
        [wrong[1] for one in STATEMENTS for wrong in one["wrong"]],
        [one["task"] for one in CARDS],
        [wording for one in QUESTIONS for wording in one["asked"]],
    ):
        counted = Counter(plain(words) for words in said)
        assert [words for words, count in counted.items() if count > 1] == []


def test_each_verdict_and_each_type_is_worth_considering():
    verdicts = Counter(one["verdict"] for one in STATEMENTS)
    assert min(verdicts.values()) >= len(STATEMENTS) / 5
    types = Counter(one["types"][0] for one in CARDS)
    assert min(types[one] for one in TYPES) >= 5


def test_the_length_of_a_reason_does_not_tell_whether_it_is_right():
    longer = Counter(sum(len(plain(w[1])) > len(plain(one["right"])) for w in one["wrong"]) for one in STATEMENTS)
    assert max(longer.values()) <= 0.4 * len(STATEMENTS)


def test_no_word_of_a_reason_tells_the_verdict():
    """A word that stands in many right reasons must not belong to one verdict only."""
    where = {verdict: Counter() for verdict in ("true", "false", "depends")}
    for one in STATEMENTS:
        where[one["verdict"]].update(set(plain(one["right"]).split()))
    for word in set().union(*where.values()):
        counts = [found[word] for found in where.values()]
        assert sum(counts) < 12 or max(counts) < 0.8 * sum(counts), word


def test_the_six_common_mistakes_and_every_concept_are_met():
    assert {f"mist.{number}" for number in range(1, 7)} <= {one for entry in STATEMENTS for one in entry["covers"]}
    assert set(TRUTHS) == set(CONCEPTS)
    assert {wrong[0] for one in STATEMENTS for wrong in one["wrong"]} >= set(CONCEPTS)


@pytest.mark.parametrize(
    "name, entries", [("statement-judge", STATEMENTS), ("classify-task", CARDS), ("interview-q", QUESTIONS)]
)
def test_an_exercise_says_what_its_entries_cover(name, entries):
    said = BANK.get(name).covers
    assert set(said) - {"lo.types"} == {one for entry in entries for one in entry["covers"]}
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("name", ["statement-judge", "classify-task", "interview-q", "shape-of", "param-count"])
def test_every_id_an_exercise_covers_exists(name):
    assert set(BANK.get(name).covers) <= set(COVERAGE)


def test_every_formula_can_be_shown():
    """Dollars come in pairs and hold maths that every medium knows."""
    for words in strings([STATEMENTS, TRUTHS, CARDS, QUESTIONS]):
        assert words.count("$") % 2 == 0, words
        for display, inline in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", words, re.S):
            assert text(display or inline), words
    with pytest.raises(MathsError):
        text(r"\nosuchcommand{x}")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def test_every_fact_is_drawn_and_offers_what_its_entry_says():
    judged = {one["says"]: one for one in STATEMENTS}
    seen = set()
    for variant in variants(BANK.get("statement-judge"), range(900)):
        entry = judged[variant.problem["statement"]]
        seen.add(entry["says"])
        verdict, reason = variant.asks
        assert [option.text.split()[-1] for option in verdict.options if option.accepted] == [f"{entry['verdict']}."]
        assert [option.text for option in reason.options if option.accepted] == [entry["right"]]
        assert {option.text for option in reason.options} == {entry["right"], *(wrong[1] for wrong in entry["wrong"])}
        assert all(option.feedback and option.misconceptions for option in reason.options if not option.accepted)
        assert entry["right"] in variant.solution
    assert seen == set(judged)

    tasks = {one["task"]: one for one in CARDS}
    seen = set()
    for variant in variants(BANK.get("classify-task"), range(500)):
        entry = tasks[variant.problem["task"]]
        seen.add(entry["task"])
        (ask,) = variant.asks
        assert {option.text for option in ask.options} == set(TYPES)
        assert {option.text for option in ask.options if option.accepted} == set(entry["types"])
        assert all(option.feedback for option in ask.options if not option.accepted or "remark" in entry)
    assert seen == set(tasks)

    asked = {wording for one in QUESTIONS for wording in one["asked"]}
    drawn = variants(BANK.get("interview-q"), range(300))
    assert {variant.problem["asked"] for variant in drawn} == asked
    assert all(variant.points == sum(point.weight for point in variant.asks[0].key_points) for variant in drawn)


def test_a_count_tells_all_its_misconceptions_apart():
    exercise = BANK.get("param-count")
    for variant in variants(exercise, range(200)):
        assert {name for slip in variant.slips for name in slip.misconceptions} >= set(exercise.targets)
        assert variant.redrawn == ()


def test_a_shape_is_asked_of_every_array_with_sizes_that_differ():
    drawn = variants(BANK.get("shape-of"), range(200))
    for variant in drawn:
        assert len({variant.problem[size] for size in "DHKBT"}) == 5
    assert len({variant.problem["asked"] for variant in drawn}) == 11
    shown = {name for variant in drawn for slip in variant.slips for name in slip.misconceptions}
    assert shown >= {"shp-w-transposed", "shp-wh-hxd", "shp-wy-transposed", "shp-b-input", "shp-time-batch-swapped"}
