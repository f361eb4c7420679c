"""What a child says of a traced call, checked: which line first held which numbers. Nothing in it is believed beyond its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_NAMES = 1 << 16
MAX_ROWS = 8000  # events, values, reads: somewhat more than a child that keeps its own bounds sends
MAX_NUMBERS = 80_000


@dataclass(frozen=True)
class Event:
    """After a line had run, a name held new numbers: `value` is their position among all values of the call."""

    line: int
    frame: int
    name: int
    value: int


@dataclass(frozen=True, eq=False)
class Traced:
    """The events of one call in their order, its values (each as a vector), and the names that each line reads."""

    events: tuple[Event, ...]
    values: tuple[NDArray[np.float64], ...]
    reads: frozenset[tuple[int, int]]  # (line, name)
    callers: tuple[
        tuple[int, bool], ...
    ]  # of each frame: the line that called it, 0 outside, and whether it is called like σ
    returned: int  # the name of what a function returns
    plain: frozenset[int]  # names of variables, not of what is in a list, a dict or an object
    is_whole: bool  # False where the trace was cut at a limit


def read_trace(reply: Any) -> Traced | None:
    """The trace in a child's reply; None if the function hid from it, or the reply has another form."""
    if not isinstance(reply, dict) or type(reply.get("state")) is not str:
        return None
    if reply["state"] not in ("whole", "cut"):
        return None
    events, sizes, reads = (reply.get(key) for key in ("events", "sizes", "reads"))
    numbers, names, returned = reply.get("numbers"), reply.get("names"), reply.get("returned")
    if not (_is(events, np.int64, 2, 4) and _is(sizes, np.int64, 1) and _is(reads, np.int64, 2, 2)):
        return None
    plain, callers = reply.get("plain"), reply.get("callers")
    if (
        not _is(callers, np.int64, 2, 2)
        or not _is(plain, np.int64, 1)
        or not _is(numbers, np.float64, 1)
        or type(names) is not int
        or type(returned) is not int
    ):
        return None
    assert (
        callers is not None
        and plain is not None
        and events is not None
        and sizes is not None
        and reads is not None
        and numbers is not None
    )
    if (sizes < 1).any() or (sizes > numbers.size).any() or int(sizes.sum()) != numbers.size:
        return None
    if max(map(len, (events, sizes, reads, callers, plain))) > MAX_ROWS or numbers.size > MAX_NUMBERS:
        return None
    if not _within(events[:, 1], len(callers)):
        return None
    if not 0 < names <= MAX_NAMES or not (_within(events[:, 2], names) and _within(events[:, 3], len(sizes))):
        return None
    values = tuple(np.split(numbers, np.cumsum(sizes)[:-1])) if len(sizes) else ()
    found = tuple(Event(*row) for row in events.tolist())
    pairs = frozenset((line, name) for line, name in reads.tolist())
    return Traced(
        found,
        values,
        pairs,
        tuple((line, bool(known)) for line, known in callers.tolist()),
        returned,
        frozenset(plain.tolist()),
        reply["state"] == "whole",
    )


def _is(array: Any, dtype: Any, ndim: int, columns: int | None = None) -> bool:
    if not isinstance(array, np.ndarray) or array.dtype != dtype or array.ndim != ndim:
        return False
    return columns is None or array.shape[1] == columns


def _within(numbers: NDArray[np.int64], bound: int) -> bool:
    return bool(((numbers >= 0) & (numbers < bound)).all())
