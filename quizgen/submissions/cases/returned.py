"""What a call returned: an array, or why it is none of the shape that was wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.submissions.cases.call import Array, Call

SINGLE = frozenset({np.dtype(np.float16), np.dtype(np.float32)})

UNSEEN = Other("not to be seen through this interface")  # a part of a result that an interface does not give


@dataclass(frozen=True)
class Misfit(Other):
    """What came back where an array of another shape is wanted; `what` ends a sentence that begins with its name, and
    `turned` is the array in the chapter's order of axes, where it has as many."""

    turned: Array | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Undone(Other):
    """Nothing, where it was looked for in several places; `what` ends a sentence that begins with its name."""


def array_of(value: Any) -> Array | None:
    """A number, an array or nested lists of numbers as float64; None for anything else."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    if isinstance(value, (bool, int, float, np.ndarray)):
        return np.asarray(value, dtype=np.float64)
    if isinstance(value, (list, tuple)) and value:
        parts = [array_of(part) for part in value]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts) and len({part.shape for part in known}) == 1:
            return np.stack(known)
    return None


def words(value: Any) -> str:
    """What a value is, for a sentence about why it will not do."""
    match value:
        case Other(what=what):
            return what
        case str():
            return f"the text {value[:40]!r}"
        case list() | tuple():
            return f"a {type(value).__name__} of {len(value)} parts that do not make one array of numbers"
        case dict():
            return f"a dict of {', '.join(value) or 'nothing'}"
        case np.ndarray():
            return f"an array of shape {value.shape}"
        case _:
            return repr(value)


def is_single(value: Any) -> bool:
    """Whether a value, or anything in it, is of less than double precision."""
    kind = type(value)
    if kind is np.ndarray:
        return value.dtype in SINGLE
    parts = value.values() if kind is dict else value if kind is list or kind is tuple else ()
    return any(map(is_single, parts))


def given_single(call: Call) -> bool:
    """Whether a call's own arguments are of less than double precision."""
    return call.once("single", lambda call: is_single(call.args))
