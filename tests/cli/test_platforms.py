"""Every command on macOS and on Windows: it runs, or says in one sentence what it needs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import other_platform
import pytest
from cli_program import empty_workspace, fill, made, output_of
from other_platform import on

from quizgen.cli import COMMANDS

pytestmark = pytest.mark.slow
PLATFORMS = ("darwin", "win32")
STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
ENDLESS = "def rnn_step(x_t, h_prev, W, W_h, b):\n    while True: pass\n"
RUN = {  # what each command is run with, where it needs no isolation
    "make": ("make", "--exercise", "forward-h2", "--seed", "1"),
    "take": ("take", "--exercise", "forward-h2", "--count", "1", "--seed", "2"),
    "practice": ("practice", "--topic", "forward-pass", "--questions", "1", "--seed", "2"),
    "progress": ("progress", "--student", "Ada"),
    "grade": ("grade", "sheet/answers.toml"),
    "feedback": ("feedback",),
    "queue": ("queue",),
    "results": ("results",),
    "exam": ("exam", "new", "plan.toml"),
    "enter": ("--db", "exam.db", "enter", "exam"),
    "scan": ("--db", "exam.db", "scan", "exam/papers"),
    "export": ("export", "--exercise", "forward-h2", "--count", "1", "--format", "html"),
    "bank": ("bank", "show", "forward-h2"),
    "assignment": ("assignment", "hw1", "--due", "2026-03-01", "--penalty", "10"),
    "mark": ("mark", "Ada", "extra", "1", "--because", "helped others"),
    "review": ("review",),
    "marks": ("marks", "--waiting", "--csv", "marks.csv"),
    "override": ("override", "Ada", "q1.h_1", "1", "--because", "misprint"),
    "regrade": ("regrade",),
    "history": ("history", "Ada"),
    "report": ("report", "--html", "report.html"),
    "similar": ("similar",),
    "gradescope": ("gradescope", "build"),
    "import": ("--db", "new.db", "import", "course.json"),
}
NEEDS_PROTECTION = {  # and what needs it: on these platforms a sentence
    "watch": ("watch", "submission.py"),
    "worker": ("worker",),
    "doctor": ("doctor",),
}


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    Path("submission.py").write_text(STEP)
    folder, _ = made("--exercise", "forward-h2", "--seed", "7")
    folder.rename("sheet")
    fill(Path("sheet/answers.toml"), {"q1": {"h_1": '"0.5, 0.5"'}}, "Ada")
    output_of("grade", "sheet", "--assignment", "hw1")
    output_of("export", "--course", "course.json")
    Path("exam.toml").write_text(
        'name = "midterm"\n[[section]]\nexercises = ["forward-scalar"]\n[layout]\ntitle_page = false\n'
    )
    Path("students.csv").write_text("id,name\ns1,Ada\n")
    output_of("exam", "secret")
    output_of("--db", "exam.db", "exam", "make", "exam.toml", "--roster", "students.csv")
    return tmp_path


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """The one sentence with which a command was refused, with status 2."""
    assert result.returncode == 2 and not result.stdout, result
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("quizgen: ") and result.stderr.endswith(".\n"), (
        result
    )
    return result.stderr.removeprefix("quizgen: ").strip()


def test_every_command_is_tried_here():
    assert {*RUN, *NEEDS_PROTECTION} == {*COMMANDS}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", RUN)
def test_what_runs_no_code_runs_everywhere(platform, name, workspace):
    result = on(platform, *RUN[name], cwd=workspace)
    if name == "queue":  # which needs PostgreSQL everywhere
        assert "PostgreSQL" in sentence(result)
        return
    assert result.returncode == 0 and "Traceback" not in result.stderr and not result.stderr, result


def test_windows_says_of_code_in_one_sentence_what_it_needs(workspace):
    for words in (
        NEEDS_PROTECTION["watch"],
        NEEDS_PROTECTION["worker"],
        ("worker", "--jobs", "2"),
        ("grade", "submission.py"),
    ):
        for more in ((), ("--unsafe-no-sandbox",)):
            message = sentence(on("win32", *words, *more, cwd=workspace))
            assert message == (
                "Only Linux can isolate a stranger's file, and this is Windows. "
                "Grade code on Linux; a Windows machine can run it in WSL."
            )


@pytest.mark.parametrize(("platform", "system"), [("darwin", "macOS"), ("win32", "Windows")])
def test_doctor_says_what_is_missing(platform, system, workspace):
    result = on(platform, "doctor", cwd=workspace)
    assert result.returncode == 1 and not result.stderr
    assert (
        f"this is {system}" in result.stdout and "Grade code on Linux" in result.stdout.replace("\n", " ")
    ) or system == "macOS"
    assert json.loads(on(platform, "doctor", "--json", cwd=workspace).stdout)["level"] == "none"


def test_a_learners_own_file_is_graded_on_a_mac_after_one_line_of_notice(workspace):
    result = on("darwin", "grade", "submission.py", "--json", cwd=workspace)
    assert result.returncode == 0, result
    [grade] = json.loads(result.stdout)["grades"]
    assert grade["points"] == grade["max_points"] == 13
    assert (
        result.stderr.count("\n") == 1
        and "submission.py runs with a limit on CPU time and without isolation" in result.stderr
    )


def test_a_sheet_on_a_mac_needs_no_notice_and_a_limit_still_holds(workspace):
    assert on("darwin", "grade", "sheet/answers.toml", cwd=workspace).stderr == ""
    Path("submission.py").write_text(ENDLESS)
    [grade] = json.loads(on("darwin", "grade", "submission.py", "--json", cwd=workspace).stdout)["grades"]
    assert {mark["verdict"] for mark in grade["marks"]} <= {"TIMED_OUT", "NOT_RUN"}


def test_other_peoples_code_is_refused_on_a_mac_unless_that_is_allowed(workspace):
    folder = Path("class")
    folder.mkdir()
    (folder / "ada.py").write_text(STEP)
    (folder / "ben.py").write_text(STEP)
    with zipfile.ZipFile("class.zip", "w") as archive:
        archive.write("submission.py", "ada.py")
    Path("roster.csv").write_text("id,name\nada,Ada\n")
    for words in (
        ("class",), ("class.zip",), ("class/ada.py", "class/ben.py"), ("class/ada.py", "--roster", "roster.csv"),
    ):  # fmt: skip
        assert "--unsafe-no-sandbox" in sentence(on("darwin", "grade", *words, cwd=workspace))
    assert "--unsafe-no-sandbox" in sentence(on("darwin", "worker", cwd=workspace))
    result = on("darwin", "grade", "class", "--unsafe-no-sandbox", "--json", cwd=workspace)
    assert result.returncode == 0 and not result.stderr
    assert [grade["points"] for grade in json.loads(result.stdout)["grades"]] == [13, 13]


def test_a_learners_own_file_is_watched_on_a_mac(workspace):
    command = [sys.executable, other_platform.__file__, "darwin", "watch", "submission.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        began = time.monotonic()
        assert watching.stdout is not None and watching.stderr is not None
        while "13 of 13 points" not in watching.stdout.readline():
            assert watching.poll() is None and time.monotonic() - began < 60
        watching.send_signal(signal.SIGINT)
        watching.wait(60)
        assert watching.stderr.read().count("\n") == 1
