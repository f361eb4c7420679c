"""Whether what came back is what was expected; if not, one sentence that says where they part.

The shape is compared first: a comparison that broadcasts calls an empty array equal to anything.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quizgen.model import Verdict
from quizgen.submissions.cases import (
    UNSEEN,
    Answer,
    Array,
    Call,
    Misfit,
    Undone,
    array_of,
    given_single,
    is_single,
    words,
)
from quizgen.submissions.checks.failed import Apart, Lost, Spot, shown

STATES = {"h": "unit", "dx": "input"}  # arrays (B, T, ...): what their third axis counts


def require(call: Call, value: Any, expected: Answer) -> None:
    """Nothing if `value` is right; raises Lost with the first difference if it is not."""
    if isinstance(expected, dict):
        for name, part in mapping(call, value, expected).items():
            require_array(call, part, expected[name], name)
    else:
        require_array(call, value, expected, NAMES[call.function])


PARTS = ("dx", "dx_t", "dh0", "dh_prev", "dW", "dW_h", "db")
NAMES = {"rnn_step": "h_t", "rnn_forward": "h", "predict": "y_hat", "bce_loss": "loss", "sequence_ce": "loss"}


def mapping(call: Call, value: Any, expected: dict[str, Array]) -> dict[str, Any]:
    """The parts of a dict that was wanted; raises Lost if it is none, or a part is missing."""
    if value is None:
        raise nothing(call)
    if isinstance(value, Undone):
        raise Lost(Spot(call.function), f" {value.what}", verdict=Verdict.NOT_DONE)
    if not isinstance(value, dict):
        wanted = ", ".join(expected)
        raise Lost(Spot(call.function), f" returned {words(value)}, and a dict of {wanted} is wanted", tells=False)
    if missing := [name for name in expected if name not in value]:
        raise Lost("the dict that ", Spot(call.function), f" returned has no {' and no '.join(missing)}", tells=False)
    return {name: value[name] for name in expected}


def require_array(call: Call, value: Any, expected: Array, name: str) -> None:
    """Nothing if the array is right within the tolerance for its type; raises Lost if not."""
    if value is UNSEEN:
        return
    given = shaped(call, value, expected.shape, name)
    if (at := _parting(call, value, given, expected)) is not None:
        apart = Apart(float(given[at]), float(expected[at]))
        raise Lost("first difference in ", spot(name, at), apart)


def require_equal(call: Call, value: Any, other: Any, name: str, said: str, otherwise: str) -> None:
    """Nothing if two results of the learner's own are the same array; raises Lost with both numbers if not."""
    expected = array_of(other)
    assert expected is not None, "shaped() has seen it"
    given = shaped(call, value, expected.shape, name)
    if (at := _parting(call, value, given, expected)) is not None:
        mine, others = float(given[at]), float(expected[at])
        raise Lost(spot(name, at), f" is {shown(mine, others)} {said}, {shown(others, mine)} {otherwise}")


def _parting(call: Call, value: Any, given: Array, expected: Array) -> tuple[int, ...] | None:
    """Where two arrays of one shape part first, earlier steps before later ones; None if nowhere. nan parts."""
    off = np.abs(given - expected)
    allowed = tolerance(call, value, expected)
    if not off.size or off.max() <= allowed:
        return None
    places = np.argwhere(~(off <= allowed))
    if places.shape[1] == 3:
        places = places[np.argsort(places[:, 1], kind="stable")]
    return tuple(int(i) for i in places[0])


def shaped(call: Call, value: Any, shape: tuple[int, ...], name: str) -> Array:
    """`value` as float64 of this shape. A bias may be a column, one number an array of one. Raises Lost."""
    if value is None:
        raise (
            Lost(Spot(name), " is None: it is not done yet", verdict=Verdict.NOT_DONE)
            if name in PARTS
            else nothing(call)
        )
    given = array_of(value)
    if given is None:
        if isinstance(value, Misfit):
            raise Lost(Spot(name), f" {value.what}")
        if isinstance(value, Undone):
            raise Lost(Spot(name), f" {value.what}", tells=False)
        raise Lost(Spot(name), f" is {words(value)}; an array of shape {shape} is wanted", tells=False)
    if given.shape == shape:
        return given
    column = name == "db" and given.shape in ((*shape, 1), (1, *shape))
    if column or (shape == () and given.size == 1):
        return given.reshape(shape)
    note = ": it is transposed" if given.ndim > 1 and given.T.shape == shape else ""
    raise Lost(Spot(name), f" has shape {given.shape}, and {shape} is wanted{note}")


def nothing(call: Call) -> Lost:
    """Lost because None came back."""
    return Lost(
        Spot(call.function), " returned nothing: it is not done yet, or a return is missing", verdict=Verdict.NOT_DONE
    )


def tolerance(call: Call, value: Any, expected: Array) -> float:
    """What an element may be off by: single precision, given or returned, is judged as such."""
    scale = _scale(expected)
    if is_single(value) or given_single(call):
        return 1e-5 + 1e-4 * scale
    return 1e-8 + 1e-6 * scale


def _scale(expected: Array) -> float:
    largest = float(np.abs(expected).max()) if expected.size else 0.0
    if math.isfinite(largest):
        return largest
    return float(np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))


def spot(name: str, at: tuple[int, ...]) -> Spot:
    """An element, and the time step and unit that its indices mean where they mean them."""
    told = name in STATES and len(at) == 3
    return Spot(name, at, f" (t = {at[1] + 1}, {STATES[name]} {at[2] + 1})" if told else "")
