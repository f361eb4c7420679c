"""Even papers: what is usual depends on the question alone, and numbers that are easier by luck are drawn again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate import Drawn, draw_all
from quizgen.generate.exam.drawing import draw_papers
from quizgen.generate.exam.evenness import Size, Spread, band_of, even_variants, measured, unevenness, usual
from quizgen.generate.exam.plan import ExamPlan, Section
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.workload import Workload
from quizgen.model import Student, Variant

BANK = Bank.load()
COMPUTING = [name for name, one in BANK.exercises.items() if one.solving]
PLAN = ExamPlan("midterm", "Midterm", (Section(exercises=("forward-h2", "delta-chain", "statement-judge")),))
SECRET = b"evenness" * 4
CLASS = tuple(Student(f"s{number}", f"Student {number}") for number in range(30))


def question(name: str, copy: int = 1) -> ExamQuestion:
    return ExamQuestion(BANK.get(name), copy, None, 0)


QUESTIONS = tuple(map(question, PLAN.sections[0].exercises))


def drawn(name: str, seed: int = 3) -> Drawn:
    [one] = draw_all(BANK.get(name), [seed])
    return one


def with_numbers(one: Drawn, **numbers: object) -> Drawn:
    return replace(one, problem=one.problem.but(**numbers))


def numbers_of(students: tuple[Student, ...]) -> dict[str, tuple[Variant, ...]]:
    papers = draw_papers(PLAN, QUESTIONS, students, SECRET, even_variants(PLAN), lambda student: "")
    return {paper.student.id: paper.quiz.variants for paper in papers}


def test_nobodys_numbers_depend_on_who_else_takes_the_exam():
    """Least of all where some are drawn again."""
    everybody = numbers_of(CLASS)
    for one in CLASS[::7]:
        assert numbers_of((one,))[one.id] == everybody[one.id]


def test_what_is_usual_does_not_depend_on_the_copy_or_the_points():
    once = usual(PLAN, question("forward-h2"))
    assert usual(PLAN, replace(question("forward-h2", copy=2), points=7.0)) == once


@pytest.mark.parametrize(
    "easy",
    [
        {"W_h": [[0.0, 0.0], [0.0, 0.0]]},  # nothing to carry from step to step
        {"W": [[1.0, 0.0], [0.0, 1.0]], "W_h": [[1.0, 0.0], [0.0, 1.0]]},  # nothing to multiply
        {"b": [9.0, 9.0]},  # every unit is 1
        {"h_0": [0.0, 0.0], "x": [[0.0, 0.0], [0.0, 1.0]]},
    ],
)
def test_numbers_that_are_easier_by_luck_are_refused(easy):
    accept, asked = even_variants(PLAN), question("forward-h2")
    fine = next(one for one in map(lambda seed: drawn("forward-h2", seed), range(20)) if accept(asked, [one])[0])
    assert list(accept(asked, [fine, with_numbers(fine, **easy), fine])) == [True, False, True]


@pytest.mark.parametrize("name", COMPUTING[::4])
def test_most_students_find_their_numbers_in_fewer_than_three_tries(name):
    """If a third of all draws is accepted, half of the students need one or two."""
    accepted = even_variants(PLAN)(question(name), list(draw_all(BANK.get(name), range(1000, 1060))))
    assert sum(accepted) >= 60 / 3


def test_cards_that_are_the_same_for_all_are_never_refused_and_own_ones_by_what_there_is_to_read():
    card = question("statement-judge")
    cards = list(draw_all(card.exercise, range(40)))
    assert all(even_variants(PLAN)(card, cards))
    own = replace(PLAN, cards="own")
    accepted = even_variants(own)(card, cards)
    letters = [one.letters for one in measured(card, cards) if isinstance(one, Size)]
    kept = [count for count, fits in zip(letters, accepted, strict=True) if fits]
    assert len(letters) == 40 and 14 <= len(kept) < 40
    assert max(kept) - min(kept) < max(letters) - min(letters)


def test_the_band_is_about_what_most_variants_have_and_holds_half_of_them():
    common, rare = Workload(multiplications=12, digits=40), Workload(multiplications=4, digits=8)
    band = band_of([rare] * 20 + [common] * 40)
    assert band.centre == common and band.wider == 1
    assert band.holds([common, replace(common, multiplications=13), rare, replace(common, saturated=1)]) == [
        True, True, False, False,
    ]  # fmt: skip
    split = band_of([Workload(additions=count) for count in range(60)])
    assert sum(split.holds([Workload(additions=count) for count in range(60)])) >= 30
    assert not band.holds([replace(common, counted=False)])[0], "what is not counted cannot be compared with what is"


def test_unevenness_says_what_was_first_drawn_and_what_is_on_the_papers():
    spreads = unevenness(PLAN, QUESTIONS, CLASS, SECRET)
    assert [one.question.exercise.name for one in spreads] == ["forward-h2", "delta-chain"], (
        "the card is the same for all"
    )
    papers = numbers_of(CLASS)
    for place, one in enumerate(spreads):
        assert isinstance(one, Spread) and any(one.again) and not all(one.again)
        band = usual(PLAN, one.question)
        assert all(band.holds(one.taken))
        assert band.holds(one.first) == [not again for again in one.again]
        seeds = [papers[student.id][place].seed for student in CLASS]
        on_paper = measured(one.question, list(draw_all(one.question.exercise, seeds)))
        assert tuple(on_paper) == one.taken
