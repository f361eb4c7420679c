"""Assignments, decisions and corrections come back as they went in, with the grades that follow from them or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from store_places import KINDS, place

from quizgen.asks.numbers import Numbers
from quizgen.errors import UserError
from quizgen.model import (
    Action,
    Assignment,
    Change,
    Correction,
    Decision,
    Grade,
    Mark,
    Quiz,
    Variant,
    Verdict,
)
from quizgen.store import NewGrade, Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = Variant(
    "forward-h1", 1, 7, "forward-pass", 1, "h_1", "t", "s", {}, (Numbers("h_1"),), {"h_1": 0.5}, source="d1"
)
GRADE = Grade("a.toml", "answers", "fp-7", "Ada", (Mark("q1.h_1", Verdict.WRONG, 0, 2),), assignment="hw1")

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
moments = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.timezones())
points = st.floats(-100, 100)
described = st.builds(
    Assignment,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.none() | points,
    st.none() | moments,
    st.floats(0, 1),
    st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
)
decided = st.builds(
    Decision, words, words, words, st.sampled_from(Action), st.none() | points, words, st.none() | moments, words,
    st.none() | points, words, words, st.none() | points, key_points=st.none() | st.lists(words, max_size=3).map(tuple),
)  # fmt: skip
corrected = st.builds(Correction, words, words, st.sampled_from(Change), words, words, words, words, words)


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(place(request.param, tmp_path_factory.mktemp("course"))) as opened:
        yield opened


@given(described)
@settings(max_examples=examples(40), deadline=None)
def test_an_assignment_is_as_it_was_described_last(store: Store, assignment: Assignment) -> None:
    store.describe(replace(assignment, points=7), NOON, "Eve")
    store.describe(assignment, NOON, "Ada")
    same = replace(assignment, due=assignment.due and assignment.due.astimezone(UTC))
    assert store.assignments()[assignment.name] == same


@given(decided, corrected)
@settings(max_examples=examples(40), deadline=None)
def test_a_decision_and_a_correction_come_back_as_they_went_in(store: Store, one: Decision, two: Correction) -> None:
    store.decide([one], [], NOON)
    store.correct([two], [], NOON)
    assert replace(store.decisions(one.assignment, one.student)[-1], id=0, when=None) == replace(
        one, until=one.until and one.until.astimezone(UTC)
    )
    assert replace(store.corrections(two.assignment)[-1], id=0, when=None) == two


def test_a_decision_is_stored_with_its_grades_or_not_at_all(tmp_path: Path) -> None:
    better = replace(GRADE, marks=(Mark("q1.h_1", Verdict.RIGHT, 2, 2),))
    decision = Decision("hw1", "Ada", "q1", Action.OVERRIDE, 2.0, by="Eve", why="misprint")
    with Store.open(tmp_path / "q.db") as store:
        first = store.append(GRADE, NOON, content=b"quiz = 'fp-7'")
        store.decide([decision], [NewGrade(better, first, "Eve", "misprint")], NOON)
        with pytest.raises(UserError, match="already replaced"):
            store.decide([decision], [NewGrade(GRADE, first, "Eve", "again")], NOON)
        assert len(store.decisions()) == 1
        [now] = store.grades(assignment="hw1", latest=True)
        assert (now.grade.points, now.by, now.why, now.replaces) == (2, "Eve", "misprint", first)
        assert store.content(now.content) == b"quiz = 'fp-7'", "the file is that of the grade it replaced"


def test_a_quiz_has_each_question_as_it_was_corrected_last(tmp_path: Path) -> None:
    quiz = Quiz("fp-7", 7, (QUESTION, QUESTION), assignment="hw1")
    with Store.open(tmp_path / "q.db") as store:
        store.keep_quiz(quiz, {"d1": "text"}, NOON)
        for key in (0.6, 0.7):
            fixed = replace(QUESTION, key={"h_1": key}, source="d2")
            correction = Correction("hw1", "q2", Change.EXERCISE)
            store.correct([correction], [], NOON, {("fp-7", 2): fixed}, {"d2": "corrected text"})
        assert [variant.key["h_1"] for variant in store.quiz("fp-7").variants] == [0.5, 0.7]
        assert [variant.key["h_1"] for variant in store.quiz("fp-7", printed=True).variants] == [0.5, 0.5]
        assert store.source("d2") == "corrected text"
        assert [(head.id, head.assignment) for head in store.quizzes("hw1")] == [("fp-7", "hw1")]
        assert store.quizzes("hw2") == []
        assert store.keep_quiz(quiz, {}, NOON).id == "fp-7", "made again it is the same quiz"


def test_the_same_file_of_two_assignments_has_two_current_grades(tmp_path: Path) -> None:
    with Store.open(tmp_path / "q.db") as store:
        for name in ("hw1", "hw2", "hw1"):
            store.append(replace(GRADE, assignment=name), NOON, replace_current=True)
        current = [(record.id, record.grade.assignment) for record in store.grades(latest=True)]
        assert current == [(2, "hw2"), (3, "hw1")]
        assert store.assignment_names() == ["hw1", "hw2"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_grade_replaces_that_of_the_same_work_alone(kind: str, tmp_path: Path) -> None:
    code = replace(GRADE, kind="code", source="submission.py")
    with Store.open(place(kind, tmp_path)) as store:
        for quiz in ("fp-7", "fp-8", "fp-7"):
            store.append(replace(GRADE, quiz=quiz), NOON, replace_current=True)
        assert [record.grade.quiz for record in store.grades(latest=True)] == ["fp-8", "fp-7"]
        for quiz in ("", "code-7", "code-8", "code-7"):
            store.append(replace(code, quiz=quiz), NOON, replace_current=True)
        assert [record.grade.quiz for record in store.grades(latest=True)[2:]] == ["code-8", "code-7"]


def test_a_file_whose_student_becomes_known_has_one_current_grade(tmp_path: Path) -> None:
    with Store.open(tmp_path / "q.db") as store:
        for student in ("", "Ada", "Ben"):  # handed in by two together
            store.append(replace(GRADE, student=student), NOON, replace_current=True)
        assert [(record.grade.student, record.replaces) for record in store.grades(latest=True)] == [
            ("Ada", 1),
            ("Ben", None),
        ]
