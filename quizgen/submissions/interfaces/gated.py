"""The functions of gated cells: what the chapter's do, and what its interface and those of courses share."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import GATES, NOT_OBSERVABLE, OF_PARAMETERS, Array, WrongShape, as_array, by_gate
from quizgen.submissions.interfaces.function import Function
from quizgen.submissions.interfaces.interface import Arguments, Interface, JobMaker, ResultReader
from quizgen.submissions.interfaces.readers import read_step

LSTM_CELL = "W (4H, D), W_h (4H, H), b (4H,): the rows of i, f, g, o one below the other"
GRU_CELL = "W (3H, D), W_h (3H, H), b (3H,): the rows of r, z, n one below the other"
LSTM_EQUATIONS = (
    "i, f, o = sigmoid(W x_t + W_h h_(t-1) + b) and g = tanh(...), each with rows of its own;",
    "c_t = f * c_(t-1) + i * g, h_t = o * tanh(c_t).",
)
GRU_EQUATIONS = (
    "r, z = sigmoid(W x_t + W_h h_(t-1) + b), n = tanh(W x_t + W_h (r * h_(t-1)) + b), each with rows of its own;",
    "h_t = z * h_(t-1) + (1 - z) * n. In n, r * (W_h h_(t-1)) is taken as right too.",
)
GATED_FUNCTIONS: dict[str, Function] = {  # beyond the chapter: graded where a file has them, asked only by name
    function.name: function
    for function in (
        Function(
            "lstm_step",
            "x_t, h_prev, c_prev, W, W_h, b",
            "one step of an LSTM",
            (
                "One step of an LSTM, for a batch.",
                "",
                *LSTM_EQUATIONS,
                f"x_t (B, D), h_prev and c_prev (B, H), {LSTM_CELL}.",
                "Returns h_t and c_t (B, H).",
            ),
        ),
        Function(
            "lstm_forward",
            "x, h0, W, W_h, b",
            "all states of an LSTM",
            (
                "All hidden states of an LSTM for the sequences x, starting from h0 and from a cell state of zeros.",
                "",
                f"x (B, T, D), h0 (B, H), {LSTM_CELL}.",
                "Returns h (B, T, H): h[:, 0] is h_1.",
            ),
        ),
        Function(
            "gru_step",
            "x_t, h_prev, W, W_h, b",
            "one step of a GRU",
            (
                "One step of a GRU, for a batch.",
                "",
                *GRU_EQUATIONS,
                f"x_t (B, D), h_prev (B, H), {GRU_CELL}.",
                "Returns h_t (B, H).",
            ),
        ),
        Function(
            "gru_forward",
            "x, h0, W, W_h, b",
            "all states of a GRU",
            (
                "All hidden states of a GRU for the sequences x, starting from h0.",
                "",
                f"x (B, T, D), h0 (B, H), {GRU_CELL}.",
                "Returns h (B, T, H): h[:, 0] is h_1.",
            ),
        ),
    )
}
GATED_HEADINGS = {name: function.heading for name, function in GATED_FUNCTIONS.items()} | {
    "lstm_step_backward": "one step back through an LSTM",
    "lstm_backward": "backpropagation through time in an LSTM",
}
STEP_STATES = ("h_t", "c_t")
LSTM_STEP_GRADIENTS = ("dx_t", "dh_prev", "dc_prev")
LSTM_GRADIENTS = ("dx", "dh0")
OF_GATE = {"i": "input gate", "f": "forget gate", "g": "candidate", "o": "output gate"}


def _lstm_step(interface: Interface, given: Arguments) -> Job:
    step = Step("lstm_step", _to_learner(interface, given))
    return Job(step.name, (step,), gives=(Ref(-1, (0,)), Ref(-1, (1,))))


def _called(name: str) -> JobMaker:
    """Called by its name with its arrays; which convention a GRU follows is not an argument."""
    return lambda interface, given: Job(name, (Step(name, _to_learner(interface, given)),))


def _to_learner(interface: Interface, given: Arguments) -> tuple[Array, ...]:
    return interface.to_learner(given, *(name for name in given if name != "reset"))


def read_lstm_step(interface: Interface, given: Arguments, value: Any) -> Any:
    """h_t and c_t, from a tuple of both; None if both are None."""
    if not isinstance(value, tuple) or len(value) != len(STEP_STATES):
        return value
    if all(part is None for part in value):
        return None
    shape = given["h_prev"].shape
    return {
        name: interface.layout.to_chapter("h_t", part, shape) for name, part in zip(STEP_STATES, value, strict=True)
    }


def read_hidden(interface: Interface, given: Arguments, value: Any) -> Any:
    """h of an LSTM or a GRU: as many units as h_0."""
    return interface.layout.to_chapter("h", value, (*given["x"].shape[:2], given["h0"].shape[1]))


def read_hidden_alone(interface: Interface, given: Arguments, value: Any) -> Any:
    """The states of an LSTM that returns h and no c."""
    return None if value is None else {"h": read_hidden(interface, given, value), "c": NOT_OBSERVABLE}


def rows_of_gates(name: str, value: Any, shape: tuple[int, ...], order: str = GATES) -> dict[str, Any]:
    """An array in the chapter's order of axes, whose rows are blocks in this order, gate by gate.

    What is no array of this shape is so for each gate; a bias may be a row or a column.
    """
    array = None if isinstance(value, WrongShape) else as_array(value)
    if array is not None and len(shape) == 1 and array.shape in ((*shape, 1), (1, *shape)):
        array = array.reshape(shape)
    if array is None or array.shape != shape:
        wrong = value if array is None else WrongShape(f"has shape {array.shape}, and {shape} is wanted")
        return {f"{name}_{gate}": wrong for gate in GATES}
    if isinstance(value, np.ndarray):
        array = array.astype(value.dtype, copy=False)  # float32 is judged as such
    return reordered_parts(name, array, order)


def reordered_parts(name: str, array: Array, order: str) -> dict[str, Any]:
    """The blocks of rows, which are in this order, by the chapter's names."""
    blocks = dict(zip(order, np.split(array, 4), strict=True))
    return by_gate(name, np.concatenate([blocks[gate] for gate in GATES]))


def in_order(array: Array, order: str) -> Array:
    """An array of the chapter's with its blocks of rows in another order."""
    blocks = dict(zip(GATES, np.split(array, 4), strict=True))
    return np.concatenate([blocks[gate] for gate in order])


def names_by_gate(W: str, W_h: str, b: str) -> dict[str, str]:
    """The names of the gradients of each gate where one array holds those of all gates."""
    return {
        f"{name}_{gate}": f"{theirs} of the {OF_GATE[gate]}"
        for name, theirs in zip(OF_PARAMETERS, (W, W_h, b), strict=True)
        for gate in GATES
    }


CHAPTER_JOBS: dict[str, JobMaker] = {
    "lstm_step": _lstm_step,
    **{name: _called(name) for name in ("lstm_forward", "gru_step", "gru_forward")},
}
CHAPTER_READERS: dict[str, ResultReader] = {
    "lstm_step": read_lstm_step,
    "lstm_forward": read_hidden_alone,
    "gru_step": read_step,
    "gru_forward": read_hidden,
}
