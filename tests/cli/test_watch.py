"""quizgen watch: a real process in a terminal of its own, a file that is edited, and what is on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import replace
from itertools import islice, pairwise, repeat
from pathlib import Path

import pytest
from cli_program import empty_workspace, refused
from hypothesis import given, settings
from hypothesis import strategies as st
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from quizgen.classroom.watch import Progress, read_if_file, saved_contents
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.bundle import unbundle

pytestmark = pytest.mark.slow
STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T{})\n"
RIGHT, NO_BIAS = STEP.format(" + b"), STEP.format("")
SGD = "def sgd(params, grads, lr):\n    return {{k: params[k] {} lr * grads[k] for k in params}}\n"
F5 = "h_t = tanh(b), where W, W_h and h_prev are zero"
CLEAR = "\x1b[2J\x1b[H"
LONG = 60  # seconds after which something is taken never to come; far more than it needs


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


class Terminal:
    """A terminal of some size in which `quizgen watch` runs on submission.py."""

    def __init__(self, *words, lines=60):
        own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")} | {
            "TERM": "xterm"
        }
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "quizgen", "watch", "submission.py", *words], own)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 100, 0, 0))
        self.text, self.status = "", None

    def read(self):
        """Takes in what has come; False at the end of the process."""
        if not select.select([self.end], [], [], 0.2)[0]:
            return True
        try:
            self.text += os.read(self.end, 1 << 16).decode()
        except OSError:  # how Linux says that the other side was closed
            return False
        return True

    def frames(self):
        """What the screen has shown so far, in words; the last may be incomplete."""
        return [re.sub(r"\x1b\[[\d;]*[a-zA-Z]", "", frame).replace("\r", "") for frame in self.text.split(CLEAR)[1:]]

    def frame(self, number):
        """The frame of that number (from 0), once it is there as a whole."""
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline and self.read():
            shown = self.frames()
            if len(shown) > number and "Ctrl-C stops." in shown[number]:
                return shown[number]
        raise AssertionError(f"frame {number} never came:\n{self.text}")

    def stop(self):
        """Ctrl-C: what was printed after it, and the exit status."""
        before = len(self.text)
        os.write(self.end, b"\x03")
        deadline = time.monotonic() + LONG
        while self.read():
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"it goes on after Ctrl-C:\n{self.text}")
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return re.sub(r"\x1b\[[\d;]*[a-zA-Z]", "", self.text[before:]), self.status

    def children(self):
        """The processes it has started and that still run, as the system tells."""
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()


@pytest.fixture
def watching():
    """Starts watching; it is stopped at the end in any case."""
    started = []

    def start(*words, **size):
        started.append(Terminal(*words, **size))
        return started[-1]

    yield start
    for one in started:
        if one.status is None:
            os.kill(one.pid, signal.SIGKILL)
            os.waitpid(one.pid, 0)
        os.close(one.end)


def save(text, name="submission.py"):
    """As many editors do: the new file takes the old one's place at once. None: it is removed."""
    if text is None:
        Path(name).unlink()
    else:
        Path("saving").write_text(text)
        Path("saving").replace(name)


# ---------------------------------------------------------------- at work


def test_what_broke_last_is_on_top_and_what_was_fixed_is_a_line(watching):
    save(RIGHT)
    screen = watching()
    first = screen.frame(0)
    assert "13 of 13 points" in first and "Broke" not in first and "Fixed" not in first
    save(NO_BIAS)
    broken = screen.frame(1)
    top, sheet = broken.split("submission.py · ")
    assert (
        "Broke last" in top
        and f"Broke last\n      rnn_step: {F5} (0 of 1)" in top
        and "if b is left out" in sheet
        and "9 of 13 points" in sheet
    )
    save(NO_BIAS + SGD.format("+"))
    assert f"Broke last\n      rnn_step: {F5}" in screen.frame(2), (
        "a new function was never right, so it has not broken"
    )
    save(NO_BIAS + "# a thought\n" + SGD.format("-"))
    again = screen.frame(3)
    assert (
        f"Broke last\n      rnn_step: {F5}" in again
        and "Fixed\n      sgd: θ - α dθ for every parameter (3 of 3)" in again
    ), "shown until it is repaired"
    save(RIGHT + SGD.format("+"))
    last = screen.frame(4)
    assert (
        "Broke last\n      sgd: θ - α dθ" in last
        and f"Fixed\n      rnn_step: {F5} (1 of 1)\n      rnn_step: h_t" in last
    )
    save(RIGHT)
    assert "No longer in the file: sgd." in screen.frame(5)


