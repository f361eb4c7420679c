"""Which questions an exam has, what they are worth, how long they take, and what of a plan cannot be met."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.text import KeyPoint, Text
from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate import Follower, variant
from quizgen.generate.compose import question_of
from quizgen.generate.exam.decimals import rounded_decimals, with_decimals
from quizgen.generate.exam.duration import minutes_of
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Section
from quizgen.generate.exam.questions import ExamQuestion, exam_questions
from quizgen.generate.exam.section_choice import has_questions
from quizgen.generate.exam.shortfalls import shortfalls
from quizgen.generate.exam.shuffle import shuffled
from quizgen.generate.exam.worth import shared_out, with_points
from quizgen.grading import grade
from quizgen.laws import sample
from quizgen.laws.numbers import careful_hand_calculation_is_right
from quizgen.laws.scoring import every_live_slip_is_named, the_key_earns_full_marks
from quizgen.model import Answers, Quiz, Student, Verdict

BANK = Bank.load()
FORWARD = Section("Forward", topics=("forward-pass",), questions=3)
BPTT = Section("BPTT", topics=("bptt",), questions=2)
PLAN = ExamPlan("midterm", "Midterm", (FORWARD, BPTT))


def names(plan):
    found = [[] for _ in plan.sections]
    for question in exam_questions(plan, BANK):
        found[question.section].append(question.exercise.name)
    return found


def refused(*sections, **more):
    with pytest.raises(UserError) as error:
        exam_questions(ExamPlan("midterm", "Midterm", sections, **more), BANK)
    return str(error.value)


# ---------------------------------------------------------------- which


def test_another_section_or_question_leaves_the_other_choices_as_they_are():
    before = names(PLAN)
    more = replace(PLAN, sections=(Section(topics=("loss",), questions=2), replace(FORWARD, questions=4), BPTT))
    assert names(more)[2] == before[1] and set(before[0]) < set(names(more)[1])
    assert names(replace(PLAN, name="resit")) != before


def test_an_exercise_is_not_taken_again_while_others_are_left():
    every = {one.name for one in BANK.select(topics=["forward-pass"])}
    two = [replace(FORWARD, questions=len(every) // 2), replace(FORWARD, questions=len(every) - len(every) // 2)]
    taken = names(replace(PLAN, sections=tuple(two)))
    assert sorted(taken[0] + taken[1]) == sorted(every)


def test_named_exercises_come_first_as_they_are_named_and_no_other_section_takes_them():
    named = replace(FORWARD, exercises=("two-layers", "forward-h1"), questions=4)
    first, second = names(replace(PLAN, sections=(FORWARD, named)))
    assert second[:2] == ["two-layers", "forward-h1"] and len(set(second)) == 4
    assert not {"two-layers", "forward-h1"} & set(first)
    alone = names(replace(PLAN, sections=(Section(exercises=("forward-h1",), questions=3),)))
    assert alone == [["forward-h1"] * 3]


def test_nothing_that_is_answered_in_code_comes_into_an_exam():
    every = exam_questions(replace(PLAN, sections=(Section(questions=90),)), BANK)
    assert not any(ask.functions for question in every for ask in question.exercise.asks)


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        (Section("A", topics=("foward-pass",), questions=1), "Section 1 (A): there is no topic 'foward-pass'. Did you mean"),
        (Section(kinds=("numeri",), questions=1), "Section 1: there is no kind 'numeri'. Did you mean 'numeric'?"),
        (Section("A", exercises=("forwad-h1",)), "Section 1 (A): No exercise 'forwad-h1'. Did you mean 'forward-h1'?"),
        (Section(exercises=("code-step",)), "Section 1: code-step is answered in a file of code, not on paper."),
        (Section(topics=("implementation",), kinds=("code",), questions=1), "not on paper: code-"),
        (Section(topics=("forward-pass",), levels=(5, 5), questions=1), "no exercise has these topics, kinds and levels"),
        (Section(exercises=("forward-h1", "forward-h2"), questions=1), "has 1 question and names 2 exercises"),
        (Section("A"), "Section 1 (A) says neither how many questions it has nor which exercises"),
        (Section(exercises=("why-sum",), questions=2), "is to have 2 questions, and there are only 1 different question for"),
        (Section(exercises=("why-sum", "why-sum")), "why-sum is named 2 times in the plan and has fewer different"),
    ],
)  # fmt: skip
def test_a_section_that_cannot_be_is_named_with_a_next_step(section, sentence):
    assert sentence in refused(section)


def test_so_many_questions_of_an_exercise_as_it_has():
    card = BANK.get("app-pipeline-order")
    different = {question_of(variant(card, seed)) for seed in range(100)}
    assert has_questions(card, len(different)) and not has_questions(card, len(different) + 1)


# ---------------------------------------------------------------- worth


@given(st.lists(st.sampled_from([0.5, 1, 1.5, 2, 3, 4, 1 / 3]), min_size=1, max_size=12), st.integers(0, 60))
def test_points_are_shared_out_in_halves_that_add_up_and_are_nearly_in_proportion(weights, more):
    total = (len(weights) + more) / 2
    parts = shared_out(total, weights)
    assert sum(parts) == total and min(parts) >= 0.5 and all(part % 0.5 == 0 for part in parts)
    for one, part in zip(weights, parts, strict=True):  # who has more weight has not fewer points
        assert all(part >= other for w, other in zip(weights, parts, strict=True) if w < one)


def test_a_section_has_its_points_and_the_others_share_the_rest_of_the_plans():
    plan = replace(PLAN, points=20, sections=(FORWARD, replace(BPTT, points=7.5)))
    questions = exam_questions(plan, BANK)
    by_section = [sum(one.points for one in questions if one.section == place) for place in (0, 1)]
    assert by_section == [12.5, 7.5]
    assert all(one.points is None for one in exam_questions(PLAN, BANK))


def test_points_that_cannot_be_shared_out_are_a_sentence():
    assert "2 points for 5 questions" in refused(FORWARD, BPTT, points=2)
    assert "a positive number of whole or half points" in refused(FORWARD, points=10.3)
    assert "leaves nothing of the 10 points" in refused(replace(FORWARD, points=10), BPTT, points=10)
    assert "The sections have 4 points together, and the plan 5" in refused(replace(FORWARD, points=4), points=5)


@given(
    st.sampled_from(["forward-h2", "lstm-step", "contribution-table", "shape-chain", "interview-q"]), st.integers(1, 40)
)
def test_the_parts_of_a_question_share_its_points(name, halves):
    one = with_points(variant(BANK.get(name), 1), halves / 2)
    assert sum(Fraction(ask.points) for ask in one.asks) == Fraction(halves, 2)
    assert all(ask.points > 0 for ask in one.asks)
    if halves >= len(one.asks):
        assert all(ask.points % 0.5 == 0 for ask in one.asks)


def test_what_a_marker_looks_for_is_worth_the_points_of_the_ask():
    scheme = Text("why", points=6, key_points=(KeyPoint(1, "a"), KeyPoint(2, "b"))).marking_scheme()
    assert scheme == ((2, "a"), (4, "b"))


# ---------------------------------------------------------------- shuffled, rounded


@pytest.mark.parametrize("name", [name for name, one in BANK.exercises.items() if not set(one.kinds) <= {"numeric"}])
def test_a_shuffled_variant_grades_the_same_texts_the_same(name):
    exercise = BANK.get(name)
    follow = Follower(lambda digest: exercise.source)

    def marks(one, typed):
        found = grade(Quiz("law-1", 1, (one,)), Answers("law-1", "", {"q1": typed}), follow).marks
        return [(mark.ask, mark.verdict, mark.points, mark.misconceptions) for mark in found]

    moved = 0
    for seed in range(4):
        one = variant(exercise, seed)
        other = shuffled(one, 7 * seed + 1)
        moved += other.asks != one.asks
        key = {ask.name: ask.write(other.key[ask.name]) for ask in other.asks if other.key[ask.name] is not None}
        if not any(ask.functions for ask in one.asks):
            assert {verdict for _, verdict, _, _ in marks(other, key)} <= {Verdict.RIGHT, Verdict.BLANK}
        for old, new in zip(one.asks, other.asks, strict=True):
            for option in getattr(old, "options", ()):
                (same,) = [mine for mine in new.options if mine.text == option.text]
                assert replace(same, letter=option.letter) == option  # feedback and misconceptions went along
                assert marks(one, {old.name: option.letter}) == marks(other, {old.name: same.letter})
    choices = [ask for ask in exercise.asks if ask.kind == "choice" and ask.shuffled and ask.of is None]
    assert moved or not choices


@pytest.mark.parametrize("name", ["forward-h1", "pad-last", "encdec-trace", "grad-matrix", "memory-path"])
def test_answers_to_the_decimals_of_the_plan_are_graded_as_those_of_the_exercise(name):
    exercise = with_decimals(BANK.get(name), 3)
    taken = sample(exercise, range(300), 3)
    for law in (careful_hand_calculation_is_right, the_key_earns_full_marks, every_live_slip_is_named):
        assert list(law(taken)) == []
    assert rounded_decimals(exercise) == {3}
    for one in taken.variants:
        rounded = [ask for ask in one.asks if ask.rounded_to is not None]
        assert all("3 decimals" in ask.hint() for ask in rounded) and re.search(r"to 3\s+decimals", one.text)
        assert not re.search(r"to 4\s+decimals", one.text)


def test_decimals_of_exact_answers_stay_and_the_exercise_of_the_bank_too():
    exercise, before = with_decimals(BANK.get("forward-h1"), 3), BANK.get("forward-h1").question
    assert exercise.asks[0].decimals == 2 and "exactly (it has 2 decimals)" in exercise.question
    assert BANK.get("forward-h1").question == before and rounded_decimals(BANK.get("forward-h1")) == {4}


# ---------------------------------------------------------------- how long, and what cannot be met


def test_more_to_work_out_takes_longer():
    minutes = {name: minutes_of(ExamQuestion(BANK.get(name), 1, None, 0)) for name in BANK.exercises}
    assert minutes["last-state"] < minutes["forward-h2"] < minutes["forward-unroll"] < minutes["grad-matrix"]
    assert all(0.5 <= one <= 20 for one in minutes.values())


def test_what_cannot_be_met_is_said_in_sentences():
    plan = ExamPlan(
        "midterm", "Midterm",
        (Section(exercises=("find-the-slip", "forward-h1")), Section(topics=("gradient-clipping",), questions=2)),
        duration=5, decimals=3, order="groups", accommodations={"s21": Accommodation(True)},
    )  # fmt: skip
    students = [Student("s10", "Ada", "A"), Student("s11", "Ben", "C"), Student("s12", "Cy", "")]
    assert shortfalls(plan, exam_questions(plan, BANK), students) == (
        "The questions take about 21 minutes, and the exam 5: ask fewer questions, or give more time.",
        "Section 2 asks clip-norm 2 times, with other numbers or cards each time: not enough other exercises fit. Add topics, "
        "kinds or levels, or ask fewer questions.",
        "find-the-slip keeps its 4 decimals: its text names them in words that cannot be changed, or its answers cannot be told "
        "from mistakes to 3.",
        "The plan has an accommodation for 's21', who is not on the roster. Did you mean 's12'? Correct the id in the plan, or "
        "remove it.",
        "s12 has no group in the column group of the roster.",
        "The groups A and C get the questions in the same order: the sections have too few questions.",
    )
    assert shortfalls(PLAN, exam_questions(PLAN, BANK), students) == ()
    with pytest.raises(UserError, match=r"^Section 1 \(A\) says neither"):
        exam_questions(replace(PLAN, sections=(Section("A"),)), BANK)
