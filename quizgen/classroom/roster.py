"""A list of students in a CSV file: with the columns id and name, or as exported from Canvas or Moodle.

Canvas is recognised by the columns that its importer needs (Student, ID, SIS Login ID, Section), Moodle by its English columns.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quizgen.errors import UserError, did_you_mean

IDS = ("sis login id", "sis user id", "id", "username", "id number", "email address", "email", "integration id",
       "identifier")  # fmt: skip
NAMES = ("name", "student", "full name")
GIVEN, FAMILY = ("first name", "firstname"), ("last name", "surname", "lastname")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what spreadsheets call Unicode text begins with one of these
MOODLE = ("Identifier", "Email address", "ID number", "Full name", "First name", "Username")


@dataclass(frozen=True)
class Roster:
    """The header of a roster, and its rows, each as long as the header."""

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
        """The cell in the first column with that name, in any case; "" if there is no such column."""
        at = self._columns.get(column)
        return "" if at is None else self.rows[row][at].strip()

    def ids(self, row: int) -> tuple[str, ...]:
        """The ids of the student in a row: first those that people know, then Canvas's own number."""
        return tuple(filter(None, (self.cell(row, column) for column in IDS)))

    def key(self, row: int) -> str:
        """What the student's grades are kept under: the first id, else the name."""
        return next(iter(self.ids(row)), self.name(row))

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
        """The rows with students: not Canvas's row of possible points, its remarks, or empty rows."""
        for row, cells in enumerate(self.rows):
            if self.ids(row) or (self.name(row) and "Points Possible" not in cells[0]):
                yield row

    def shown(self) -> dict[str, str]:
        """What to call each student, by the key of the grades: the name, with the id where others have the same."""
        return shown_names((self.key(row), self.name(row)) for row in self.students())

    @cached_property
    def _columns(self) -> dict[str, int]:
        """The first column with each name."""
        return {name.casefold(): at for at, name in reversed(list(enumerate(self.head)))}

    @cached_property
    def _rows_by_key(self) -> dict[str, int]:
        """Rows by the ids and names of their students. What two rows share is left out; an id takes precedence over a name."""
        found: dict[str, int] = {}
        rows = list(self.students())
        names = [(self.name(row), row) for row in rows]
        ids = [(one, row) for row in rows for one in dict.fromkeys(self.ids(row))]
        for pairs in (names, ids):
            often = Counter(normalized(one) for one, _ in pairs)
            found.update({normalized(one): row for one, row in pairs if one and often[normalized(one)] == 1})
        return found

    def row_of(self, student: str) -> int | None:
        """The row of a student, by id, login, address or name; None if no student, or more than one, has it."""
        return self._rows_by_key.get(normalized(student))

    def namesakes(self, student: str) -> tuple[str, ...]:
        """The ids of all students whom a name or an id may mean."""
        wanted = normalized(student)
        rows = (row for row in self.students() if wanted in map(normalized, (self.name(row), *self.ids(row))))
        return tuple(self.key(row) for row in rows)


def shown_names(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids -> names; the names of several people have the id behind them: "Ada Lovelace (a1)"."""
    named = dict(people)
    often = Counter(map(normalized, named.values()))
    return {id: f"{name} ({id})" if name and often[normalized(name)] > 1 else name for id, name in named.items()}


def normalized(text: str) -> str:
    """Text without differences of case, spacing and Unicode composition."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file. Raises UserError."""
    rows, separator = read_csv(path)
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


def read_csv(path: Path, option: str = "--roster") -> tuple[list[list[str]], str]:
    """The rows of a CSV file, given with that option, and its separator. Raises UserError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"The roster {path} cannot be read: {error.strerror}. Check the path given to {option}."
        ) from error
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"The roster {path} is not UTF-8 text. Export it again as 'CSV UTF-8'.") from error
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise UserError(f"The roster {path} is not UTF-8 text: it has NUL bytes. Export it again as 'CSV UTF-8'.")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(rows), separator
    except csv.Error as error:  # strict, because a quotation mark too many would hide the students that follow it
        raise UserError(
            f"The roster {path}, line {rows.line_num}, is not CSV: {error}. "
            "Correct its quotation marks, or export it again as 'CSV UTF-8'."
        ) from error
