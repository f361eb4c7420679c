"""A file at work: its contents as they are saved, and what each of them broke or mended since the one before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.model import Grade, Mark

PAUSE = 0.15  # seconds between two looks
MOST = 1 << 20  # bytes looked at; more than a submission may have, so that whoever grades it says so


def contents(path: Path, sleep: Callable[[float], object] = time.sleep) -> Iterator[bytes | None]:
    """What a file holds, now and after every save; None when it is gone, or cannot be read.

    The content itself is compared: a file touched is not saved, and a clock set back hides nothing. After the first one,
    a content counts when two looks found the same, so that a file half written is not taken for what was meant.
    """
    shown = seen = look(path)
    yield shown
    while True:
        sleep(PAUSE)
        before, seen = seen, look(path)
        if seen == before and seen != shown:
            shown = seen
            yield shown


def look(path: Path) -> bytes | None:
    """The bytes of an ordinary file; None of anything else."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError:
        return None


@dataclass(frozen=True)
class Progress:
    """A grade among those before it: when each check now lost was last won, and what changed with the last save."""

    grade: Grade
    broken: Mapping[str, int] = field(default_factory=dict)  # check -> the run in which it was lost; 0: from the start
    run: int = 0
    mended: tuple[str, ...] = ()  # checks that the last save won
    gone: tuple[str, ...] = ()  # functions that the last save took away

    @classmethod
    def first(cls, grade: Grade) -> Progress:
        """The grade of the first look: nothing has broken yet."""
        return cls(grade, dict.fromkeys(points_lost(grade), 0))

    def after(self, grade: Grade) -> Progress:
        """The grade of the next content."""
        run, old, new = self.run + 1, earned(self.grade), earned(grade)
        lost = points_lost(grade)
        broken = {check: run if new[check] < old.get(check, 0.0) else self.broken.get(check, 0) for check in lost}
        mended = tuple(check for check in new if new[check] > old.get(check, new[check]))
        return Progress(
            grade, broken, run, mended, tuple(f for f in functions(self.grade) if f not in functions(grade))
        )

    @property
    def last(self) -> tuple[Mark, ...]:
        """The checks that broke last and still are; none where nothing broke while this watched."""
        newest = max(self.broken.values(), default=0)
        return tuple(mark for mark in self.grade.marks if newest and self.broken.get(mark.ask) == newest)


def earned(grade: Grade) -> dict[str, float]:
    """Points by check."""
    return {mark.ask: mark.points for mark in grade.marks}


def points_lost(grade: Grade) -> list[str]:
    """The checks that earn less than they could."""
    return [mark.ask for mark in grade.marks if mark.points < mark.max_points]


def functions(grade: Grade) -> dict[str, None]:
    """The functions of a grade, in order."""
    return dict.fromkeys(mark.ask.partition(".")[0] for mark in grade.marks)
