"""Work belongs to assignments: never mixed in one store, graded on all that is asked, listed and given back by assignment."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from class_folders import RIGHT_STEP, STEP_WITHOUT_B, lay, zipped
from cli_program import empty_workspace, fill, graded, json_output, made, marks, output_of, quizgen, refused

from quizgen.cli.known_assignments import known_assignments
from quizgen.model import Assignment
from quizgen.store import Store

FORWARD = RIGHT_STEP + (
    b"def rnn_forward(x, h0, W, W_h, b):\n    states = []\n    for t in range(x.shape[1]):\n"
    b"        h0 = rnn_step(x[:, t], h0, W, W_h, b)\n        states.append(h0)\n    return np.stack(states, axis=1)\n"
)
COURSE = ("--db", "../course.db")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def stored(db: str = "quizgen.db") -> list[tuple[str, str, float]]:
    """Assignment, student and points of the current grades."""
    with Store.open(db) as store:
        return [(r.grade.assignment, r.grade.student, r.grade.points) for r in store.grades(latest=True)]


# ---------------------------------------------------------------- which assignment


def test_two_assignments_with_the_same_file_names_in_one_store_do_not_mix(workspace, monkeypatch):
    for name, code in (("hw1", RIGHT_STEP), ("hw2", STEP_WITHOUT_B)):
        lay(workspace / name, {"ada/submission.py": code, "ben/submission.py": code})
        monkeypatch.chdir(workspace / name)
        grades = json_output(*COURSE, "grade", ".")["grades"]
        assert {grade["assignment"] for grade in grades} == {name}
    monkeypatch.chdir(workspace)
    one, two = (json_output("--db", "course.db", "results", "--assignment", name)["grades"] for name in ("hw1", "hw2"))
    assert (
        sorted(grade["source"] for grade in one)
        == sorted(grade["source"] for grade in two)
        == ["ada/submission.py", "ben/submission.py"]
    )
    assert [grade["points"] for grade in one] == [13, 13] and [grade["points"] for grade in two] < [13, 13]
    assert len(stored("course.db")) == 4, "none replaced another"
    output_of("--db", "course.db", "feedback")
    page = Path("feedback/ada.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 class="assignment">(\w+)</h2>', page) == ["hw1", "hw2"] and page.count("<article") == 2
    output_of("--db", "course.db", "feedback", "--assignment", "hw2", "--out", "two")
    assert Path("two/ada.html").read_text(encoding="utf-8").count("<article") == 1


def test_a_zip_gives_its_name_and_a_folder_of_a_known_assignment_its_own(workspace):
    lay(workspace, {"hw3.zip": zipped({"ada.py": RIGHT_STEP}), "hw4/late/ben.py": RIGHT_STEP})
    assert graded("hw3.zip")[0]["assignment"] == "hw3"
    assert graded("hw4/late")[0]["assignment"] == "late", "nothing above it is known yet"
    output_of("assignment", "hw4", "--points", "10")
    Path("hw4/later").mkdir()
    Path("hw4/late/ben.py").rename("hw4/later/ben.py")
    assert graded("hw4/later")[0]["assignment"] == "hw4"
    assert graded("hw4/later/ben.py")[0]["assignment"] == "hw4"
    assert graded("hw4/later", "--assignment", "resit")[0]["assignment"] == "resit"


def test_a_file_named_itself_and_the_folder_of_a_quiz_are_practice(workspace):
    lay(workspace / "hw1", {"ada.py": RIGHT_STEP})
    folder, _ = made("--exercise", "forward-h2", "--seed", "7")
    assert "assignment" not in graded("hw1/ada.py")[0] and "assignment" not in graded(str(folder))[0]
    assert "assignment" not in output_of("results"), "and no column of nothing"
    with Store.open("quizgen.db") as store:
        assert store.assignment_names() == []


def test_a_sheet_counts_for_the_assignment_of_its_quiz_whatever_is_named(workspace):
    folder, _ = made("--exercise", "forward-h2", "--seed", "7", "--assignment", "hw1")
    sheet = str(fill(folder / "answers.toml", {}, student="Ada"))
    assert graded(sheet)[0]["assignment"] == graded(str(folder))[0]["assignment"] == "hw1"
    result = quizgen("grade", sheet, "--assignment", "hw2", "--json")
    assert json.loads(result.stdout)["grades"][0]["assignment"] == "hw1"
    assert result.stderr == f"quizgen: {sheet}: its quiz was made for hw1, so it counts for that, not for hw2.\n"


def test_of_many_sheets_of_another_assignment_one_line_is_said(workspace):
    for seed, name in (("7", "hw1"), ("8", "hw1"), ("9", "hw2")):
        folder, _ = made("--exercise", "forward-h2", "--seed", seed, "--assignment", name)
        lay(workspace / "class", {f"{seed}.toml": (folder / "answers.toml").read_bytes()})
    result = quizgen("grade", "class", "--assignment", "hw2")
    assert result.stderr == "quizgen: 2 files count for hw1, for which their quizzes were made, not for hw2.\n"
    assert sorted(name for name, _, _ in stored()) == ["hw1", "hw1", "hw2"]


def test_a_quiz_of_the_same_seed_for_another_assignment_is_another_quiz(workspace):
    one, two = (
        made("--exercise", "forward-h2", "--seed", "7", "--assignment", name)[1]["quiz"] for name in ("hw1", "hw2")
    )
    assert one == "forward-h2-7" != two
    output_of("export", "--exercise", "forward-h2", "--seed", "8", "--format", "html", "--assignment", "exam")
    with Store.open("quizgen.db") as store:
        assert [quiz.assignment for quiz in store.quizzes()] == ["hw1", "hw2", "exam"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..\\x", "a\nb"])
def test_a_name_that_no_folder_could_have_is_refused(name):
    lay(Path("class"), {"ada.py": RIGHT_STEP})
    assert "cannot be the name of an assignment" in refused("grade", "class", "--assignment", name)


def test_the_names_read_directly_are_those_of_the_store(workspace):
    def never() -> Store:
        raise AssertionError("opened")

    assert known_assignments("quizgen.db", never) == frozenset() and not Path("quizgen.db").exists()
    made("--exercise", "forward-h2", "--seed", "7", "--assignment", "hw1")
    lay(Path("hw2"), {"ada.py": RIGHT_STEP})
    graded("hw2")
    output_of("assignment", "hw3", "--points", "3")
    with Store.open("quizgen.db") as store:
        assert known_assignments("quizgen.db", never) == {*store.assignment_names()} == {"hw1", "hw2", "hw3"}
        assert known_assignments("sqlite:///quizgen.db", never) == {"hw1", "hw2", "hw3"}


# ---------------------------------------------------------------- what is asked


def test_leaving_work_out_costs_its_points_and_all_are_out_of_the_same(workspace):
    lay(Path("hw1"), {"ada.py": FORWARD, "ben.py": RIGHT_STEP, "cleo.py": b"x = 1\n", "dan.py": b""})
    output_of("assignment", "hw1", "--function", "rnn_step", "--function", "rnn_forward")
    found = {grade["student"]: grade for grade in graded("hw1")}
    assert {who: (grade["points"], grade["max_points"]) for who, grade in found.items()} == {
        "ada": (33, 33), "ben": (13, 33), "cleo": (0, 33), "dan": (0, 33)
    }  # fmt: skip
    mark = marks(found["ben"])["rnn_forward"]
    assert mark["verdict"] == "BLANK" and mark["feedback"] == "rnn_forward is not in the file"
    assert {mark["verdict"] for mark in found["cleo"]["marks"]} == {"BLANK"}
    assert graded("hw1/ben.py")[0]["max_points"] == 33, "also of a file that is named itself"


def test_code_of_a_practice_quiz_is_graded_on_what_the_assignment_asks(workspace):
    output_of("assignment", "hw3", "--function", "rnn_step", "--function", "rnn_forward")
    practice = Path(json_output("--db", "own.db", "make", "--exercise", "code-step", "--seed", "1", "--json")["quiz"])
    lay(Path("hw3"), {"ada.py": (practice / "submission.py").read_bytes()})
    [grade] = json_output("grade", "hw3")["grades"]
    assert not grade["quiz"] and {mark["ask"].partition(".")[0] for mark in grade["marks"]} == {
        "rnn_step",
        "rnn_forward",
    }


def test_a_class_in_another_interface_loses_what_that_has_not_unless_the_interface_is_named(workspace):
    lay(Path("hw1"), {"ada.py": b"import numpy as np\ndef rnn_step_forward(x, prev_h, Wx, Wh, b):\n    return 0, 0\n"})
    output_of("assignment", "hw1", "--function", "rnn_step", "--function", "predict")
    [grade] = graded("hw1")
    assert grade["interface"] == "cs231n" and grade["max_points"] == 23
    assert "cs231n interface" in marks(grade)["predict"]["feedback"]
    regraded = output_of("regrade", "--assignment", "hw1")
    assert "1 unchanged" in regraded
    assert graded("hw1", "--interface", "cs231n")[0]["max_points"] == 13
    assert "1 unchanged" in output_of("regrade", "--assignment", "hw1")


def test_no_python_is_still_no_submission(workspace):
    lay(Path("hw1"), {"ada.py": RIGHT_STEP, "ben.py": b"%PDF-1.4 (((\n"})
    output_of("assignment", "hw1", "--function", "rnn_step")
    result = quizgen("grade", "hw1")
    assert result.exit_code == 1 and "hw1/ben.py: defines none of the functions to grade: rnn_step" in result.stderr


def test_the_exercise_that_is_named_first_becomes_what_is_asked_and_another_is_refused(workspace):
    lay(Path("hw1"), {"ada.py": RIGHT_STEP})
    result = quizgen("grade", "hw1", "--exercise", "code-forward")
    assert result.stderr == "quizgen: hw1 now asks for rnn_step, rnn_forward; leaving one out costs its points.\n"
    assert "13 of 33" in result.stdout and "13 of 33" in output_of("grade", "hw1", "--exercise", "code-forward")
    said = refused("grade", "hw1", "--exercise", "code-backward")
    assert said.startswith("hw1 asks for rnn_step, rnn_forward, and --exercise for rnn_backward.")
    assert "'quizgen assignment hw1 --function rnn_backward'" in said


def test_a_class_whose_files_differ_is_told_the_command_that_makes_leaving_out_cost(workspace):
    lay(Path("hw1"), {"ada.py": FORWARD, "ben.py": FORWARD + b"#", "cleo.py": RIGHT_STEP})
    said = quizgen("grade", "hw1").stderr
    assert said.count("\n") == 1 and "leaving one out costs nothing" in said
    command = said.rpartition("  quizgen ")[2].split()
    assert command == ["assignment", "hw1", "--function", "rnn_step", "--function", "rnn_forward"]
    output_of(*command)
    assert not quizgen("grade", "hw1").stderr
    assert sorted(points for _, _, points in stored()) == [13, 33, 33]


def test_nothing_graded_is_listed_by_assignment(workspace):
    lay(
        Path(),
        {"hw1/1815.py": RIGHT_STEP, "hw1/1906.py": RIGHT_STEP, "hw2/1815.py": RIGHT_STEP, "hw2/1777.py": RIGHT_STEP},
    )
    Path("roster.csv").write_text("id,name\n1815,Ada\n1906,Grace\n1777,Carl\n", encoding="utf-8")
    shown = output_of("grade", "hw1", "hw2", "--roster", "roster.csv")
    assert "Nothing was graded for hw1 of 1 student on the roster: Carl." in shown
    assert "Nothing was graded for hw2 of 1 student on the roster: Grace." in shown and "1 of 2" not in shown


# ---------------------------------------------------------------- when it was handed in


def test_a_grade_says_when_its_file_was_handed_in(workspace):
    lay(Path(), {"hw1/ada.py": RIGHT_STEP, "hw2.zip": zipped({"ben.py": RIGHT_STEP})})
    when = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    os.utime("hw1/ada.py", (when.timestamp(), when.timestamp()))
    assert graded("hw1")[0]["submitted_at"] == json_output("results")["grades"][0]["submitted_at"] == when.isoformat()
    packed = datetime.fromisoformat(graded("hw2.zip")[0]["submitted_at"])
    assert abs(packed - datetime.now(UTC)) < timedelta(minutes=5), "zip files have local time"


# ---------------------------------------------------------------- quizgen assignment


def test_what_is_not_named_stays_and_the_table_shows_all(workspace):
    output_of(
        "assignment", "hw1", "--exercise", "code-forward", "--due", "2027-03-01", "--penalty", "10%", "--grace", "90m"
    )
    output_of("assignment", "hw1", "--points", "20", "--by", "Eve")
    output_of("assignment", "hw2", "--due", "2027-03-01T18:00+01:00")
    with Store.open("quizgen.db") as store:
        end = datetime(2027, 3, 1, 23, 59, 59, 999999).astimezone(UTC)
        functions, grace = ("rnn_step", "rnn_forward"), timedelta(minutes=90)
        assert store.assignments() == {
            "hw1": Assignment("hw1", functions, 20, end, 0.1, grace),
            "hw2": Assignment("hw2", due=datetime(2027, 3, 1, 17, tzinfo=UTC)),
        }
    shown = " ".join(output_of("assignment").split())
    assert "hw1 rnn_step, rnn_forward 20 2027-03-01 23:59" in shown and "10% a day, 90m grace nothing" in shown
    assert "due 2027-03-01 23:59" in " ".join(output_of("assignment", "hw1").split())
    output_of("assignment", "hw1", "--due", "none", "--points", "none")
    with Store.open("quizgen.db") as store:
        assert store.assignments()["hw1"] == Assignment("hw1", functions, None, None, 0.1, grace)
    output_of("assignment", "hw1", "--function", "none")
    with Store.open("quizgen.db") as store:
        assert store.assignments()["hw1"] == Assignment("hw1", (), None, None, 0.1, grace)


def test_each_change_of_an_assignment_is_listed_with_when_by_whom_and_from_what_to_what(workspace):
    output_of("assignment", "hw1", "--penalty", "10", "--grace", "2h", "--by", "Eve")
    output_of("assignment", "hw1", "--penalty", "10", "--by", "Nobody")
    lay(workspace, {"hw1/ada.py": RIGHT_STEP})
    assert quizgen("grade", "hw1", "--exercise", "code-step").exit_code == 0
    output_of("assignment", "hw1", "--penalty", "50", "--points", "20", "--by", "Mallory")
    _, _, changes = " ".join(output_of("assignment", "hw1").split()).partition("history ")
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(
        rf"{moment}, Eve: described "
        rf"{moment}, quizgen: functions from none to rnn_step "
        rf"{moment}, Mallory: points from none to 20; late from 10% a day, 2h grace to 50% a day, 2h grace",
        changes,
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--due", "1.3.2027"], "no date"),
        (["--due", "2027-02-30"], "no date"),
        (["--due", "9999-12-31T23:59-12:00"], "no date"),
        (["--due", "9999-12-31"], "no date"),
        (["--points", "0"], "no number above 0"),
        (["--points", "1e308"], "no number above 0, up to 10,000"),
        (["--points", "nan"], "no number above 0"),
        (["--points", "many"], "no number above 0"),
        (["--penalty", "101"], "no percentage"),
        (["--penalty", "-1"], "no percentage"),
        (["--grace", "soon"], "no duration"),
        (["--grace", "1.5h"], "no duration"),
        (["--function", "rnn_stp"], "Did you mean 'rnn_step'?"),
        (["--function", "none", "--function", "rnn_step"], "stands alone"),
        (["--function", "none", "--exercise", "code-step"], "Leave one of them out"),
        (["--exercise", "forward-h2"], "asks for no code"),
    ],
)
def test_a_description_that_cannot_be_read_changes_nothing(words, why):
    assert why in refused("assignment", "hw1", *words)
    assert not Path("quizgen.db").exists()


def test_an_assignment_that_is_not_there_is_suggested(workspace):
    output_of("assignment", "hw1", "--points", "20")
    for command in ("assignment", "results --assignment", "feedback --assignment"):
        assert "No assignment 'hw'. Did you mean 'hw1'?" in refused(*command.split(), "hw")
    assert "Which assignment?" in refused("assignment", "--points", "20")
