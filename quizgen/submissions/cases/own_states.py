"""Gradients that were taken on the learner's own states: they are compared with the reference's on those same states."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.submissions.cases.call import Array, Call

BACK = {"rnn_backward": ("h", "rnn_forward"), "rnn_step_backward": ("h_t", "rnn_step")}  # on which states, of whom


def on_states(call: Call, h: Array) -> Call:
    """A call of a way back, on other states."""
    return Call(call.function, (*call.args[:3], h, *call.args[4:]))


def carried(call: Call, value: Any) -> Call:
    """The call to hold gradients against: on the learner's own states, where it was those that they were taken on.

    Where a course keeps the states in a cache, a wrong forward pass would otherwise be charged to the way back too.
    """
    if call.function not in BACK or not isinstance(value, dict):
        return call
    own = value.get(BACK[call.function][0])
    if not isinstance(own, np.ndarray) or own.shape != call.args[3].shape:
        return call
    if np.abs(own - call.args[3]).max() <= 1e-9 * np.abs(own).max():
        return call
    return _as_begun(on_states(call, np.asarray(own, dtype=np.float64)))


def _as_begun(call: Call) -> Call:
    """From a first state of zeros, where the learner's own states began there."""
    dh, x, h0, h, W, W_h, b = call.args
    first, x_1 = (h[:, 0], x[:, 0]) if h.ndim == 3 else (h, x)
    from_zero, from_h0 = np.tanh(x_1 @ W.T + b), np.tanh(x_1 @ W.T + h0 @ W_h.T + b)
    if not np.abs(first - from_zero).max() < 1e-6 * np.abs(from_h0 - from_zero).max():
        return call
    return Call(call.function, (dh, x, np.zeros_like(h0), h, W, W_h, b))
