"""An exam counts once a student, whatever was printed: other editions, a replacement, groups with other orders of questions."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, quizgen, refused
from exam_of_four import answers_of, make_exam, read, right, write

from quizgen.generate.exam.seeds import read_code, written_code
from quizgen.model import Quiz
from quizgen.store import Store

PLAN = 'name = "midterm"\ntitle = "Midterm"\n\n[[section]]\nexercises = ["forward-h2", "shape-of"]\n'
EDITED = PLAN.replace('"shape-of"', '"forward-mcq", "shape-of"')  # q2 is another question than before
MAKE = ("exam", "make", "exam.toml", "--roster", "roster.csv")
WHY = ("--because", "ambiguous", "--by", "Eve")
ALL = ("ada", "bob", "007", "1882")
CLASS = "id,name,group\n" + "".join(f"s{n},Student {n},{'AB'[n % 2]}\n" for n in range(1, 7))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The exam of four, made, edited and made again, with a replacement for Ada. The first table is of the first edition."""
    folder = tmp_path_factory.mktemp("exam")
    with pytest.MonkeyPatch.context() as patch:
        empty_workspace(folder, patch)
        make_exam(PLAN)
        output_of("exam", "sheet", "exam", "--out", "first.csv")
        make_exam(EDITED)
        output_of(*MAKE, "--replacement", "ada")
        output_of("exam", "sheet", "exam")
    return folder


@pytest.fixture
def exam(printed, tmp_path, monkeypatch):
    shutil.copytree(printed, tmp_path, dirs_exist_ok=True)
    return empty_workspace(tmp_path, monkeypatch)


def papers(name: str = "midterm") -> dict[str, Quiz]:
    """The quiz of each paper by its code."""
    with Store.open("quizgen.db") as store:
        return {head.code: store.quiz(head.quiz) for head in store.papers(name)}


def type_in(path: str, wanted: Callable[[dict[str, str]], bool], wrong: str = "") -> None:
    """Types right answers into the rows that are wanted, but for the columns of one question, and grades the table."""
    quizzes = papers()
    rows = []
    for row in read(path):
        answers = answers_of(quizzes[read_code(row["code"])], right) if wanted(row) else {}
        rows.append(
            row | {name: "9, 9" if wrong and name.startswith(wrong) else text for name, text in answers.items()}
        )
    write(rows, path)
    quizgen("grade", path, "--roster", "roster.csv")


def of(*ids: str) -> Callable[[dict[str, str]], bool]:
    """The first row of each of these students."""
    left = [*ids]

    def wanted(row: dict[str, str]) -> bool:
        found = row["id"] in left
        left[:] = [id for id in left if id != row["id"]]
        return found

    return wanted


def totals(*words: str) -> dict[str, tuple[str, str]]:
    """The points and the most points of each student in the gradebook."""
    output_of("results", "--csv", "book.csv", "--roster", "roster.csv", "--assignment", "midterm", *words)
    return {row["id"]: (row["final"], row["final_max"]) for row in read("book.csv")}


def paper_of(id: str, number: int, sheet: int = 1) -> str:
    """The code of a student's edition."""
    with Store.open("quizgen.db") as store:
        own = [head for head in store.papers("midterm") if head.student.id == id]
    return own[number].code


# ---------------------------------------------------------------- one paper a student


def test_who_handed_in_the_first_edition_is_asked_that_and_who_handed_in_nothing_is_asked_the_newest(exam):
    type_in("first.csv", of("ada", "bob", "007"), wrong="q2")
    assert totals() == {"ada": ("2", "3"), "bob": ("2", "3"), "007": ("2", "3"), "1882": ("0", "4")}
    assert totals("--parts").keys() == {*ALL}
    assert [name for name in read("book.csv")[0] if name.startswith("midterm")] == ["midterm"]
    shown = output_of("results", "--roster", "roster.csv")
    assert shown.count("not handed in") == 1 and re.search(r"Ada Lovelace +2 of 3\n", shown)


def test_a_replacement_counts_in_place_of_the_sheet_and_of_two_that_were_handed_in_the_better_one(exam):
    type_in("answers.csv", of("ada", "bob"))  # Ada's first row is of the sheet that was replaced
    shutil.copy("answers.csv", "second.csv")
    replacement = written_code(paper_of("ada", 2))
    write([row | dict.fromkeys(list(row)[3:], "") for row in read("second.csv")], "second.csv")
    type_in("second.csv", lambda row: row["code"] == replacement, wrong="q1")
    assert totals() == {"ada": ("4", "4"), "bob": ("4", "4"), "007": ("0", "4"), "1882": ("0", "4")}
    assert "2 files were handed in; the best counts, answers.csv/ada." in read("book.csv")[0]["adjustments"]


def test_feedback_report_and_history_say_nothing_of_papers_that_were_never_handed_out(exam):
    type_in("first.csv", of("ada", "bob", "007"))
    output_of("feedback", "--roster", "roster.csv")
    page = Path("feedback/ada.html").read_text(encoding="utf-8")
    assert "3 of 3" in page and "not handed in" not in page
    [one] = json_output("report", "--roster", "roster.csv")["assignments"]
    assert (one["students"], one["missing"], len(one["items"])) == (3, 1, 3)
    assert "midterm-1-ada" in output_of("history", "ada") and "midterm-2" not in output_of("history", "ada")


