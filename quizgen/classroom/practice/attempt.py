"""One question as a learner answered it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from quizgen.model import Mark, Verdict

ENOUGH = 0.75  # of the points that could be earned: from here on an answer counts as right
WAITS = (Verdict.NEEDS_A_PERSON, Verdict.NOT_RUN, Verdict.OUR_FAULT, Verdict.EXCUSED)


@dataclass(frozen=True)
class Asked:
    """What was asked: all that practice needs to know of a variant. `wording`: what tells it from others of its exercise."""

    exercise: str
    seed: int
    topic: str
    level: int
    covers: tuple[str, ...] = ()
    live: frozenset[str] = frozenset()  # the misconceptions that an answer to it can show
    wording: int = 0


@dataclass(frozen=True)
class Attempt:
    """A question with the marks of each try, oldest first, and when the last of them was made."""

    asked: Asked
    when: datetime
    tries: tuple[tuple[Mark, ...], ...]

    @property
    def answered(self) -> bool:
        """Whether anything was typed in any try."""
        return any(mark.typed.strip() for marks in self.tries for mark in marks)

    @property
    def first_share(self) -> float | None:
        """The share of the points that the first try earned; None: a person has not judged it."""
        return share(self.tries[0])

    @property
    def last_share(self) -> float | None:
        """The same of the last try."""
        return share(self.tries[-1])

    @property
    def right(self) -> bool | None:
        """Whether the first try was right, or as good as, and no misconception cost points; None: a person has not judged it."""
        if self.first_share is None:
            return None
        return self.first_share >= ENOUGH and not any(
            mark.misconceptions and mark.points < mark.max_points for mark in self.tries[0]
        )

    @property
    def hinted(self) -> bool:
        """Whether hints took points off: a right answer earned less than it could."""
        return any(mark.verdict is Verdict.RIGHT and mark.points < mark.max_points for mark in self.tries[-1])

    @cached_property
    def explained(self) -> Mapping[str, int]:
        """For each misconception the number of answers that it cost points, in whatever try; two tries are one answer.

        An answer that only carries it on, and is not charged again, is no second one.
        """
        found: dict[str, set[str]] = {}
        for marks in self.tries:
            for mark in marks:
                for name in mark.misconceptions if mark.points < mark.max_points else ():
                    found.setdefault(name, set()).add(mark.ask.partition(".")[2])
        return {name: len(answers) for name, answers in found.items()}

    def avoided(self) -> Iterator[str]:
        """The misconceptions that could have shown in what was answered, and did not; of an answer that is wrong for no known
        reason nothing can be said."""
        right = (self.last_share or 0.0) >= ENOUGH
        if self.answered and (right or self.explained):
            yield from sorted(self.asked.live.difference(self.explained))


def share(marks: tuple[Mark, ...]) -> float | None:
    """The share of the points that marks earned, of those that are judged; None: none is."""
    judged = [mark for mark in marks if mark.verdict not in WAITS]
    most = sum(mark.max_points for mark in judged)
    return sum(mark.points for mark in judged) / most if most else None
