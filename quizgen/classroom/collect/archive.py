"""Zip files, read in memory within limits and never extracted: a name in an archive is a label, not a path."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from quizgen.classroom.collect.files import read_up_to
from quizgen.classroom.collect.records import EMPTY, LARGEST, TOO_LARGE, Trouble, gradable, hidden, silent
from quizgen.errors import UserError

OUTER = 1 << 30  # bytes of an archive on disk; a class of three hundred has a few million
INNER = 1 << 25  # bytes of an archive in an archive: it is held in memory
UNPACKED = 1 << 28  # bytes that the work in one archive may come to
MOST = 50_000  # members
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what platforms hand out; others may ask for any amount of memory
BROKEN = "is no zip file that can be read ({}). Download it again."
ENCRYPTED = "is encrypted. Ask for it without a password."
OUTSIDE = "has a name that leads out of its archive, and was left alone. Ask for the file itself."
LINK = "is a link in an archive, and links are not followed. Ask for the file itself."
TWICE = "stands in its archive more than once; the last one counts."
ODD = "is packed in an unusual way (method {}). Pack it again as an ordinary zip."
DEEP = "is an archive in an archive in an archive. Unpack the outermost first."
BAD = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Archive:
    """An open zip file. Raises UserError, a sentence without its name, where something cannot be read."""

    def __init__(self, file: IO[bytes], name: str, *, nested: bool = False) -> None:
        self.name, self.nested, self._file = name, nested, file
        size = file.seek(0, 2)
        if size > OUTER:
            raise UserError(f"has {size:,} bytes, an archive at most {OUTER:,}. Unpack it and name the folder.")
        try:
            self._zip = zipfile.ZipFile(file)
        except BAD as error:
            raise UserError(BROKEN.format(str(error).rstrip(".") or "it is broken")) from error
        if len(self._zip.filelist) > MOST:
            raise UserError(
                f"has {len(self._zip.filelist):,} members, an archive at most {MOST:,}. Is it the right one?"
            )

    def close(self) -> None:
        """Lets go of it."""
        self._zip.close()
        self._file.close()

    def members(self) -> Iterator[zipfile.ZipInfo | Trouble]:
        """The work in it and the archives in it, in order of name; what is not to be read is told."""
        found: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if info.is_dir() or not (gradable(info.filename) or archive(info.filename) or metadata(info.filename)):
                continue
            if any(hidden(part) and part not in (".", "..") for part in re.split(r"[/\\]", info.filename)):
                continue
            if info.filename in found:
                yield Trouble(f"{self.name}/{info.filename}", TWICE, graded=True)
            found[info.filename] = info
        ways = (tuple(re.split(r"[/\\]", info.filename.removeprefix("./"))) for info in self._zip.infolist())
        for way, certain in silent(ways) if found else ():
            yield Trouble("/".join((self.name, *way)), EMPTY, not certain)
        left = UNPACKED
        for _, info in sorted(found.items()):
            why = self._refused(info)
            left -= 0 if why else info.file_size
            if left < 0:
                raise UserError(f"would unpack to more than {UNPACKED:,} bytes. Is it the right file?")
            yield Trouble(f"{self.name}/{info.filename}", why) if why else info

    def _refused(self, info: zipfile.ZipInfo) -> str:
        """Why a member is not read; "" if it is."""
        parts = re.split(r"[/\\]", info.filename)
        if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", info.filename):
            return OUTSIDE
        if stat.S_ISLNK(info.external_attr >> 16):
            return LINK
        if info.flag_bits & 1:
            return ENCRYPTED
        if info.compress_type not in USUAL:
            return ODD.format(info.compress_type)
        if archive(info.filename) and self.nested:
            return DEEP
        most = LARGEST if gradable(info.filename) else INNER
        return TOO_LARGE.format(most) if info.file_size > most else ""

    def read(self, member: str) -> bytes:
        """The bytes of a member. UserError where they are not what the archive says."""
        try:
            with self._zip.open(member) as file:  # gives no more than the size that `_refused` has judged
                return read_up_to(file, INNER)
        except BAD as error:
            raise UserError(BROKEN.format(str(error).rstrip(".") or "it is broken")) from error


def archive(name: str) -> bool:
    """Whether a name promises a zip."""
    return name.lower().endswith(".zip")


def metadata(name: str) -> bool:
    """Whether it is Gradescope's list of who handed in what."""
    return name.rsplit("/", 1)[-1] == "submission_metadata.yml"
