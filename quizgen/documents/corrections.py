"""Corrections in words: what was corrected, who did it, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.classroom.course.corrections import holding
from quizgen.media.terminal_cells import printable_text
from quizgen.media.values import points
from quizgen.model import Change, Correction


def words_of(one: Correction) -> str:
    """What a correction does, and to what: "q1 (two-steps) of quiz-ada: counts no longer"."""
    target = f"{one.target} ({one.exercise})" if one.exercise else one.target
    return f"{target}{f' of {one.quiz}' if one.quiz else ''}: {_done(one)}"


def _done(one: Correction) -> str:
    match one.change:
        case Change.ACCEPT:
            return f"{one.value} is accepted too"
        case Change.FULL:
            return "full points for everybody"
        case Change.DROP:
            return "counts no longer"
        case Change.POINTS:
            return f"is worth {points(float(one.value))}"
        case Change.EXERCISE:
            return f"key taken from {one.value} as corrected"
        case Change.WITHDRAWN:
            return "corrections withdrawn"


def line(one: Correction, but_not: Sequence[str] = ()) -> str:
    """A correction with who, when and why; `but_not` are quizzes for which it was withdrawn."""
    without = f", but not in {', '.join(but_not)}" if but_not else ""
    when = one.when.astimezone().strftime("%Y-%m-%d %H:%M") if one.when else ""
    decided = ", ".join(filter(None, (one.by, when)))
    return printable_text(" ".join(f"{words_of(one)}{without} ({decided}): {one.why}".split()))


def lines(corrections: Sequence[Correction]) -> list[str]:
    """The corrections of an assignment that hold, a line each, oldest first."""
    withdrawn = dict.fromkeys(one.quiz for one in corrections if one.change is Change.WITHDRAWN and one.quiz)
    without = {quiz: holding(corrections, quiz) for quiz in withdrawn}
    return [
        line(one, [quiz for quiz, held in without.items() if not one.quiz and one not in held])
        for one in corrections
        if one in holding(corrections, one.quiz)
    ]
