"""A submission that is being edited: its content after each save, and which checks each save broke or fixed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.classroom.collect.files import read_work
from quizgen.errors import UserError
from quizgen.model import Grade, Mark

POLL_INTERVAL = 0.15  # seconds


def saved_contents(path: Path, sleep: Callable[[float], object] = time.sleep) -> Iterator[bytes | None]:
    """The content of a file now and after every save; None if it is gone or cannot be read.

    The content is compared, not the time of the file. After the first, a content counts if it was the same twice in a row, so
    that a file that is half written does not count.
    """
    shown = seen = read_if_file(path)
    yield shown
    while True:
        sleep(POLL_INTERVAL)
        before, seen = seen, read_if_file(path)
        if seen == before and seen != shown:
            shown = seen
            yield shown


def read_if_file(path: Path) -> bytes | None:
    """The bytes of an ordinary file; None for anything else."""
    try:
        if not path.is_file():  # reading a pipe would block
            return None
        with path.open("rb") as file:
            return read_work(file)[0]
    except (OSError, UserError):
        return None


@dataclass(frozen=True)
class Progress:
    """The newest grade compared with the earlier ones: when each failing check broke, and what the last save changed."""

    grade: Grade
    broken: Mapping[str, int] = field(
        default_factory=dict
    )  # failing check -> the run in which it broke; 0: from the start
    run: int = 0
    fixed: tuple[str, ...] = ()  # checks that the last save fixed
    removed: tuple[str, ...] = ()  # functions that the last save removed

    @classmethod
    def first(cls, grade: Grade) -> Progress:
        """The first grade: nothing has broken yet."""
        return cls(grade, dict.fromkeys(points_lost(grade), 0))

    def after(self, grade: Grade) -> Progress:
        """The grade of the next content."""
        run, old, new = self.run + 1, earned(self.grade), earned(grade)
        lost = points_lost(grade)
        broken = {check: run if new[check] < old.get(check, 0.0) else self.broken.get(check, 0) for check in lost}
        fixed = tuple(check for check in new if new[check] > old.get(check, new[check]))
        return Progress(grade, broken, run, fixed, tuple(f for f in functions(self.grade) if f not in functions(grade)))

    @property
    def newly_broken(self) -> tuple[Mark, ...]:
        """The checks that broke last and still fail; none if nothing broke since the start."""
        newest = max(self.broken.values(), default=0)
        return tuple(mark for mark in self.grade.marks if newest and self.broken.get(mark.ask) == newest)


def earned(grade: Grade) -> dict[str, float]:
    """Points by check."""
    return {mark.ask: mark.points for mark in grade.marks}


def points_lost(grade: Grade) -> list[str]:
    """The checks that earn less than their maximum."""
    return [mark.ask for mark in grade.marks if mark.points < mark.max_points]


def functions(grade: Grade) -> dict[str, None]:
    """The functions of a grade, in order."""
    return dict.fromkeys(mark.ask.partition(".")[0] for mark in grade.marks)
