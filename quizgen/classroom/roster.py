"""A list of students as a CSV file: a plain one with id and name, or one that Canvas or Moodle exported.

Canvas is told by the header its importer asks for (Student, ID, SIS Login ID, Section), Moodle by its English headers.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quizgen.errors import UserError, did_you_mean

IDS = ("sis login id", "sis user id", "id", "username", "id number", "email address", "email", "integration id",
       "identifier")  # fmt: skip
NAMES = ("name", "student", "full name")
GIVEN, FAMILY = ("first name", "firstname"), ("last name", "surname", "lastname")
MOODLE = ("Identifier", "Email address", "ID number", "Full name", "First name", "Username")


@dataclass(frozen=True)
class Roster:
    """The rows of a roster below its heading, every one as long as the heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    separator: str = ","

    @property
    def flavour(self) -> str:
        """ "canvas", "moodle" or "plain"."""
        if {"Student", "ID", "Section"} <= set(self.head) or {"LastName", "FirstName", "ID"} <= set(self.head):
            return "canvas"
        return "moodle" if set(MOODLE) & set(self.head) else "plain"

    def cell(self, row: int, column: str) -> str:
        """What stands in the first column of that name, whatever its case; "" where there is none."""
        at = next((at for at, name in enumerate(self.head) if name.casefold() == column), None)
        return "" if at is None else self.rows[row][at].strip()

    def ids(self, row: int) -> tuple[str, ...]:
        """All that names the student of a row and nobody else: what people know first, Canvas's own number after it."""
        return tuple(filter(None, (self.cell(row, column) for column in IDS)))

    def name(self, row: int) -> str:
        """The student's name, the given name first."""
        whole = next(filter(None, (self.cell(row, column) for column in NAMES)), "")
        given, family = (
            next(filter(None, (self.cell(row, one) for one in columns)), "") for columns in (GIVEN, FAMILY)
        )
        if whole.count(",") == 1 and self.flavour == "canvas":  # "Lovelace, Ada"
            family, given = (part.strip() for part in whole.split(","))
            whole = ""
        return whole or f"{given} {family}".strip()

    def students(self) -> Iterator[int]:
        """The rows that are students: not Canvas's row of possible points, its remarks, or empty ones."""
        for row, cells in enumerate(self.rows):
            if self.ids(row) or (self.name(row) and "Points Possible" not in cells[0]):
                yield row

    @cached_property
    def known(self) -> dict[str, int]:
        """Rows by what names their student. What two rows share names neither, and an id outdoes a name."""
        found: dict[str, int] = {}
        rows = list(self.students())
        names = [(self.name(row), row) for row in rows]
        ids = [(one, row) for row in rows for one in dict.fromkeys(self.ids(row))]
        for pairs in (names, ids):
            often = Counter(folded(one) for one, _ in pairs)
            found.update({folded(one): row for one, row in pairs if one and often[folded(one)] == 1})
        return found

    def row_of(self, student: str) -> int | None:
        """The row of a student, by id, login, address or name; None where nobody, or more than one, is called so."""
        return self.known.get(folded(student))


def folded(text: str) -> str:
    """Text without differences of case, spacing and composition."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file. Raises UserError."""
    rows, separator = rows_of(path)
    head = tuple(cell.strip() for cell in rows[0]) if rows else ()
    roster = Roster(
        head,
        tuple(tuple((row + [""] * len(head))[: len(head)]) for row in rows[1:] if any(map(str.strip, row))),
        separator,
    )
    if roster.flavour == "plain" and "id" not in map(str.casefold, head):
        have = f"It has {', '.join(filter(None, head))}." if any(head) else "It is empty."
        raise UserError(
            f"The roster {path} has no column 'id'. {have}{did_you_mean('id', head)} "
            "Its first line should be: id,name, or what Canvas or Moodle export in English."
        )
    if next(roster.students(), None) is None:
        raise UserError(f"The roster {path} names no students. Add a line for each.")
    return roster


def rows_of(path: Path, option: str = "--roster") -> tuple[list[list[str]], str]:
    """The rows of a CSV file, given with that option, and what separates its cells. Raises UserError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(
            f"The roster {path} cannot be read: {error.strerror}. Check the path given to {option}."
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(f"The roster {path} is not UTF-8 text. Export it again as 'CSV UTF-8'.") from error
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)), separator
    except csv.Error as error:
        raise UserError(f"The roster {path} is not CSV: {error}. Save it again as 'CSV UTF-8'.") from error
