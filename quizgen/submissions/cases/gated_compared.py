"""Which right value a result of a gated cell is compared with: another convention, or the learner's own forward pass."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping
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

    Of passes with the same states, that one which leads to most of the learner's gradients: the states alone do not tell
    the gates. A pass of any other kind is left to the differences of the learner's own forward function.
    """
    if not isinstance(value, dict):
        return call
    position, names = STATES[call.function]
    own = {ours: value[theirs] for theirs, ours in names.items() if isinstance(value.get(theirs), np.ndarray)}
    own = {name: array[:, None] if array.ndim == 2 else array for name, array in own.items()}  # (B, H) of one step
    if "h" not in own or _gradients_met(call, value) == len(_right(call)):
        return call
    right = _equal(own, call.args[position])
    engines = _wrong_engines()[: len(ABOUT_LSTM)] if right else _wrong_engines()
    others = (_on_pass_of(engine, call) for engine in engines)
    fitting = [call] if right else []
    fitting += [other for other in others if _equal(own, other.args[position])]
    return max(fitting, key=lambda one: _gradients_met(one, value), default=call)


def _right(call: Call) -> dict[str, Array]:
    return call.memoised("LSTM", lambda call: COMPUTE[call.function](LSTM, *call.args))


def _gradients_met(call: Call, value: Mapping[str, Any]) -> int:
    """How many gradients are those of the chapter's backward pass on the forward pass of a call."""
    pairs = [(as_array(value.get(name)), part) for name, part in _right(call).items()]
    return sum(
        ours is not None and ours.size == part.size and _close(ours.ravel(), part.ravel()) for ours, part in pairs
    )


def _close(ours: Array, right: Array) -> bool:
    """What np.allclose says of finite right values, in a tenth of its time."""
    return bool((np.abs(ours - right) <= 1e-9 + 1e-6 * np.abs(right)).all())


def _on_pass_of(engine: type[LSTM], call: Call) -> Call:
    """The same call on the forward pass of a misconception; the same Call every time."""
    return call.memoised(("on the pass of", engine), lambda call: _walked(engine, call))


def _walked(engine: type[LSTM], call: Call) -> Call:
    position, _ = STATES[call.function]
    *_, W, W_h, b = call.args
    first = 1 if call.function == "lstm_backward" else 2
    x, *states = call.args[first:position]
    if x.ndim == 2:  # one step starts from the states it is given
        trace = type("OneStep", (engine,), {"first_states": LSTM.first_states})(W, W_h, b).forward(x[:, None], *states)
    else:
        trace = engine(W, W_h, b).forward(x, *states)
    return Call(call.function, (*call.args[:position], trace, *call.args[position + 1 :]))


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
