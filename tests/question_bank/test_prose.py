"""The prose of the bank: statements, task cards and points are well formed, and none of their words give an answer away.

What a guesser earns is counted here over all the entries of a data file, not over seeds.
"""

from collections import Counter
from itertools import combinations

import pytest
from fact_rules import BANK, CARDS, CONCEPTS, QUESTION, STATEMENTS, TYPES, common_faults, data

from quizgen.generate import variants
from quizgen.laws.clues import ABSOLUTE, CLUES, QUALIFIED, count_of
from quizgen.laws.guesser import MOST
from reference_rnn import CATALOGUE

POINTS = data("interview-points", "points.toml")["question"]
BY_PLACE = {"first", "second", "middle", "last"}
REASONS = [(one["says"], [one["right"]], [wrong[1] for wrong in one["wrong"]]) for one in STATEMENTS]


def mean(values):
    return sum(values) / len(values)


def gain(clue, entries):
    """What the texts with the highest score earn above chance, in the mean over (question, right texts, wrong texts)."""
    extra = []
    for question, right, wrong in entries:
        scores = CLUES[clue](question, [*right, *wrong])
        if scores is not None and len(set(scores)) > 1:
            best = [place < len(right) for place, score in enumerate(scores) if score == max(scores)]
            extra.append(mean(best) - len(right) / len(scores))
    return mean(extra) if extra else 0.0


@pytest.mark.parametrize("clue", sorted(set(CLUES) - BY_PLACE - {"odd-in-form"}))
def test_no_clue_finds_the_right_reason_of_a_statement(clue):
    assert gain(clue, REASONS) <= MOST


def test_hardly_any_form_finds_the_right_reason():
    assert gain("odd-in-form", REASONS) <= 0.05  # the draw of the reasons takes care of the rest


@pytest.mark.parametrize("clue", sorted(set(CLUES) - BY_PLACE))
def test_no_clue_finds_the_type_of_a_task(clue):
    assert (
        gain(clue, [(one["task"], one["types"], [t for t in TYPES if t not in one["types"]]) for one in CARDS]) <= MOST
    )


def test_a_planted_clue_is_found():
    assert gain("longest", [("Which?", ["the longest of all"], ["short", "brief"])]) == pytest.approx(2 / 3)


def test_the_wording_of_a_statement_does_not_tell_its_verdict():
    """Neither "usually" speaks for "true" nor "always" for "false", and no verdict is much commoner than the others."""
    verdicts = Counter(one["verdict"] for one in STATEMENTS)
    assert max(verdicts.values()) <= (1 / 3 + MOST) * len(STATEMENTS)
    for words, guessed in ((QUALIFIED, "true"), (QUALIFIED, "depends"), (ABSOLUTE, "false")):
        said = [one["verdict"] for one in STATEMENTS if count_of(words, one["says"])]
        assert len(said) > 20 and mean([verdict == guessed for verdict in said]) <= 1 / 3 + 2 * MOST


def test_every_item_of_the_chapter_has_a_statement():
    from quizgen.authoring.coverage import items

    assert set(BANK.get("statement-judge").covers) >= set(items())


@pytest.mark.parametrize("entry", POINTS, ids=lambda one: one["covers"][0])
def test_a_question_with_points_has_no_fault(entry):
    assert list(common_faults(entry)) == []
    assert set(entry) == {"asked", "covers", "note", "right", "wrong"}
    assert len(entry["right"]) >= 5 and len(entry["wrong"]) >= 5
    texts = [*entry["right"], *(wrong[1] for wrong in entry["wrong"])]
    assert len(set(texts)) == len(texts)
    for misconception, _, *own in entry["wrong"]:
        assert misconception in CONCEPTS or (own and (not misconception or misconception in CATALOGUE))


def test_there_are_points_for_all_twelve_questions_and_each_is_offered():
    assert [one["covers"][0] for one in POINTS] == QUESTION
    offered = set()
    counts = Counter()
    for variant in variants(BANK.get("interview-points"), range(400)):
        (ask,) = variant.asks
        offered |= {option.text for option in ask.options}
        counts[sum(option.accepted for option in ask.options)] += 1
        assert all(option.feedback for option in ask.options if not option.accepted)
    assert offered == {text for one in POINTS for text in (*one["right"], *(wrong[1] for wrong in one["wrong"]))}
    assert set(counts) == {2, 3, 4}


def test_no_two_points_of_a_question_say_the_same():
    for one in POINTS:
        for a, b in combinations([*one["right"], *(wrong[1] for wrong in one["wrong"])], 2):
            assert a.lower().rstrip(".") != b.lower().rstrip(".")
