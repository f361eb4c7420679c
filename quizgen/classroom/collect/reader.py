"""Reads submissions from files and zip files, and notices which files changed since."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from quizgen.classroom.collect.files import Snapshot, open_file, snapshot
from quizgen.classroom.collect.records import MAX_FILE_BYTES, Location, is_gradable
from quizgen.sandbox.bundle import bundle

if TYPE_CHECKING:
    from quizgen.classroom.collect.archive import Archive

MAX_METADATA_BYTES = 1 << 25  # Gradescope's list has the history of every submission


class Reader:
    """Reads locations. The last archive stays open, so that a class in one zip file is opened once.

    `rows`: the sheets of tables, which were read as a whole.
    """

    def __init__(self, rows: Mapping[Location, str] | None = None) -> None:
        self._rows = rows or {}
        self._archives: dict[tuple[Path, tuple[str, ...]], Archive] = {}
        self._states: dict[Location, Snapshot] = {}  # without their data

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(self._archives)

    def read(self, location: Location) -> bytes:
        """The bytes of a submission, a bundle if it has several files. UserError, a sentence without its name, if they cannot
        be read."""
        modules = {path: self._read(one) for path, one in location.beside}
        return bundle(location.parts[-1], self._read(location), modules)

    def _read(self, location: Location) -> bytes:
        if location.row:
            return self._rows[location].encode()
        if location.members:
            archive = self.archive(Location(location.path, location.relative, location.members[:-1]))
            return archive.read(location.members[-1])
        most = MAX_FILE_BYTES if is_gradable(location.name) or not location.relative else MAX_METADATA_BYTES
        found = snapshot(location.path, not location.relative, most)
        self._states[location] = Snapshot(b"", found.state, found.changing)
        return found.data

    def submitted_at(self, location: Location) -> datetime | None:
        """When a submission that was read was written last, as its file or its archive says; None if neither does.

        That of a row is not known: somebody typed it in later.
        """
        if location.row:
            return None
        if location.members:
            archive = self.archive(Location(location.path, location.relative, location.members[:-1]))
            return archive.written_at(location.members[-1])
        state = self._states[location].state
        try:
            return datetime.fromtimestamp(state[1] / 1e9, UTC) if state else None
        except (ValueError, OverflowError, OSError):  # some year that no calendar has
            return None

    def changed(self) -> list[Location]:
        """The files that are no longer as they were when they were read last."""
        return [location for location, found in self._states.items() if found.differs_from(location.path)]

    def archive(self, location: Location) -> Archive:
        """The open archive at a location, and those that contain it; all others are closed. UserError if it cannot be read."""
        from quizgen.classroom.collect.archive import Archive  # imports zipfile, 20 ms: only if there is a zip file

        chain = [(location.path, location.members[:depth]) for depth in range(len(location.members) + 1)]
        self._close([key for key in self._archives if key not in chain])
        for key in chain:
            if key not in self._archives:
                members = key[1]
                name = Location(location.path, location.relative, members).name
                file: IO[bytes] = open_file(location.path, named=not location.relative)
                if members:
                    file = io.BytesIO(self._archives[location.path, members[:-1]].read(members[-1]))
                self._archives[key] = Archive(file, name, nested=bool(members))
        return self._archives[chain[-1]]

    def _close(self, keys: Iterable[tuple[Path, tuple[str, ...]]]) -> None:
        for key in list(keys):
            self._archives.pop(key).close()
