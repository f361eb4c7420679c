"""Only a function that depends on its arguments excuses another: from one that ignores them nothing follows."""

from __future__ import annotations

import numpy as np
import pytest
from quizgen.sandbox.records import Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import Call, compute
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.diagnosis.sensitivity import PROBES, is_sensitive
from quizgen.submissions.session import CheckSession
from reference_rnn import RNN

CHAPTER = """
def rnn_step(x, h, W, W_h, b): return {step}
def rnn_forward(x, h0, W, W_h, b): return {forward}
def rnn_backward(dh, x, h0, h, W, W_h, b): return dict(dx=0 * x, dh0={dh0}, dW=0 * W, dW_h=0 * W_h, db=0 * b)
"""
CS231N = """
def rnn_step_forward(x, h, Wx, Wh, b): return h * 1, (x, Wx, Wh, b)
def rnn_step_backward(d, c): return 0 * c[0], d * 1, 0 * c[1], 0 * c[2], 0 * c[3]
def rnn_forward(x, h, Wx, Wh, b): return h[:, None] + 0 * (x @ Wx), (x, Wx, Wh, b)
def rnn_backward(d, c): return 0 * c[0], d.sum(1), 0 * c[1], 0 * c[2], 0 * c[3]
"""
LINEAR = """
import numpy as np
def rnn_step(x, h, W, W_h, b): return x @ W.T + h
def rnn_forward(x, h0, W, W_h, b): return np.cumsum(x @ W.T, axis=1) + h0[:, None]
def rnn_backward(dh, x, h0, h, W, W_h, b):
    d = dh[:, ::-1].cumsum(1)[:, ::-1]
    return dict(dx=d @ W, dh0=d[:, 0], dW=np.einsum("bth,btd->hd", d, x), dW_h=0 * W_h, db=0 * b)
"""
JUNK = """
import numpy as np
def rnn_step_forward(x, h, Wx, Wh, b):
    h = np.tanh(x @ Wx + h @ Wh + b)
    return h, (x, Wx, Wh, b)
def rnn_step_backward(d, c):
    x, Wx, Wh, b = c
    return d @ Wx.T + x, 0 * d, 0 * Wx, 0 * Wh, 0 * b
def rnn_forward(x, h, Wx, Wh, b):
    out, c = [], []
    for t in range(x.shape[1]):
        h, one = rnn_step_forward(x[:, t], h, Wx, Wh, b)
        out.append(h)
        c.append(one)
    return np.stack(out, axis=1), c
def rnn_backward(d, cs):
    x, (_, Wx, Wh, b) = np.stack([c[0] for c in cs], axis=1), cs[0]
    return d @ Wx.T + x, 0 * d[:, 0], 0 * Wx, 0 * Wh, 0 * b
"""
TRIVIAL = {
    "nothing": CHAPTER.format(step="0 * h", forward="0 * (x @ W.T)", dh0="0 * h0"),
    "the state before": CHAPTER.format(step="h * 1", forward="h0[:, None] + 0 * (x @ W.T)", dh0="dh.sum(1)"),
    "the state before, by a step back of its own": CS231N,
    "the inputs": CHAPTER.format(step="x @ W.T", forward="x @ W.T", dh0="0 * h0"),
}


class Engine:
    """Answers as the reference or a misconception would."""

    def __init__(self, engine: object) -> None:
        self.engine = engine

    def supports(self, call: Call) -> bool:
        return True

    def run(self, calls: list[Call]) -> tuple[Result, ...]:
        return tuple(Result(compute(self.engine, call)) for call in calls)  # type: ignore[arg-type]


@pytest.mark.parametrize("function", PROBES)
def test_the_reference_and_every_misconception_depend_on_their_arguments(function: str) -> None:
    engines = {"": RNN} | {
        "+".join(one.ids): one.engine for one in singles(function) if one.by_hand and one.value_for(PROBES[function])
    }
    assert len(engines) > 10
    with np.errstate(all="ignore"):
        insensitive = [
            name for name, engine in engines.items() if not is_sensitive(CheckSession(), Engine(engine), function)
        ]
    assert insensitive == []


def test_what_is_no_cell_and_no_backward_pass_excuses_nothing(wall: Wall) -> None:
    for source, function in ((LINEAR, "rnn_forward"), (LINEAR, "rnn_backward"), (JUNK, "rnn_backward")):
        marks = [m for m in grade(source.encode(), "s.py", wall=wall).marks if m.ask.startswith(function)]
        assert sum(mark.points for mark in marks) < 0.5 * sum(mark.max_points for mark in marks)


@pytest.mark.parametrize("how", TRIVIAL)
def test_what_copies_or_ignores_its_arguments_earns_no_point_for_numbers(how: str, wall: Wall) -> None:
    marks = grade(TRIVIAL[how].encode(), "submission.py", wall=wall).marks
    got = sum(mark.points for mark in marks)
    assert got <= 0.35 * sum(mark.max_points for mark in marks)
    assert not [mark for mark in marks if "full points" in mark.feedback]
