"""Whether what came back is what was expected; if not, one sentence that says where they part.

The shape is compared first: a comparison that broadcasts calls an empty array equal to anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Failure, printable
from quizgen.submissions.answers import Answer
from quizgen.submissions.cases import Array, Call

MOST = 600  # characters of a sentence that may quote the learner
STATES = ("h", "dx")  # arrays whose second axis is time


class Lost(Exception):
    """A check is lost: the verdict, and what to tell. `tells` is False where no misconception could be the reason."""

    def __init__(self, why: str, verdict: Verdict = Verdict.WRONG, *, tells: bool = True) -> None:
        self.why = printable(why)[:MOST]
        super().__init__(self.why)
        self.verdict = verdict
        self.tells = tells and verdict is Verdict.WRONG

    @classmethod
    def of(cls, function: str, failure: Failure) -> Lost:
        """Lost because the call gave no value."""
        if failure.unfinished:
            return cls(f"{function} is not done yet", Verdict.BLANK)
        return cls(f"{function} {failure.why}", Verdict(failure.verdict))


def require(call: Call, value: Any, expected: Answer) -> None:
    """Nothing if `value` is right; raises Lost with the first difference if it is not."""
    if isinstance(expected, dict):
        for name, part in mapping(call, value, expected).items():
            require_array(call, part, expected[name], name)
    else:
        require_array(call, value, expected, NAMES[call.function])


NAMES = {"rnn_step": "h_t", "rnn_forward": "h", "predict": "y_hat", "bce_loss": "loss", "sequence_ce": "loss"}


def mapping(call: Call, value: Any, expected: dict[str, Array]) -> dict[str, Any]:
    """The parts of a dict that was wanted; raises Lost if it is none, or a part is missing."""
    if value is None:
        raise nothing(call)
    if not isinstance(value, dict):
        wanted = ", ".join(expected)
        raise Lost(f"{call.function} returned {words(value)}, and a dict of {wanted} is wanted", tells=False)
    if missing := [name for name in expected if name not in value]:
        raise Lost(f"the dict that {call.function} returned has no {' and no '.join(missing)}", tells=False)
    return {name: value[name] for name in expected}


def require_array(call: Call, value: Any, expected: Array, name: str) -> None:
    """Nothing if the array is right within the tolerance for its type; raises Lost if not."""
    given = shaped(call, value, expected.shape, name)
    if (at := first_difference(given, expected, tolerance(call, value, expected))) is not None:
        raise Lost(difference(given, expected, at, name))


def shaped(call: Call, value: Any, shape: tuple[int, ...], name: str) -> Array:
    """`value` as float64 of this shape. A bias may be a column, one number an array of one. Raises Lost."""
    if value is None:
        raise nothing(call)
    given = array_of(value)
    if given is None:
        raise Lost(f"{name} is {words(value)}, and an array of shape {shape} is wanted", tells=False)
    if given.shape == shape:
        return given
    column = name == "db" and given.shape in ((*shape, 1), (1, *shape))
    if column or (shape == () and given.size == 1):
        return given.reshape(shape)
    note = ": it is transposed" if given.ndim > 1 and given.T.shape == shape else ""
    raise Lost(f"{name} has shape {given.shape}, and {shape} is wanted{note}")


def nothing(call: Call) -> Lost:
    """Lost because None came back."""
    return Lost(f"{call.function} returned None: it is not done yet, or a return is missing", Verdict.BLANK)


def array_of(value: Any) -> Array | None:
    """A number, an array or nested lists of numbers as float64; None for anything else."""
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
    if isinstance(value, np.ndarray):
        return value.dtype in (np.float16, np.float32)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return any(map(is_single, parts))


def tolerance(call: Call, value: Any, expected: Array) -> float:
    """What an element may be off by: single precision, given or returned, is judged as such."""
    scale = float(np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))
    if is_single(value) or is_single(call.args):
        return 1e-5 + 1e-4 * scale
    return 1e-8 + 1e-6 * scale


def first_difference(given: Array, expected: Array, allowed: float) -> tuple[int, ...] | None:
    """Where two arrays of one shape differ first, earlier steps before later ones; None if nowhere."""
    off = ~(np.abs(given - expected) <= allowed)  # so that nan is off
    if not off.any():
        return None
    places = np.argwhere(off)
    if places.shape[1] == 3:
        places = places[np.argsort(places[:, 1], kind="stable")]
    return tuple(int(i) for i in places[0])


def difference(given: Array, expected: Array, at: tuple[int, ...], name: str) -> str:
    """The sentence about one element, with as many digits as it takes to see the difference."""
    yours, ours = float(given[at]), float(expected[at])
    digits = next((n for n in (4, 6, 9) if f"{yours:.{n}f}" != f"{ours:.{n}f}"), 12)
    place = f"{name}[{', '.join(map(str, at))}]" if at else f"the {name}"
    step = f" (t = {at[1] + 1})" if name in STATES and len(at) == 3 else ""
    shown = f"{yours:.{digits}f}" if np.isfinite(yours) and abs(yours) < 1e6 else f"{yours:g}"
    return f"first difference in {place}{step}: yours {shown}, expected {ours:.{digits}f}"
