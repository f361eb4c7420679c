"""Decisions and the grades that follow from them are stored together, also while somebody else grades or marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from waiting_class import NOON, STUDENTS, sheet_of, waiting_class

from quizgen.classroom.course.marking import DecisionStore, current, decide, find, points_by_hand
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.course.waiting import waiting
from quizgen.errors import UserError
from quizgen.model import Action, Decision, Grade, Verdict
from quizgen.store import NewGrade, Record, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(waiting_class(tmp_path / "q.db")) as opened:
        yield opened


class Interrupted:
    """A store in which somebody else does something just before the first decision is stored."""

    def __init__(self, store: Store, meanwhile: Sequence[Grade | Decision]) -> None:
        self.store, self.meanwhile = store, list(meanwhile)
        self.grades, self.decisions = store.grades, store.decisions

    def decide(self, decisions: Sequence[Decision], grades: Sequence[NewGrade], now: object) -> None:
        while self.meanwhile:
            other = self.meanwhile.pop()
            if isinstance(other, Decision):
                decide(self.store, [other], NOON)
            else:
                self.store.append(CourseRules.of(self.store).applied(other), NOON, replace_current=True)
        self.store.decide(decisions, grades, NOON)


def by_hand(store: DecisionStore, points: float) -> Decision:
    return points_by_hand(find(current(store, "Ada", "iv"), "q2"), points, "Eve", "Good.", "")


def now(store: Store) -> Record:
    return next(one for one in current(store, "Ada", "iv") if one.grade.quiz)


def test_what_others_decide_meanwhile_holds_too(store: Store) -> None:
    other = Decision("iv", "Ada", "q1.h_1", Action.OVERRIDE, 2.0, "quiz-Ada", by="Jon", why="misprint")
    decide(Interrupted(store, [other]), [by_hand(store, 3)], NOON)
    assert [mark.points for mark in now(store).grade.marks] == [2, 3]
    assert len(store.decisions()) == 2 and len(store.grades("Ada", "quiz-Ada")) == 3


def test_an_answer_that_changed_meanwhile_gets_no_points_that_were_given_to_another(store: Store) -> None:
    decide(Interrupted(store, [sheet_of("Ada", "Something else")]), [by_hand(store, 3)], NOON)
    assert now(store).grade.marks[1].verdict is Verdict.NEEDS_A_PERSON
    decide(Interrupted(store, [sheet_of("Ada", STUDENTS["Ada"])]), [by_hand(store, 1)], NOON)
    assert now(store).grade.points == 4, "the answer that was read first is back, and has its points"


def test_a_store_that_refuses_is_not_asked_for_ever(store: Store) -> None:
    class Refusing(Interrupted):
        def decide(self, decisions: Sequence[Decision], grades: Sequence[NewGrade], now: object) -> None:
            raise UserError("The disk is full.")

    with pytest.raises(UserError, match="disk"):
        decide(Refusing(store, []), [by_hand(store, 3)], NOON)
    assert not store.decisions()


def test_withdrawing_gives_the_marks_exactly_as_they_were_judged(store: Store) -> None:
    before = now(store).grade
    for target, action in (("q1.h_1", Action.OVERRIDE), ("q2.why", Action.EXCUSED), ("q2.why", Action.COMMENT)):
        decide(store, [Decision("iv", "Ada", target, action, 1.5, "quiz-Ada", by="Eve", why="so")], NOON)
    assert now(store).grade.judged == before.marks
    for target in ("q1.h_1", "q2.why"):
        decide(store, [Decision("iv", "Ada", target, Action.WITHDRAWN, quiz="quiz-Ada", by="Eve", why="no")], NOON)
    assert now(store).grade == before
    assert [one.grade.student for one in store.grades(latest=True)] == ["Ben", "0042", "Ada", "Ada"]


def test_what_waits_comes_question_by_question_with_what_to_look_for(store: Store) -> None:
    store.append(replace(sheet_of("Ada", STUDENTS["Ada"]), source="again.toml"), NOON)
    store.append(replace(sheet_of("Cy", "?"), quiz="elsewhere"), NOON)
    found = waiting(store.grades(latest=True), store.quiz)
    assert [one.student for one in found] == ["Cy", "0042", "Ada", "Ben"], "Ada's two equal answers are one"
    assert [one.ask and one.ask.marking_scheme()[0][0] for one in found] == [None, 2, 2, 2]
    assert (
        waiting(store.grades(latest=True), store.quiz, "hw9") == waiting(store.grades(), store.quiz, None, "q1") == []
    )
