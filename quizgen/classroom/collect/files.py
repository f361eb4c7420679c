"""Folders and files on disk: walked without following a link, read without waiting for what is no file."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from quizgen.classroom.collect.records import LARGEST, TOO_LARGE, Trouble, gradable, hidden
from quizgen.errors import UserError

LINK = "is a link, and links in a folder are not followed. Put the file itself there, or name it on the command line."
NO_FILE = "is no ordinary file but a pipe or a device, and was not opened. Put the file itself there."
RESTLESS = "is being changed while it is read. Wait until it is saved, then grade it again."
TRIES = 3
TICK = 20_000_000  # nanoseconds; the times of files go by steps of up to ten million


def walked(folder: Path, wanted: tuple[str, ...]) -> Iterator[Path | Trouble]:
    """The files below a folder whose names end so, in order; what is hidden is some program's own, links are told."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Trouble(str(folder), unreadable(error))
        return
    for entry in entries:
        path = folder / entry.name
        if hidden(entry.name):
            continue
        fits = entry.name.lower().endswith(wanted)
        if entry.is_symlink():
            if gradable(entry.name) or (fits and entry.name.endswith(".zip")) or path.is_dir():
                yield Trouble(str(path), LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from walked(path, wanted)
        elif fits:
            yield path if entry.is_file(follow_symlinks=False) else Trouble(str(path), NO_FILE)


def ways_below(folder: Path) -> Iterator[tuple[str, ...]]:
    """The ways to all files below a folder, and to folders with nothing in them, which end in "". No link is followed."""
    for place, folders, names in os.walk(folder):
        way = Path(place).relative_to(folder).parts
        yield from ((*way, name) for name in sorted(names) or ([] if folders else [""]))


def unreadable(error: OSError) -> str:
    """Why the system does not give it."""
    return f"cannot be read ({error.strerror}). Check the path and its permissions."


def opened(path: Path, named: bool) -> IO[bytes]:
    """A file to read. What was found in a folder may have become a link or a pipe since: neither is opened. UserError."""
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
    if not named:
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        number = os.open(path, flags)
        file = os.fdopen(number, "rb", buffering=0 if named else -1)
    except OSError as error:
        raise UserError(unreadable(error)) from error
    if not named and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UserError(NO_FILE)
    return file


def contents(path: Path, named: bool = True, most: int = LARGEST) -> bytes:
    """The bytes of a file that has at most so many, all of one moment. UserError where it cannot be read."""
    for _ in range(TRIES):
        with opened(path, named) as file:
            try:
                before = os.fstat(file.fileno())
                if before.st_size > most:
                    raise UserError(TOO_LARGE.format(most))
                data = read_up_to(file, most)
                if time.time_ns() - before.st_mtime_ns < TICK:
                    time.sleep(TICK / 1e9)  # who writes may be in the middle of it, and his clock stand still so long
                after = os.fstat(file.fileno())
            except OSError as error:
                raise UserError(unreadable(error)) from error
        if not stat.S_ISREG(before.st_mode) or (
            before.st_mtime_ns == after.st_mtime_ns and before.st_size == after.st_size == len(data)
        ):
            return data
    raise UserError(RESTLESS)


def read_up_to(file: IO[bytes], most: int) -> bytes:
    """All of a file that has at most so many bytes; no more than one byte beyond is read. UserError if there is more."""
    data = b""
    while chunk := file.read(most + 1 - len(data)):  # a pipe gives it in pieces
        data += chunk
        if len(data) > most:
            raise UserError(TOO_LARGE.format(most))
    return data
