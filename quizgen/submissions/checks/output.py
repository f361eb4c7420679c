"""Checks of predict. A function written for h_T alone, (B, H), or with an output at every step is as right as one for
all states: a call that fails in one form is made in the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Array, Call, as_array, expected_value, random_array
from quizgen.submissions.checks.check import Procedure, check, values_of
from quizgen.submissions.checks.compare import require_array, require_shape
from quizgen.submissions.checks.failed import CheckFailed

B, T, H = 3, 4, 2
h = random_array("h of predict", B, T, H)
W_y, b_y = random_array("W_y", 5, 2, low=0.5, high=1.5), random_array("b_y", 5)  # K=5
W_y1, b_y1 = random_array("W_y of one unit", 1, 2, low=0.5, high=1.5), random_array("b_y of one unit", 1)
W_yH, b_yH = random_array("W_y with K = H", 2, 2, low=0.5, high=1.5), random_array("b_y with K = H", 2)


Forms = tuple[Call, Call]
Claim = Callable[[Call, object], None]


def both_forms(W_y: Array, b_y: Array, kind: str) -> Forms:
    """The call with all states, and with h_T alone."""
    return Call("predict", (h, W_y, b_y, kind)), Call("predict", (h[:, -1].copy(), W_y, b_y, kind))


SIGMOID, SOFTMAX = both_forms(W_y, b_y, "sigmoid"), both_forms(W_y, b_y, "softmax")
ONE_UNIT, K_IS_H = both_forms(W_y1, b_y1, "sigmoid"), both_forms(W_yH, b_yH, "sigmoid")
SOFTMAX_K_IS_H = both_forms(W_yH, b_yH, "softmax")
SHIFTED = both_forms(W_y, b_y + 800.0, "softmax")
LARGE = tuple(both_forms(W_y, np.array([800.0, -800.0, 1.0, 2.0, 3.0]), kind) for kind in ("softmax", "sigmoid"))


def last_output(value: object) -> object:
    """The last output, if there is one for every step."""
    return value[:, -1] if isinstance(value, np.ndarray) and value.ndim == 3 else value


def holds_in_either_form(claim: Claim, *pairs: Forms) -> Procedure:
    """Claims that `claim` raises nothing for any pair of calls. The chapter's form has all states; h_T alone is tried
    where that does not return (B, K)."""
    results = yield [states for states, _ in pairs]
    failed: list[tuple[Call, CheckFailed]] = []
    for (states, last), result in zip(pairs, results, strict=True):
        try:
            _require(claim, states, result)
        except CheckFailed as failure:
            array = as_array(result.value)
            if array is not None and array.shape in ((B, K := len(states.args[1])), (B, T, K)):
                raise
            failed.append((last, failure))
    if not failed:
        return
    results = yield [last for last, _ in failed]
    for (last, first), result in zip(failed, results, strict=True):
        try:
            _require(claim, last, result)
        except CheckFailed:
            raise first from None


def _require(claim: Claim, call: Call, result: Result) -> None:
    [value] = values_of((call,), (result,))
    claim(call, last_output(value))


def is_expected(call: Call, value: object) -> None:
    require_array(call, value, np.asarray(expected_value(call)), "y_hat")


def is_probability(call: Call, value: object) -> None:
    y_hat = require_shape(call, value, (3, 5), "y_hat")
    if not ((y_hat > 0) & (y_hat < 1)).all():
        worst = y_hat.flat[np.argmax(np.abs(y_hat - 0.5))]
        raise CheckFailed(f"there is a ŷ of {worst:.4g}")
    if call.args[3] == "softmax" and not np.max(np.abs(y_hat.sum(axis=1) - 1.0)) < 1e-4:
        raise CheckFailed(f"the classes of the first example add to {y_hat[0].sum():.4f}")


@check("predict", "O1", 2, public=True)
def probabilities() -> Procedure:
    """Every ŷ in (0, 1), and the classes of a softmax adding to 1."""
    yield from holds_in_either_form(is_probability, SIGMOID, SOFTMAX)


@check("predict", "O2", 2)
def large_logits() -> Procedure:
    """Logits of ±800, and a softmax with the same constant added to all logits."""
    yield from holds_in_either_form(is_expected, SHIFTED, *LARGE)


@check("predict", "O3", 4)
def last_state() -> Procedure:
    """ŷ = σ(W_y h_T + b_y) for one unit, several, and as many as there are hidden units."""
    yield from holds_in_either_form(is_expected, SIGMOID, ONE_UNIT, K_IS_H)


@check("predict", "O4", 2)
def softmax_axis() -> Procedure:
    """A softmax over the K classes of each example, not over examples or steps."""
    yield from holds_in_either_form(is_expected, SOFTMAX, SOFTMAX_K_IS_H)
