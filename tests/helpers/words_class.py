"""A class that answered a question in words, in a store, and a machine for it that is as sure as an answer says itself.

"memory and previous c=0.5" has the key points whose words occur in it, and a confidence of 0.5 (1 where it says nothing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizgen.asks.text import Contradiction, KeyPoint, Text
from quizgen.asks.words.assessment import Assessment, Contradicted, Found
from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.grading import grade
from quizgen.model import Answers, Grade, Quiz, Variant
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
POINTS = (
    KeyPoint(2, "It is the memory of the network.", "memory", concepts=(("memory",),)),
    KeyPoint(1, "It comes from the previous state $h_{t-1}$.", "previous", concepts=(("previous",),)),
    KeyPoint(1, "It is no prediction.", "no-output", concepts=(("prediction",),)),
)
FROZEN = Contradiction("It is no weight: it changes at every step.", concepts=(("weight",),), penalty=0.25)
STATE = Text("why", points=4, key_points=POINTS, contradictions=(FROZEN,), asked="What is the hidden state?")
OTHER_WORDS = "Explain $h_t$.\n\n[[why]]"


def assess(ask: Text, typed: str) -> Assessment:
    """What the machine finds: words, as they are."""
    found = tuple(Found(one, (one.concepts[0][0],)) for one in ask.key_points if one.concepts[0][0] in typed)
    missing = tuple(one for one in ask.key_points if one.concepts[0][0] not in typed)
    wrong = tuple(Contradicted(one, one.concepts[0][0]) for one in ask.contradictions if one.concepts[0][0] in typed)
    share = sum(one.point.weight for one in found) / 4 - sum(one.claim.penalty for one in wrong)
    if "list:" in typed:
        return Assessment(0.0, found, missing, wrong, doubts=("It is a list of words.",), confidence=0.1)
    sure = re.search(r"c=([\d.]+)", typed)
    return Assessment(max(share, 0.0), found, missing, wrong, confidence=float(sure[1]) if sure else 1.0)


Machine = Callable[[Text, str], Assessment]


def quiz_of(student: str, text: str = "What is the hidden state?\n\n[[why]]") -> Quiz:
    """The quiz of a student."""
    words = Variant("state-q", 1, 7, "interview", 3, "The hidden state", text, "", {}, (STATE,), {"why": None})
    return Quiz(f"quiz-{student}", 7, (words,), student, "iv")


def grade_of(student: str, typed: str) -> Grade:
    """The grade of an answer as the machine judges it."""
    answers = Answers(f"quiz-{student}", student, {"q1": {"why": typed}}, f"{student}.toml")
    judged = grade(quiz_of(student), answers, lambda *_: {})
    return Grade(**{**vars(judged), "assignment": "iv"})


def words_class(
    path: Path, answers: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, machine: Machine = assess
) -> Path:
    """A store in which the answers were graded, that of Ben to the question in other words."""
    monkeypatch.setattr("quizgen.asks.words.assess.assess", machine)
    with Store.open(path) as store:
        append = CourseAppender(store)
        for student, typed in answers.items():
            quiz = quiz_of(student, OTHER_WORDS) if student == "Ben" else quiz_of(student)
            store.keep_quiz(quiz, {}, NOON)
            append(grade_of(student, typed), NOON, replace_current=True)
    return path
