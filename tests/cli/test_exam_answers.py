"""Answers typed into the table of an exam: written by `exam sheet`, graded like the sheets of a class."""

from __future__ import annotations

import builtins
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from cli_program import empty_workspace, graded, json_output, output_of, quizgen, refused, ungraded
from exam_of_four import PLAN, answers_of, filled, make_exam, quizzes, read, right, sheet_text, slipped, write

TYPED = {"ada": right, "bob": slipped, "007": lambda variant, ask: "" if ask.free_text else right(variant, ask)}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exam")
    with pytest.MonkeyPatch.context() as patch:
        empty_workspace(folder, patch)
        make_exam()
    return folder


@pytest.fixture(autouse=True)
def workspace(made_once, tmp_path, monkeypatch):
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return empty_workspace(tmp_path, monkeypatch)


def comparable(grades):
    return {grade["quiz"]: (grade["student"], grade["assignment"], grade["marks"]) for grade in grades}


def grades_of(*words: str):
    result = quizgen("grade", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["grades"]


def kept():
    return json_output("results")["grades"]


# ---------------------------------------------------------------- the same as sheets


def test_a_row_gets_the_marks_and_the_feedback_of_an_answers_toml_with_the_same_answers():
    filled(TYPED)
    for student, quiz in quizzes().items():
        if student in TYPED:
            sheet = Path("class", student, "answers.toml")
            sheet.parent.mkdir(parents=True)
            sheet.write_text(sheet_text(quiz, answers_of(quiz, TYPED[student]), quiz.student), encoding="utf-8")
    by_sheet = comparable(graded("class", "--roster", "roster.csv"))
    by_row = comparable(grades_of("answers.csv"))
    assert by_row == by_sheet
    assert {student for student, _, _ in by_row.values()} == {"ada", "bob", "007"}
    verdicts = [mark["verdict"] for _, _, marks in by_row.values() for mark in marks]
    assert {"RIGHT", "SLIP", "BLANK", "NEEDS_A_PERSON"} <= {*verdicts}


def test_the_rows_that_are_as_they_were_are_not_graded_again_and_a_changed_row_replaces_its_grade():
    rows = filled(TYPED)
    first = grades_of("answers.csv")
    assert [grade["source"] for grade in first] == ["answers.csv/ada", "answers.csv/bob", "answers.csv/007"]
    assert grades_of("answers.csv") == first
    assert len(kept()) == 3
    column = next(name for name in rows[0] if name.endswith(".h_1"))
    write([row | {column: ""} if row["id"] == "ada" else row for row in rows])
    again = grades_of("answers.csv")
    assert again[1:] == first[1:] and again[0]["points"] < first[0]["points"]
    points = output_of("results", "--roster", "roster.csv")
    assert "files were handed in" not in points and "Ada Lovelace" in points


def test_the_grades_count_for_the_exam_whatever_the_table_is_called_and_stand_in_a_gradebook():
    filled(TYPED)
    Path("answers.csv").rename("typed on Friday.csv")
    quizgen("grade", "typed on Friday.csv", "--roster", "roster.csv", "--csv", "book.csv", "--parts")
    assert {one["assignment"] for one in kept()} == {"midterm"}
    assert [row["id"] for row in read("book.csv")] == ["ada", "bob", "007", "1882"]


def test_one_who_knows_the_table_alone_reads_the_names_of_students():
    filled({student: right for student in ("ada", "bob", "007", "1882")})
    shown = output_of("grade", "answers.csv")
    assert "Ada Lovelace" in shown and "Emmy Noether" in shown


def test_an_answer_that_cannot_be_read_is_listed_with_its_row():
    rows = filled(TYPED)
    column = next(name for name in rows[0] if name.endswith(".h_2"))
    write([row | {column: "what?"} if row["id"] == "bob" else row for row in rows])
    shown = quizgen("grade", "answers.csv").stdout
    assert "Bob Marley" in shown and "It is row 3 of answers.csv." in shown and "quizgen grade answers.csv" in shown


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_is_recognised_by_its_content(ending):
    rows = filled(TYPED)
    book = openpyxl.Workbook()
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(row)
    book.save("answers.xlsx")
    Path(f"answers{ending}").rename("typed")
    assert [one["student"] for one in grades_of("typed")] == ["ada", "bob", "007"]


# ---------------------------------------------------------------- the empty table


def test_the_columns_are_the_parts_in_the_order_of_the_paper():
    said = output_of("exam", "sheet", "exam")
    rows = read()
    assert list(rows[0]) == ["code", "id", "name", *answers_of(quizzes()["ada"], right)]
    assert [row["id"] for row in rows] == ["ada", "bob", "007", "1882"]
    assert Path("answers.csv").read_bytes().startswith(b"\xef\xbb\xbf") and "quizgen grade answers.csv" in said


def test_a_table_into_which_nobody_has_typed_is_written_again_and_any_other_file_stays():
    output_of("exam", "sheet", "exam")
    empty = Path("answers.csv").read_bytes()
    output_of("exam", "sheet", "exam")
    assert Path("answers.csv").read_bytes() == empty
    filled(TYPED)
    typed = Path("answers.csv").read_bytes()
    assert "somebody has typed into it" in refused("exam", "sheet", "exam")
    assert "no table of answers" in refused("exam", "sheet", "exam", "--out", "roster.csv") and Path("answers.csv")
    assert Path("answers.csv").read_bytes() == typed and "ada" in Path("roster.csv").read_text(encoding="utf-8")


def test_groups_with_other_orders_have_a_table_each_and_both_are_graded():
    plan = PLAN.replace('title = "R', 'order = "groups"\ntitle = "R').replace("midterm", "grouped")
    Path("quizgen.db").unlink()
    shutil.rmtree("exam")
    make_exam(plan)
    output_of("exam", "sheet", "exam")
    papers = quizzes()
    assert sorted(path.name for path in Path().glob("answers*")) == ["answers-A.csv", "answers-B.csv"]
    for path in ("answers-A.csv", "answers-B.csv"):
        write([row | answers_of(papers[row["id"]], right) for row in read(path)], path)
    found = graded("answers-A.csv", "answers-B.csv")
    assert len(found) == 4 and all(
        mark["verdict"] in ("RIGHT", "NEEDS_A_PERSON") for one in found for mark in one["marks"]
    )
    other = read("answers-B.csv")[0]
    stray = {name: other.get(name, "0.1") for name in read("answers-A.csv")[0]}
    write([*read("answers-A.csv"), stray], "mixed.csv")
    assert "mixed.csv, row 4: the paper of bob has " in ungraded("mixed.csv")


def test_an_exam_or_a_kind_of_file_that_is_not_there_is_a_sentence():
    assert "holds no exam" in refused("exam", "sheet", "nowhere")
    assert ".csv" in refused("exam", "sheet", "exam", "--out", "answers.ods")
    Path("quizgen.db").unlink()
    assert "--db FILE" in refused("exam", "sheet", "exam")


# ---------------------------------------------------------------- as a spreadsheet


def test_a_spreadsheet_is_filled_in_and_graded_like_csv():
    rows = filled(TYPED)
    expected = comparable(grades_of("answers.csv"))
    output_of("exam", "sheet", "exam", "--out", "answers.xlsx")
    book = openpyxl.load_workbook("answers.xlsx")
    for cells, row in zip(book.active.iter_rows(min_row=2), rows, strict=True):
        for cell, text in zip(cells, row.values(), strict=True):
            assert cell.number_format == "@"
            cell.value = text or None
    book.save("answers.xlsx")
    assert comparable(grades_of("answers.xlsx")) == expected
    assert "somebody has typed into it" in refused("exam", "sheet", "exam", "--out", "answers.xlsx")


def test_without_the_library_for_spreadsheets_the_command_that_installs_it_is_named(monkeypatch):
    output_of("exam", "sheet", "exam", "--out", "answers.xlsx")
    there = builtins.__import__

    def without(name, *more):
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return there(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "pip install 'quizgen[xlsx]'" in refused("exam", "sheet", "exam", "--out", "other.xlsx")
    assert "pip install 'quizgen[xlsx]'" in refused("grade", "answers.xlsx")
    assert not Path("other.xlsx").exists()


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("q1.", "q1 .", "has a column"),
        (".h_1", ".h1", "Did you mean 'q"),
        ("code,id", "code,remarks", "has a column 'remarks'"),
        ("code,id", "Kode,Student", "it has no column 'code' or 'id'. It has Kode, Student"),
        (".h_2", ".h_1", "has two columns"),
    ],
)
def test_a_header_that_cannot_be_right_stops_all(old, new, says):
    filled(TYPED)
    head, _, rest = Path("answers.csv").read_text(encoding="utf-8-sig").partition("\n")
    Path("answers.csv").write_text(head.replace(old, new) + "\n" + rest, encoding="utf-8", newline="")
    assert says in refused("grade", "answers.csv")
    assert not kept()