def test_a_question_is_dropped_from_all_papers_that_came_back_whatever_later_editions_ask_there(exam):
    type_in("first.csv", of("ada", "bob", "007"), wrong="q2")
    drop = ("regrade", "--assignment", "midterm", "--drop", "q2")
    assert "3 grades: 3 with a higher score" in output_of(*drop) and totals()["ada"] == ("2", "3")
    output_of(*drop, "--apply", *WHY)
    assert totals() == {"ada": ("2", "2"), "bob": ("2", "2"), "007": ("2", "2"), "1882": ("0", "4")}, (
        "q2 is another there"
    )
    rows = [row | {"q2.shape": "1"} for row in read("first.csv") if row["id"] == "1882"]
    write(rows, "late.csv")
    type_in("late.csv", of("1882"), wrong="q2")
    assert totals()["1882"] == ("2", "2")


def test_a_student_without_a_paper_in_this_exam_and_one_off_the_roster_cost_nobody_anything(exam):
    type_in("answers.csv", of("ada"))
    Path("roster.csv").write_text("id,name\nada,Ada Lovelace\nnew,Nina New\n", encoding="utf-8")
    assert totals() == {"ada": ("4", "4"), "new": ("", ""), "bob": ("0", "4"), "007": ("0", "4"), "1882": ("0", "4")}


# ---------------------------------------------------------------- which papers the folder holds


def test_a_plan_that_is_as_it_was_before_has_its_old_papers_in_the_table_again(exam):
    make_exam(PLAN)
    Path("answers.csv").unlink()
    output_of("exam", "sheet", "exam")
    first = {row["code"] for row in read("first.csv")}
    replacement = written_code(paper_of("ada", 2))
    assert {row["code"] for row in read("answers-1.csv") + read("answers-2.csv")} == {*first, replacement}
    described = json.loads(Path("exam/exam.json").read_text(encoding="utf-8"))["papers"]
    assert [described[read_code(row["code"])] for row in read("first.csv")][1:2] == ["papers/bob Bob Marley.pdf"]
    shown = quizgen("enter", "exam", "--by", "Eve", typed="bob\nq\n").stdout
    assert shown.startswith("5 papers of midterm") and "Bob Marley" in shown and "has 2 papers" not in shown


def test_a_row_that_is_emptied_after_it_was_graded_is_named_and_keeps_its_grade(exam):
    type_in("answers.csv", of("ada", "bob"))
    write([row | (dict.fromkeys(list(row)[3:], "") if row["id"] == "bob" else {}) for row in read()])
    said = quizgen("grade", "answers.csv").stderr
    assert "4 rows have no answer" in said and "these grades stay: bob." in said and "quizgen override ID all 0" in said
    assert totals()["bob"] == ("4", "4")
    output_of("override", "bob", "all", "0", *WHY)
    assert totals()["bob"] == ("0", "4")


# ---------------------------------------------------------------- groups with other orders


@pytest.fixture(scope="module")
def grouped_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("groups")
    with pytest.MonkeyPatch.context() as patch:
        empty_workspace(folder, patch)
        make_exam(PLAN.replace("title", 'order = "groups"\ntitle'), CLASS)
        output_of("exam", "sheet", "exam")
        for path in ("answers-A.csv", "answers-B.csv"):
            type_in(path, lambda row: True)
    return folder


@pytest.fixture
def groups(grouped_once, tmp_path, monkeypatch):
    shutil.copytree(grouped_once, tmp_path, dirs_exist_ok=True)
    return empty_workspace(tmp_path, monkeypatch)


def test_the_report_counts_an_exercise_over_both_groups(groups):
    assert {quiz.variants[0].exercise for quiz in papers().values()} == {"forward-h2", "shape-of"}
    [one] = json_output("report")["assignments"]
    assert sorted((item["exercise"], item["students"]) for item in one["items"]) == [
        ("forward-h2", 6), ("forward-h2", 6), ("shape-of", 6),
    ]  # fmt: skip


def test_a_question_that_is_another_one_in_the_other_group_is_not_dropped_and_both_are_named(groups):
    why = refused("regrade", "--drop", "q1")
    assert "forward-h2" in why and "shape-of" in why and "Name the exercise in place of q1" in why


def test_an_exercise_is_dropped_and_dropped_no_longer_wherever_a_paper_asks_it(groups):
    before = totals()
    assert {*before.values()} == {("3", "3")}
    output_of("regrade", "--drop", "shape-of", "--apply", *WHY)
    assert {*totals().values()} == {("2", "2")}
    assert "stored already" in output_of("regrade", "--drop", "shape-of")
    output_of("regrade", "--question", "forward-h2", "--worth", "6", "--apply", *WHY)
    assert {*totals().values()} == {("6", "6")}
    output_of("regrade", "--question", "shape-of", "--withdraw", "--apply", *WHY)
    assert {*totals().values()} == {("7", "7")}
    assert "Did you mean 'shape-of'?" in refused("regrade", "--drop", "shape-off")


def test_similar_compares_the_answers_to_one_exercise_wherever_it_is_asked(groups):
    from quizgen.classroom.course.similar_answers import Sheet, Table

    with Store.open("quizgen.db") as store:
        table = Table([Sheet(one.grade.student, store.quiz(one.grade.quiz), one.grade) for one in store.grades()])
    asked = [{(copy.variant.exercise, copy.ask.name) for copy in column.copies} for column in table.columns]
    assert {*map(len, asked)} == {1} and max(len(column.copies) for column in table.columns) == 6
    assert any(len({*names}) == 2 for names in table.asked), "q1 of one group, q2 of the other"
