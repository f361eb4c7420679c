"""Learners whose answers are in a store: what each answered, question by question, is written down as a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from quizgen.authoring.bank import Bank, digest
from quizgen.generate import variant
from quizgen.model import Grade, Mark, Quiz, Variant, Verdict
from quizgen.store import Store

BEGIN = datetime(2027, 1, 4, 12, tzinfo=UTC)
STALE, NO_BIAS = "fwd-stale-h0", "fwd-no-bias"
HAND = "hand-sign-lost"


@cache
def question(exercise: str, seed: int) -> Variant:
    """A question of the bank."""
    return variant(Bank.load().get(exercise), seed)


def marks_of(made: Variant, word: str) -> tuple[Mark, ...]:
    """How a question went: "right", "wrong", "waits", "blank", or the misconception that explains every answer."""
    found = []
    for ask in made.asks:
        where, most = f"q1.{ask.name}", ask.points
        match word:
            case "right":
                found.append(Mark(where, Verdict.RIGHT, most, most, typed="1"))
            case "wrong":
                found.append(Mark(where, Verdict.WRONG, 0, most, typed="1"))
            case "waits":
                found.append(Mark(where, Verdict.NEEDS_A_PERSON, 0, most, typed="1"))
            case "blank":
                found.append(Mark(where, Verdict.BLANK, 0, most))
            case _:
                found.append(Mark(where, Verdict.SLIP, 0, most, "", (word,), "1"))
    return tuple(found)


def keep(
    store: Store,
    student: str,
    answers: Sequence[tuple[str, str]],
    *,
    assignment: str = "",
    begin: datetime = BEGIN,
    every: timedelta = timedelta(minutes=3),
    a_day: int = 6,
) -> None:
    """Stores what a student answered: pairs of an exercise and how it went, so many questions a day."""
    when = begin
    for number, (exercise, word) in enumerate(answers):
        made = question(exercise, number % 7)
        quiz = Quiz(f"practice-{exercise}-{number % 7}", number % 7, (made,))
        source = Bank.load().get(exercise).source
        kept = store.keep_quiz(quiz, {digest(source): source}, when)
        grade = Grade(f"{when:%d} {number}", "answers", kept.id, student, marks_of(made, word), assignment=assignment)
        store.append(grade, when)
        when += every if (number + 1) % a_day else timedelta(days=1)


ORDER, STEPS = "order-matters", "forward-h2"
