"""Points as people read them: what was earned of what is judged so far, and what a person has still to judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizgen.media.values import amount, points
from quizgen.model import Mark, Verdict


@dataclass(frozen=True)
class Score:
    """Points `earned` of those `judged`; those `waiting` for a person are in neither."""

    earned: float
    judged: float
    waiting: float = 0.0

    @property
    def share(self) -> float | None:
        """The part earned of the points judged, from 0 to 1; None where everything waits."""
        if self.judged:
            return self.earned / self.judged
        return None if self.waiting else 0.0

    @property
    def earned_of_judged(self) -> str:
        """For a column of a table, beside one of those that wait: "0 of 2"."""
        return f"{amount(self.earned)} of {amount(self.judged)}"

    @property
    def total(self) -> str:
        """As a heading: "5 of 8 points", "0 of 2 so far, 6 points wait"."""
        return str(self) if self.waiting else f"{amount(self.earned)} of {points(self.judged)}"

    def __str__(self) -> str:
        """Within a line: "5 of 8", "0 of 2 so far, 6 points wait"."""
        if not self.waiting:
            return self.earned_of_judged
        return f"{self.earned_of_judged} so far, {points(self.waiting)} wait{'s' * (self.waiting == 1)}"


def score(marks: Iterable[Mark]) -> Score:
    """The score of marks together."""
    marks = tuple(marks)
    waiting = sum(mark.max_points for mark in marks if mark.verdict is Verdict.NEEDS_A_PERSON)
    return score_of(sum(mark.points for mark in marks), sum(mark.max_points for mark in marks), waiting)


def score_of(points: float, max_points: float, waiting: float) -> Score:
    """The score of a grade whose marks are added up already; `max_points` include those that wait."""
    return Score(round(points, 6), round(max_points - waiting, 6), round(waiting, 6))


def of_mark(mark: Mark) -> str:
    """The points of one mark: "1 of 2", or "– of 2" while it waits."""
    earned = "–" if mark.verdict is Verdict.NEEDS_A_PERSON else amount(mark.points)
    return f"{earned} of {amount(mark.max_points)}"
