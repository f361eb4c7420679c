"""A class whose answers wait for a person: an interview quiz for each student, and code, in a store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from quizgen.asks.numbers import Numbers
from quizgen.asks.text import KeyPoint, Text
from quizgen.model import Grade, Mark, Quiz, Variant, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
POINTS = (KeyPoint(2, "The state $h_t$ needs $h_{t-1}$."), KeyPoint(2, "Weights are shared."))
WHY = Text("why", points=4, key_points=POINTS, wrong_claims=("The state is the output.",))
STUDENTS = {"Ada": "=SUM(1)\n-so it waits; always", "Ben": "Shared, I think", "0042": "@all of it"}


def quiz_of(student: str, assignment: str = "iv") -> Quiz:
    """The quiz of a student: a number, and a question to answer in words."""
    number = Variant(
        "forward-h1", 1, 7, "forward-pass", 1, "One step", "[[h_1]]", "", {}, (Numbers("h_1", points=2),), {"h_1": 0.5}
    )
    words = Variant(
        "interview-q", 1, 7, "interview", 3, "Why in order?", "Why?\n\n[[why]]", "", {}, (WHY,), {"why": None}
    )
    return Quiz(f"quiz-{student}", 7, (number, words), student, assignment)


def sheet_of(student: str, answer: str, assignment: str = "iv", source: str = "") -> Grade:
    """The grade of a student's sheet: 1 of 2 points, and 4 that wait."""
    marks = (
        Mark("q1.h_1", Verdict.SLIP, 1, 2, "Equals what you get if b is left out.", ("fwd-no-bias",), "0.1"),
        Mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 4, "Waits for a person.", typed=answer),
    )
    titles = {"quiz": "Interview", "q1": "One step", "q2": "Why in order?"}
    source = source or f"{student}/answers.toml"
    return Grade(source, "answers", f"quiz-{student}", student, marks, titles, assignment=assignment)


def code_of(student: str, points: float = 1) -> Grade:
    """The grade of a student's code: two checks of one function."""
    marks = (Mark("rnn_step.F1", Verdict.SLIP, points, 2, "Off."), Mark("rnn_step.F2", Verdict.RIGHT, 2, 2))
    return Grade(f"{student}.py", "code", "", student, marks, assignment="iv")


def waiting_class(path: Path) -> Path:
    """A store in which the class was graded: its sheets 1, 2, 3 and the code of the first student 4."""
    with Store.open(path) as store:
        for student, answer in STUDENTS.items():
            store.keep_quiz(quiz_of(student), {}, NOON)
            store.append(sheet_of(student, answer), NOON, replace_current=True)
        store.append(code_of("Ada"), NOON, replace_current=True)
    return path
