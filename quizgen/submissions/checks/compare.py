"""Compares a returned value with the expected one, and says in one sentence where they first differ.

The shape is compared first: a comparison that broadcasts calls an empty array equal to anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.run_job import NOT_THERE
from quizgen.submissions.cases import (
    DOUBLE,
    GATES,
    HALF,
    NOT_OBSERVABLE,
    OF_PARAMETERS,
    SINGLE,
    Array,
    Call,
    Missing,
    Value,
    WrongShape,
    as_array,
    describe,
    expected_value,
    precision_of,
    takes_single_precision,
)
from quizgen.submissions.checks.failed import CheckFailed, Difference, Location, format_number

ROUNDING = {
    DOUBLE: (1e-8, 1e-6),
    SINGLE: (1e-5, 1e-4),
    HALF: (1e-3, 4e-3),
}  # by precision: off by, and part of the scale
NOT_DONE_YET = " is None: it is not done yet"
STATES = {"h": "unit", "c": "unit", "dx": "input"}  # arrays (B, T, ...): what their third axis counts


def require_value(call: Call, value: Any, expected: Value) -> None:
    """Raises CheckFailed with the first difference unless `value` is right."""
    if isinstance(expected, dict):
        for name, part in require_parts(call, value, expected).items():
            require_array(call, part, expected[name], name)
        require_all_parts(call, value, expected)
    else:
        require_array(call, value, expected, NAMES[call.function])


BY_GATE = tuple(f"{name}_{gate}" for name in OF_PARAMETERS for gate in GATES)
PARTS = ("dx", "dx_t", "dh0", "dh_prev", "dc_prev", "dW", "dW_h", "db", "dW_y", "db_y", *BY_GATE, "c_t", "c")
BIASES = ("db", "db_y", *BY_GATE[-len(GATES) :])  # which may be columns
NAMES = {
    "rnn_step": "h_t",
    "rnn_forward": "h",
    "predict": "y_hat",
    "bce_loss": "loss",
    "sequence_ce": "loss",
    "masked_ce": "loss",
    "gru_step": "h_t",
    "gru_forward": "h",
}


def require_parts(call: Call, value: Any, expected: dict[str, Array]) -> dict[str, Any]:
    """The parts of a dict, those in `expected` that it has; raises CheckFailed if it is no dict or has none of them."""
    if value is None:
        raise returned_nothing(call)
    if isinstance(value, Missing):
        raise CheckFailed(Location(call.function), f" {value.what}", verdict=Verdict.NOT_DONE)
    if not isinstance(value, dict):
        whole = expected_value(call)
        wanted = ", ".join(whole if isinstance(whole, dict) else expected)
        raise CheckFailed(
            Location(call.function), f" returned {describe(value)}, and a dict of {wanted} is wanted", explainable=False
        )
    present = {name: value[name] for name in expected if name in value and not _is_absent(value[name])}
    if any(part is not NOT_OBSERVABLE for part in present.values()):
        return present
    if not expected.keys() & value.keys():
        require_all_parts(call, value, expected)
    absent = [part for part in value.values() if type(part) is Other and part.what.startswith(NOT_THERE)]
    if absent and not any(isinstance(value[name], np.ndarray) for name in value if name in PARTS):
        raise CheckFailed(Location(call.function), absent[0].what.removeprefix(NOT_THERE), explainable=False)
    return {name: value[name] for name in expected if name in value}


def _is_absent(part: Any) -> bool:
    """Whether there is nothing in the place of a part."""
    return part is None or isinstance(part, Missing) or (type(part) is Other and part.what.startswith(NOT_THERE))


def require_all_parts(call: Call, value: dict[str, Any], expected: Mapping[str, Any]) -> None:
    """Raises CheckFailed if a dict whose parts are right lacks one; what is there earns its share of the points."""
    missing = [name for name in expected if name not in value or _is_absent(value[name])]
    if missing:
        names = [part for name in missing for part in (" and ", Location(name))][1:]
        share = 1 - len(missing) / sum(value.get(name) is not NOT_OBSERVABLE for name in expected)
        if None in (value.get(name, missing) for name in missing):
            name = next(name for name in missing if value.get(name, missing) is None)
            raise CheckFailed(Location(name), NOT_DONE_YET, verdict=Verdict.NOT_DONE, share=share)
        verb = " is" if len(missing) == 1 else " are"
        raise CheckFailed(
            *names, f"{verb} not in what ", Location(call.function), " returned", explainable=False, share=share
        )


def require_array(call: Call, value: Any, expected: Array, name: str) -> None:
    """Raises CheckFailed unless the array is right within the tolerance for its type."""
    if value is NOT_OBSERVABLE:
        return
    array = require_shape(call, value, expected.shape, name)
    if (index := _first_difference(call, value, array, expected)) is not None:
        difference = Difference(float(array[index]), float(expected[index]))
        raise CheckFailed("first difference in ", location(name, index), difference)


def require_equal_results(call: Call, value: Any, other: Any, name: str, once: str, otherwise: str) -> None:
    """Raises CheckFailed, with both numbers, unless two results of the learner's own are equal."""
    expected = as_array(other)
    assert expected is not None, "require_shape() has accepted it"
    array = require_shape(call, value, expected.shape, name)
    if (index := _first_difference(call, value, array, expected)) is not None:
        mine, others = float(array[index]), float(expected[index])
        raise CheckFailed(
            location(name, index),
            f" is {format_number(mine, others)} {once}, {format_number(others, mine)} {otherwise}",
        )


