"""Gradebooks as tables: Canvas and Moodle read them back by their own rules, and nothing typed becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from gradebook_samples import ADA, BOB, CANVAS, MARKS, MOODLE, SHEET, grades, mark, read, roster, table, words
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.documents.gradebook.cells import neutral
from quizgen.errors import UserError
from quizgen.model import Grade


@dataclass(frozen=True)
class Kept:
    """A grade as the store gives it back."""

    when: datetime
    grade: Grade


# ---------------------------------------------------------------- CSV


def test_a_row_a_grade_with_what_was_found():
    [ada, bob] = table(gradebook.csv([Kept(datetime(2026, 5, 1, 12, tzinfo=UTC), ADA), BOB]))
    assert ada == {
        "student": "Ada Lovelace",
        "name": "",
        "source": "ada/submission.py",
        "quiz": "",
        "interface": "cs231n",
        "points": "4",
        "max_points": "10",
        "verdicts": "RIGHT 1, SLIP 1, TIMED_OUT 1, NOT_RUN 1, OUR_FAULT 1, NOT_DONE 1",
        "misconceptions": "fwd-no-bias",
        "notes": "line 3 was skipped.",
        "graded_at": "2026-05-01T12:00:00+00:00",
    }
    assert bob["points"] == "10" and bob["graded_at"] == ""


def test_a_plain_roster_names_students_and_shows_who_handed_in_nothing(tmp_path):
    rows = table(gradebook.csv([BOB], roster(tmp_path, "id,name\nbob,Bob Ray\ncy,Cy Twombly\n")))
    assert [(row["student"], row["name"], row["points"]) for row in rows] == [
        ("bob", "Bob Ray", "10"),
        ("cy", "Cy Twombly", ""),
    ]


@settings(deadline=None)
@given(st.lists(grades, max_size=4))
def test_every_cell_is_read_back_as_it_was_made_safe(graded):
    rows = read(gradebook.csv(graded))
    assert len(rows) == len(graded) + 1 and {len(row) for row in rows} == {11}
    for row, grade in zip(rows[1:], graded, strict=True):
        assert row[0] == neutral(grade.student) and row[2] == neutral(grade.source)
        assert float(row[5]) == grade.points


@settings(deadline=None)
@given(
    words | st.sampled_from(["=1+1", "+1;=2", "@SUM(A1)", "-2+3", "\t=1", " =1", "＝1", "a;=cmd|' /C calc'!A0", "\r=1"])
)
def test_no_cell_is_a_formula_and_nothing_but_an_apostrophe_is_added(text):
    safe = neutral(text)
    number = re.fullmatch(r"[-+]?\d+([.,]\d+)?%?|-", safe)
    for part in re.split(r"[;\t\r\n]", safe):
        assert number or not part.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert neutral(safe) == safe and not safe.startswith(("\t", "\r"))
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text)
    assert safe.replace("'", "") == kept.replace("'", "").encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("number", ["-3", "+4.5", "-0,5", "12%", "-"])
def test_numbers_and_moodles_empty_grade_stay_as_they_are(number):
    assert neutral(number) == number


def test_a_name_that_no_encoding_takes_is_spelled_out():
    [row] = table(gradebook.csv([replace(ADA, student="\udcffada\0")]))
    assert row["student"] == "\\udcffada\ufffd"


# ---------------------------------------------------------------- Canvas, as its gradebook_importer reads it


def is_canvas_header(row):
    """The header its importer accepts: row_has_student_headers and the place of Section."""
    return "Student" in row[0] and "ID" in row[1] and row[2:5] == ["SIS User ID", "SIS Login ID", "Section"]


def test_a_canvas_export_is_filled_in_where_the_assignment_has_a_column(tmp_path):
    filled = read(gradebook.csv([ADA, BOB], roster(tmp_path, CANVAS), "Homework 3"))
    before = list(csv.reader(io.StringIO(CANVAS)))
    assert is_canvas_header(filled[0]) and filled[0] == before[0] and filled[1] == before[1]
    assert [row[5] for row in filled[2:]] == ["2", "5"], "4 and 10 of 10 are 2 and 5 of the 5 that Canvas knows"
    for row, old in zip(filled, before, strict=True):
        assert row[:5] == old[:5] and row[6:] == old[6:], "no other cell changes"


def test_a_canvas_export_without_the_assignment_gets_a_column_and_its_points_possible(tmp_path):
    filled = read(gradebook.csv([ADA, BOB], roster(tmp_path, CANVAS), "Sheet 4"))
    assert [row[-1] for row in filled] == ["Sheet 4", "10", "4", "10"]
    assert "Points Possible" in filled[1][0]


def test_a_semicolon_stays_a_semicolon(tmp_path):
    text = CANVAS.replace('"Lovelace, Ada"', "Lovelace/ Ada").replace('"Ray, Bob"', "Bob Ray").replace(",", ";")
    [_, _, bob] = table(gradebook.csv([BOB], roster(tmp_path, text), "Homework 3"), ";")
    assert bob["Homework 3 (77)"] == "5"


# ---------------------------------------------------------------- Moodle, as its gradeimport_csv reads it

WORKSHEET = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 7,Ada Lovelace,ada@example.org,Submitted,,"100,00",Yes,
Participant 8,Bob Ray,bob,Submitted,,"100,00",Yes,
"""


