"""How far the grading of a class is: a bar at a terminal, lines in a log, and nothing of it on the standard output."""

from __future__ import annotations

from pathlib import Path

import pytest
from class_folders import zipped
from cli_program import empty_workspace
from notebooks import notebook
from terminal_session import TerminalSession

from quizgen.cli import progress

STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)  # {}\n"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def test_a_zip_of_notebooks_and_files_has_a_bar_with_rate_and_time_left():
    files = {f"s{n}.py": STEP.format(n).encode() for n in range(20)}
    books = {f"n{n}.ipynb": notebook(STEP.format(n)) for n in range(20)}
    Path("class.zip").write_bytes(zipped(files | books))
    terminal = TerminalSession("grade", "class.zip")
    terminal.until("Grading")
    terminal.until("/40")
    terminal.until("/s")
    assert terminal.end() == 0 and "40 graded" in terminal.seen


def test_a_log_gets_a_line_now_and_then(monkeypatch, capsys):
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with progress.counting(100, "Grading") as tick:
        for _ in range(100):
            now += 0.5
            tick()
    said = capsys.readouterr()
    assert said.out == "" and said.err.splitlines() == [
        "quizgen: Grading 30 of 100, 2/s, 0:00:35 left.",
        "quizgen: Grading 60 of 100, 2/s, 0:00:20 left.",
        "quizgen: Grading 90 of 100, 2/s, 0:00:05 left.",
    ]


def test_what_is_done_in_seconds_gets_none(capsys):
    with progress.counting(100, "Grading") as tick:
        for _ in range(100):
            tick()
    assert capsys.readouterr() == ("", "")