def test_a_column_that_is_missing_stops_all():
    rows = filled(TYPED)
    last = list(rows[0])[-1]
    write([{name: text for name, text in row.items() if name != last} for row in rows])
    assert f"has no column {last!r}, which every paper has" in refused("grade", "answers.csv")


def test_what_is_wrong_with_single_rows_stops_those_alone():
    ada, bob, james, emmy = filled({student: right for student in ("ada", "bob", "007", "1882")})
    code = bob["code"]
    mistyped = code[:-1] + ("2" if code[-1] != "2" else "3")
    write([ada, bob | {"code": mistyped}, james | {"id": "bob"}, emmy | {"code": "", "id": "1883"}])
    said = ungraded("answers.csv")
    assert f"row 3: the code {mistyped!r} is mistyped" in said
    assert "row 4: the code" in said and "is on the paper of 007, and the id is bob" in said
    assert "row 5: there is no paper of '1883' for midterm. Did you mean '1882'?" in said
    assert [one["student"] for one in kept()] == ["ada"]


def test_codes_of_another_store_name_the_option():
    filled(TYPED)
    Path("quizgen.db").rename("other.db")
    assert "has no code of a paper in this store" in refused("grade", "answers.csv")


def test_an_empty_table_says_so():
    output_of("exam", "sheet", "exam")
    assert "holds no answers yet" in refused("grade", "answers.csv")
    assert quizgen("grade", "answers.csv", "roster.csv").exit_code == 2


# ---------------------------------------------------------------- sheets of a class


def test_sheets_of_a_class_are_graded_by_the_quizzes_of_its_papers():
    for student, quiz in quizzes().items():
        path = Path("class", f"{student}.toml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(sheet_text(quiz, answers_of(quiz, right), ""), encoding="utf-8")
    found = graded("class", "--roster", "roster.csv")
    assert {one["student"]: one["assignment"] for one in found} == dict.fromkeys(
        ("ada", "bob", "007", "1882"), "midterm"
    )
    assert all(mark["verdict"] in ("RIGHT", "NEEDS_A_PERSON") for one in found for mark in one["marks"])