def test_a_moodle_export_gets_points_and_remarks_together(tmp_path):
    """Moodle loses the grade of who gets feedback without one, and the other way round."""
    ada, bob = table(gradebook.csv([ADA, BOB], roster(tmp_path, MOODLE), "Homework 3"))
    assert ada["Assignment: Homework 3 (Real)"] == "4" and bob["Assignment: Homework 3 (Real)"] == "10"
    assert ada["Feedback: Homework 3"].splitlines() == [
        "rnn_step: Equals what you get if b is left out.",
        "rnn_forward: rnn_forward gave no answer in 3 s",
        "predict: predict is not done yet",
    ]
    assert bob["Feedback: Homework 3"] == "everything right"


def test_who_handed_nothing_in_keeps_the_cell_that_was(tmp_path):
    ada, _ = table(gradebook.csv([BOB], roster(tmp_path, MOODLE), "Homework 3"))
    assert ada["Assignment: Homework 3 (Real)"] == "-" and ada["Feedback: Homework 3"] == ""


def test_a_moodle_worksheet_is_filled_in_to_its_maximum_and_with_its_decimal_mark(tmp_path):
    ada, bob = table(
        gradebook.csv([replace(ADA, marks=(*MARKS, mark("sgd.U1", of=2))), BOB], roster(tmp_path, WORKSHEET))
    )
    assert ada["Grade"] == "41,67" and bob["Grade"] == "83,33", "5 and 10 of 12"
    assert bob["Feedback comments"] == "everything right"


def test_moodles_remarks_name_a_question_by_its_number(tmp_path):
    ada, _ = table(gradebook.csv([replace(SHEET, student="ada lovelace")], roster(tmp_path, MOODLE), "Sheet 4"))
    assert ada["Feedback: Sheet 4"].splitlines() == ["Question 1: off", "Question 2: Waits for a person."]


# ---------------------------------------------------------------- whose grade it is


@pytest.mark.parametrize("student", ["11", "s1", "alove", "ALOVE ", "Ada Lovelace", "ada  lovelace"])
def test_a_student_is_found_by_number_login_or_name(tmp_path, student):
    assert roster(tmp_path, CANVAS).row_of(student) == 1


def test_a_student_is_called_by_the_login_and_not_by_canvas_own_number(tmp_path):
    assert roster(tmp_path, CANVAS).ids(1) == ("alove", "s1", "11")
    assert roster(tmp_path, MOODLE).ids(1) == ("bob", "bob@example.org")


def test_what_names_two_students_names_neither(tmp_path):
    twins = roster(tmp_path, "id,name\n1,Ada\n2,Ada\nAda B,Cy\n")
    assert twins.row_of("Ada") is None and twins.row_of("1") == 0 and twins.row_of("Ada B") == 2


def test_of_two_files_of_one_student_the_best_counts_and_is_named(tmp_path):
    weak = replace(BOB, source="bob-2.py", marks=(mark("rnn_step.F1", points=4, of=10),))
    for twice in ([BOB, weak], [weak, BOB]):
        canvas = roster(tmp_path, CANVAS)
        assert read(gradebook.csv(twice, canvas, "Homework 3"))[3][5] == "5"
        [message] = gradebook.unplaced(twice, canvas)
        assert message.endswith("the best counts, bob.py.") and message.startswith("Bob Ray: of ")


def test_a_later_grade_of_the_same_file_counts(tmp_path):
    again = replace(BOB, marks=(mark("rnn_step.F1", points=2, of=10),))
    canvas = roster(tmp_path, CANVAS)
    assert read(gradebook.csv([BOB, again], canvas, "Sheet 4"))[3][-1] == "2" and not gradebook.unplaced(
        [BOB, again], canvas
    )


def test_a_sheet_and_the_code_of_the_same_quiz_add_up(tmp_path):
    parts = [replace(BOB, quiz="q-1"), replace(BOB, quiz="q-1", kind="answers", source="answers.toml")]
    assert read(gradebook.csv(parts, roster(tmp_path, CANVAS), "Sheet 4"))[3][-1] == "20"


def test_a_stranger_is_reported_and_not_added(tmp_path):
    stranger = replace(ADA, student="Eve")
    assert len(read(gradebook.csv([stranger], roster(tmp_path, CANVAS)))) == 4
    [message] = gradebook.unplaced([stranger], roster(tmp_path, CANVAS))
    assert message.startswith("ada/submission.py: in no row, for 'Eve' is not on the roster")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "It is empty."),
        ("Vorname,Nachname\nAda,L\n", "Its first line should be: id,name"),
        ("id,name\n", "names no students"),
        ("Student,ID,Section\n    Points Possible,,\n", "names no students"),
    ],
)
def test_a_roster_that_is_none_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(UserError, match=re.escape(sentence)) as caught:
        roster(tmp_path, text)
    assert "\n" not in str(caught.value)
