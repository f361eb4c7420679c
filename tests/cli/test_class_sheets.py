"""Whose an answer sheet is: the student it names, else the student of its quiz, else the one whom its file or folder names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from class_folders import METADATA, RIGHT_STEP, lay, zipped
from cli_program import empty_workspace, graded, made, output_of, quizgen

from quizgen.classroom.collect.roster_search import Person, RosterSearch

ROSTER = "id,name,email\n1815,Ada Lovelace,\n1906,Grace Hopper,grace@example.edu\n1882,Emmy Noether,\n"
MOODLE = (
    "Ada Lovelace_3141_assignsubmission_file_/answers.toml",
    "Grace Hopper_3142_assignsubmission_file_/answers.toml",
)
CANVAS = "lovelaceada_2718_281828_answers.toml", "hoppergrace_LATE_2719_281829_answers-1.toml"
GRADESCOPE = "assignment_99_export/submission_111/answers.toml", "assignment_99_export/submission_222/answers.toml"
GROUP = METADATA.replace(b"  :created_at", b"  - :name: Emmy Noether\n    :sid: '1882'\n  :created_at")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    Path(tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return empty_workspace(tmp_path, monkeypatch)


def sheet(student: str = "") -> bytes:
    """A sheet of one quiz, empty but for the student's name."""
    return f'quiz = "forward-h1-1"\nstudent = {json.dumps(student)}\n'.encode()


@pytest.fixture(autouse=True)
def quiz(workspace):
    made("--exercise", "forward-h1", "--seed", "1", "--out", "quizzes")


def students(*words: str) -> list[str]:
    return [grade["student"] for grade in graded(*words)]


@pytest.mark.parametrize(
    "names", [("1815.toml", "1906.toml"), ("hw Ada Lovelace.toml", "grace_hopper.toml"), MOODLE, CANVAS, GRADESCOPE]
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_sheet_without_a_name_is_its_files_students(names, form):
    files = dict.fromkeys(names, sheet())
    if names == GRADESCOPE:
        files["assignment_99_export/submission_metadata.yml"] = METADATA
    path = lay(Path("class"), files) if form == "folder" else lay(Path(), {"class.zip": zipped(files)}) / "class.zip"
    assert sorted(students(str(path), "--roster", "roster.csv")) == ["1815", "1906"]
    assert len(set(students(str(path)))) == 2 and None not in students(str(path)), "without a roster too"


def test_the_table_names_the_students_of_sheets_and_who_is_missing():
    lay(
        Path("class"),
        {"1815.toml": sheet(), "a.toml": sheet("hopper, GRACE"), "b.toml": sheet("1906"), "1882.toml": sheet()},
    )
    shown = " ".join(output_of("grade", "class", "--roster", "roster.csv").split())
    assert "Ada Lovelace 0 of" in shown and "–" not in shown
    assert "Grace Hopper (1 of 2) 0 of" in shown and "Grace Hopper (2 of 2) 0 of" in shown
    assert "Emmy Noether 0 of" in shown and "Nothing was graded" not in shown
    Path("class/1882.toml").rename("class/again 1815.toml")
    shown = " ".join(output_of("grade", "class", "--roster", "roster.csv").split())
    assert "Nothing was graded of 1 student on the roster: Emmy Noether." in shown


def test_a_page_of_feedback_is_headed_by_the_student_and_not_by_a_path():
    lay(Path(), {"class.zip": zipped(dict.fromkeys(MOODLE, sheet()))})
    output_of("grade", "class.zip", "--roster", "roster.csv")
    output_of("feedback", "--roster", "roster.csv")
    pages = {path.name: path.read_text(encoding="utf-8") for path in Path("feedback").iterdir()}
    assert sorted(pages) == ["1815.html", "1906.html"]
    assert "Ada Lovelace</h1>" in pages["1815.html"]


def test_the_name_on_a_sheet_counts_more_than_the_name_of_its_file():
    lay(Path("class"), {"1815.toml": sheet("Grace Hopper"), "1906.toml": sheet("Gracie")})
    assert students("class", "--roster", "roster.csv") == ["1906", "1906"], "Gracie is on no roster, but 1906 is"
    assert students("class") == ["Grace Hopper", "Gracie"], "without a roster it stays as it is typed"


def test_a_doubt_is_reported_only_where_the_sheet_does_not_settle_it():
    files = {"a.toml": sheet("Ada Lovelace"), "b.toml": sheet("Bea"), "c.toml": sheet(), "d.py": RIGHT_STEP}
    lay(Path("class"), files)
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert [grade["student"] for grade in json.loads(result.stdout)["grades"]] == ["1815", "Bea", "c", "d"]
    assert result.stderr.splitlines() == [
        "quizgen: class/b.toml: its sheet names the student 'Bea', who is not on the roster. It is graded as Bea.",
        "quizgen: class/c.toml: matches no student on the roster. It is graded as c.",
        "quizgen: class/d.py: matches no student on the roster. It is graded as d.",
    ]


def test_code_beside_a_sheet_is_the_same_students():
    lay(Path("work"), {"answers.toml": sheet("Ada Lovelace"), "submission.py": RIGHT_STEP})
    assert set(students("work", "--roster", "roster.csv")) == {"1815"}


def test_a_sheet_of_a_group_is_graded_for_each_of_them():
    files = {"export/submission_111/answers.toml": sheet("Ada"), "export/submission_metadata.yml": GROUP}
    lay(Path("class"), files)
    assert students("class", "--roster", "roster.csv") == ["1815", "1882"]


def test_a_sheet_named_by_itself_and_the_folder_of_a_quiz_name_no_student():
    lay(Path("class"), {"1815.toml": sheet(), "forward-h1-1/answers.toml": sheet(), "x/answers.toml": sheet()})
    assert students("class/1815.toml") == students("class/forward-h1-1") == [None]
    assert students("class") == ["1815", None, "x"]
    result = quizgen("grade", "class/forward-h1-1", "--roster", "roster.csv")
    assert (
        result.stderr
        == "quizgen: class/forward-h1-1/answers.toml: matches no student on the roster. It is graded as it is.\n"
    )
    assert students("class/1815.toml", "--roster", "roster.csv") == ["1815"]


def test_the_id_under_which_grades_are_kept_names_its_student_before_any_name():
    ann, ben = Person("ann", ("ann",), "Ben Ray"), Person("7", ("7",), "Ann")
    roster = RosterSearch((ann, ben))
    assert roster.person("ann") is ann and roster.person("ben ray") is ann and roster.person("7") is ben
    assert roster.person("Ann") is None and roster.person("Zoe") is None and roster.person("group 7") is None
