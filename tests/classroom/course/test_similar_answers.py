"""Copied answers are found and their direction said; honest classes have a pair at most as often as is said."""

import random
from dataclasses import replace
from functools import cache

import pytest
from nightly import NIGHTLY
from similar_class import honest, quizzes, sheet
from simulated_programs import Draw

from quizgen.classroom.course.similar_answers import MOST, Sheet, compare_sheets
from quizgen.classroom.course.similar_simulated import CLASSES
from quizgen.model import Quiz

WHO = tuple(f"s{i:02}" for i in range(12))
HONEST = 200 if NIGHTLY else 3


@cache
def own(*, shared: bool = False) -> list[Quiz]:
    return quizzes(WHO, shared=shared)


def typed(seed: int, *, shared: bool = False, wrong: float = 0.15) -> list[dict[str, dict[str, str]]]:
    return [honest(quiz, Draw(f"{seed}:{quiz.student}"), wrong) for quiz in own(shared=shared)]


def sheets(answers: list[dict[str, dict[str, str]]], *, shared: bool = False) -> list[Sheet]:
    return [sheet(quiz, one) for quiz, one in zip(own(shared=shared), answers, strict=True)]


def right(quiz: Quiz) -> dict[str, dict[str, str]]:
    return {
        f"q{at}": {ask.name: ask.write(variant.key[ask.name]) for ask in variant.asks}
        for at, variant in enumerate(quiz.variants, 1)
    }


@pytest.mark.parametrize("shared", [False, True])
def test_honest_classes_have_a_pair_at_most_as_often_as_is_said(shared):
    reported = sum(
        bool(compare_sheets(sheets(typed(seed, shared=shared, wrong=0.3), shared=shared), seed).alike)
        for seed in range(HONEST)
    )
    assert reported <= MOST * HONEST


def test_three_copied_answers_are_found_with_their_direction_and_in_any_order():
    answers = typed(1)
    answers[7] = right(own()[7])
    answers[4] = right(own()[4]) | {"q1": answers[7]["q1"], "q3": answers[7]["q3"], "q4": answers[7]["q4"]}
    everybody = sheets(answers)
    found = compare_sheets(everybody)
    [pair] = found.alike
    assert pair.students == ("s04", "s07") and found.pairs == 66 and found.classes == CLASSES
    assert {(one.who, one.whose) for one in pair.answers} == {("s04", "s07")}
    assert {one.what for one in pair.answers} == {""} and {one.ask[:2] for one in pair.answers} >= {"q1", "q3"}
    assert pair.strength > found.least and pair.reached <= MOST * CLASSES
    for order in (everybody[::-1], random.Random(2).sample(everybody, len(everybody))):
        assert compare_sheets(order) == found


def test_a_copied_misconception_is_named():
    answers = [right(quiz) for quiz in own()]
    slip = next(s for s in own()[7].variants[1].slips if s.misconceptions)
    values = {name: ask.write(slip.answers[name]) for ask in own()[7].variants[1].asks for name in [ask.name]}
    answers[7] |= {"q2": values}
    answers[4] |= {"q1": answers[7]["q1"], "q2": values, "q4": answers[7]["q4"]}
    [pair] = compare_sheets(sheets(answers)).alike
    assert {one.what for one in pair.answers if one.ask.startswith("q2.")} & {*slip.misconceptions, ""}
    assert slip.misconceptions[0] in {one.what for one in pair.answers}


def test_right_answers_and_known_misconceptions_are_no_evidence_where_all_have_the_same_numbers():
    slips = [variant.slips[0].answers for variant in own(shared=True)[0].variants if variant.slips]
    assert slips
    answers = [right(quiz) for quiz in own(shared=True)]
    for student in (3, 5):
        for at, variant in enumerate(own(shared=True)[student].variants, 1):
            if variant.slips:
                wrong = variant.slips[0].answers
                answers[student][f"q{at}"] = {ask.name: ask.write(wrong[ask.name]) for ask in variant.asks}
    assert not compare_sheets(sheets(answers, shared=True)).alike


def test_the_same_odd_wrong_answers_to_the_same_numbers_are_found():
    answers = [right(quiz) for quiz in own(shared=True)]
    odd = honest(own(shared=True)[3], Draw("odd"), wrong=1.0)
    answers[3] = answers[5] = odd
    [pair] = compare_sheets(sheets(answers, shared=True)).alike
    assert pair.students == ("s03", "s05") and {one.what for one in pair.answers} == {"same"}


def test_a_sheet_handed_in_together_is_not_compared_with_itself():
    one = sheets(typed(1))[0]
    both = [one, replace(one, student="partner")]
    assert compare_sheets(both).pairs == 0 and compare_sheets([]).pairs == 0
