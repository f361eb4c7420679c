"""A grade is stored under the rules that hold at that moment, whoever decides meanwhile."""

from datetime import UTC, datetime

import pytest

from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.classroom.course.rules import CourseRules
from quizgen.model import Action, Change, Correction, Decision, Grade, Mark, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRADE = Grade("a.toml", "answers", "fp-7", "Ada", (Mark("q1.h_1", Verdict.WRONG, 0, 2, typed="1"),), assignment="hw1")
FULL = Correction("hw1", "q1", Change.FULL, why="misprint")
OVERRIDE = Decision("hw1", "Ada", "q1", Action.OVERRIDE, 1, why="misprint")


@pytest.mark.parametrize(("correct", "points"), [(True, 2), (False, 1)])
def test_what_is_decided_between_judging_and_storing_counts(tmp_path, monkeypatch, correct, points):
    applied = CourseRules.applied
    with Store.open(tmp_path / "q.db") as store, Store.open(tmp_path / "q.db") as other:
        append = CourseAppender(store)
        append(GRADE, NOON, replace_current=True)

        def meanwhile(self, grade):
            counted = applied(self, grade)
            monkeypatch.setattr(CourseRules, "applied", applied)
            other.correct([FULL], [], NOON) if correct else other.decide([OVERRIDE], [], NOON)
            return counted

        monkeypatch.setattr(CourseRules, "applied", meanwhile)
        counted, number = append(GRADE, NOON, replace_current=True)
        assert (counted.points, number) == (points, 2)
        assert [record.grade for record in store.grades(latest=True)] == [counted]
