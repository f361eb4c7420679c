"""quizgen grade on sheets: recognised by content, judged, kept; what cannot be graded is reported and stops nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from cli_program import (
    empty_workspace,
    fill,
    graded,
    json_output,
    made,
    marks,
    output_of,
    process,
    quizgen,
    quoted,
    refused,
    ungraded,
    verdicts,
    written,
)

from quizgen.classroom.grader import Grader

GRADE = {"source", "kind", "quiz", "student", "interface", "points", "max_points", "notes", "causes", "marks"}
MARK = {"ask", "verdict", "points", "max_points", "feedback", "misconceptions"}
STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.fixture
def sheet():
    """A sheet with the right answers of one question, Ada's."""
    folder, quiz = made("--exercise", "forward-h2", "--seed", "7")
    question = quiz["questions"][0]
    answers = {ask["name"]: quoted(written(ask, question["key"][ask["name"]])) for ask in question["asks"]}
    return fill(folder / "answers.toml", {"q1": answers}, student="Ada")


def changed(sheet: Path, **answers: str) -> str:
    """The sheet with other answers; its path."""
    return str(fill(sheet, {"q1": answers}))


# ---------------------------------------------------------------- the grade


def test_the_json_has_the_shape_that_was_promised(sheet):
    [grade] = graded(str(sheet))
    assert grade.keys() == GRADE and all(mark.keys() == MARK for mark in grade["marks"])
    assert grade["source"] == str(sheet) and grade["kind"] == "answers"
    assert grade["quiz"] == "forward-h2-7" and grade["student"] == "Ada"
    assert grade["points"] == grade["max_points"] == 2 and verdicts(grade) == {"q1.h_1": "RIGHT", "q1.h_2": "RIGHT"}
    assert json_output("results")["grades"] == [grade], "what is printed is what is kept"


def test_what_people_read(sheet):
    shown = output_of("grade", str(sheet))
    assert "\n  Forward pass  " in shown and "\n  forward-h2-7 · Ada\n" in shown and "2 of 2 points" in shown
    assert "\n  1  Two steps of a vanilla RNN" in shown and shown.count("1 of 1") == 2


def test_an_error_is_charged_once_and_carried_forward(sheet):
    _, quiz = made("--exercise", "forward-h2", "--seed", "7")
    slip = next(s for s in quiz["questions"][0]["slips"] if s["misconception"] == "fwd-no-bias")
    asks = {ask["name"]: ask for ask in quiz["questions"][0]["asks"]}
    [grade] = graded(changed(sheet, h_1=quoted(written(asks["h_1"], slip["answers"]["h_1"]))))
    first = marks(grade)["q1.h_1"]
    assert first["verdict"] == "SLIP" and first["misconceptions"] == ["fwd-no-bias"] and first["points"] == 0
    assert first["feedback"].startswith("Equals what you get if b is left out")
    assert marks(grade)["q1.h_2"]["points"] == 1, "a right h_2 stays right, whatever h_1 was"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ('"banana"', "UNREADABLE"),
        ('"nan, nan"', "UNREADABLE"),
        ('"inf, 0.1"', "UNREADABLE"),
        ("[nan, inf]", "UNREADABLE"),
        ('"0.1"', "UNREADABLE"),
        ('"0.1, 0.2, 0.3"', "UNREADABLE"),
        ('"1e999, 0"', "UNREADABLE"),
        ('"' + "1" * 5000 + '"', "UNREADABLE"),
        ('"🙂"', "UNREADABLE"),
        ('"[bold]"', "UNREADABLE"),
        ("true", "UNREADABLE"),
        ("1979-05-27", "UNREADABLE"),
        ("{a = 1}", "UNREADABLE"),
        ('""', "BLANK"),
        ('"   "', "BLANK"),
        ('"0.3141, 0.2718"', "WRONG"),
        ('"(0.3141 0.2718)"', "WRONG"),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_wrong_answer(sheet, answer, verdict):
    [grade] = graded(changed(sheet, h_1=answer))
    mark = marks(grade)["q1.h_1"]
    assert mark["verdict"] == verdict and mark["points"] == 0 and mark["feedback"].endswith(".")
    assert marks(grade)["q1.h_2"]["verdict"] == "RIGHT", "the rest of the question is judged as ever"
    output_of("grade", str(sheet))


