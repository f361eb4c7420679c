"""What a call returned: an array, or why there is no array of the expected shape."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Result
from quizgen.submissions.cases.call import Array, Call

DIGITS = {np.dtype(np.float16): 11, np.dtype(np.float32): 24}  # bits of a number's digits
HALF, SINGLE, DOUBLE = 11, 24, 53
FEW = 7  # bits: a number of no more digits, such as 0 or 0.5, shows no precision

NOT_OBSERVABLE = Other("not to be seen through this interface")  # a part of a result that an interface never returns


@dataclass(frozen=True)
class WrongShape(Other):
    """An array of another shape than expected; `what` ends a sentence that begins with the array's name.

    `in_chapter_order` is the array with its axes in the chapter's order, if it has the right number of axes.
    """

    in_chapter_order: Array | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Missing(Other):
    """A value that was found in none of the places where it may be; `what` ends a sentence that begins with its name."""


@dataclass(frozen=True, eq=False)
class Made:
    """A value in the terms of the call that was asked, and what each call gave that was made in its place."""

    value: Any
    parts: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class MadeResult(Result):
    """A result that was put together from other calls, `made`: a mistake shows as it is in those."""

    made: tuple[tuple[Call, Result], ...] = ()


def as_array(value: Any) -> Array | None:
    """A number, an array or nested lists of numbers as float64; None for anything else."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    if isinstance(value, (bool, int, float, np.ndarray)):
        return np.asarray(value, dtype=np.float64)
    if isinstance(value, (list, tuple)) and value:
        parts = [as_array(part) for part in value]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts) and len({part.shape for part in known}) == 1:
            return np.stack(known)
    return None


def describe(value: Any) -> str:
    """What a value is, for a sentence that says why it is wrong."""
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


def precision_of(value: Any) -> int:
    """The bits of a value's digits, as its type says or as its numbers show: a number of float64 that is one of float16 or
    float32 too was computed as such. Of several parts the fewest."""
    kind = type(value)
    if kind is np.ndarray:
        return DIGITS.get(value.dtype) or _shown_precision(value)
    if kind is float:
        return _shown_precision(np.array(value))
    parts = value.values() if kind is dict else value if kind is list or kind is tuple else ()
    return min(map(precision_of, parts), default=DOUBLE)


def _shown_precision(array: Array) -> int:
    if array.dtype != np.float64 or not array.size:
        return DOUBLE
    if not (math.frexp(array.item(0))[0] * (1 << SINGLE)).is_integer():  # of most arrays the first number tells
        return DOUBLE
    if not np.isfinite(array).all():
        return DOUBLE
    digits, _ = np.frexp(array)
    if not _has_bits(digits, SINGLE) or _has_bits(digits, FEW):
        return DOUBLE
    return HALF if _has_bits(digits, HALF) else SINGLE


def _has_bits(digits: Array, bits: int) -> bool:
    scaled = digits * (1 << bits)
    return bool((scaled == np.rint(scaled)).all())


def is_single_precision(value: Any) -> bool:
    """Whether a value, or any part of it, has less than double precision."""
    return precision_of(value) < DOUBLE


def takes_single_precision(call: Call) -> bool:
    """Whether an argument of the call has less than double precision."""
    return call.memoised("single precision", lambda call: is_single_precision(call.args))
