"""The smallest repair: found for the usual single mistakes, right on cases that no check uses, and none where there is none."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from notebooks import notebook, words
from places import ROOT
from quizgen.model import BlamedLine, Cause, Grade
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.repair import Repair, repairs, search
from quizgen.submissions.repair.attempts import Definition
from quizgen.submissions.repair.edit import Edit, edits_from

RIGHT = ROOT / "tests/submissions/right"
MISTAKES = {
    "rnn_step": [
        ("h_prev @ W_h.T", "h_prev @ W_h"),
        (" + b)", ")"),
        ("x_t @ W.T + h_prev @ W_h.T + b", "x_t @ W.T + b"),
    ],
    "rnn_forward": [
        ("rnn_step(x[:, t], h,", "rnn_step(x[:, t], h0,"),
        ("        out.append(h)\n", "    out.append(h)\n"),
    ],
    "predict": [("h[:, -1] @", "h[:, 0] @")],
    "bce_loss": [("-np.mean(np.sum(y", "np.mean(np.sum(y")],
    "rnn_backward": [
        ("dW += d.T @ x", "dW = d.T @ x"),
        ("reversed(range(T))", "range(T)"),
        ("(1 - h[:, t] ** 2) * (dh[:, t] + carry)", "dh[:, t] + carry"),
        ("(1 - h[:, t] ** 2) * (dh[:, t] + carry)", "(1 - h[:, t] ** 2) * dh[:, t]"),
        ("prev = h[:, t - 1] if t else h0", "prev = h[:, t]"),
        ("        carry = d @ W_h\n", ""),
        ("carry = d @ W_h", "carry = d @ W_h.T"),
        ("dh0=carry", "dh0=np.zeros_like(h0)"),
    ],
    "sgd": [("v - lr", "v + lr")],
}


def repaired(text: str, wall: Wall, line: int | None = None) -> dict[str, Repair | None]:
    got = grade(text.encode(), "s.py", wall=wall)
    return dict(repairs(text.encode(), blaming(got, line) if line else got, wall))


def blaming(got: Grade, line: int) -> Grade:
    functions = dict.fromkeys(mark.ask.partition(".")[0] for mark in got.marks)
    return replace(got, causes=tuple(Cause(f, "", line=BlamedLine(line, "", "")) for f in functions))


@pytest.mark.parametrize(
    ("function", "right", "wrong"), [(name, *pair) for name, pairs in MISTAKES.items() for pair in pairs]
)
def test_a_single_mistake_is_repaired(wall: Wall, function: str, right: str, wrong: str) -> None:
    text = (RIGHT / "plain.py").read_text()
    assert right in text
    mistaken = text.replace(right, wrong, 1)
    line = text.count("\n", 0, text.index(right)) + 1
    found = repaired(mistaken, wall, line)
    assert list(found) == [function]
    repair = found[function]
    assert repair is not None
    assert repair.diff.startswith("--- s.py\n+++ s.py (repaired)\n")
    [edit] = repair.edits
    lines = mistaken.split("\n")
    lines[edit.first - 1 : edit.last] = edit.text.split("\n")
    again = grade("\n".join(lines).encode(), "s.py", wall=wall)
    assert again.points == again.max_points


def test_two_mistakes_in_two_lines_are_repaired_without_a_blamed_line(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text()
    text = text.replace("prev = h[:, t - 1] if t else h0", "prev = h[:, t]").replace("dW += d.T @ x", "dW = d.T @ x")
    repair = repaired(text, wall)["rnn_backward"]
    assert repair is not None and len(repair.edits) == 2


def test_what_no_small_change_repairs_is_said_to_have_no_repair(wall: Wall) -> None:
    text = "import numpy as np\n\n\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.ones((len(x_t), len(b)))\n"
    assert repaired(text, wall) == {"rnn_step": None}


def test_a_repair_that_fits_the_checks_alone_is_refused(wall: Wall) -> None:
    """A file that knows the checks' shapes and is wrong elsewhere: an edit that makes only the checks pass is no repair."""
    text = (
        "import numpy as np\n\n\ndef rnn_step(x_t, h_prev, W, W_h, b):\n"
        "    if x_t.shape in ((2, 3), (3, 2), (1, 2)):\n"
        "        return np.tanh(x_t @ W.T + h_prev @ W_h + b)\n"
        "    return np.cos(x_t @ W.T + h_prev @ W_h.T + b)\n"
    )
    repair = repaired(text, wall)["rnn_step"]
    assert repair is None or "cos" not in repair.edits[-1].text


def test_the_right_file_has_nothing_to_repair(wall: Wall) -> None:
    assert repaired((RIGHT / "plain.py").read_text(), wall) == {}


def test_a_file_that_cannot_be_called_has_no_repair(wall: Wall) -> None:
    got = grade(b"def rnn_step(x_t, h_prev, W, W_h, b):\n    return undefined\n", "s.py", wall=wall)
    assert dict(repairs(Source(b"x = 1\n"), got, wall)) == {"rnn_step": None}


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        [3],
        [("name", 1, 1)],
        [("name", 0, 1, "x")],
        [("name", 2, 1, "x")],
        [("name", 1, 9, "x")],
        [("name", 1, 1, "x" * 1000)],
        [("name", 1, 1, "\x1b[2J")],
        [("name", True, 1, "x")],
        [["name", 1, 1, "x"]],
    ],
)
def test_edits_of_another_form_are_not_tried(value: object) -> None:
    assert edits_from(value, 3) == []


def test_the_repair_of_a_notebook_names_the_cell(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text().replace("dW += d.T @ x", "dW = d.T @ x")
    data = notebook(words("Homework"), "import numpy as np", text)
    [repair] = dict(repairs(data, grade(data, "a.ipynb", wall=wall), wall)).values()
    assert repair is not None
    line = text[: text.index("dW = d.T @ x")].count("\n")  # one before: the diff begins a line earlier
    assert f" @@ cell 3, line {line}\n" in repair.diff


def test_of_any_number_of_edits_only_so_many_are_paired() -> None:
    forged = tuple(Edit("sign", 1, 1, f"x = {n}") for n in range(4000))
    definition = Definition(Source(b"x = 1"), ("x = 1",), 1, 1, forged, forged)
    tracemalloc.start()
    assert len(search._same_kind(definition)) == search.MOST_PAIRS
    assert tracemalloc.get_traced_memory()[1] < 1 << 20  # sixteen million pairs would take a thousand times that
    tracemalloc.stop()
