"""Tables as text: CSV in the encodings that spreadsheets write, and .xlsx with what was typed into its cells."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from quizgen.classroom.collect.table import read_table
from quizgen.classroom.collect.table_cells import IS_DATE
from quizgen.classroom.collect.workbook import NO_VALUE
from quizgen.errors import UserError


def book(*rows, formats=()) -> bytes:
    """A spreadsheet with these rows."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, number_format in formats:
        made.active[cell].number_format = number_format
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(data: bytes, name: str = "a.xlsx"):
    return [row.cells for row in read_table(name, data).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", ",;\t")
def test_csv_is_read_in_every_form_that_spreadsheets_write(encoding, separator):
    text = separator.join(["code", "ŷ"]) + "\r\n" + separator.join(["A", '"−0,7\r\n0.4 "" x"']) + "\r\n"
    assert cells(text.encode(encoding), "a.csv") == [("A", '−0,7\n0.4 " x')]


def test_rows_are_numbered_as_spreadsheets_number_them():
    table = read_table("a.csv", b'code\n"A\nB"\n\nC\n')
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("A\nB",)), (4, ("C",))]
    assert [row.number for row in read_table("a.xlsx", book(["code"], [], ["C"])).rows] == [3]


def test_the_cells_of_a_spreadsheet_are_what_was_typed():
    made = book(
        ["code", "a", "b"], ["A", 3, 0.42], ["B", True, 0.42], ["C", "=1+1", "x\ny"], formats=[("C3", "0.0000")]
    )
    table = read_table("a.xlsx", made)
    assert [row.cells for row in table.rows][:2] == [("A", "3", "0.42"), ("B", "true", "0.4200")]
    assert table.rows[2].cells[2] == "x\ny"
    assert table.rows[2].troubles == {1: NO_VALUE}, "no program has computed the formula"
    assert cells(made, "answers of the class") == cells(made), "it is recognised by its content"


def test_a_date_that_a_spreadsheet_made_of_an_answer_is_noticed():
    assert read_table("a.xlsx", book(["code"], [date(2026, 1, 2)])).rows[0].troubles == {0: IS_DATE}
    for typed in ("02-Jan", "Jan-02", "2026-01-02"):
        assert read_table("a.csv", f"code\n{typed}\n".encode()).rows[0].troubles == {0: IS_DATE}
    for typed in ("1-2", "2-B, 1-A", "May it rest", "1/2"):
        assert not read_table("a.csv", f'code\n"{typed}"\n'.encode()).rows[0].troubles


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", "code\nä".encode("latin-1"), r"not UTF-8 text \(line 2\).*CSV UTF-8"),
        ("a.csv", b"code\nA\0", r"NUL character \(line 2\)"),
        ("a.csv", b'code\nA\n"B\nC', "from line 3 on"),
        ("a.csv", b"", "empty first row"),
        ("a.csv", b"\ncode\nA", "empty first row"),
        ("a.xlsx", b"code\nA", "kind .xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "kind .xlsx"),
        ("a.xlsx", book(["code"])[:-200], "cannot be read as a spreadsheet"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence(name, data, says):
    with pytest.raises(UserError, match=says):
        read_table(name, data)
