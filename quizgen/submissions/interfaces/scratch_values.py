"""The states and gradients of a tutorial's class, in whatever form they come: lists, dicts by steps, columns, outputs."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from quizgen.submissions.cases import WrongShape, as_array
from quizgen.submissions.interfaces.scratch_plan import States

STEP_NUMBER = re.compile(r"-?[0-9]{1,6}")


def read_states(states: States, values: tuple[Any, ...], T: int, H: int, K: int) -> Any:
    """The states (T, H) from what a forward pass with K outputs gave; WrongShape if they are not of this size."""
    if states.rows == "only h_T":
        rows = [_states_of(states, value, (H,), K) for value in values]
        wrong = next((row for row in rows if not isinstance(row, np.ndarray)), None)
        return wrong if any(not isinstance(row, np.ndarray) for row in rows) else np.stack(rows)
    extra = states.rows.endswith("h_0")
    rows = _states_of(states, values[0], (T + extra, H), K)
    if not isinstance(rows, np.ndarray) or not extra:
        return rows
    return rows[1:] if states.rows == "first h_0" else rows[:-1]


def _states_of(states: States, value: Any, shape: tuple[int, ...], K: int) -> Any:
    if states.through:
        H = shape[-1]
        outputs = shaped(value, (*shape[:-1], K), by_units=states.by_units)
        if not isinstance(outputs, np.ndarray):
            return outputs
        if states.through == "softmax":
            outputs = np.log(outputs)
            outputs = outputs - outputs[..., H : H + 1]
        return outputs[..., :H]
    return shaped(value, shape, by_units=states.by_units)


def shaped(value: Any, shape: tuple[int, ...], *, by_units: bool = False) -> Any:
    """An array of this shape; axes of length one may be missing or elsewhere. What is none comes back as it is."""
    if is_nothing(value):
        return None
    if isinstance(value, dict) and value and all(map(STEP_NUMBER.fullmatch, value)):
        steps = sorted((int(key), item) for key, item in value.items())
        value = [item for step, item in steps if step >= 0 or len(steps) == shape[0]]
    array = as_array(value)
    if array is None:
        return value
    single = isinstance(value, np.ndarray) and value.dtype in (np.float16, np.float32)
    single = single or (isinstance(value, list) and any(getattr(v, "dtype", None) == np.float32 for v in value))
    wanted = shape[::-1] if by_units else shape
    if _without_ones(array.shape) != _without_ones(wanted):
        note = ": it is transposed" if array.shape == wanted[::-1] else ""
        rows = array.reshape(-1, shape[-1]) if len(shape) == 2 and not by_units and not array.size % shape[-1] else None
        rows = array if array.ndim == 0 and len(shape) == 1 else rows
        return WrongShape(f"has shape {array.shape}, and {wanted} is wanted{note}", rows)
    array = array.reshape(wanted)
    array = array.T if by_units else array
    return array.astype(np.float32) if single else array


def is_nothing(value: Any) -> bool:
    """None, or a list of nothing else, such as an empty one."""
    if isinstance(value, (list, tuple)):
        return all(map(is_nothing, value))
    if isinstance(value, dict):
        return bool(value) and all(map(is_nothing, value.values()))
    return value is None


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)
