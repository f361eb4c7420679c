"""The right values of the functions of gated cells, gradients gate by gate."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quizgen.submissions.cases.call import Array
from quizgen.submissions.cases.gated import BEFORE, GATES
from reference_rnn import GRU, LSTM

OF_PARAMETERS = ("dW", "dW_h", "db")


def by_gate(name: str, stacked: Array) -> dict[str, Array]:
    """The rows of each gate of an array like W: dW_i, dW_f, dW_g, dW_o."""
    return {f"{name}_{gate}": rows for gate, rows in zip(GATES, np.split(stacked, 4), strict=True)}


def stacked(name: str, parts: Mapping[str, Array]) -> Array:
    """The rows of all gates one below the other."""
    return np.concatenate([parts[f"{name}_{gate}"] for gate in GATES])


def lstm_step(engine: Any, x_t: Array, h_prev: Array, c_prev: Array, W: Array, W_h: Array, b: Array) -> Any:
    """h_t and c_t."""
    h_t, c_t = _lstm(engine)(W, W_h, b).step(x_t, h_prev, c_prev)
    return {"h_t": h_t, "c_t": c_t}


def lstm_forward(engine: Any, x: Array, h0: Array, W: Array, W_h: Array, b: Array) -> Any:
    """h and c of all steps."""
    walked = _lstm(engine)(W, W_h, b).forward(x, h0)
    return {"h": walked.h, "c": walked.c}


def lstm_backward(engine: Any, dh: Array, x: Array, h0: Array, walked: Any, W: Array, W_h: Array, b: Array) -> Any:
    """The gradients by gate; `walked` is the forward pass, an LSTMTrace."""
    return _gradients(engine, dh, walked, None, W, W_h, b, ("dx", "dh0"))


def lstm_step_backward(
    engine: Any,
    dh_t: Array,
    dc_t: Array,
    x_t: Array,
    h_prev: Array,
    c_prev: Array,
    walked: Any,
    W: Array,
    W_h: Array,
    b: Array,
) -> Any:
    """lstm_backward on a sequence of this one step, with ∂L/∂c_t given beside ∂L/∂h_t."""
    parts = _gradients(engine, dh_t[:, None], walked, dc_t, W, W_h, b, ("dx_t", "dh_prev", "dc_prev"))
    return {**parts, "dx_t": parts["dx_t"][:, 0]}


def _gradients(
    engine: Any, dh: Array, walked: Any, dc: Array | None, W: Array, W_h: Array, b: Array, names: tuple[str, ...]
) -> dict[str, Array]:
    found = _lstm(engine)(W, W_h, b).backward_from(dh, walked, dc)
    of_parameters = dict(zip(OF_PARAMETERS, (found.W, found.W_h, found.b), strict=True))
    by_gates = (by_gate(name, part) for name, part in of_parameters.items())
    of_states = dict(zip(names, (found.x, found.h_0, found.c_0), strict=False))
    return of_states | {name: part for parts in by_gates for name, part in parts.items()}


def gru_step(engine: Any, x_t: Array, h_prev: Array, W: Array, W_h: Array, b: Array, reset: str) -> Array:
    """h_t."""
    return np.asarray(_gru(engine, reset)(W, W_h, b).step(x_t, h_prev))


def gru_forward(engine: Any, x: Array, h0: Array, W: Array, W_h: Array, b: Array, reset: str) -> Array:
    """h of all steps."""
    return np.asarray(_gru(engine, reset)(W, W_h, b).forward(x, h0).h)


def _lstm(engine: Any) -> Any:
    return engine if isinstance(engine, type) and issubclass(engine, LSTM) else LSTM


def _gru(engine: Any, reset: str) -> Any:
    """A GRU with the reset gate where the call says, or, unless it says after the weights, where the engine has it."""
    kind = engine.func if isinstance(engine, functools.partial) else engine
    found = engine if isinstance(kind, type) and issubclass(kind, GRU) else GRU
    return found if reset == BEFORE else functools.partial(found, reset=reset)


COMPUTE: dict[str, Callable[..., Any]] = {
    "lstm_step": lstm_step,
    "lstm_forward": lstm_forward,
    "lstm_step_backward": lstm_step_backward,
    "lstm_backward": lstm_backward,
    "gru_step": gru_step,
    "gru_forward": gru_forward,
}
