"""Checks of predict. A function written for h_T alone, (B, H), or for an output at every step is as right as one for
all states: each question is put in both forms, and the better answer counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizgen.sandbox.records import Call
from quizgen.submissions.answers import answer
from quizgen.submissions.cases import Array, drawn
from quizgen.submissions.check import Talk, check, values
from quizgen.submissions.compare import Lost, require_array, shaped
from reference_rnn import RNN

h = drawn("h of predict", 3, 4, 2)  # B=3 T=4 H=2
W_y, b_y = drawn("W_y", 5, 2, low=0.5, high=1.5), drawn("b_y", 5)  # K=5
W_y1, b_y1 = drawn("W_y of one unit", 1, 2, low=0.5, high=1.5), drawn("b_y of one unit", 1)
W_yH, b_yH = drawn("W_y with K = H", 2, 2, low=0.5, high=1.5), drawn("b_y with K = H", 2)


def both_forms(W_y: Array, b_y: Array, kind: str) -> tuple[Call, Call]:
    """The question with all states, and with h_T alone."""
    return Call("predict", (h, W_y, b_y, kind)), Call("predict", (h[:, -1].copy(), W_y, b_y, kind))


def last_output(value: object) -> object:
    """An output at every step holds the one that is wanted at its end."""
    return value[:, -1] if isinstance(value, np.ndarray) and value.ndim == 3 else value


def either(calls: tuple[Call, Call], holds: Callable[[Call, object], None]) -> Talk:
    """Claims that `holds` raises nothing for one of the two forms; what is lost is told of the first."""
    results = yield calls
    lost: list[Lost] = []
    for call, result in zip(calls, results, strict=True):
        try:
            [value] = values((call,), (result,))
            return holds(call, last_output(value))
        except Lost as loss:
            lost.append(loss)
    raise next((loss for loss in lost if loss.tells), lost[0])


def as_truth(call: Call, value: object) -> None:
    require_array(call, value, np.asarray(answer(RNN, call)), "y_hat")


@check("predict", "O1", 2)
def probabilities() -> Talk:
    """Every ŷ in (0, 1), and the classes of a softmax adding to 1."""

    def holds(call: Call, value: object) -> None:
        y_hat = shaped(call, value, (3, 5), "y_hat")
        if not ((y_hat > 0) & (y_hat < 1)).all():
            worst = y_hat.flat[np.argmax(np.abs(y_hat - 0.5))]
            raise Lost(f"there is a ŷ of {worst:.4g}")
        if call.args[3] == "softmax" and np.max(np.abs(y_hat.sum(axis=1) - 1.0)) > 1e-4:
            raise Lost(f"the classes of the first example add to {y_hat[0].sum():.4f}")

    yield from either(both_forms(W_y, b_y, "sigmoid"), holds)
    yield from either(both_forms(W_y, b_y, "softmax"), holds)


@check("predict", "O2", 2)
def large_logits() -> Talk:
    """Logits of ±800, and a softmax with the same constant added to all logits."""
    yield from either(both_forms(W_y, b_y + 800.0, "softmax"), as_truth)
    yield from either(both_forms(W_y, np.array([800.0, -800.0, 1.0, 2.0, 3.0]), "softmax"), as_truth)
    yield from either(both_forms(W_y, np.array([800.0, -800.0, 1.0, 2.0, 3.0]), "sigmoid"), as_truth)


@check("predict", "O3", 4)
def last_state() -> Talk:
    """ŷ = σ(W_y h_T + b_y) for one unit, several, and as many as there are hidden units."""
    yield from either(both_forms(W_y, b_y, "sigmoid"), as_truth)
    yield from either(both_forms(W_y1, b_y1, "sigmoid"), as_truth)
    yield from either(both_forms(W_yH, b_yH, "sigmoid"), as_truth)


@check("predict", "O4", 2)
def softmax_axis() -> Talk:
    """A softmax over the K classes of each example, not over examples or steps."""
    yield from either(both_forms(W_y, b_y, "softmax"), as_truth)
    yield from either(both_forms(W_yH, b_yH, "softmax"), as_truth)
