"""deeplearning.ai's "step by step": examples as columns, time last, a dict of parameters, caches from forward to backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import Array, WrongShape, as_array
from quizgen.submissions.interfaces import dlai_gated as gated
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.readers import (
    entries_or_items,
    read_forward,
    read_state_and_gradients,
    read_states_and_gradients,
    read_step,
)
from quizgen.submissions.interfaces.stubs import stub_step, stub_step_backward
from reference_rnn.functions import softmax

STATES, PREDICTIONS, CACHES = 0, 1, 2  # their positions in what a forward function returns
KEYS = ("dx", "da0", "dWax", "dWaa", "dba")
CELL_KEYS = ("dxt", "da_prev", "dWax", "dWaa", "dba")
Q = 2  # outputs of an output layer that is not checked


def _parameters(
    interface: Interface, given: Arguments, W_y: Array | None = None, b_y: Array | None = None
) -> Arguments:
    """The dict of parameters; it needs an output layer, since every step computes a prediction."""
    Wax, Waa, ba = interface.to_learner(given, "W", "W_h", "b")
    if W_y is None or b_y is None:
        W_y, b_y = np.linspace(-0.5, 0.5, Q * len(ba)).reshape(Q, -1), np.zeros(Q)
    return {"Wax": Wax, "Waa": Waa, "Wya": W_y, "ba": ba, "by": b_y[:, None]}


def _step(interface: Interface, given: Arguments) -> Job:
    step = Step("rnn_cell_forward", (*interface.to_learner(given, "x_t", "h_prev"), _parameters(interface, given)))
    return Job(step.name, (step,), gives=Ref(-1, (STATES,)))


def _step_backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own cell: the state in the call is not used."""
    forward = Step("rnn_cell_forward", (*interface.to_learner(given, "x_t", "h_prev"), _parameters(interface, given)))
    backward = Step("rnn_cell_backward", (*interface.to_learner(given, "dh_t"), Ref(0, (CACHES,))))
    gives = (Ref(0, (STATES,)), *entries_or_items(*CELL_KEYS))
    return Job(backward.name, (forward, backward), gives=gives)


def _forward(interface: Interface, given: Arguments) -> Job:
    step = Step("rnn_forward", (*interface.to_learner(given, "x", "h0"), _parameters(interface, given)))
    return Job(step.name, (step,), gives=Ref(-1, (STATES,)))


def _backward(interface: Interface, given: Arguments) -> Job:
    """With the caches of the learner's own forward pass: the states in the call are not used."""
    forward = Step("rnn_forward", (*interface.to_learner(given, "x", "h0"), _parameters(interface, given)))
    backward = Step("rnn_backward", (*interface.to_learner(given, "dh"), Ref(0, (CACHES,))))
    return Job(backward.name, (forward, backward), gives=(Ref(0, (STATES,)), *entries_or_items(*KEYS)))


def _predict(interface: Interface, given: Arguments) -> Job | None:
    """The softmax of a cell that computes h_T from its input alone: W = 1, x = artanh h_T and W_h = 0."""
    if given["kind"] != "softmax":
        return None
    h_T = _last(given["h"])
    H, h_prev = h_T.shape[1], given["h"][:, -2] if given["h"].ndim == 3 else 0.0 * h_T
    cell = {"W": np.eye(H), "W_h": np.zeros((H, H)), "b": np.zeros(H), "x_t": np.arctanh(h_T), "h_prev": h_prev}
    parameters = _parameters(interface, cell, given["W_y"], given["b_y"])
    step = Step("rnn_cell_forward", (*interface.to_learner(cell, "x_t", "h_prev"), parameters))
    return Job(step.name, (step,), gives=(Ref(-1, (STATES,)), Ref(-1, (PREDICTIONS,))))


def _read_predict(interface: Interface, given: Arguments, value: Any) -> Any:
    """ŷ. A cell that computes another state has lost points for that elsewhere: the prediction for its own state is
    subtracted, and the one for h_T added."""
    if not isinstance(value, tuple) or len(value) != 2:
        return value
    h_T, W_y, b_y = _last(given["h"]), given["W_y"], given["b_y"]
    y_hat = interface.layout.to_chapter("h_t", value[1], (len(h_T), len(b_y)))
    own, ours = as_array(interface.layout.to_chapter("h_t", value[0], h_T.shape)), as_array(y_hat)
    if isinstance(y_hat, WrongShape) or own is None or ours is None or own.shape != h_T.shape:
        return y_hat
    if np.allclose(own, h_T, rtol=0.0, atol=1e-12):
        return y_hat
    return ours - softmax(own @ W_y.T + b_y) + softmax(h_T @ W_y.T + b_y)


def _last(h: Array) -> Array:
    return h if h.ndim == 2 else h[:, -1]


DLAI = Interface(
    name="dlai",
    title="deeplearning.ai's",
    layout=Layout("x (n_x, m, T_x), examples as columns and time last", inputs="FBT", states="FBT", rows="FB", bias="F1"),
    functions={
        "rnn_step": "rnn_cell_forward",
        "rnn_step_backward": "rnn_cell_backward",
        "rnn_forward": "rnn_forward",
        "predict": "rnn_cell_forward",
        "rnn_backward": "rnn_backward",
        **gated.FUNCTIONS,
    },
    signatures={
        "rnn_cell_forward": ("xt", "a_prev", "parameters"),
        "rnn_forward": ("x", "a0", "parameters"),
        "rnn_cell_backward": ("da_next", "cache"),
        "rnn_backward": ("da", "caches"),
        **gated.SIGNATURES,
    },
    job_makers={
        "rnn_step": _step,
        "rnn_step_backward": _step_backward,
        "rnn_forward": _forward,
        "predict": _predict,
        "rnn_backward": _backward,
        **gated.JOBS,
    },
    result_readers={
        "rnn_step": read_step,
        "rnn_step_backward": read_state_and_gradients,
        "rnn_forward": read_forward,
        "predict": _read_predict,
        "rnn_backward": read_states_and_gradients,
        **gated.READERS,
    },
    names={
        "x_t": "xt", "h_prev": "a_prev", "h_t": "a_next", "h0": "a0", "h": "a", "W": "Wax", "W_h": "Waa", "b": "ba",
        "y_hat": "yt_pred", "dx_t": "dxt", "dh_prev": "da_prev", "dh_t": "da_next",
        "dh": "da", "dh0": "da0", "dW": "dWax", "dW_h": "dWaa", "db": "dba",
        **gated.NAMES,
    },
    positions={"rnn_step_backward": (0,), "rnn_backward": (0,), **gated.POSITIONS},
    stubs={
        "rnn_step": stub_step("rnn_cell_forward", 0, 3),
        "rnn_step_backward": stub_step_backward("rnn_cell_backward", CELL_KEYS),
    },
    omitted_checks=frozenset({"predict.O1", "predict.O2", "predict.O3"}),  # of states that the cell cannot be given
)  # fmt: skip
