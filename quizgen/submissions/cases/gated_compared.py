"""Which right value a result of a gated cell is compared with: another convention, or the learner's own forward pass."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.gated import AFTER
from quizgen.submissions.cases.gated_values import COMPUTE
from quizgen.submissions.cases.returned import as_array
from reference_rnn import CATALOGUE, GRU, LSTM

BACKWARD = "lstm-back-"  # how the ids of the misconceptions about the backward pass begin
ABOUT_LSTM = tuple(id for id in CATALOGUE if id.startswith("lstm-") and not id.startswith(BACKWARD))
ABOUT_GRU = tuple(id for id in CATALOGUE if id.startswith("gru-") and id != "gru-reset-after")  # which is right too


def with_reset_after(call: Call) -> Call:
    """The same call of a GRU whose reset gate acts after the weights; the same Call every time."""
    return call.memoised("reset after", lambda call: Call(call.function, (*call.args[:5], AFTER)))


def reset_acts_after(call: Call) -> bool:
    """Whether a call is one of a GRU whose reset gate acts after the weights."""
    return call.function in ("gru_step", "gru_forward") and call.args[5] == AFTER


def on_own_convention(call: Call, value: Any) -> Call:
    """The GRU's call with the reset gate after the weights, where `value` is right so; else `call` itself."""
    array = as_array(value)
    if reset_acts_after(call) or array is None:
        return call
    after = with_reset_after(call)
    right, other = (one.memoised("GRU", lambda call: COMPUTE[call.function](GRU, *call.args)) for one in (call, after))
    if array.shape != right.shape or not np.isfinite(array).all():
        return call
    off, off_other = (float(np.abs(array - one).max()) for one in (right, other))
    return after if off_other < off and off_other <= 1e-3 * np.abs(other).max() else call


STATES = {  # function -> the position of the forward pass in its arguments, and the states that its result holds
    "lstm_backward": (3, {"h": "h", "c": "c"}),
    "lstm_step_backward": (5, {"h_t": "h", "c_t": "c"}),
}


def on_own_passes(call: Call, value: Any) -> Call:
    """A backward call on the learner's own forward pass, where that is the pass of a known misconception, or of two.

    The states alone do not tell the gates, so a pass of any other kind is left to the differences of the learner's own
    forward function.
    """
    if not isinstance(value, dict):
        return call
    position, names = STATES[call.function]
    step = position == 5
    own = {ours: value[theirs] for theirs, ours in names.items() if isinstance(value.get(theirs), np.ndarray)}
    own = {name: array[:, None] if step else array for name, array in own.items()}
    if "h" not in own or _equal(own, call.args[position]):
        return call
    for other in _wrong_passes(call):
        if _equal(own, other.args[position]):
            return other
    return call


def _wrong_passes(call: Call) -> Iterator[Call]:
    """The same call on the forward pass of each misconception, then of each two of them."""
    position, _ = STATES[call.function]
    *_, W, W_h, b = call.args
    x, *states = call.args[position - 2 : position] if position == 3 else call.args[2:5]
    x = x if x.ndim == 3 else x[:, None]
    for engine in _wrong_engines():

        def walked(call: Call, engine: type[LSTM] = engine) -> Call:
            trace = engine(W, W_h, b).forward(x, *states)
            return Call(call.function, (*call.args[:position], trace, *call.args[position + 1 :]))

        yield call.memoised(engine, walked)


@functools.cache
def _wrong_engines() -> tuple[type[LSTM], ...]:
    singles: list[Any] = [CATALOGUE[id] for id in ABOUT_LSTM]
    two = (type("Both", pair, {}) for pair in itertools.combinations(singles, 2))
    return (*singles, *two)


def _equal(own: Mapping[str, Array], walked: Any) -> bool:
    pairs = [(array, getattr(walked, name)) for name, array in own.items()]
    return all(
        ours.shape == theirs.shape and np.abs(ours - theirs).max() <= 1e-9 * np.abs(theirs).max()
        for ours, theirs in pairs
    )


COMPARED: dict[str, Callable[[Call, Any], Call]] = {
    **dict.fromkeys(("lstm_step_backward", "lstm_backward"), on_own_passes),
    **dict.fromkeys(("gru_step", "gru_forward"), on_own_convention),
}
