"""Whether what came back is what was expected; if not, one sentence that says where they part.

The shape is compared first: a comparison that broadcasts calls an empty array equal to anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Failure, printable
from quizgen.submissions.answers import Answer
from quizgen.submissions.cases import Array, Call

MOST = 600  # characters of a sentence that may quote the learner
SINGLE = frozenset({np.dtype(np.float16), np.dtype(np.float32)})
STATES = {"h": "unit", "dx": "input"}  # arrays (B, T, ...): what their third axis counts


UNSEEN = Other("not to be seen through this interface")  # a part of a result that an interface does not give


@dataclass(frozen=True)
class Misfit(Other):
    """What came back where an array of another shape is wanted; `what` ends a sentence that begins with its name, and
    `turned` is the array in the chapter's order of axes, where it has as many."""

    turned: Array | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Undone(Other):
    """Nothing, where it was looked for in several places; `what` ends a sentence that begins with its name."""


@dataclass(frozen=True)
class Spot:
    """An array by the chapter's name, or an element of it; `words` says what its indices mean."""

    name: str
    at: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Apart:
    """Two numbers that should be one."""

    yours: float
    ours: float

    def __str__(self) -> str:
        off = abs(self.yours - self.ours)
        far = f", off by {off:.2g}" if math.isfinite(off) else ""
        return f": yours {shown(self.yours, self.ours)}, expected {shown(self.ours, self.yours)}{far}"


class Wording(Protocol):
    """How a learner's course names functions and arrays."""

    @property
    def functions(self) -> Mapping[str, str]: ...

    def place(self, name: str, at: tuple[int, ...]) -> str: ...


class Lost(Exception):
    """A check is lost: the verdict, and what to tell. `tells` is False where no misconception could be the reason.

    It words itself late: `parts` are texts, numbers, spots in arrays, and functions (Spot of a function's name).
    """

    def __init__(self, *parts: str | Spot | Apart, verdict: Verdict = Verdict.WRONG, tells: bool = True) -> None:
        super().__init__(*parts)
        self.parts = parts
        self.verdict = verdict
        self.tells = tells and verdict is Verdict.WRONG

    @classmethod
    def of(cls, function: str, failure: Failure) -> Lost:
        """Lost because the call gave no value."""
        if failure.unfinished:
            why = failure.why if failure.why.startswith("was not reached") else "is not done yet"
            return cls(Spot(function), f" {why}", verdict=Verdict.NOT_DONE)
        return cls(Spot(function), f" {failure.why}", verdict=Verdict(failure.verdict), tells=False)

    def bare(self) -> Lost:
        """Without the traceback, which keeps alive all that was at hand when it was raised."""
        self.__context__ = None
        return self.with_traceback(None)

    def said(self, wording: Wording) -> str:
        """Why it is lost, in the names of a course."""
        words = "".join([_spelled(part, wording) if isinstance(part, Spot) else str(part) for part in self.parts])
        return (words if words.isprintable() else printable(words))[:MOST]


def _spelled(spot: Spot, wording: Wording) -> str:
    if spot.name in wording.functions:
        return wording.functions[spot.name]
    return ("the loss" if spot.name == "loss" else wording.place(spot.name, spot.at)) + spot.words


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


def given_single(call: Call) -> bool:
    """Whether a call's own arguments are of less than double precision."""
    return call.once("single", lambda call: is_single(call.args))


def spot(name: str, at: tuple[int, ...]) -> Spot:
    """An element, and the time step and unit that its indices mean where they mean them."""
    told = name in STATES and len(at) == 3
    return Spot(name, at, f" (t = {at[1] + 1}, {STATES[name]} {at[2] + 1})" if told else "")


def shown(number: float, other: float) -> str:
    """A number with as many digits as it takes to see that it is not the other."""
    digits = next((n for n in (4, 6, 9) if f"{number:.{n}f}" != f"{other:.{n}f}"), 12)
    return f"{round(number, digits) + 0.0:.{digits}f}" if np.isfinite(number) and abs(number) < 1e6 else f"{number:g}"
