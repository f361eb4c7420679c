"""The columns of a table of answers: whose a row is, and one for each part of the paper, like "q1.h_1"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizgen.classroom.collect.table import Table, TableRow
from quizgen.classroom.exam.paper_of_row import RowError
from quizgen.errors import UserError, did_you_mean
from quizgen.model import Quiz
from quizgen.reading.text import plain

WHOSE = ("code", "id", "name", "group")
PART = re.compile(r"q[1-9]\d*\.\S.*")
SHEET = "'quizgen exam sheet' writes a table with the right columns."
RESPONSES = "Responses of Moodle or Canvas are read as they were downloaded, with the texts of their questions."
MOST = 3  # columns that a sentence names


def columns_of(quiz: Quiz) -> tuple[str, ...]:
    """The columns of a paper, in its order."""
    return tuple(
        f"q{n}.{ask.name}" for n, variant in enumerate(quiz.variants, 1) for ask in variant.asks if ask.on_sheet
    )


def is_answer_head(head: Sequence[str]) -> bool:
    """Whether these are the columns of a table of answers."""
    whose = {cell.casefold() for cell in head}
    return bool(whose & {"code", "id"}) and any(PART.fullmatch(cell) for cell in head)


def letters(column: int) -> str:
    """What a spreadsheet calls a column (from 0): A, B, ..., Z, AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


@dataclass(frozen=True)
class Columns:
    """The places of the columns: of those that say whose a row is, of all others, and of those without a name; and how many."""

    whose: Mapping[str, int]
    parts: Mapping[str, int]
    unnamed: tuple[int, ...]
    count: int

    def cell(self, row: TableRow, at: int | None) -> str:
        """A cell of a row; "" where the row ends before."""
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def identity(self, row: TableRow) -> tuple[str, str]:
        """The code and the id of a row, as typed."""
        code, id = (self.cell(row, self.whose.get(name)).strip() for name in ("code", "id"))
        return code, id

    def check_length(self, row: TableRow) -> None:
        """RowError: a row has cells that belong to no column."""
        if len(row.cells) > self.count:
            raise RowError(
                f"it has {len(row.cells)} cells, and the header {self.count}. Put an answer with a comma between quotation marks."
            )
        for at in self.unnamed:
            if plain(self.cell(row, at)):
                raise RowError(f"cell {letters(at)}{row.number} is in a column without a name. Move it, or clear it.")

    def check_known(self, asked: Sequence[Sequence[str]]) -> None:
        """UserError: a column is that of no paper, or one is missing that all papers have."""
        known = {name: None for columns in asked for name in columns}
        strange = [name for name in self.parts if name not in known]
        if strange:
            raise UserError(
                f"has a column {strange[0]!r}, and no paper of its rows has that.{did_you_mean(strange[0], known)} "
                "Correct its name, or remove the column; nothing was graded."
            )
        missing = [name for name in known if name not in self.parts and all(name in columns for columns in asked)]
        if missing:
            more = f" and {len(missing) - MOST} more" if len(missing) > MOST else ""
            named = ", ".join(map(repr, missing[:MOST]))
            add = "Add it" if len(missing) == 1 else "Add them"
            raise UserError(
                f"has no column {named}{more}, which every paper has. {add}, even if nobody answered; "
                f"nothing was graded. {SHEET}"
            )

    def check_fit(self, row: TableRow, asked: Sequence[str], student: str) -> None:
        """RowError: a row has answers that its paper does not ask for, or its cells hold none that can be used."""
        missing = next((name for name in asked if name not in self.parts), "")
        extra = next((name for name, at in self.parts.items() if name not in asked and plain(self.cell(row, at))), "")
        if missing or extra:
            what = f"has no {extra!r}" if extra else f"has {missing!r}, and this table has no such column"
            raise RowError(f"the paper of {student} {what}. Type it into the table of its own order of questions.")
        for name in asked:
            if why := row.troubles.get(self.parts[name]):
                raise RowError(f"cell {letters(self.parts[name])}{row.number} ({name}) {why}.")


def read_columns(table: Table) -> Columns:
    """The columns that a header names. UserError, a sentence without the table's name: it is no table of answers."""
    head = table.head
    names = [cell.casefold() if cell.casefold() in WHOSE else cell for cell in head]
    if not is_answer_head(head):
        named = {"code", "id"} & {*names}
        lacks = "for a part of the paper, like 'q1.h_1'" if named else "'code' or 'id'"
        have = f"It has {', '.join(filter(None, head[:8]))}." if any(head) else "It is empty."
        raise UserError(f"is no table of answers: it has no column {lacks}. {have} {SHEET} {RESPONSES}")
    if double := next((name for name, times in Counter(filter(None, names)).items() if times > 1), ""):
        places = " and ".join(letters(at) for at, name in enumerate(names) if name == double)
        raise UserError(f"has two columns {double!r}: {places}. Keep one; nothing was graded.")
    return Columns(
        {name: at for at, name in enumerate(names) if name in WHOSE},
        {name: at for at, name in enumerate(names) if name and name not in WHOSE},
        tuple(at for at, name in enumerate(names) if not name),
        len(head),
    )
