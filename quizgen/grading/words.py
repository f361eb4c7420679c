"""Answers in words: a letter, free text, and code that is graded elsewhere."""

from __future__ import annotations

from quizgen.model import Ask, Choice, Mark, Text, Verdict
from quizgen.reading import Reading


def choice(ask: Ask, reading: Reading) -> Mark:
    """The mark of a chosen option: any accepted one is right, another says what it would reveal."""
    assert isinstance(ask, Choice)
    chosen = next(option for option in ask.options if option.letter == reading.value)
    if chosen.accepted:
        return Mark(ask.name, Verdict.RIGHT, ask.points, ask.points, chosen.feedback, typed=reading.typed)
    verdict = Verdict.SLIP if chosen.misconceptions else Verdict.WRONG
    feedback = chosen.feedback or f"{chosen.letter} is not the answer; the solution says why."
    return Mark(ask.name, verdict, 0, ask.points, feedback, chosen.misconceptions, reading.typed)


def text(ask: Ask, reading: Reading) -> Mark:
    """Free text waits for a person. What that person looks for is in the key, not in what the learner reads."""
    assert isinstance(ask, Text)
    return Mark(ask.name, Verdict.NEEDS_A_PERSON, 0, ask.points, "Waits for a person.", typed=reading.typed)


def code(ask: Ask) -> Mark:
    """Code earns its points where it is run; here it is worth none, so that nothing is counted twice."""
    return Mark(ask.name, Verdict.NOT_RUN, 0, 0, "Not graded from this sheet: grade submission.py.")