def test_a_file_that_breaks_or_vanishes_is_waited_for(watching):
    save(RIGHT)
    screen = watching()
    screen.frame(0)
    save("def rnn_step(:\n")
    assert "submission.py" in screen.frame(1)
    save(None)
    assert "submission.py is not there, or cannot be read. Waiting until it is saved again." in screen.frame(2)
    save(NO_BIAS)
    back = screen.frame(3)
    assert "9 of 13 points" in back and f"rnn_step: {F5}" in back.split("submission.py · ")[0]


def test_an_endless_loop_costs_its_time_and_nothing_else(watching):
    save("def rnn_step(x_t, h_prev, W, W_h, b):\n    while True:\n        pass\n")
    screen = watching()
    assert "0 of 13 points" in screen.frame(0)
    save(RIGHT)
    assert "13 of 13 points" in screen.frame(1)


def test_one_wall_serves_all_runs_and_ends_with_the_watch(watching):
    save(RIGHT)
    screen = watching()
    screen.frame(0)
    [zygote] = screen.children()
    for number in range(1, 4):
        save(RIGHT + f"# {number}\n")
        screen.frame(number)
    assert screen.children() == [zygote]
    screen.stop()
    assert not Path(f"/proc/{zygote}").exists()


def test_ctrl_c_is_a_line_and_status_0_and_nothing_was_stored(watching):
    save(NO_BIAS)
    screen = watching()
    screen.frame(0)
    output, status = screen.stop()
    assert status == 0 and "Traceback" not in output
    line = "Stopped; nothing was stored. When it is done:  quizgen grade submission.py"
    assert [words for words in output.replace("^C", "").split("\r\n") if words] == [line]
    assert {path.name for path in Path().iterdir()} == {"submission.py"}


@pytest.mark.parametrize("after", [0, 0.2, 0.8])
def test_ctrl_c_while_it_gets_ready_or_grades_ends_it_as_well(watching, after):
    save("import time\n" + RIGHT.replace("    return", "    time.sleep(1)\n    return"))
    screen = watching()
    deadline = time.monotonic() + LONG
    while not screen.children():
        assert time.monotonic() < deadline and screen.read()
    [zygote] = screen.children()
    time.sleep(after)
    output, status = screen.stop()
    assert status == 0 and "Stopped;" in output and "Traceback" not in output
    assert not Path(f"/proc/{zygote}").exists()


@pytest.mark.parametrize("lines", [16, 24])
def test_the_top_stays_on_a_small_screen(watching, lines):
    save(RIGHT + "def rnn_forward(x, h0, W, W_h, b):\n    return 0\n")
    screen = watching(lines=lines)
    screen.frame(0)
    save(NO_BIAS + "def rnn_forward(x, h0, W, W_h, b):\n    return 0\n")
    shown = screen.frame(1)
    assert shown.count("\n") < lines and "Broke last" in shown and "lines more" in shown


def test_it_asks_as_grade_does(watching):
    save(RIGHT)
    screen = watching("--exercise", "code-forward", "--public")
    shown = screen.frame(0)
    assert "rnn_forward" in shown and "rnn_forward is not in the file" in shown


def test_piped_it_prints_one_result_after_the_other():
    save(RIGHT)
    command = [sys.executable, "-m", "quizgen", "watch", "submission.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        seen = [next(run.stdout)]
        while "Ctrl-C" not in seen[-1]:
            seen.append(next(run.stdout))
        run.send_signal(signal.SIGINT)
        rest = run.stdout.read()
    assert run.returncode == 0 and "Stopped;" in rest
    assert any("13 of 13 points" in line for line in seen) and "\x1b" not in "".join(seen)
    assert not any(line.endswith(" \n") for line in seen)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.py"], "nowhere.py"),
        (["."], "is a directory"),
        (["submission.py", "--exercise", "forward-h2"], "forward-h2 asks for no code."),
    ],
)
def test_what_cannot_be_watched_is_refused(words, sentence):
    save(RIGHT)
    assert sentence in refused("watch", *words)


# ---------------------------------------------------------------- the file


def found(steps):
    """The contents reported while a file goes through `steps`, one for each reading; bytes, None, or "same"."""
    path, script = Path("file.py"), iter(steps)

    def act(_):
        step = next(script, "over")
        if step == "over":
            raise StopIteration
        if step is None:
            path.unlink(missing_ok=True)
        elif step != "same":
            path.write_bytes(step)

    act(0)
    contents = []
    try:
        for one in saved_contents(path, (act(0) for _ in repeat(None)), act):
            contents.append(one)
    except RuntimeError:  # what a generator makes of StopIteration
        pass
    return contents


