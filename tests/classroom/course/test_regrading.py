"""Work judged again: code in the sandbox with the options of today, sheets by what was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from class_folders import RIGHT_STEP, STEP_WITHOUT_B
from cli_program import empty_workspace, output_of
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.collect import Submission
from quizgen.classroom.course.decisions import decided, undecided
from quizgen.classroom.course.regrading import Rejudged, failed, only, options_of, typed
from quizgen.classroom.tasks import GradingOptions, Task, grade_task
from quizgen.model import Action, Assignment, Decision, Grade, Mark, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.store import Store
from quizgen.submissions.grading import PUBLIC

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CODE = Grade("a.py", "code", "", "ada", (), {"rnn_step": "rnn_step"}, "cs231n", assignment="hw")


@dataclass(frozen=True)
class Kept:
    id: int
    grade: Grade
    content: str = ""


def no_quiz(id: str):
    raise AssertionError("no quiz is needed")


def test_code_is_graded_on_what_its_assignment_asks_today_in_the_interface_that_was_found():
    hw = {"hw": Assignment("hw", ("rnn_step", "rnn_forward"))}
    assert options_of(CODE, hw, no_quiz) == GradingOptions(("rnn_step", "rnn_forward"), "cs231n", complete=True)
    assert options_of(replace(CODE, notes=(PUBLIC,)), {}, no_quiz) == GradingOptions(("rnn_step",), "cs231n", True)


def test_what_was_typed_is_rebuilt_from_marks_also_outside_of_the_questions():
    marks = (
        Mark("q1.h_1", Verdict.RIGHT, 1, 1, typed="0.5"),
        Mark("q1.h_2", Verdict.BLANK, 0, 1),
        Mark("q9.why", Verdict.UNREADABLE, 0, 0, typed="x"),
        Mark("name", Verdict.UNREADABLE, 0, 0, typed="Ada"),
    )
    found = typed(Kept(1, Grade("s.toml", "answers", "quiz", "ada", marks)), no_quiz)
    assert found == {"q1": {"h_1": "0.5"}, "q9": {"why": "x"}, "": {"name": "Ada"}}


def beside(old: tuple[float, float], new: tuple[float, float], **more: object) -> Rejudged:
    grades = [replace(CODE, marks=(Mark("f.1", Verdict.PARTLY, *points),), **more) for points in (old, new)]
    return Rejudged(1, *grades)


@pytest.mark.parametrize(
    ("old", "new", "lowered"),
    [
        ((1, 2), (0.5, 2), True),
        ((1, 2), (1, 2), False),
        ((1, 2), (2, 4), False),
        ((2, 2), (0, 0), False),
        ((1, 2), (1, 3), True),
    ],
)
def test_a_student_is_lowered_by_a_smaller_part_of_the_points(old, new, lowered):
    assert beside(old, new).lowered == lowered and beside(old, new).moved == (old != new)


def test_of_code_words_alone_are_no_change():
    old = replace(CODE, marks=(Mark("f.1", Verdict.TIMED_OUT, 0, 1, "took 1.2 s"),))
    new = replace(old, marks=(Mark("f.1", Verdict.TIMED_OUT, 0, 1, "took 1.3 s"),))
    assert not Rejudged(1, old, new).changed
    assert Rejudged(1, replace(old, kind="answers"), replace(new, kind="answers")).changed


def test_a_fault_is_reported_where_there_was_none_before():
    fault = replace(CODE, marks=(Mark("f.1", Verdict.OUR_FAULT, 1, 1, "trace"),))
    fine = replace(CODE, marks=(Mark("f.1", Verdict.RIGHT, 1, 1),))
    assert failed(Rejudged(1, fine, fault)) == "trace" and not failed(Rejudged(1, fault, fault))


@pytest.mark.slow
def test_stored_code_is_run_again_and_a_function_that_the_assignment_asks_now_costs_its_points(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    with Store.open("quizgen.db") as store, Wall() as wall:
        for who, code in (("ada", RIGHT_STEP), ("bob", STEP_WITHOUT_B)):
            task = Task(0, Submission(f"{who}.py", who, code), GradingOptions(), "", "hw")
            grade = grade_task(task, wall).grade
            store.append(grade if who == "ada" else replace(grade, marks=()), NOON, content=code)
    said = " ".join(output_of("regrade", "--question", "rnn_step", "--apply").split())
    assert "bob rnn_step 0 of 0" in said and "hw, 2 grades: 1 kept because it would be lower, 1 unchanged." in said
    with Store.open("quizgen.db") as store:
        store.describe(Assignment("hw", ("rnn_step", "rnn_forward")), NOON)
    said = " ".join(output_of("regrade", "--student", "ada", "--apply", "--allow-lower").split())
    assert "ada rnn_forward 0 of 0 0 of" in said
    with Store.open("quizgen.db") as store:
        ada = store.grades("ada", latest=True)[0].grade
    assert ada.points == 13 and ada.max_points > 13


# ---------------------------------------------------------------- one question alone

ASKS = ("q1.a", "q1.b", "q2.a")
marked = st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3)
set_by_hand = st.lists(st.sampled_from([*ASKS, "q1", "q2"]), max_size=2, unique=True)


def sheet(points, decisions=()):
    marks = tuple(Mark(ask, Verdict.PARTLY, value, 1) for ask, value in zip(ASKS, points, strict=True))
    return decided(Grade("s.toml", "answers", "quiz", "ada", marks, assignment="hw"), decisions)


@given(marked, marked, set_by_hand, set_by_hand)
def test_the_other_questions_stay_as_they_were_judged_and_decided(old, new, before, since):
    past, now = (
        [Decision("hw", "ada", target, Action.OVERRIDE, 0.25, id=place) for place, target in enumerate(targets)]
        for targets in (before, [*before, *since])
    )
    stored = sheet(old, past)
    today = only(stored, sheet(new, now), "q2", no_quiz)
    assert [mark.points for mark in today.marks[:2]] == [mark.points for mark in stored.marks[:2]]
    assert today.marks[2] == sheet(new, now).marks[2]
    assert [mark.points for mark in undecided(today).marks] == [*old[:2], new[2]]
