"""Checks of predict. A function written for h_T alone, (B, H), or for an output at every step is as right as one for
all states: a question that finds no answer in one form is put in the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Array, Call, array_of, drawn, truth
from quizgen.submissions.checks.check import Talk, check, values
from quizgen.submissions.checks.compare import require_array, shaped
from quizgen.submissions.checks.failed import Lost

B, T, H = 3, 4, 2
h = drawn("h of predict", B, T, H)
W_y, b_y = drawn("W_y", 5, 2, low=0.5, high=1.5), drawn("b_y", 5)  # K=5
W_y1, b_y1 = drawn("W_y of one unit", 1, 2, low=0.5, high=1.5), drawn("b_y of one unit", 1)
W_yH, b_yH = drawn("W_y with K = H", 2, 2, low=0.5, high=1.5), drawn("b_y with K = H", 2)


Question = tuple[Call, Call]
Holds = Callable[[Call, object], None]


def both_forms(W_y: Array, b_y: Array, kind: str) -> Question:
    """The question with all states, and with h_T alone."""
    return Call("predict", (h, W_y, b_y, kind)), Call("predict", (h[:, -1].copy(), W_y, b_y, kind))


SIGMOID, SOFTMAX = both_forms(W_y, b_y, "sigmoid"), both_forms(W_y, b_y, "softmax")
ONE_UNIT, K_IS_H = both_forms(W_y1, b_y1, "sigmoid"), both_forms(W_yH, b_yH, "sigmoid")
SOFTMAX_K_IS_H = both_forms(W_yH, b_yH, "softmax")
SHIFTED = both_forms(W_y, b_y + 800.0, "softmax")
LARGE = tuple(both_forms(W_y, np.array([800.0, -800.0, 1.0, 2.0, 3.0]), kind) for kind in ("softmax", "sigmoid"))


def last_output(value: object) -> object:
    """An output at every step holds the one that is wanted at its end."""
    return value[:, -1] if isinstance(value, np.ndarray) and value.ndim == 3 else value


def claim(holds: Holds, *questions: Question) -> Talk:
    """Claims that `holds` raises nothing for any question. All states is the form that was asked for; h_T alone is
    tried where that gives no (B, K)."""
    results = yield [states for states, _ in questions]
    lost: list[tuple[Call, Lost]] = []
    for (states, last), result in zip(questions, results, strict=True):
        try:
            _hold(holds, states, result)
        except Lost as loss:
            given = array_of(result.value)
            if given is not None and given.shape in ((B, K := len(states.args[1])), (B, T, K)):
                raise
            lost.append((last, loss))
    if not lost:
        return
    results = yield [last for last, _ in lost]
    for (last, first), result in zip(lost, results, strict=True):
        try:
            _hold(holds, last, result)
        except Lost:
            raise first from None


def _hold(holds: Holds, call: Call, result: Result) -> None:
    [value] = values((call,), (result,))
    holds(call, last_output(value))


def is_truth(call: Call, value: object) -> None:
    require_array(call, value, np.asarray(truth(call)), "y_hat")


def is_probability(call: Call, value: object) -> None:
    y_hat = shaped(call, value, (3, 5), "y_hat")
    if not ((y_hat > 0) & (y_hat < 1)).all():
        worst = y_hat.flat[np.argmax(np.abs(y_hat - 0.5))]
        raise Lost(f"there is a ŷ of {worst:.4g}")
    if call.args[3] == "softmax" and not np.max(np.abs(y_hat.sum(axis=1) - 1.0)) < 1e-4:
        raise Lost(f"the classes of the first example add to {y_hat[0].sum():.4f}")


@check("predict", "O1", 2, public=True)
def probabilities() -> Talk:
    """Every ŷ in (0, 1), and the classes of a softmax adding to 1."""
    yield from claim(is_probability, SIGMOID, SOFTMAX)


@check("predict", "O2", 2)
def large_logits() -> Talk:
    """Logits of ±800, and a softmax with the same constant added to all logits."""
    yield from claim(is_truth, SHIFTED, *LARGE)


@check("predict", "O3", 4)
def last_state() -> Talk:
    """ŷ = σ(W_y h_T + b_y) for one unit, several, and as many as there are hidden units."""
    yield from claim(is_truth, SIGMOID, ONE_UNIT, K_IS_H)


@check("predict", "O4", 2)
def softmax_axis() -> Talk:
    """A softmax over the K classes of each example, not over examples or steps."""
    yield from claim(is_truth, SOFTMAX, SOFTMAX_K_IS_H)
