"""A skeleton whose lines still hold None is not done, once, and the lines are named; finished code is not taken for one."""

from __future__ import annotations

import pytest
from quizgen.model import Verdict
from quizgen.sandbox.unfinished import lines_with_none
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from small_code import FORWARD, STEP, lost

NP = "import numpy as np\n"
CELL = """def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    ### START CODE HERE ###
    a_next = None
    yt_pred = None
    ### END CODE HERE ###
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
LOOP = """def rnn_forward(x, a0, parameters):
    a = np.zeros(None)
    for t in range(None):
        a_next, yt_pred, cache = None
        a[:, :, t] = None
        None
    return a, a, ([], x)
"""
NAN = """def rnn_forward(x, h0, W, W_h, b):
    h = np.zeros((len(x), x.shape[1], len(b)))
    h[:, 0] = None
    h[:] = None
    return h
"""
HEAD = "def rnn_step(x_t, h_prev, W, W_h, b):\n"
RETURNED_NOTHING = "rnn_step returned nothing: it is not done yet, or a return is missing"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (CELL, "rnn_cell_forward is not done yet: lines 5 and 6 still hold None"),
        (LOOP, "rnn_forward is not done yet: lines 3, 4, 5, 6 and 7 still hold None"),
        (NAN, "rnn_forward is not done yet: lines 4 and 5 still hold None"),
        (STEP.replace("np.tanh(x", "np.tanh(None * x"), "rnn_step is not done yet: line 3 still holds None"),
        (f"{HEAD}    pass\n", RETURNED_NOTHING),
        (f"{HEAD}    ...\n", RETURNED_NOTHING),
        (f"{HEAD}    raise NotImplementedError\n", "rnn_step is not done yet"),
        (f"{HEAD}    ### START CODE ###\n    ### END CODE ###\n    return None\n", RETURNED_NOTHING),
    ],
)  # fmt: skip
def test_a_skeleton_is_not_done_once(text: str, sentence: str, wall: Wall) -> None:
    got = grade(f"{NP}{text}".encode(), "submission.py", wall=wall)
    for function in got.titles:
        [mark] = [mark for mark in got.marks if mark.ask.partition(".")[0] == function]
        assert mark.verdict is Verdict.NOT_DONE and mark.points == 0
    assert got.marks[0].feedback == sentence


def test_finished_code_with_none_in_it_is_finished(wall: Wall) -> None:
    text = STEP.replace("    return", "    cache = None\n    return") + FORWARD.replace("STEPS", "range").replace(
        "    for", "    before = None\n    for"
    )
    assert not lost(grade(f"{NP}{text}".encode(), "submission.py", wall=wall))


def test_a_wrong_function_with_none_in_it_is_wrong_and_explained(wall: Wall) -> None:
    text = STEP.replace("    return", "    cache = None\n    return").replace("W_h.T", "W_h")
    got = grade(f"{NP}{text}".encode(), "submission.py", wall=wall)
    assert Verdict.SLIP in {mark.verdict for mark in got.marks}
    crash = STEP.replace("    return", "    cache = None\n    return").replace("W_h.T", "W_h.TT")
    got = grade(f"{NP}{crash}".encode(), "submission.py", wall=wall)
    assert {mark.verdict for mark in got.marks} == {Verdict.CRASHED}


@pytest.mark.parametrize(
    "text",
    [
        "def f(x=None):\n    y = None\n    y = x\n    return np.sum(x, None) + g(x, None)",
        "def f(x):\n    if x is None:\n        return None\n    for i in x:\n        pass",
        "best = None\ndef f(x):\n    return x",
        "def f(x):\n    return x[None, :] + x[:, None]",
        "def f(:\n    y = None",
    ],
)
def test_none_that_is_meant_is_no_gap(text: str) -> None:
    assert lines_with_none(text) == {}


def test_methods_are_looked_into() -> None:
    assert lines_with_none("class RNN:\n    def forward(self, x):\n        h = None\n        return h\n") == {
        "RNN.forward": [3]
    }
