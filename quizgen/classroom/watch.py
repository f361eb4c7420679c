"""A submission that is being edited: its content after each save, and which checks each save broke or fixed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.classroom.collect import Location, Reader
from quizgen.classroom.collect.files import read_work
from quizgen.classroom.collect.own_files import with_neighbours
from quizgen.errors import UserError
from quizgen.model import Grade, Mark

SETTLED = 0.02  # seconds in which a file that is complete does not change
LONGEST_WAIT = 500  # milliseconds between two looks at a file of which nothing is heard


def saved_contents(
    path: Path, changes: Iterable[object] | None = None, sleep: Callable[[float], object] = time.sleep
) -> Iterator[bytes | None]:
    """The content of a file, and of those that it imports from its folder, now and after every save; None if it is gone or
    cannot be read.

    The content is compared, not the time of the file. After the first, a content counts if it was the same twice in a row, so
    that a file that is half written does not count. `changes`: after each of them the file is looked at.
    """
    shown = read_if_file(path)
    yield shown
    for _ in changes_beside(path) if changes is None else changes:
        seen = read_if_file(path)
        while seen != shown:
            sleep(SETTLED)
            before, seen = seen, read_if_file(path)
            if seen == before:
                shown = seen
                yield shown


def changes_beside(path: Path) -> Iterator[object]:
    """Something after each change in the folder of a file and, if it is a link, in that of its target; an editor may save
    by renaming, so that the file itself is another each time. And something twice a second, since a network share tells
    nothing of what other machines write.
    """
    from watchfiles import watch
    from watchfiles._rust_notify import WatchfilesRustInternalError

    folders = {path.absolute().parent, path.resolve().parent}
    for polling in (None, True):  # None: as the system does it best
        try:
            yield from watch(
                *folders,
                watch_filter=None,
                recursive=False,
                step=5,
                debounce=50,
                rust_timeout=LONGEST_WAIT,
                yield_on_timeout=True,
                force_polling=polling,
            )
        except (OSError, WatchfilesRustInternalError):  # the system watches no more files, or the folder is gone
            if polling:
                raise


def read_if_file(path: Path) -> bytes | None:
    """An ordinary file with what it imports from its folder, in a bundle if that is anything; None for anything else."""
    try:
        if not path.is_file():  # reading a pipe would block
            return None
        with Reader() as reader:
            return reader.read(with_neighbours(Location(path)))
    except (OSError, UserError):
        return None


def why_unread(path: Path) -> str:
    """Why a file has no content now, as the end of a sentence that begins with its name."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                read_work(file)
    except OSError:
        pass
    except UserError as error:
        return str(error)
    return "is not there, or cannot be read."


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
