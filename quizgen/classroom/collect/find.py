"""Going through what was named: files, folders, and the zips in them, to places that can be read one after the other."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from quizgen.classroom.collect.files import contents, opened, unreadable, walked, ways_below
from quizgen.classroom.collect.records import (
    EMPTY,
    LARGEST,
    NOTHING,
    SUFFIXES,
    Place,
    Survey,
    Trouble,
    gradable,
    silent,
)
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.collect.archive import Archive

METADATA = "submission_metadata.yml"
LIST = 1 << 25  # bytes of Gradescope's list, which tells the history of every submission
MISSING = "there is no such file or folder. Check the path."


def survey(paths: Iterable[Path]) -> Survey:
    """Every piece of work below the paths, in order and once, and what was passed over."""
    found = {(type(one), one.name): one for path in paths for one in below(path)}
    places = [one for one in found.values() if isinstance(one, Place)]
    return Survey(
        tuple(place for place in places if not place.name.endswith(METADATA)),
        tuple(one for one in found.values() if isinstance(one, Trouble)),
        tuple(place for place in places if place.name.endswith(METADATA)),
    )


def below(path: Path) -> Iterator[Place | Trouble]:
    """What one path leads to."""
    try:
        folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        yield Trouble(str(path), MISSING)
        return
    except OSError as error:
        yield Trouble(str(path), unreadable(error))
        return
    if folder:
        empty = True
        for one in walked(path, (*SUFFIXES, ".zip", METADATA)):
            empty = empty and isinstance(one, Path) and one.name == METADATA
            if isinstance(one, Trouble):
                yield one
            else:
                yield from unpacked(Place(one, str(one.relative_to(path))))
        if empty:
            yield Trouble(str(path), NOTHING)
            return
        yield from (Trouble(str(path.joinpath(*way)), EMPTY, not certain) for way, certain in silent(ways_below(path)))
    else:
        yield from unpacked(Place(path))


def unpacked(place: Place) -> Iterator[Place | Trouble]:
    """The place itself or, of an archive, what is in it."""
    if not place.name.lower().endswith(".zip"):
        yield place
        return
    empty = True
    try:
        with Reader() as reader:
            for member in reader.archive(place).members():
                empty = False
                if isinstance(member, Trouble):
                    yield member
                else:
                    yield from unpacked(Place(place.path, place.below, (*place.inside, member.filename)))
    except UserError as error:
        yield Trouble(place.name, str(error))
        return
    if empty:
        yield Trouble(place.name, EMPTY)


class Reader:
    """Reads places; the archive read last stays open, so that a class in one zip is opened once."""

    def __init__(self) -> None:
        self._open: dict[tuple[Path, tuple[str, ...]], Archive] = {}

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(self._open)

    def read(self, place: Place) -> bytes:
        """The bytes that lie there. UserError, a sentence without the name, where they cannot be read."""
        if not place.inside:
            return contents(place.path, not place.below, LARGEST if gradable(place.name) or not place.below else LIST)
        return self.archive(Place(place.path, place.below, place.inside[:-1])).read(place.inside[-1])

    def archive(self, place: Place) -> Archive:
        """The open archive at a place, and with it those that it lies in; all others are closed. UserError."""
        from quizgen.classroom.collect.archive import Archive  # zipfile takes 20 ms to import: only a zip pays it

        way = [(place.path, place.inside[:depth]) for depth in range(len(place.inside) + 1)]
        self._close([key for key in self._open if key not in way])
        for key in way:
            if key not in self._open:
                inside = key[1]
                name = Place(place.path, place.below, inside).name
                file: IO[bytes] = opened(place.path, named=not place.below)
                if inside:
                    file = io.BytesIO(self._open[place.path, inside[:-1]].read(inside[-1]))
                self._open[key] = Archive(file, name, nested=bool(inside))
        return self._open[way[-1]]

    def _close(self, keys: Iterable[tuple[Path, tuple[str, ...]]]) -> None:
        for key in list(keys):
            self._open.pop(key).close()
