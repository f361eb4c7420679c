"""What quizgen grade shows of a class and writes to files: tables, gradebooks and reports."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import sys
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from class_folders import (
    class_of,
    lay,
    zipped,
)
from cli_program import empty_workspace, fill, graded, json_output, made, output_of, quizgen, refused

from quizgen.authoring.bank import Bank
from quizgen.documents.class_summary import PRACTICE
from reference_rnn import CATALOGUE, CONCEPTS


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def test_a_small_class_is_a_table_of_everybody():
    class_of(6)
    lay(Path("class"), {"empty.py": b""})
    result = quizgen("grade", "class")
    shown = " ".join(result.stdout.split())
    assert all(f"s00{n}" in shown for n in range(6)) and "13 of 13" in shown
    assert "6 graded" in shown and "4 right, 2 slip" in shown and "1 could not be graded" in shown
    assert "Bias b left out 2 quizgen make --misconception fwd-no-bias" in shown


def test_what_could_not_be_read_is_listed_with_what_was_typed_and_the_command_that_settles_it():
    Path("class").mkdir()
    folder, _ = made("--exercise", "forward-h1", "--seed", "1")
    text = (folder / "answers.toml").read_text(encoding="utf-8")
    for name, typed in (
        ("ada", "one half, a third"),
        ("ben", "0.5, 0.5"),
        ("cy", ""),
        ("dora", "\\u001b[2J" + "?" * 90),
    ):
        sheet = text.replace('student = ""', f'student = "{name}"').replace('h_1 = ""', f'h_1 = "{typed}"')
        Path(f"class/{name}.toml").write_text(sheet, encoding="utf-8")
    shown = output_of("grade", "class").partition("2 answers could not be read.")[2]
    assert shown.startswith(" Correct the sheet if you can read what was typed, then grade it:\n")
    assert "ada\n      1  h₁   one half, a third\n      quizgen grade class/ada.toml\n" in shown
    assert "\x1b" not in shown and "???…" in shown
    assert "ben" not in shown and "cy" not in shown
    assert "2 answers could not be read." in output_of("grade", "class"), "they are listed until they are settled"
    sheet = Path("class/ada.toml")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("one half, a third", "0.5, 0.3333"), encoding="utf-8")
    output_of("grade", "class/ada.toml")
    lay(
        Path(),
        {"class.zip": zipped({f"{n}.toml": Path(f"class/{n}.toml").read_bytes() for n in ("ada", "dora", "ben")})},
    )
    again = output_of("grade", "class.zip", "class/cy.toml")
    assert "1 answer could not be read." in again
    assert "Unpack dora.toml from class.zip first.\n      quizgen grade dora.toml\n" in again


def test_unreadable_answers_of_two_sheets_are_listed_with_the_roster_in_the_command():
    folder, _ = made("--exercise", "forward-h1", "--seed", "1")
    sheet = fill(folder / "answers.toml", {"q1": {"h_1": '"a half"'}})
    lay(Path("class"), {"1815.toml": sheet.read_bytes(), "1906.toml": b'quiz = "forward-h1-1"'})
    Path("the class.csv").write_text("id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n", encoding="utf-8")
    listed = output_of("grade", "class", "--roster", "the class.csv").partition("1 answer could not be read.")[2]
    assert (
        "Ada Lovelace\n      1  h₁   a half\n      quizgen grade class/1815.toml --roster 'the class.csv'\n" in listed
    )
    assert "could not be read. Correct" not in output_of("grade", "class/1815.toml"), (
        "a sheet alone shows it where it stands"
    )


def test_at_most_twenty_lines_of_unreadable_answers_are_listed():
    folder, _ = made("--exercise", "bce-loss", "--count", "5", "--seed", "1")
    text = (folder / "answers.toml").read_text(encoding="utf-8").replace('L_1 = ""', 'L_1 = "?"')
    for count in (1, 4, 5):
        lay(
            Path(f"class{count}"),
            {f"s{n}.toml": text.encode() for n in range(count)} | {"z.toml": text.partition("[q1]")[0].encode()},
        )
        _, heading, listed = output_of("grade", f"class{count}").partition(f"{5 * count} answers could not be read.")
        listed = listed.partition("  Or give them points")[0]
        lines = [line for line in listed.splitlines()[1:] if line and "more" not in line]
        assert heading and len(lines) == min(7 * count, 20)
        assert ("  and " in listed) == (count > 2)
    assert "and 11 more.\n" in listed, "25 answers, of which 14 fit beside the names and commands of three sheets"


def test_of_a_large_class_the_lowest_scores_are_listed():
    class_of(40)
    shown = output_of("grade", "class")
    assert "Lowest scores" in shown and "s000" in shown and "s001" not in shown
    assert re.search(r"26  earned all of the points", shown) and "40 graded" in shown
    assert len(shown.splitlines()) < 40


def test_three_files_are_shown_whole():
    class_of(3)
    shown = output_of("grade", "class")
    assert shown.count("rnn_step") == 3 and "graded," not in shown


def test_every_misconception_has_a_topic_that_practises_it():
    topics = set(Bank.load([]).topics())
    assert {PRACTICE[name.partition("-")[0]] for name in (*CATALOGUE, *CONCEPTS)} <= topics


def test_a_gradebook_a_report_and_json_describe_the_same_class():
    class_of(5)
    grades = graded("class", "--csv", "grades.csv", "--junit", "junit.xml")
    with Path("grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], float(row["points"])) for row in rows] == [(g["student"], g["points"]) for g in grades]
    assert all(row["graded_at"] for row in rows)
    assert len(ElementTree.parse("junit.xml").getroot().findall(".//testsuite")) == 5
    assert graded("class", "--csv", "again.csv") == grades, "a run that had nothing to do writes the same"
    with Path("again.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == [grade["student"] for grade in grades]


def test_gradescope_takes_one_submission():
    class_of(2)
    output_of("grade", "class/s001.py", "--gradescope", "results.json")
    found = json.loads(Path("results.json").read_text(encoding="utf-8"))
    assert found["score"] == 13 and found["tests"]
    assert "Give one of them alone" in quizgen("grade", "class", "--gradescope", "results.json").stderr
    assert len(json_output("results")["grades"]) == 3, "the grades are kept all the same"


def test_a_file_that_cannot_be_graded_is_reported_to_gradescope():
    Path("broken.py").write_text("x = 1\n")
    result = quizgen("grade", "broken.py", "--gradescope", "results.json")
    found = json.loads(Path("results.json").read_text(encoding="utf-8"))
    assert result.exit_code == 1 and found["score"] == 0 and found["visibility"] == "visible"
    assert "defines none of the functions" in found["output"]


@pytest.mark.parametrize("name", ["new.db", "new.db-wal", "link.csv", "sub/../new.db", "class/s000.py", "roster.csv"])
def test_no_report_is_written_over_what_is_needed(name):
    class_of(2)
    Path("sub").mkdir()
    Path("roster.csv").write_text("id,name\n1,Ada\n")
    Path("link.csv").symlink_to("new.db")
    for database in ("new.db", "sqlite:///new.db"):
        result = quizgen("--db", database, "grade", "class", "--roster", "roster.csv", "--csv", name)
        assert result.exit_code == 2 and "is needed itself" in result.stderr
        assert not Path("new.db").exists(), "nothing was graded yet"
    result = quizgen("--db", "new.db", "grade", "class", "--csv", "a.csv", "--junit", "./a.csv")
    assert "is needed itself" in result.stderr


def test_a_report_that_cannot_be_written_leaves_the_old_one_and_the_other():
    class_of(2)
    Path("grades.csv").write_text("precious")
    Path("grades.csv.part").mkdir()  # what a full disk does, without one
    result = quizgen("grade", "class", "--csv", "grades.csv", "--junit", "junit.xml")
    assert result.exit_code == 2 and "Cannot write grades.csv" in result.stderr
    assert Path("grades.csv").read_text() == "precious" and Path("junit.xml").read_text()
    assert "s001" in result.stdout


def test_a_report_may_go_to_a_device_or_through_a_link():
    class_of(2)
    Path("link.csv").symlink_to("grades.csv")
    output_of("grade", "class", "--csv", "link.csv", "--junit", "/dev/null")
    assert "s001" in Path("grades.csv").read_text(encoding="utf-8-sig") and Path("link.csv").is_symlink()


def test_a_report_that_cannot_be_written_loses_no_grade():
    class_of(2)
    assert "The grades are kept" in quizgen("grade", "class", "--csv", "nowhere/grades.csv").stderr
    assert len(json_output("results")["grades"]) == 2


def test_no_report_is_written_over_an_input_or_the_database():
    class_of(2)
    Path("roster.csv").write_text("id,name\ns000,Ada\n", encoding="utf-8")
    Path("link.csv").symlink_to("class/s000.py")
    output_of("grade", "class/s000.py")
    before = {path: path.read_bytes() for path in Path().rglob("*.*") if path.is_file()}
    for words in (
        ("--csv", "class/s000.py"),
        ("--junit", "link.csv"),
        ("--csv", "roster.csv", "--roster", "roster.csv"),
        ("--gradescope", "quizgen.db"),
        ("--csv", "new", "--junit", "./new"),
    ):
        assert "Name another file" in refused("grade", "class", *words)
    assert {path: path.read_bytes() for path in Path().rglob("*.*") if path.is_file()} == before


def test_with_the_queue_nothing_is_graded_here_so_nothing_is_reported():
    class_of(2)
    for words in (["--csv", "grades.csv"], ["--json"]):
        assert "without --queue" in refused("grade", "class", "--queue", *words)


def test_the_number_of_jobs_changes_nothing():
    class_of(7)
    assert graded("class", "--jobs", "1") == graded("class", "--jobs", "3", "--again") == graded("class", "--jobs", "0")


def test_a_terminal_shows_a_progress_bar_with_rate_and_time_left(workspace):
    class_of(8)
    pid, screen = pty.fork()
    if not pid:
        os.environ.update(TERM="xterm", COLUMNS="100")
        os.execv(sys.executable, [sys.executable, "-m", "quizgen", "grade", str(workspace / "class")])
    shown = b""
    with suppress(OSError):
        while chunk := os.read(screen, 1 << 16):
            shown += chunk
    _, status = os.waitpid(pid, 0)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert status == 0 and "Grading" in text and "0/8" in text and "8/8" in text and "/s" in text
    assert re.search(r"\d:\d\d:\d\d|-:--:--", text) and "8 graded" in text