def _first_difference(call: Call, value: Any, array: Array, expected: Array) -> tuple[int, ...] | None:
    """The first index at which two arrays of one shape differ, earlier steps first; None if nowhere. nan differs."""
    off = np.abs(array - expected)
    if not off.size or off.max() <= ROUNDING[DOUBLE][0]:
        return None
    allowed = tolerance(call, value, expected)
    if off.max() <= allowed:
        return None
    indices = np.argwhere(~(off <= allowed))
    if indices.shape[1] == 3:
        indices = indices[np.argsort(indices[:, 1], kind="stable")]
    return tuple(int(i) for i in indices[0])


def require_shape(call: Call, value: Any, shape: tuple[int, ...], name: str) -> Array:
    """`value` as float64 of this shape. A bias may be a column, a number an array of one. Raises CheckFailed."""
    if value is None:
        raise (
            CheckFailed(Location(name), NOT_DONE_YET, verdict=Verdict.NOT_DONE)
            if name in PARTS
            else returned_nothing(call)
        )
    array = as_array(value)
    if array is None:
        if isinstance(value, WrongShape):
            raise CheckFailed(Location(name), f" {value.what}")
        if isinstance(value, Missing):
            raise CheckFailed(Location(name), f" {value.what}", explainable=False)
        raise CheckFailed(
            Location(name), f" is {describe(value)}; an array of shape {shape} is wanted", explainable=False
        )
    if array.shape == shape:
        return array
    column = name in BIASES and array.shape in ((*shape, 1), (1, *shape))
    if column or (shape == () and array.size == 1):
        return array.reshape(shape)
    note = ": it is transposed" if array.ndim > 1 and array.T.shape == shape else ""
    raise CheckFailed(Location(name), f" has shape {array.shape}, and {shape} is wanted{note}")


def returned_nothing(call: Call) -> CheckFailed:
    """Failed because None was returned."""
    return CheckFailed(
        Location(call.function),
        " returned nothing: it is not done yet, or a return is missing",
        verdict=Verdict.NOT_DONE,
    )


def tolerance(call: Call, value: Any, expected: Array) -> float:
    """How far off an element may be; more if an argument or the result has single precision, or the result half."""
    bits = min(precision_of(value), SINGLE if takes_single_precision(call) else DOUBLE)
    least, part = ROUNDING[bits]
    return least + part * _scale(expected)


def _scale(expected: Array) -> float:
    largest = float(np.abs(expected).max()) if expected.size else 0.0
    if math.isfinite(largest):
        return largest
    return float(np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))


def location(name: str, index: tuple[int, ...]) -> Location:
    """An element, with the time step and the unit that its indices mean, if they do."""
    words = f" (t = {index[1] + 1}, {STATES[name]} {index[2] + 1})" if name in STATES and len(index) == 3 else ""
    return Location(name, index, words)
