"""The empty table of answers as a spreadsheet program shows it."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl

from quizgen.asks.numbers import Numbers
from quizgen.asks.text import Text
from quizgen.classroom.collect.table import read_table
from quizgen.documents.exam.answer_table import answer_tables, as_csv, as_xlsx, newest
from quizgen.model import PaperHead, Quiz, Student, Variant

NUMBERS = Variant("x", 1, 1, "t", 1, "T", "", "", {}, (Numbers("h_1", size=2), Numbers("loss")), {})
WORDS = Variant("y", 1, 1, "t", 1, "T", "", "", {}, (Text("answer"),), {})


def head(id: str, name: str = "", group: str = "", code: str = "", sheet: int = 1, minute: int = 0) -> PaperHead:
    when = datetime(2026, 3, 1, 12, minute, tzinfo=UTC)
    return PaperHead(code or f"{id:2<8}".upper(), "mid", f"mid-1-{id}", Student(id, name or id, group), sheet, when)


def quiz(*variants: Variant) -> Quiz:
    return Quiz("mid-1", 1, variants)


def table(*names: str):
    (one,) = answer_tables((head(f"s{n}", name), quiz(NUMBERS, WORDS)) for n, name in enumerate(names))
    return one


def test_every_cell_is_text_the_header_stays_in_sight_and_a_note_says_the_form_of_each_answer():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table("Ada", "Bob")))).active
    assert [cell.value for cell in sheet[1]] == ["code", "id", "name", "q1.h_1", "q1.loss", "q2.answer"]
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert sheet.freeze_panes == "D2"
    notes = [cell.comment.text if cell.comment else "" for cell in sheet[1]]
    assert notes[:3] == ["", "", ""]
    assert notes[3:] == [
        "Question 1, h₁: 2 numbers, 4 decimals", "Question 1, loss: one number, 4 decimals", "Question 2: free text",
    ]  # fmt: skip


def test_the_same_table_is_the_same_bytes_whenever_it_is_written(monkeypatch):
    first = as_xlsx(table("Ada"))
    later = time.time() + 1e6
    monkeypatch.setattr(time, "time", lambda: later)
    assert as_xlsx(table("Ada")) == first


def test_a_name_that_looks_like_a_formula_is_shown_as_it_is():
    name = "=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(name)))).active
    assert (sheet["C2"].value, sheet["C2"].data_type) == (name, "s")
    assert b",=" not in as_csv(table(name))
    for data in (as_csv(table(name)), as_xlsx(table(name))):
        assert read_table("a.csv", data).rows[0].cells[2] == name


def test_there_is_a_table_for_each_order_of_questions_named_by_the_group_that_has_it():
    some = [(head("ada", group="A"), quiz(NUMBERS, WORDS)), (head("bob", group="B"), quiz(WORDS, NUMBERS))]
    assert [(one.group, [paper.student.id for paper in one.papers]) for one in answer_tables(some)] == [
        ("A", ["ada"]), ("B", ["bob"]),
    ]  # fmt: skip
    mixed = answer_tables([*some, (head("cy", group="A"), quiz(WORDS, NUMBERS))])
    assert [one.group for one in mixed] == ["", ""], "group A has both"
    assert mixed[0].head[:4] == ["code", "id", "name", "group"]


def test_a_row_is_the_paper_that_a_student_got_last_and_a_replacement_has_one_of_its_own():
    old, new = head("ada", code="OLD"), head("ada", code="NEW", minute=5)
    replacement = replace(head("ada", code="REP", minute=6), sheet=2)
    assert [paper.code for paper in newest([old, head("bob"), new, replacement])] == ["BOB22222", "NEW", "REP"]
