"""The LSTM of CS231n: one Wx, Wh and b with the columns of i, f, o, g side by side, caches from forward to backward."""

from __future__ import annotations

from typing import Any

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import NOT_OBSERVABLE, OF_PARAMETERS, Array
from quizgen.submissions.interfaces.gated import (
    LSTM_GRADIENTS,
    LSTM_STEP_GRADIENTS,
    in_order,
    names_by_gate,
    read_hidden,
    read_hidden_alone,
    read_lstm_step,
    rows_of_gates,
)
from quizgen.submissions.interfaces.interface import Arguments, Interface, JobMaker, ResultReader
from quizgen.submissions.interfaces.readers import items_or_entries

ORDER = "ifog"  # of the blocks of columns


def _cell(interface: Interface, given: Arguments) -> tuple[Array, ...]:
    reordered = {name: in_order(given[name], ORDER) for name in ("W", "W_h", "b")}
    return interface.to_learner(reordered, *reordered)


def _step_call(interface: Interface, given: Arguments) -> Step:
    states = interface.to_learner(given, "x_t", "h_prev", "c_prev")
    return Step("lstm_step_forward", (*states, *_cell(interface, given)))


def _forward_call(interface: Interface, given: Arguments) -> Step:
    return Step("lstm_forward", (*interface.to_learner(given, "x", "h0"), *_cell(interface, given)))


def _step(interface: Interface, given: Arguments) -> Job:
    return Job("lstm_step_forward", (_step_call(interface, given),), gives=(Ref(-1, (0,)), Ref(-1, (1,))))


def _step_backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own forward step."""
    backward = Step("lstm_step_backward", (*interface.to_learner(given, "dh_t", "dc_t"), Ref(0, (2,))))
    gradients = items_or_entries("dx", "dprev_h", "dprev_c", "dWx", "dWh", "db")
    steps = (_step_call(interface, given), backward)
    return Job("lstm_step_backward", steps, gives=(Ref(0, (0,)), Ref(0, (1,)), *gradients))


def _forward(interface: Interface, given: Arguments) -> Job:
    return Job("lstm_forward", (_forward_call(interface, given),), gives=Ref(-1, (0,)))


def _backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own forward pass."""
    backward = Step("lstm_backward", (*interface.to_learner(given, "dh"), Ref(0, (1,))))
    gradients = items_or_entries("dx", "dh0", "dWx", "dWh", "db")
    return Job("lstm_backward", (_forward_call(interface, given), backward), gives=(Ref(0, (0,)), *gradients))


def _read_gradients(interface: Interface, given: Arguments, value: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(value, tuple) or len(value) != len(names) + len(OF_PARAMETERS):
        return value
    if all(part is None for part in value):
        return None
    to_chapter = interface.layout.to_chapter
    found = {name: to_chapter(name, part, given[name[1:]].shape) for name, part in zip(names, value, strict=False)}
    for name, part in zip(OF_PARAMETERS, value[len(names) :], strict=True):
        shape = given[name[1:]].shape
        found |= rows_of_gates(name, to_chapter(name, part, shape), shape, ORDER)
    return found


def _read_step_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    if not isinstance(value, tuple) or len(value) < 2:
        return value
    found = _read_gradients(interface, given, value[2:], LSTM_STEP_GRADIENTS)
    return {**found, **(read_lstm_step(interface, given, value[:2]) or {})} if isinstance(found, dict) else found


def _read_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    if not isinstance(value, tuple) or not value:
        return value
    found = _read_gradients(interface, given, value[1:], LSTM_GRADIENTS)
    own = {"h": read_hidden(interface, given, value[0]), "c": NOT_OBSERVABLE}
    return {**found, **own} if isinstance(found, dict) else found


FUNCTIONS = {
    "lstm_step": "lstm_step_forward",
    "lstm_step_backward": "lstm_step_backward",
    "lstm_forward": "lstm_forward",
    "lstm_backward": "lstm_backward",
}
SIGNATURES = {
    "lstm_step_forward": ("x", "prev_h", "prev_c", "Wx", "Wh", "b"),
    "lstm_step_backward": ("dnext_h", "dnext_c", "cache"),
    "lstm_forward": ("x", "h0", "Wx", "Wh", "b"),
    "lstm_backward": ("dh", "cache"),
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
    "lstm_forward": read_hidden_alone,
    "lstm_backward": _read_backward,
}
NAMES = {
    "c_t": "next_c", "c_prev": "prev_c", "dc_prev": "dprev_c", "dc_t": "dnext_c", **names_by_gate("dWx", "dWh", "db")
}  # fmt: skip
POSITIONS = {"lstm_step_backward": (0, 1), "lstm_backward": (0,)}
OMITTED = ("lstm_forward.K7",)  # c is not returned
