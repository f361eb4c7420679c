"""How every student's paper is drawn: from the secret, the plan and the student alone."""

from dataclasses import replace

import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate.compose import question_of
from quizgen.generate.corrected_variant import corrected_variant
from quizgen.generate.exam import drawing
from quizgen.generate.exam.drawing import draw_papers
from quizgen.generate.exam.plan import ExamPlan, Section
from quizgen.generate.exam.questions import exam_questions
from quizgen.model import Student

BANK = Bank.load()
FORWARD = Section(exercises=("forward-h1", "forward-h2", "forward-h1"))
CARDS = Section(exercises=("classify-task", "statement-judge", "classify-task", "process-order"))
PLAN = ExamPlan("midterm", "Midterm", (FORWARD, CARDS))
STUDENTS = tuple(Student(f"s{i}", f"Student {i}", "AB"[i % 2]) for i in range(8))


def accept_all(question, draws):
    return [True] * len(draws)


def papers(plan=PLAN, students=STUDENTS, secret=b"secret" * 6, accept=accept_all, sheet=1):
    questions = exam_questions(plan, BANK)
    drawn = draw_papers(plan, questions, students, secret, accept, lambda student: "", sheet)
    return {paper.student.id: paper for paper in drawn}


BEFORE = papers()


def asked(paper, exercises=None):
    return [question_of(one) for one in paper.quiz.variants if exercises is None or one.exercise in exercises]


COMPUTED = {"forward-h1", "forward-h2"}


def test_nobodys_paper_depends_on_who_else_is_on_the_roster(monkeypatch):
    late = papers(students=(Student("new", "New"), *STUDENTS[::-1]))
    fewer = papers(students=STUDENTS[2:5])
    monkeypatch.setattr(drawing, "CHUNK", 3)
    for others in (late, fewer, papers()):
        assert {id: others[id] for id in BEFORE if id in others} == {id: BEFORE[id] for id in BEFORE if id in others}


def test_a_replacement_has_other_numbers_and_other_cards():
    again = papers(sheet=2, students=STUDENTS[:3])
    for id, paper in again.items():
        assert paper.code != BEFORE[id].code and paper.sheet == 2
        assert not set(asked(paper)) & set(asked(BEFORE[id]))
        assert [one.exercise for one in paper.quiz.variants] == [one.exercise for one in BEFORE[id].quiz.variants]
    assert again["s0"] == papers(sheet=2)["s0"]


@pytest.mark.parametrize("other", [{"secret": b"another" * 6}, {"plan": replace(PLAN, name="resit")}])
def test_another_secret_or_exam_gives_other_numbers(other):
    for id, paper in papers(**other).items():
        assert not set(asked(paper, COMPUTED)) & set(asked(BEFORE[id], COMPUTED)) and paper.code != BEFORE[id].code


def test_no_two_students_have_the_same_numbers_and_nobody_is_asked_anything_twice():
    firsts = [asked(paper)[0] for paper in BEFORE.values()]
    assert len(set(firsts)) == len(firsts)
    cards = Section(exercises=("loss-compare",) * 3 + ("forward-h1",))
    for kind in ("same", "own"):
        for paper in papers(replace(PLAN, sections=(cards,), cards=kind)).values():
            assert len(set(asked(paper))) == 4


def test_cards_are_the_same_for_all_with_their_options_in_an_order_of_the_students_own():
    names = {one.exercise for one in BEFORE["s0"].quiz.variants} - COMPUTED
    assert len({tuple(asked(paper, names)) for paper in BEFORE.values()}) == 1
    shown = {tuple(one.text for one in paper.quiz.variants[3].asks[0].options) for paper in BEFORE.values()}
    assert len(shown) > 1 and len({frozenset(one) for one in shown}) == 1
    unmoved = papers(replace(PLAN, shuffle_options=False))
    assert len({str(paper.quiz.variants[3:]) for paper in unmoved.values()}) == 1
    own = papers(replace(PLAN, cards="own"))
    assert len({tuple(asked(paper, names)) for paper in own.values()}) == len(own)


def test_groups_get_the_questions_in_different_orders_and_sections_stay_together():
    found = papers(replace(PLAN, order="groups"))
    orders = {id: [question_of(one) for one in paper.quiz.variants[3:]] for id, paper in found.items()}
    assert orders["s0"] == orders["s2"] and orders["s0"] != orders["s1"]
    for id, paper in found.items():
        assert {one.exercise for one in paper.quiz.variants[:3]} == COMPUTED
        assert sorted(map(str, asked(paper))) == sorted(map(str, asked(BEFORE[id])))


def test_a_question_more_keeps_the_numbers_of_the_others():
    more = replace(PLAN, sections=(Section(exercises=("bce-loss",)), replace(FORWARD, title="Other"), CARDS))
    for id, paper in papers(more).items():
        assert paper.quiz.variants[1:] == BEFORE[id].quiz.variants


def test_what_is_not_accepted_is_drawn_again_as_long_as_there_are_seeds():
    positive = papers(
        accept=lambda question, draws: [question.id != "forward-h2:1" or one.key["h_1"][0] > 0 for one in draws]
    )
    assert all(paper.quiz.variants[1].key["h_1"][0] > 0 for paper in positive.values())
    assert papers(accept=lambda question, draws: [False] * len(draws)) == BEFORE


def test_every_paper_is_worth_what_the_plan_says():
    for paper in papers(replace(PLAN, points=17.5)).values():
        assert paper.quiz.points == 17.5


def test_an_exercise_that_was_not_edited_corrects_nothing_on_a_paper():
    cards = Section(
        exercises=("classify-task", "statement-judge", "bptt-order", "shape-error-hunt", "interview-points")
    )
    plan = replace(PLAN, sections=(FORWARD, cards), points=20, decimals=3)
    for paper in papers(plan, STUDENTS[:3]).values():
        for sealed in paper.quiz.variants:
            assert corrected_variant(BANK.get(sealed.exercise), sealed) is sealed