def test_a_content_counts_when_it_was_read_twice():
    half_written = [b"old", b"", b"ne", b"new", "same", "same"]
    assert found(half_written) == [b"old", b"new"]
    assert found([b"old", None, b"new", "same"]) == [b"old", b"new"], "an editor that renames leaves a gap"
    assert found([b"old", None, "same", b"old", "same"]) == [b"old", None, b"old"]
    assert found([b"old", b"old", "same", b"x", b"old", "same"]) == [b"old"], "saved without a change is no save"


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"a", b"b", None, "same"]), min_size=1, max_size=12))
def test_no_content_is_reported_twice_in_a_row_and_the_last_one_is_reported(steps):
    contents = found([*steps, "same", "same"])
    assert all(one != next_one for one, next_one in pairwise(contents))
    kept = next((step for step in reversed(steps) if step != "same"), None)
    if kept is not None or any(step is None for step in steps):
        assert contents[-1] == kept


def by_rename(path, text):
    """Saves as most editors do: a new file takes the place of the old one."""
    path.with_name(".new").write_bytes(text)
    path.with_name(".new").replace(path)


def through_link(path, text):
    """Writes to the file in another folder to which the path is a link."""
    path.resolve().write_bytes(text)


def in_new_folder(path, text):
    """The folder is replaced, as git does it."""
    path.parent.rename("old folder")
    path.parent.mkdir()
    path.write_bytes(text)


@pytest.mark.parametrize("save_as", [Path.write_bytes, by_rename, through_link, in_new_folder])
@pytest.mark.parametrize("polling", ["", "1"], ids=["by events", "by looking"])
def test_every_way_to_save_is_seen(save_as, polling, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    path = Path("folder/file.py")
    path.parent.mkdir()
    if save_as is through_link:
        Path("elsewhere").mkdir()
        Path("elsewhere/target.py").touch()
        path.symlink_to(Path("elsewhere/target.py").resolve())
    path.write_bytes(b"0")
    contents = saved_contents(path)
    assert next(contents) == b"0"
    for text in (b"1", b"2"):
        save_as(path, text)
        assert next(contents) == text
        if save_as is in_new_folder:
            break
    path.unlink()
    assert next(contents) is None


def test_where_the_system_watches_no_more_files_it_is_looked_at(monkeypatch):
    def notify(paths, debug, polling, *more):
        if not polling:
            raise WatchfilesRustInternalError("no space left")
        return RustNotify(paths, debug, polling, *more)

    monkeypatch.setattr("watchfiles.main.RustNotify", notify)
    save(RIGHT)
    contents = saved_contents(Path("submission.py"))
    next(contents)
    save(NO_BIAS)
    assert next(contents) == NO_BIAS.encode()


def test_a_pipe_is_not_waited_for():
    os.mkfifo("pipe")
    assert read_if_file(Path("pipe")) is None and list(islice(saved_contents(Path("pipe")), 1)) == [None]


# ---------------------------------------------------------------- what broke

CHECKS = tuple(f"{function}.F{number}" for function in ("f", "g") for number in (1, 2))
points = st.fixed_dictionaries({}, optional=dict.fromkeys(CHECKS, st.integers(0, 2)))


def grade(earned):
    marks = tuple(Mark(check, Verdict.RIGHT if n == 2 else Verdict.WRONG, n, 2) for check, n in earned.items())
    return Grade("submission.py", "code", "", "", marks)


@settings(deadline=None)
@given(st.lists(points, min_size=1, max_size=6))
def test_what_broke_last_is_lost_now_and_was_earned_before(history):
    progress = Progress.first(grade(history[0]))
    assert progress.newly_broken == ()
    for run, (old, new) in enumerate(pairwise(history), 1):
        progress = progress.after(grade(new))
        broke_now = {check for check in new if new[check] < old.get(check, 0)}
        last = {mark.ask for mark in progress.newly_broken}
        assert all(new[check] < 2 for check in last)
        assert (
            last == broke_now if broke_now else last <= {check for check, when in progress.broken.items() if when < run}
        )
        assert set(progress.fixed) == {check for check in new if check in old and new[check] > old[check]}
        assert set(progress.removed) == {check[0] for check in old} - {check[0] for check in new}


def test_what_is_fixed_is_no_longer_what_broke_last():
    right, wrong = grade({"f.F1": 2}), grade({"f.F1": 0})
    assert Progress.first(right).after(wrong).after(right).newly_broken == ()
    assert [mark.ask for mark in Progress.first(right).after(wrong).after(replace(wrong)).newly_broken] == ["f.F1"]


def test_a_file_is_graded_with_what_it_imports_from_its_folder_and_again_when_that_changes():
    Path("model.py").write_bytes(b"import numpy as np\nfrom layers import rnn_step\n")
    Path("layers.py").write_bytes(RIGHT.encode())
    contents = saved_contents(Path("model.py"), repeat(None), lambda seconds: None)
    first = unbundle(next(contents) or b"")
    Path("layers.py").write_bytes(RIGHT.encode() + b"# saved again\n")
    second = unbundle(next(contents) or b"")
    assert first[1] == {"layers.py": RIGHT.encode()} and second == (
        first[0],
        {"layers.py": RIGHT.encode() + b"# saved again\n"},
    )
