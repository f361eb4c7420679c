"""Folders and files on disk: walked without following links, read without blocking on pipes or devices."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from quizgen.classroom.collect.records import (
    MAX_FILE_BYTES,
    TOO_LARGE,
    FileProblem,
    is_archive,
    is_gradable,
    is_hidden,
)
from quizgen.errors import UserError
from quizgen.sandbox.notebook_json import read_notebook

MAX_DEPTH = 100  # folders in folders
LINK = "is a link, and links in a folder are not followed. Put the file itself there, or name it on the command line."
NOT_A_FILE = "is not an ordinary file but a pipe or a device, and was not opened. Put the file itself there."
TOO_DEEP = f"is more than {MAX_DEPTH} folders deep, and was not searched. Name the folder that holds the files."
ATTEMPTS = 3  # to read a file that changes at the same time
State = tuple[int, int, int]  # inode, modification time in ns, size


def walk(folder: Path, suffixes: tuple[str, ...], depth: int = 0) -> Iterator[Path | FileProblem]:
    """The files below a folder whose names have one of the suffixes, in order. Hidden ones are skipped, links reported."""
    if depth > MAX_DEPTH:
        yield FileProblem(str(folder), TOO_DEEP)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield FileProblem(str(folder), cannot_read(error))
        return
    for entry in entries:
        path = folder / entry.name
        if is_hidden(entry.name):
            continue
        wanted = entry.name.lower().endswith(suffixes)
        if entry.is_symlink():
            if is_gradable(entry.name) or (wanted and is_archive(entry.name)) or path.is_dir():
                yield FileProblem(str(path), LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from walk(path, suffixes, depth + 1)
        elif wanted:
            yield path if entry.is_file(follow_symlinks=False) else FileProblem(str(path), NOT_A_FILE)


def relative_paths(folder: Path) -> Iterator[tuple[str, ...]]:
    """The parts of the paths to all files below a folder, and to empty folders, whose last part is "". No link is followed."""
    for place, folders, names in os.walk(folder):
        parts = Path(place).relative_to(folder).parts
        yield from ((*parts, name) for name in sorted(names) or ([] if folders else [""]))
        if len(parts) >= MAX_DEPTH:
            folders.clear()


def cannot_read(error: OSError) -> str:
    """Why the system does not let a file be read."""
    return f"cannot be read ({error.strerror}). Check the path and its permissions."


def open_file(path: Path, named: bool) -> IO[bytes]:
    """Opens a file to read. UserError if it cannot be opened.

    A file that the user did not name but that was found in a folder may have become a link or a pipe: neither is opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
    if not named:
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        number = os.open(path, flags)
        file = os.fdopen(number, "rb", buffering=0 if named else -1)
    except OSError as error:
        raise UserError(cannot_read(error)) from error
    if not named and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UserError(NOT_A_FILE)
    return file


@dataclass(frozen=True)
class Snapshot:
    """The bytes of a file, and the state in which it was read."""

    data: bytes
    state: State | None  # None for a pipe or a device, which has none, and for a file that changed at every attempt
    changing: bool = False  # whether it changed at every attempt

    def differs_from(self, path: Path) -> bool:
        """Whether the file at the path is no longer as it was read."""
        if self.state is None:
            return self.changing
        try:
            return state_of(os.stat(path)) != self.state
        except OSError:
            return True


def snapshot(path: Path, named: bool = True, most: int = MAX_FILE_BYTES) -> Snapshot:
    """The content of a file with at most `most` bytes, as it is now; of a notebook its code. UserError if it cannot be read.

    A file that changes while it is read is read again, a few times. No clock tells a program that pauses while it writes from
    one that has finished, so a caller that needs the whole file checks later whether it `differs_from` the snapshot.
    """
    for _ in range(ATTEMPTS):
        with open_file(path, named) as file:
            try:
                before = os.fstat(file.fileno())
                data, size = read_work(file, most)
                after = os.fstat(file.fileno())
            except OSError as error:
                raise UserError(cannot_read(error)) from error
        if not stat.S_ISREG(before.st_mode):
            return Snapshot(data, None)
        if state_of(before) == state_of(after) and after.st_size == size:
            return Snapshot(data, state_of(after))
    return Snapshot(data, None, changing=True)


def state_of(found: os.stat_result) -> State:
    """What changes when a file is written or replaced."""
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_work(file: IO[bytes], most: int = MAX_FILE_BYTES) -> tuple[bytes, int]:
    """All bytes of a file that has at most `most`, or the code of a notebook, which may have more; and how many were read.

    UserError: it has more, or is a notebook that cannot be read.
    """
    remembered = _Remembered(file, most)
    notebook = read_notebook(remembered)
    if notebook is not None:
        return notebook.as_json(), remembered.size
    while remembered.size <= most and remembered.read(most + 1 - remembered.size):
        pass
    if remembered.size > most:
        raise UserError(TOO_LARGE.format(most))
    return bytes(remembered.data), remembered.size


class _Remembered:
    """A file whose first bytes are kept as they are read, a little more than `most`."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most
        self.data, self.size = bytearray(), 0

    def read(self, count: int) -> bytes:
        piece = self._file.read(count)
        self.size += len(piece)
        if len(self.data) <= self._most:
            self.data += piece
        return piece


def read_up_to(file: IO[bytes], most: int) -> bytes:
    """All bytes of a file that has at most `most`. UserError if it has more; no more than one byte beyond is read."""
    data = b""
    while chunk := file.read(most + 1 - len(data)):  # a pipe returns it in pieces
        data += chunk
        if len(data) > most:
            raise UserError(TOO_LARGE.format(most))
    return data
