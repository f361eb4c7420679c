"""The records of reading responses: a report as its platform wrote it, and the sheets that its rows become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NUMBER = re.compile(
    r"\[\s*(?P<quiz>[^\[\]\n]+)\.q(?P<place>[1-9]\d{0,3})(?:-(?P<piece>[1-9]\d?)|,\s*(?P<of>[1-9]\d{0,3}\s+of\s+[1-9]\d{0,3}))?\s*\]"
)


@dataclass(frozen=True, order=True)
class QuestionNumber:
    """Which question of which quiz: "forward-pass-7.q3" is place 3."""

    quiz: str
    place: int

    def __str__(self) -> str:
        return f"{self.quiz}.q{self.place}"


def number_in(text: str) -> QuestionNumber | None:
    """The number that stands in brackets in the text of a question; None: there is none."""
    found = NUMBER.search(text)
    return QuestionNumber(found["quiz"].strip(), int(found["place"])) if found else None


def piece_in(text: str) -> str:
    """Which of the questions that Moodle was given for one this is: "2" of "[forward-pass-7.q3-2]", "" for the first; "2 of 4"
    of "[forward-pass-7.q3, 2 of 4]", as GIFT numbers them."""
    found = NUMBER.search(text)
    return found["piece"] or " ".join((found["of"] or "").split()) if found else ""


def part_in(text: str) -> str:
    """The part that Canvas asks by itself, which stands behind the number: "slip.line"; "" if it asks all of it."""
    found = NUMBER.search(text)
    return " ".join(text[found.end() :].split()) if found else ""


@dataclass(frozen=True)
class Dialect:
    """How a platform joins the parts of an answer in one cell.

    `between` stands between items, `arrow` between the sides of a pair. `escaped`: a separator within an item has a
    backslash in front. `keyed`: the places of a question of several are numbered in words, as in "part 1: ...; part 2: ...".
    """

    platform: str
    between: str
    arrow: str
    escaped: bool = False
    keyed: bool = False


MOODLE = Dialect("Moodle", "; ", " -> ", keyed=True)
CANVAS = Dialect("Canvas", ",", "=>", escaped=True)


Cells = Mapping[str, str]
"""What was answered to a question: part of it -> cell. "" is all of it, or in Moodle the first of several questions that it
became, of which "2" is the second, or with GIFT "2 of 4"; Canvas may ask "h_1" or "slip.line" by itself."""


@dataclass(frozen=True)
class Attempt:
    """A row: one attempt of one student.

    `ids`: what tells who it is, the surest first; `names`: the name, in the orders in which it may stand on a roster.
    `answers`: question -> cells. `troubles`: question -> why a cell of it is no answer any more. `order` grows with the
    attempts of a student, where the platform says so.
    """

    row: int
    ids: tuple[str, ...]
    names: tuple[str, ...]
    answers: Mapping[QuestionNumber, Cells]
    troubles: Mapping[QuestionNumber, str] = field(default_factory=dict)
    finished: bool = True
    order: tuple[float, ...] = ()
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Report:
    """All attempts of a table, how their cells are written, and sentences about the table as a whole."""

    dialect: Dialect
    attempts: tuple[Attempt, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResponseSheet:
    """The answers of one attempt, as the text of an answers.toml."""

    row: int
    student: str
    name: str
    text: str
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class RowRemark:
    """A sentence about a row, or with row 0 about the table; `graded`: nothing was left out."""

    row: int
    text: str
    graded: bool = True


@dataclass(frozen=True)
class ResponseSheets:
    """The sheets of a table, and all that is to be said of it."""

    sheets: tuple[ResponseSheet, ...]
    remarks: tuple[RowRemark, ...]
