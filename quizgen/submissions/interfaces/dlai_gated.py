"""The LSTM of deeplearning.ai: a matrix for each gate that multiplies [a_prev; xt], examples as columns, time last."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import GATES, OF_PARAMETERS, WrongShape, as_array, by_gate
from quizgen.submissions.interfaces.gated import LSTM_GRADIENTS, LSTM_STEP_GRADIENTS, read_hidden, read_lstm_step
from quizgen.submissions.interfaces.interface import Arguments, Interface, JobMaker, ResultReader

LETTERS = {"i": "i", "f": "f", "g": "c", "o": "o"}  # of the gates: the candidate's parameters are Wc and bc
CELL_KEYS = ("dxt", "da_prev", "dc_prev")
KEYS = ("dx", "da0")
STATES, CELLS, STEP_CACHE, FORWARD_CELLS, CACHES = 0, 1, 3, 2, 3  # positions in what a forward function returns
Q = 2  # outputs of an output layer that is not checked


def _parameters(given: Arguments) -> Arguments:
    """The dict of parameters; it needs an output layer, since every step computes a prediction."""
    W, W_h, b = (by_gate(name, given[name]) for name in ("W", "W_h", "b"))
    H = given["W_h"].shape[1]
    found = {"Wy": np.linspace(-0.5, 0.5, Q * H).reshape(Q, H), "by": np.zeros((Q, 1))}
    for gate, letter in LETTERS.items():
        found[f"W{letter}"] = np.concatenate([W_h[f"W_h_{gate}"], W[f"W_{gate}"]], axis=1)
        found[f"b{letter}"] = b[f"b_{gate}"][:, None]
    return found


def _step_call(interface: Interface, given: Arguments) -> Step:
    return Step("lstm_cell_forward", (*interface.to_learner(given, "x_t", "h_prev", "c_prev"), _parameters(given)))


def _forward_call(interface: Interface, given: Arguments) -> Step:
    return Step("lstm_forward", (*interface.to_learner(given, "x", "h0"), _parameters(given)))


def _of_parameters() -> tuple[Ref, ...]:
    """The gradients of the matrices, then those of the biases, in the chapter's order of gates."""
    return tuple(Ref(-1, (f"d{kind}{LETTERS[gate]}",)) for kind in "Wb" for gate in GATES)


def _step(interface: Interface, given: Arguments) -> Job:
    gives = (Ref(-1, (STATES,)), Ref(-1, (CELLS,)))
    return Job("lstm_cell_forward", (_step_call(interface, given),), gives=gives)


def _step_backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own cell."""
    backward = Step("lstm_cell_backward", (*interface.to_learner(given, "dh_t", "dc_t"), Ref(0, (STEP_CACHE,))))
    gradients = (*(Ref(-1, (key,)) for key in CELL_KEYS), *_of_parameters())
    states = Ref(0, (STATES,)), Ref(0, (CELLS,))
    return Job(backward.name, (_step_call(interface, given), backward), gives=(*states, *gradients))


def _forward(interface: Interface, given: Arguments) -> Job:
    gives = (Ref(-1, (STATES,)), Ref(-1, (FORWARD_CELLS,)))
    return Job("lstm_forward", (_forward_call(interface, given),), gives=gives)


def _backward(interface: Interface, given: Arguments) -> Job:
    """With the caches of the learner's own forward pass."""
    backward = Step("lstm_backward", (*interface.to_learner(given, "dh"), Ref(0, (CACHES,))))
    gradients = (*(Ref(-1, (key,)) for key in KEYS), *_of_parameters())
    states = Ref(0, (STATES,)), Ref(0, (FORWARD_CELLS,))
    return Job(backward.name, (_forward_call(interface, given), backward), gives=(*states, *gradients))


def _read_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    """h and c, from a tuple of both; None if both are None."""
    if not isinstance(value, tuple) or len(value) != 2:
        return value
    if all(part is None for part in value):
        return None
    return {name: read_hidden(interface, given, part) for name, part in zip("hc", value, strict=True)}


def _read_gradients(interface: Interface, given: Arguments, value: Any, names: tuple[str, ...]) -> Any:
    """The gradients: those of a gate's matrix are the chapter's of W_h and of W side by side."""
    if not isinstance(value, tuple) or len(value) != len(names) + 2 * len(GATES):
        return value
    if all(part is None for part in value):
        return None
    to_chapter = interface.layout.to_chapter
    found = {name: to_chapter(name, part, given[name[1:]].shape) for name, part in zip(names, value, strict=False)}
    H, D = given["W_h"].shape[1], given["W"].shape[1]
    matrices, biases = value[len(names) : len(names) + len(GATES)], value[-len(GATES) :]
    of_W, of_W_h, of_b = OF_PARAMETERS
    for gate, matrix, bias in zip(GATES, matrices, biases, strict=True):
        found[f"{of_W_h}_{gate}"], found[f"{of_W}_{gate}"] = _both_halves(matrix, H, D)
        found[f"{of_b}_{gate}"] = bias
    return found


def _both_halves(matrix: Any, H: int, D: int) -> tuple[Any, Any]:
    array = as_array(matrix)
    if array is None:
        return matrix, matrix
    if array.shape != (H, H + D):
        wrong = WrongShape(f"has shape {array.shape}, and {(H, H + D)} is wanted")
        return wrong, wrong
    array = array.astype(matrix.dtype, copy=False) if isinstance(matrix, np.ndarray) else array
    return array[:, :H], array[:, H:]


def _read_step_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    if not isinstance(value, tuple) or len(value) < 2:
        return value
    found = _read_gradients(interface, given, value[2:], LSTM_STEP_GRADIENTS)
    return {**found, **(read_lstm_step(interface, given, value[:2]) or {})} if isinstance(found, dict) else found


def _read_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    if not isinstance(value, tuple) or len(value) < 2:
        return value
    found = _read_gradients(interface, given, value[2:], LSTM_GRADIENTS)
    return {**found, **(_read_forward(interface, given, value[:2]) or {})} if isinstance(found, dict) else found


FUNCTIONS = {
    "lstm_step": "lstm_cell_forward",
    "lstm_step_backward": "lstm_cell_backward",
    "lstm_forward": "lstm_forward",
    "lstm_backward": "lstm_backward",
}
SIGNATURES = {
    "lstm_cell_forward": ("xt", "a_prev", "c_prev", "parameters"),
    "lstm_cell_backward": ("da_next", "dc_next", "cache"),
    "lstm_forward": ("x", "a0", "parameters"),
    "lstm_backward": ("da", "caches"),
}
JOBS: dict[str, JobMaker] = {
    "lstm_step": _step,
    "lstm_step_backward": _step_backward,
    "lstm_forward": _forward,
    "lstm_backward": _backward,
}
READERS: dict[str, ResultReader] = {
    "lstm_step": read_lstm_step,
    "lstm_step_backward": _read_step_backward,
    "lstm_forward": _read_forward,
    "lstm_backward": _read_backward,
}
NAMES = {
    "c_t": "c_next", "dc_t": "dc_next",
    **{f"dW_{gate}": f"dW{letter}[:, n_a:]" for gate, letter in LETTERS.items()},
    **{f"dW_h_{gate}": f"dW{letter}[:, :n_a]" for gate, letter in LETTERS.items()},
    **{f"db_{gate}": f"db{letter}" for gate, letter in LETTERS.items()},
}  # fmt: skip
POSITIONS = {"lstm_step_backward": (0, 1), "lstm_backward": (0,)}
