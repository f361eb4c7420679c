"""What was read of scanned pages, kept in the exam's folder: a line a page, and its cut-out pictures. Nothing is read twice."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from quizgen.ask import plain
from quizgen.classroom.exam.blanks import Blank
from quizgen.classroom.scan.records import ReadBox, ReadPage
from quizgen.classroom.scan.scanned_exam import KeptPage
from quizgen.documents.exam.folder import file_errors_named
from quizgen.model import Box

FOLDER = "scanned"
PAGES = "pages.jsonl"
KEY_DIGITS = 16  # of a file's digest in the key of a page
PAGE_PICTURE = "page.png"  # of a page that could not be put straight, as it came


@dataclass(frozen=True)
class ScanFolder:
    """The part of an exam's folder that holds what was read of its scans."""

    path: Path

    @classmethod
    def of(cls, exam: Path) -> ScanFolder:
        """That of the exam in a folder."""
        return cls(exam / FOLDER)

    @property
    def begun(self) -> bool:
        """Whether any page was read."""
        return (self.path / PAGES).exists()

    def pages(self) -> tuple[list[KeptPage], dict[str, int]]:
        """The pages that were read, in the order in which they first came; and the number of pages of complete files by digest.

        A line that a crash has cut off, or that another version of quizgen wrote, is as if it were not there.
        """
        found: dict[str, KeptPage] = {}
        complete: dict[str, int] = {}
        with file_errors_named(self.path), suppress(FileNotFoundError):
            for line in (self.path / PAGES).read_bytes().splitlines():
                with suppress(ValueError, TypeError, KeyError):
                    said = json.loads(line)
                    if said["version"] != reader_version():
                        continue
                    if "pages" in said:
                        complete[str(said["file"])] = int(said["pages"])
                    else:
                        found[said["key"]] = KeptPage(said["key"], page_of(said["read"]))
        return list(found.values()), complete

    def keep(self, page: KeptPage) -> None:
        """Notes what was read of a page. UserError: it cannot be written."""
        self._add({"key": page.key, "read": plain(page.read)})

    def keep_file(self, digest: str, pages: int) -> None:
        """Notes that all pages of a file are kept."""
        self._add({"file": digest, "pages": pages})

    def _add(self, said: dict[str, object]) -> None:
        line = json.dumps({"version": reader_version(), **said})
        with file_errors_named(self.path / PAGES):
            self.path.mkdir(parents=True, exist_ok=True)
            with (self.path / PAGES).open("ab") as file:
                file.write(f"\n{line}".encode())  # a line that was cut off spoils no other

    def picture(self, key: str, blank: Blank) -> Path:
        """The picture of a blank on a page; of a page that could not be put straight, the picture of all of it."""
        cut = self.path / key / picture_name(blank.target, blank.part)
        return cut if cut.exists() else self.path / key / PAGE_PICTURE


def page_key(digest: str, number: int) -> str:
    """What a page of a file is kept under."""
    return f"{digest[:KEY_DIGITS]}-{number}"


def picture_name(target: str, part: str) -> str:
    """The name of the picture of a blank."""
    return re.sub(r"[^\w.-]+", "_", f"{target}.{part}" if part else target) + ".png"


def reader_version() -> str:
    """Whose reading it is: another version reads the pages again."""
    return version("quizgen")


def page_of(said: dict[str, object]) -> ReadPage:
    """A page from JSON."""
    fields = dict(said)
    boxes = fields.pop("boxes")
    matrix = fields.pop("to_pixels")
    doubts = fields.pop("doubts")
    assert isinstance(boxes, Sequence) and isinstance(matrix, Sequence) and isinstance(doubts, Sequence)
    return ReadPage(
        **fields,  # type: ignore[arg-type]
        to_pixels=tuple((float(a), float(b), float(c)) for a, b, c in matrix),
        boxes=tuple(ReadBox(Box(**one["box"]), one["state"], one["ink"]) for one in boxes),
        doubts=tuple(map(str, doubts)),
    )