def test_a_wrong_number_of_values_says_how_many_are_wanted(sheet):
    [grade] = graded(changed(sheet, h_1='"0.1, 0.2, 0.3"'))
    assert "2 numbers wanted, 3 found" in marks(grade)["q1.h_1"]["feedback"]


def test_answers_under_unknown_names_are_reported_and_cost_nothing(sheet):
    sheet.write_text(sheet.read_text() + 'h_22 = "0.5, 0.5"\n[q9]\nh_1 = "1"\n', encoding="utf-8")
    [grade] = graded(str(sheet))
    assert grade["points"] == grade["max_points"] == 2
    assert marks(grade)["q1.h_22"]["verdict"] == "UNREADABLE"
    assert "Did you mean 'h_2'?" in marks(grade)["q1.h_22"]["feedback"]
    assert "no question 'q9'" in marks(grade)["q9.h_1"]["feedback"]


def test_grading_uses_the_exercise_as_it_was_when_the_quiz_was_made(workspace):
    output_of("--bank", "mine", "bank", "new", "forward-pass/own")
    folder, quiz = made("--bank", "mine", "--exercise", "own", "--seed", "1")
    question = quiz["questions"][0]
    slip = next(slip for slip in question["slips"] if slip["misconception"] == "fwd-no-bias")
    answers = {ask["name"]: quoted(written(ask, slip["answers"][ask["name"]])) for ask in question["asks"]}
    fill(folder / "answers.toml", {"q1": answers})
    before = graded(str(folder))
    Path("mine/forward-pass/own.py").write_text("broken (", encoding="utf-8")
    assert graded(str(folder)) == before and before[0]["marks"][0]["misconceptions"] == ["fwd-no-bias"]


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize("name", ["answers.toml", "answers.txt", "ada", "answers.py", "ά, [bold] x.sheet"])
def test_a_sheet_is_a_sheet_under_any_name(sheet, name):
    other = sheet.with_name(name)
    shutil.copy(sheet, other) if other != sheet else None
    [grade] = graded(str(other))
    assert grade["kind"] == "answers" and grade["points"] == 2 and grade["source"] == str(other)


@pytest.mark.parametrize("name", ["submission.py", "homework", "x.txt", "x.toml"])
def test_code_is_code_under_any_name(name):
    Path(name).write_text(STEP, encoding="utf-8")
    [grade] = graded(name)
    assert grade["kind"] == "code" and grade["points"] == grade["max_points"] == 13


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"', "'"),
        lambda text: "\n\n# my answers\n" + text,
    ],
    ids=["byte order mark", "line ends of Windows", "single quotes", "comments"],
)
def test_what_editors_do_to_a_sheet_is_fine(sheet, change):
    sheet.write_bytes(change(sheet.read_text(encoding="utf-8")).encode())
    assert graded(str(sheet))[0]["points"] == 2


def test_a_folder_is_graded_with_all_that_is_in_it(sheet):
    Path("class/ben").mkdir(parents=True)
    shutil.copy(sheet, "class/ada.toml")
    Path("class/ben/submission.py").write_text(STEP, encoding="utf-8")
    for hidden in ("class/.venv/lib.py", "class/__pycache__/x.py", "class/ben/.ipynb_checkpoints/submission.py"):
        Path(hidden).parent.mkdir(parents=True)
        Path(hidden).write_text(STEP, encoding="utf-8")
    Path("class/notes.md").write_text("hello", encoding="utf-8")
    grades = graded("class")
    assert [(g["source"], g["kind"]) for g in grades] == [
        ("class/ada.toml", "answers"),
        ("class/ben/submission.py", "code"),
    ]
    assert len(graded("class", "class/ada.toml", "class")) == 2, "nothing is graded twice by one command"


