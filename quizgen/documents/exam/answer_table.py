"""The empty table into which the answers of a class are typed: a row a paper, a column a part, in the order of the paper."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizgen.classroom.exam.answer_columns import columns_of
from quizgen.documents.gradebook.cells import UNSEEN, written
from quizgen.errors import UserError
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_text import formula_text
from quizgen.model import PaperHead, Quiz

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same table is the same bytes
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
TEXT = "@"  # the format of a cell that keeps what is typed: 1-2 is no date, 0.4200 keeps its zeros
WIDTHS = {"code": 11, "id": 14, "name": 24, "group": 8}
ANSWER_WIDTH, TEXT_WIDTH = 18, 60
INSTALL = "To write an .xlsx file, install a library: pip install 'quizgen[xlsx]'. Or name a file that ends in .csv."


@dataclass(frozen=True)
class Column:
    """A part of the paper: its name, "q1.h_1", what is asked and in which form, and whether the answer is free text."""

    name: str
    form: str
    free_text: bool


@dataclass(frozen=True)
class AnswerTable:
    """The papers that ask the same parts in the same order; `group`: of all of them, if they are one."""

    columns: tuple[Column, ...]
    papers: tuple[PaperHead, ...]
    group: str = ""

    @property
    def head(self) -> list[str]:
        """The names of the columns."""
        whose = ["code", "id", "name", *(["group"] if any(paper.student.group for paper in self.papers) else [])]
        return whose + [column.name for column in self.columns]

    @property
    def rows(self) -> list[list[str]]:
        """What says whose each row is; the answers are left empty."""
        found = []
        for paper in self.papers:
            cells = {"code": written_code(paper.code), "id": paper.student.id, "name": paper.student.name}
            cells["group"] = paper.student.group
            found.append([cells.get(name, "") for name in self.head])
        return found


def answer_tables(papers: Iterable[tuple[PaperHead, Quiz]]) -> list[AnswerTable]:
    """A table for each order of questions; usually one."""
    columns: dict[tuple[str, ...], tuple[Column, ...]] = {}
    heads: dict[tuple[str, ...], list[PaperHead]] = {}
    for head, quiz in papers:
        names = columns_of(quiz)
        if names not in columns:
            columns[names] = described(quiz)
        heads.setdefault(names, []).append(head)
    tables = []
    for names, some in heads.items():
        groups = {head.student.group for head in some}
        elsewhere = {head.student.group for other, more in heads.items() if other != names for head in more}
        group = next(iter(groups)) if len(groups) == 1 and not groups & elsewhere else ""
        tables.append(AnswerTable(columns[names], tuple(some), group))
    return tables


def described(quiz: Quiz) -> tuple[Column, ...]:
    """The columns of a paper, with what each part asks for."""
    found = []
    for number, variant in enumerate(quiz.variants, 1):
        for ask in (ask for ask in variant.asks if ask.on_sheet):
            label = formula_text(ask.tex)
            form = ask.hint().partition(";")[0] if ask.free_text else ask.hint()
            called = "" if ask.name == "answer" else f", {label}"
            found.append(Column(f"q{number}.{ask.name}", f"Question {number}{called}: {form}", ask.free_text))
    return tuple(found)


def newest(papers: Sequence[PaperHead], held: Iterable[str] = ()) -> list[PaperHead]:
    """The paper that each student has of each sheet: of those whose codes the exam's folder holds, else of all, the last."""
    by_code = {paper.code: paper for paper in papers}
    here = [by_code[code] for code in held if code in by_code]
    last = {(paper.student.id, paper.sheet): paper for paper in here or papers}
    kept = {paper.code for paper in last.values()}
    return [paper for paper in papers if paper.code in kept]


def as_csv(table: AnswerTable) -> bytes:
    """The table as CSV, in UTF-8 with the byte order mark that spreadsheets need."""
    return written([table.head, *table.rows]).encode()


def as_xlsx(table: AnswerTable) -> bytes:
    """The table as a spreadsheet: all cells text, the header always in sight, with a note on the form of each answer.

    UserError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise UserError(INSTALL) from None
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "answers"
    for cells in (table.head, *table.rows):
        sheet.append([None] * len(cells))
        for cell, text in zip(sheet[sheet.max_row], cells, strict=True):
            cell.number_format = TEXT
            if text:
                cell.value = UNSEEN.sub("\ufffd", text)
                cell.data_type = "s"  # also where it begins like a formula
    columns = {column.name: column for column in table.columns}
    for place, (cell, name) in enumerate(zip(sheet[1], table.head, strict=True), 1):
        column = columns.get(name)
        cell.font = Font(bold=True)
        width = WIDTHS.get(name) if column is None else TEXT_WIDTH if column.free_text else ANSWER_WIDTH
        sheet.column_dimensions[get_column_letter(place)].width = width
        if column is not None:
            cell.comment = Comment(column.form, "quizgen")
        for row in sheet.iter_rows(min_row=2, min_col=place, max_col=place) if column is not None else ():
            row[0].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = sheet.cell(2, 1 + len(table.head) - len(table.columns))
    book.properties.created = datetime(*LONG_AGO)
    data = io.BytesIO()
    book.save(data)
    return without_time(data.getvalue())


def without_time(data: bytes) -> bytes:
    """A spreadsheet without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return out.getvalue()
