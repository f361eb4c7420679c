"""Gradients computed on the learner's own states: they are compared with the reference's gradients on those same states.

Where a course keeps the states in a cache, a wrong forward pass would otherwise cost the backward pass points too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.gated_compared import COMPARED

FORWARD_OF = {  # function -> the name of its states in what it is given, and the function that computes them
    "rnn_backward": ("h", "rnn_forward"),
    "rnn_step_backward": ("h_t", "rnn_step"),
    "lstm_backward": ("h", "lstm_forward"),
    "lstm_step_backward": ("h_t", "lstm_step"),
    "output_backward": ("h", "rnn_forward"),
}

FLAT = 1e-3  # where states, or their slopes, are smaller than this, zeros would be right gradients


def with_states(call: Call, h: Array) -> Call:
    """The same backward call on other states."""
    return Call(call.function, (*call.args[:3], h, *call.args[4:]))


def on_own_states(call: Call, value: Any) -> Call:
    """The call to compare `value` with: on the learner's own states where `value` holds some, else `call` itself."""
    if call.function in COMPARED:
        return COMPARED[call.function](call, value)
    if call.function not in FORWARD_OF or not isinstance(value, dict):
        return call
    own = value.get(FORWARD_OF[call.function][0])
    if not isinstance(own, np.ndarray) or own.shape != call.args[3].shape:
        return call
    factor = own if call.function == "output_backward" else 1.0 - own**2  # of all gradients, or of those of W_y
    if np.abs(own - call.args[3]).max() <= 1e-9 * np.abs(own).max() or np.abs(factor).max() < FLAT:
        return call
    on_own = with_states(call, np.asarray(own, dtype=np.float64))
    return on_own if call.function == "output_backward" else _from_own_initial_state(on_own)


def _from_own_initial_state(call: Call) -> Call:
    """With h_0 = 0 if the learner's own states started there."""
    dh, x, h0, h, W, W_h, b = call.args
    first, x_1 = (h[:, 0], x[:, 0]) if h.ndim == 3 else (h, x)
    from_zero, from_h0 = np.tanh(x_1 @ W.T + b), np.tanh(x_1 @ W.T + h0 @ W_h.T + b)
    if not np.abs(first - from_zero).max() < 1e-6 * np.abs(from_h0 - from_zero).max():
        return call
    return Call(call.function, (dh, x, np.zeros_like(h0), h, W, W_h, b))