def test_links_in_a_folder_are_not_followed(sheet):
    Path("class").mkdir()
    Path("class/link.toml").symlink_to(sheet.resolve())
    message = ungraded("class", str(sheet))
    assert message.startswith("quizgen: class/link.toml: is a link, and links in a folder are not followed.")
    assert [grade["source"] for grade in json_output("results")["grades"]] == [str(sheet)]


# ---------------------------------------------------------------- what cannot be graded


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.toml", b'quiz = "x', "line 1, column 10: "),
        ("a.toml", b'quiz = "x"\n[q1]\nh_1 = 0.5, 0.6\n', "line 3, column 10: "),
        ("a.toml", 'quiz = "x"\n[q1]\nh_1 = “0.5”\n'.encode(), 'use straight quotes: "..."'),
        ("a.toml", b'quiz = "x"\n[q1]\n[q1]\n', "line 3, column 4: "),
        ("a.txt", b'quiz = "x"\n[q1]\nh_1 = 0.5, 0.6\n', "line 3, column 10: "),
        ("a.toml", b"", "does not say which quiz it answers"),
        ("a.toml", b"[q1]\n", "does not say which quiz it answers"),
        ("a.toml", b"quiz = 7\n", "does not say which quiz it answers"),
        ("a.toml", b'quiz = "\xff"\n', "line 1: not UTF-8 text"),
        ("a.toml", 'quiz = "x"'.encode("utf-16"), "not UTF-8 text"),
        ("a.toml", b"a = " + b"[" * 5000, "brackets too deep to read"),
        ("a.toml", b'quiz = "x"\na = ' + b"9" * 5000, "too many digits"),
        ("a.toml", b'quiz = "forward-h2-8"\n', "No quiz 'forward-h2-8' in quizgen.db. Did you mean 'forward-h2-7'?"),
        ("a.toml", b'quiz = "nothing-like-it"\n', "If it was made elsewhere, name another one with --db."),
        ("a.txt", b"Dear teacher, my dog ate my homework.", "neither an answers.toml nor a submission.py"),
        ("a.pdf", b"%PDF-1.7\n\x00\x01", "neither an answers.toml nor a submission.py"),
        ("a.toml", b"x" * 4_000_001, "Is it the right file?"),
        ("a.py", b"", "defines none of the functions to grade: rnn_step"),
        ("a.py", b"def helper():\n    pass\n", "defines none of the functions to grade: rnn_step"),
        ("a.py", b"def f(:\n", "defines none of the functions to grade: rnn_step"),
        ("a.py", b"x = " + b"(" * 5000, "defines none of the functions to grade: rnn_step"),
        ("a.py", b"x = '\0'", "defines none of the functions to grade: rnn_step"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_graded_is_reported_and_the_rest_is_graded(sheet, name, content, sentence):
    Path(name).write_bytes(content)
    before = Path(name).read_bytes()
    message = ungraded(name, str(sheet))
    assert message.count("\n") == 1 and message.startswith(f"quizgen: {name}: ") and sentence in message
    assert message.count(name) == 1 or name in sentence, "the file is named once"
    assert [grade["points"] for grade in json_output("results")["grades"]] == [2]
    assert Path(name).read_bytes() == before


def test_json_says_what_was_not_graded(sheet):
    Path("a.txt").write_text("hello")
    result = quizgen("grade", "a.txt", str(sheet), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [grade["source"] for grade in found["grades"]] == [str(sheet)]
    [missed] = found["ungraded"]
    assert missed["source"] == "a.txt" and missed["why"].startswith("this is neither")


def test_an_endless_file_is_not_read_to_its_end():
    assert "Is it the right file?" in ungraded("/dev/zero")


def test_an_empty_folder_stops_nothing(sheet):
    Path("empty").mkdir()
    assert "empty: no answers.toml, no notebook and no Python file here." in ungraded("empty", str(sheet))
    assert len(json_output("results")["grades"]) == 1
    assert "Name the folder that 'quizgen make' wrote, or that of a class." in refused("grade", "empty")


def test_a_learners_odd_python_is_nothing_to_warn_the_teacher_of():
    Path("a.py").write_text(STEP + "pattern = '\\d'\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert graded("a.py")[0]["points"] == 13


@pytest.mark.parametrize("words", [[], ["nowhere.toml"], ["--exercise", "code-step"]], ids=str)
def test_nothing_to_grade_is_wrong_usage(words):
    result = quizgen("grade", *words)
    assert result.exit_code == 2 and not result.stdout and "Usage:" in result.stderr


def test_the_status_is_the_processes_status(sheet, workspace):
    Path("a.txt").write_text("hello")
    changed(sheet, h_1='"0.3141, 0.2718"')
    ways = ([str(sheet)], ["a.txt", str(sheet)], ["nowhere", str(sheet)], ["nowhere"])
    runs = [process("grade", *words, cwd=workspace) for words in ways]
    assert [run.returncode for run in runs] == [0, 1, 1, 2]
    assert len(json_output("results")["grades"]) == 3, "what is there is graded, whatever is not"
    assert "Traceback" not in "".join(run.stderr for run in runs)


def test_a_name_that_is_no_text_is_printed_all_the_same(sheet, workspace):
    odd = os.fsdecode(b"\xffada.toml")
    shutil.copy(sheet, odd)
    shown = process("grade", odd, "nothing\udcff.txt", str(sheet), cwd=workspace)
    assert shown.returncode == 1 and "Traceback" not in shown.stderr and "there is no such file" in shown.stderr
    for words in ([odd], [odd, "--json"]):
        run = process("grade", *words, cwd=workspace)
        assert run.returncode == 0 and not run.stderr, run.stderr
    assert json.loads(run.stdout)["grades"][0]["points"] == 2


# ---------------------------------------------------------------- files that are broken, or change


def test_a_broken_zip_named_alone_ends_as_broken_python_does():
    Path("a.zip").write_bytes(b"PK\3\4 and no more")
    Path("a.py").write_text("def f(:", encoding="utf-8")
    ends = [quizgen("grade", name) for name in ("a.py", "a.zip")]
    assert [(end.exit_code, end.stderr.count("\n"), end.stdout) for end in ends] == [(1, 1, "")] * 2
    assert "a.zip: is no zip file that can be read" in ungraded("a.zip", "--gradescope", "results.json")
    assert "no zip file" in json.loads(Path("results.json").read_text(encoding="utf-8"))["output"]
    assert json.loads(quizgen("grade", "a.zip", "--json").stdout)["ungraded"][0]["source"] == "a.zip"


def test_folders_too_deep_to_be_searched_are_one_sentence(workspace):
    os.makedirs("deep/" + "d/" * 50)
    Path("deep/" + "d/" * 50, "a.py").write_text(STEP, encoding="utf-8")
    assert graded("deep")[0]["points"] == 13
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("a.py").write_text(STEP, encoding="utf-8")
        os.chdir(workspace)
        message = refused("grade", "d")
        assert "is more than 100 folders deep, and was not searched. Name the folder that holds the files." in message
        assert message.count("more than 100") == 1
    finally:
        os.chdir(workspace)
        subprocess.run(["rm", "-r", "d"], check=True)  # as shutil.rmtree recurses too deep


def test_a_file_that_changes_while_it_is_graded_is_graded_as_read_and_reported(sheet, monkeypatch):
    grade = Grader.sheet

    def saved_meanwhile(self, submission, assignment, **options):
        sheet.write_text(sheet.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
        return grade(self, submission, assignment, **options)

    monkeypatch.setattr(Grader, "sheet", saved_meanwhile)
    result = quizgen("grade", str(sheet), "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["grades"][0]["points"] == 2
    assert result.stderr == (
        f"quizgen: {sheet}: changed while it was being graded; what it contained when it was read is graded. "
        "Grade it again.\n"
    )
