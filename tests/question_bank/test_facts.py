"""The facts of the bank: statements, task cards and interview questions are well formed and keep to what was agreed."""

import re
from collections import Counter

import pytest
from fact_rules import (
    BANK,
    CARDS,
    CONCEPTS,
    COVERAGE,
    ONLY,
    QUESTION,
    QUESTIONS,
    STATEMENTS,
    TYPES,
    card_faults,
    plain,
    question_faults,
    statement_faults,
)
from places import ROOT

from quizgen.generate import variants
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import MathsError

TWO_WRONG = [["c-current-only", "One."], ["c-sees-future", "Two."]]


@pytest.mark.parametrize("entry", STATEMENTS, ids=lambda one: one["says"][:50])
def test_a_statement_has_no_fault(entry):
    assert list(statement_faults(entry)) == []


@pytest.mark.parametrize("entry", CARDS, ids=lambda one: one["task"][:50])
def test_a_card_has_no_fault(entry):
    assert list(card_faults(entry)) == []


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda one: one["covers"][0])
def test_a_question_has_no_fault(entry):
    assert list(question_faults(entry)) == []


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
        {"wrong": [*TWO_WRONG]},
        {"wrong": [*TWO_WRONG, ["c-untied-weights", "Right."]]},
        {"wrong": [*TWO_WRONG, ["c-current-only", "Three."]]},
        {"wrong": [*TWO_WRONG, ["c-no-such-thing", "Three.", "Truth."]]},
        {"wrong": [*TWO_WRONG, ["bwd-overwrite", "Three."]]},
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
        "wrong": [*TWO_WRONG, ["c-untied-weights", "Three."]],
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
        {"types": ["many-to-many"], "lengths": "long"},
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
    [
        {"points": [[2, "One."]]},
        {"covers": ["mist.1"]},
        {"asked": ["Once?"]},
        {"wrong": []},
        {"answer": " "},
        {"hint": "Nobody reads this."},
    ],
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
    assert len(STATEMENTS) >= 120
    assert len(CARDS) >= 40
    assert [one["covers"][0] for one in QUESTIONS] == QUESTION


def test_no_fact_is_there_twice():
    for texts in (
        [one["says"] for one in STATEMENTS],
        [one["right"] for one in STATEMENTS],
        [wrong[1] for one in STATEMENTS for wrong in one["wrong"]],
        [one["task"] for one in CARDS],
        [wording for one in QUESTIONS for wording in one["asked"]],
    ):
        counted = Counter(plain(words) for words in texts)
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
    """A word that is in many right reasons must not belong to one verdict only."""
    where = {verdict: Counter() for verdict in ("true", "false", "depends")}
    for one in STATEMENTS:
        where[one["verdict"]].update(set(plain(one["right"]).split()))
    for word in set().union(*where.values()):
        counts = [found[word] for found in where.values()]
        assert sum(counts) < 12 or max(counts) < 0.8 * sum(counts), word


def test_the_six_common_mistakes_and_every_concept_are_met():
    assert {f"mist.{number}" for number in range(1, 7)} <= {one for entry in STATEMENTS for one in entry["covers"]}
    bank = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "question_bank").rglob("*.[tp][oy]*"))
    assert [name for name in CONCEPTS if name not in bank] == []


@pytest.mark.parametrize(
    "name, entries", [("statement-judge", STATEMENTS), ("classify-task", CARDS), ("interview-q", QUESTIONS)]
)
def test_an_exercise_says_what_its_entries_cover(name, entries):
    covered = BANK.get(name).covers
    assert set(covered) == {one for entry in entries for one in entry["covers"]} | ({"lo.types"} & set(covered))
    assert len(set(covered)) == len(covered)


@pytest.mark.parametrize("name", ["statement-judge", "classify-task", "interview-q", "shape-of", "param-count"])
def test_every_id_an_exercise_covers_exists(name):
    assert set(BANK.get(name).covers) <= set(COVERAGE)


def test_every_formula_can_be_shown():
    """Dollars come in pairs and hold maths that every medium knows."""
    for words in strings([STATEMENTS, CARDS, QUESTIONS]):
        assert words.count("$") % 2 == 0, words
        for display, inline in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", words, re.S):
            assert formula_text(display or inline), words
    with pytest.raises(MathsError):
        formula_text(r"\nosuchcommand{x}")


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
        (ask,) = variant.asks
        texts = {option.text for option in ask.reasons}
        assert [option.text.split()[-1] for option in ask.verdicts if option.accepted] == [f"{entry['verdict']}."]
        assert [option.text for option in ask.reasons if option.accepted] == [entry["right"]]
        assert texts <= {entry["right"], *(wrong[1] for wrong in entry["wrong"])} and len(texts) in (3, 4)
        assert all(option.feedback and option.misconceptions for option in ask.reasons if not option.accepted)
        assert entry["right"] in variant.solution
    assert seen == set(judged)

    tasks = {one["task"]: one for one in CARDS}
    seen = set()
    for variant in variants(BANK.get("classify-task"), range(700)):
        if variant.problem["network"]:
            continue  # drawn, not a card
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
