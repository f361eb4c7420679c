"""Namesakes: a person says whose a file is, and every message tells students of one name apart."""

from pathlib import Path

import pytest
from class_folders import lay
from cli_program import empty_workspace, made, output_of, quizgen

ROSTER = "id,name\na1,Ada Lovelace\nb2,Ben Ray\na3,Ada Lovelace\n"


def sheet(student: str) -> bytes:
    """A sheet on which nothing but the student's name is filled in."""
    return f'quiz = "forward-h1-1"\nstudent = "{student}"\n'.encode()


@pytest.fixture(autouse=True)
def two_of_one_name(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    made("--exercise", "forward-h1", "--seed", "1", "--out", "quizzes")
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    files = {f"{name}/answers.toml": sheet("Ada Lovelace") for name in ("team 1", "team 2")}
    lay(Path("hw1"), files | {"team 3/answers.toml": sheet("Ben Ray")})


def graded(*options: str):
    return quizgen("grade", "hw1", "--roster", "roster.csv", *options)


def points() -> dict[str, str]:
    """The points of each student, as a table shows them."""
    lines = output_of("results", "--assignment", "hw1", "--roster", "roster.csv").splitlines()[1:]
    return {line[:18].strip(): line[18:].strip() for line in lines}


def test_a_name_of_two_students_is_said_with_both_ids_and_a_file_settles_it():
    shown = " ".join(graded().stderr.split())
    assert shown.count("'Ada Lovelace' is the name of a1 and a3; --who FILE.csv says whose a file is.") == 2
    Path("who.csv").write_text("file,id\nteam 1/answers.toml,a3\nhw1\\team 2\\answers.toml,a1\n", encoding="utf-8")
    settled = graded("--who", "who.csv")
    assert "Ada Lovelace (a1)" in settled.stdout and "Ada Lovelace (a3)" in settled.stdout and not settled.stderr
    assert list(points()) == ["Ada Lovelace (a1)", "Ben Ray", "Ada Lovelace (a3)"], "nothing is left under the name"


def test_what_a_person_says_counts_more_than_what_the_sheet_says():
    rows = ["id,file", "a1,team 3/answers.toml", "a3,team 1/answers.toml", "a3,team 2/answers.toml"]
    Path("who.csv").write_text("\n".join(rows), encoding="utf-8")
    graded("--who", "who.csv")
    assert points()["Ben Ray"] == "–" and points()["Ada Lovelace (a1)"].startswith("0 of")


def test_every_row_that_cannot_be_followed_is_said_and_nothing_is_graded():
    rows = ["answers.toml,a1", "team 1/answer.toml,a1", "team 1/answers.toml,Ada Lovelace", "team 2/answers.toml,b22",
            "team 3/answers.toml,b2", "hw1/team 3/answers.toml,b2", ",a1", "team 2/answers.toml,"]  # fmt: skip
    Path("who.csv").write_text("\n".join(["file,id", *rows]), encoding="utf-8")
    refused = graded("--who", "who.csv")
    assert refused.exit_code == 2 and not refused.stdout
    assert [line.strip() for line in refused.stderr.splitlines()] == [
        "quizgen: who.csv cannot be followed, so nothing was graded.",
        "Line 2: 'answers.toml' is the end of 3 paths: hw1/team 1/answers.toml, hw1/team 2/answers.toml, "
        "hw1/team 3/answers.toml. Write more of the path.",
        "Line 3: no file 'team 1/answer.toml' was found. Did you mean 'team 1/answers.toml'?",
        "Line 4: 'Ada Lovelace' is the name of 2 students: a1, a3. Write the id.",
        "Line 5: 'b22' is not on the roster. Did you mean 'b2'?",
        "Line 7: 'hw1/team 3/answers.toml' is on line 6 already. Keep one of the two.",
        "Line 8: there is no file.",
        "Line 9: there is no id.",
    ]
    Path("who.csv").write_text("path,student\n", encoding="utf-8")
    assert "needs the columns file and id. It has path, student." in graded("--who", "who.csv").stderr


def test_an_exam_of_namesakes_is_told_apart_by_the_ids_of_its_papers():
    output_of("export", "--exercise", "forward-h1", "--students", "roster.csv", "--seed", "7", "--format", "html")
    for id in ("a1", "a3"):
        text = f'quiz = "forward-h1-7-{id}"\nstudent = "Ada Lovelace"\n[q1]\nh_1 = ""\n'
        lay(Path("exam 7"), {f"{id}x.toml": text.encode()})
    shown = quizgen("grade", "exam 7", "--roster", "roster.csv")
    assert "Ada Lovelace (a1)" in shown.stdout and "Ada Lovelace (a3)" in shown.stdout


# ---------------------------------------------------------------- the gradebook


def test_a_gradebook_is_filled_by_grade_and_by_results_alike():
    canvas = "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (7),Final Score\n    Points Possible,,,,,10,(read only)\n"
    Path("canvas.csv").write_text(
        canvas + '"Ray, Ben",12,s2,b2,A,,80\n"Lovelace, Ada",11,s1,a1,A,,9\n', encoding="utf-8"
    )
    graded()
    asked = quizgen("results", "--csv", "one.csv", "--roster", "canvas.csv")
    assert asked.exit_code == 2 and "Did you mean 'Homework 1 (7)'?" in asked.stderr and not Path("one.csv").exists()
    named = ("--column", "Homework 1")
    output = output_of("results", "--csv", "one.csv", "--roster", "canvas.csv", *named)
    assert output == "2 students in one.csv, filled in: Homework 1 (7).\n"
    quizgen("grade", "hw1", "--roster", "canvas.csv", "--csv", "two.csv", *named)
    output_of("results", "--csv", "three.csv", "--roster", "one.csv", *named)
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes() == Path("three.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--csv", "a.csv", "--student", "b2"], "about all students"),
        (["--parts"], "Write one: --csv FILE."),
        (["--csv", "roster.csv", "--roster", "roster.csv"], "would be written over"),
        (["--csv", "a.csv", "--assignment", "hw2"], "No assignment 'hw2'. Did you mean 'hw1'?"),
    ],
)
def test_options_that_do_not_go_together_are_refused(words, sentence):
    graded()
    refused = quizgen("results", *words)
    assert refused.exit_code == 2 and sentence in " ".join(refused.stderr.split())
