"""A class at a glance: who earned what, which verdicts there were, and what most of them have still to learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quizgen.model import Grade, Verdict

PRACTICE = {  # the family of a misconception -> the topic that practises it
    "fwd": "forward-pass",
    "bwd": "bptt",
    "out": "output-layer",
    "loss": "loss",
    "upd": "weight-update",
    "cnt": "notation-and-shapes",
}
ENDS = (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.CRASHED, Verdict.FORBIDDEN)  # after these the rest is NOT_RUN


@dataclass(frozen=True)
class Line:
    """What a table says of one grade. Of ten thousand grades this much is held in memory, not the grades."""

    student: str
    source: str
    points: float
    max_points: float
    verdicts: tuple[tuple[Verdict, int], ...]  # how many checks came to what, the most frequent first
    misconceptions: tuple[str, ...]

    @property
    def share(self) -> float:
        """The part of the points that was earned."""
        return self.points / self.max_points if self.max_points else 0.0

    @property
    def worst(self) -> Verdict:
        """The verdict that says most of what is wrong: the most frequent that is not RIGHT. NOT_RUN counts for its cause."""
        wrong = [verdict for verdict, _ in self.verdicts if verdict is not Verdict.RIGHT]
        if wrong[:1] == [Verdict.NOT_RUN]:
            wrong = [verdict for verdict in wrong if verdict in ENDS] or wrong
        return wrong[0] if wrong else Verdict.RIGHT


@dataclass(frozen=True)
class Common:
    """A misconception, how many students have it, and the topic that practises it."""

    name: str
    students: int
    topic: str


@dataclass(frozen=True)
class Tally:
    """A class: its lines in order, how many students came to which verdict, and the commonest misconceptions."""

    lines: tuple[Line, ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    common: tuple[Common, ...]


def line(grade: Grade) -> Line:
    """The line of one grade."""
    counted = Counter(mark.verdict for mark in grade.marks)
    named = dict.fromkeys(name for mark in grade.marks for name in mark.misconceptions)
    return Line(grade.student, grade.source, grade.points, grade.max_points, tuple(counted.most_common()), tuple(named))


def tally(lines: Iterable[Line]) -> Tally:
    """All lines together."""
    kept = tuple(lines)
    named = Counter(name for one in kept for name in one.misconceptions)
    return Tally(
        kept,
        tuple(Counter(one.worst for one in kept).most_common()),
        tuple(Common(name, many, PRACTICE[name.partition("-")[0]]) for name, many in named.most_common()),
    )
