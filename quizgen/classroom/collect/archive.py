"""Zip files, read in memory within limits and never extracted: the name of a member is a label, not a path."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO

from quizgen.classroom.collect.files import read_up_to, read_work
from quizgen.classroom.collect.platforms import folders_without_work
from quizgen.classroom.collect.records import (
    MAX_FILE_BYTES,
    NO_WORK,
    TOO_LARGE,
    FileProblem,
    is_archive,
    is_gradable,
    is_hidden,
)
from quizgen.errors import UserError
from quizgen.sandbox.notebook_json import MAX_BYTES as MAX_ONE_NOTEBOOK
from quizgen.sandbox.notebook_json import may_be_notebook

MAX_BYTES = 1 << 30  # of an archive on disk; a class of three hundred has a few million
MAX_NESTED_BYTES = 1 << 25  # of an archive in an archive, which is held in memory
MAX_UNPACKED_BYTES = 1 << 28  # of all submissions in one archive together
MAX_NOTEBOOK_BYTES = 1 << 34  # of all notebooks with large outputs, of which little is kept
MAX_MEMBERS = 50_000
NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format has: programs write it where they have none
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the ones platforms use; others may need any amount of memory
BROKEN = "is no zip file that can be read ({}). Download it again."
ENCRYPTED = "is encrypted. Ask for it without a password."
OUTSIDE = "has a name that leads out of its archive, and was left alone. Ask for the file itself."
LINK = "is a link in an archive, and links are not followed. Ask for the file itself."
DUPLICATE = "is in its archive more than once; the last one counts."
UNUSUAL_METHOD = "is packed in an unusual way (method {}). Pack it again as an ordinary zip."
TOO_DEEP = "is an archive in an archive in an archive. Unpack the outermost first."
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Archive:
    """An open zip file. Raises UserError, a sentence without its name, if something cannot be read."""

    def __init__(self, file: IO[bytes], name: str, *, nested: bool = False) -> None:
        self.name, self.nested, self._file = name, nested, file
        size = file.seek(0, 2)
        if size > MAX_BYTES:
            raise UserError(f"has {size:,} bytes, an archive at most {MAX_BYTES:,}. Unpack it and name the folder.")
        try:
            self._zip = zipfile.ZipFile(file)
        except READ_ERRORS as error:
            raise UserError(BROKEN.format(str(error).rstrip(".") or "it is broken")) from error
        if len(self._zip.filelist) > MAX_MEMBERS:
            raise UserError(
                f"has {len(self._zip.filelist):,} members, an archive at most {MAX_MEMBERS:,}. Is it the right one?"
            )

    def close(self) -> None:
        """Closes it."""
        self._zip.close()
        self._file.close()

    def members(self) -> Iterator[zipfile.ZipInfo | FileProblem]:
        """The submissions and archives in it, in order of name; a FileProblem for each that is not read."""
        found: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if info.is_dir() or not (
                is_gradable(info.filename) or is_archive(info.filename) or is_metadata(info.filename)
            ):
                continue
            if any(is_hidden(part) and part not in (".", "..") for part in re.split(r"[/\\]", info.filename)):
                continue
            if info.filename in found:
                yield FileProblem(f"{self.name}/{info.filename}", DUPLICATE, graded=True)
            found[info.filename] = info
        paths = (tuple(re.split(r"[/\\]", info.filename.removeprefix("./"))) for info in self._zip.infolist())
        for parts, certain in folders_without_work(paths) if found else ():
            yield FileProblem("/".join((self.name, *parts)), NO_WORK, graded=not certain)
        left = {False: MAX_UNPACKED_BYTES, True: MAX_NOTEBOOK_BYTES}
        for _, info in sorted(found.items()):
            why = self._why_refused(info)
            large = is_gradable(info.filename) and info.file_size > MAX_FILE_BYTES
            left[large] -= 0 if why else info.file_size
            if left[large] < 0:
                most = MAX_NOTEBOOK_BYTES if large else MAX_UNPACKED_BYTES
                raise UserError(f"would unpack to more than {most:,} bytes. Is it the right file?")
            yield FileProblem(f"{self.name}/{info.filename}", why) if why else info

    def _why_refused(self, info: zipfile.ZipInfo) -> str:
        """Why a member is not read; "" if it is."""
        parts = re.split(r"[/\\]", info.filename)
        if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", info.filename):
            return OUTSIDE
        if stat.S_ISLNK(info.external_attr >> 16):
            return LINK
        if info.flag_bits & 1:
            return ENCRYPTED
        if info.compress_type not in METHODS:
            return UNUSUAL_METHOD.format(info.compress_type)
        if is_archive(info.filename) and self.nested:
            return TOO_DEEP
        most = MAX_FILE_BYTES if is_gradable(info.filename) else MAX_NESTED_BYTES
        if info.file_size <= most or (is_gradable(info.filename) and self._may_be_notebook(info)):
            return ""
        return TOO_LARGE.format(most)

    def _may_be_notebook(self, info: zipfile.ZipInfo) -> bool:
        """Whether a member begins like a notebook, whose outputs may take any room."""
        try:
            with self._zip.open(info) as file:
                return info.file_size <= MAX_ONE_NOTEBOOK and may_be_notebook(file.read(100))
        except READ_ERRORS:
            return False

    def written_at(self, member: str) -> datetime | None:
        """When a member was written, which archives say in local time; None if this one does not say."""
        moment = self._zip.getinfo(member).date_time
        if moment <= NO_DATE:
            return None
        try:
            return datetime(*moment).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def read(self, member: str) -> bytes:
        """The bytes of a member, of a notebook its code. UserError if they are not what the archive says, or too many."""
        try:
            with self._zip.open(member) as file:  # returns at most the size that `_why_refused` has checked
                return read_work(file)[0] if is_gradable(member) else read_up_to(file, MAX_NESTED_BYTES)
        except READ_ERRORS as error:
            raise UserError(BROKEN.format(str(error).rstrip(".") or "it is broken")) from error


def is_metadata(name: str) -> bool:
    """Whether a member is Gradescope's list of submitters."""
    return name.rsplit("/", 1)[-1] == "submission_metadata.yml"
