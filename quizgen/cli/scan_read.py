"""Reads scanned files page by page in several processes; what was read before is not read again."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.classroom.scan.scanned_exam import Note
from quizgen.cli.grade import cores
from quizgen.cli.progress import counting
from quizgen.cli.scan_pool import Pool
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.scan.records import PageImage
    from quizgen.classroom.scan.scanned_exam import KeptPage
    from quizgen.documents.exam.scan_job import Places
    from quizgen.documents.exam.scans import ScanFolder

ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
OTHERS = (
    ".webp",
    ".gif",
    ".heic",
    ".heif",
    ".avif",
)  # pictures that are not read, for which there is a sentence of their own


CLOSED = "This folder may not be opened, and nothing in it was read. Check its permissions."


@dataclass
class Reading:
    """What came of reading files: the files by digest, how many pages were new, and notes on files."""

    files: dict[str, Path] = field(default_factory=dict)
    new: int = 0
    notes: list[Note] = field(default_factory=list)


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[Note]]:
    """The PDF files and pictures named or below folders, in order; and a note on each file that is neither, or folder not read.

    UserError: a path does not exist, or there is nothing to read at all.
    """
    found: list[Path] = []
    other: list[Note] = []
    for path in paths:
        if path.is_dir():
            inside, closed = files_below(path)
            other += [Note(str(one), CLOSED, lost=True) for one in closed]
        elif path.exists():
            inside = [path]
        else:
            raise UserError(f"There is no {path}. Name the folder with the scans, or the files.")
        for one in inside:
            if one.suffix.lower() in (*ENDINGS, *OTHERS):
                found.append(one)
            elif one.suffix.lower() in (".zip", ".7z", ".rar", ".tar", ".gz"):
                other.append(Note(str(one), "It is an archive. Unpack it, and name the folder.", lost=True))
            else:
                other.append(Note(str(one), "It is neither a PDF nor a picture, and was left out."))
    if not found and len(other) == 1 and other[0].lost:
        raise UserError(f"{other[0].about}: {other[0].sentence}")
    if not found:
        why = f" {other[0].about}: {other[0].sentence}" if len(other) == 1 else ""
        named = ", ".join(map(str, paths))
        raise UserError(f"No PDF and no picture in {named}.{why} Scan to PDF, PNG, JPEG or TIFF.")
    return list(dict.fromkeys(found)), other


def files_below(folder: Path) -> tuple[list[Path], list[Path]]:
    """All files below a folder, in order, but for hidden ones; and the folders that may not be opened."""
    found: list[Path] = []
    closed: list[str] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(found), sorted(map(Path, closed))


def read_files(files: Sequence[Path], folder: ScanFolder, places: Places, others: frozenset[str]) -> Reading:
    """Reads all pages that are not kept yet, and keeps each as soon as it is read. What is wrong with a file costs no other.

    `others`: the codes of all other exams. A page of no paper of this exam is read again, as its paper may be new.
    """
    from quizgen.documents.exam.scans import page_key

    kept, complete = folder.pages()
    known = {page.key for page in kept if page.read.code in places}
    again = {file_of(page.key) for page in kept if page.read.code not in places}
    reading = Reading()
    for path in files:
        try:
            digest = digest_of(path)
        except UserError as error:
            reading.notes.append(Note(str(path), str(error), lost=True))
            continue
        if digest in reading.files:
            reading.notes.append(Note(str(path), f"It is the same file as {reading.files[digest]}, and was read once."))
        else:
            reading.files[digest] = path
    files_left = {
        digest: path
        for digest, path in reading.files.items()
        if digest not in complete or file_of(page_key(digest, 0)) in again
    }
    total = sum(map(page_count, files_left.values()))
    with (
        counting(total, "Reading pages") as tick,
        Pool(min(total, cores()), folder.path, places, others) as pool,
    ):
        keeper = Keeper(folder, tick)
        for digest, path in files_left.items():
            notes = len(reading.notes)
            for number, (key, image) in enumerate(numbered(path, digest, reading), 1):
                keeper.begun(digest, number)
                if key in known:
                    keeper.known(digest)
                else:
                    keeper.keep(pool.add(image, key, digest))
            if len(reading.notes) == notes:
                keeper.ended(digest)
        keeper.keep(pool.rest())
    reading.new = keeper.new
    return reading


def file_of(key: str) -> str:
    """Which file a page is of, from its key."""
    return key.rpartition("-")[0]


@dataclass
class Keeper:
    """Keeps pages as they are read, and notes a file as complete when all its pages are kept."""

    folder: ScanFolder
    tick: Callable[[], None]
    new: int = 0
    pages: dict[str, int] = field(default_factory=dict)  # of each file so far
    reading: Counter[str] = field(default_factory=Counter)  # of these, those that are being read
    whole: set[str] = field(default_factory=set)  # files whose end was reached

    def begun(self, digest: str, number: int) -> None:
        """A page of a file is to be read."""
        self.pages[digest] = number
        self.reading[digest] += 1

    def known(self, digest: str) -> None:
        """A page was kept before."""
        self.reading[digest] -= 1
        self.tick()

    def ended(self, digest: str) -> None:
        """A file has no more pages."""
        self.whole.add(digest)
        self._complete(digest)

    def keep(self, done: Iterable[tuple[str, KeptPage]]) -> None:
        """Keeps pages, each with the digest of its file."""
        for digest, page in done:
            self.folder.keep(page)
            self.new += 1
            self.known(digest)
            self._complete(digest)

    def _complete(self, digest: str) -> None:
        if digest in self.whole and not self.reading[digest]:
            self.folder.keep_file(digest, self.pages.get(digest, 0))


def page_count(path: Path) -> int:
    """How many pages a file has, for the bar; 1 where that cannot be told, which its reading will say."""
    if path.suffix.lower() != ".pdf":
        return 1
    try:
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except (ImportError, OSError, ValueError, RuntimeError):
        return 1


def numbered(path: Path, digest: str, reading: Reading) -> Iterator[tuple[str, PageImage]]:
    """The pages of a file with the keys under which they are kept, as far as it can be read; what is wrong with it is noted."""
    from quizgen.classroom.scan.page_images import page_images
    from quizgen.documents.exam.scans import page_key

    last = 0
    try:
        for image in page_images(path):
            last = image.number
            yield page_key(digest, last), replace(image, source=str(path))
    except UserError as error:
        rest = f" What comes after page {last} was not read." if last else ""
        reading.notes.append(Note(str(path), f"{error}{rest}", lost=True))


def digest_of(path: Path) -> str:
    """The digest of a file. UserError: it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UserError(f"It cannot be read: {error.strerror}. Check its permissions.") from error
