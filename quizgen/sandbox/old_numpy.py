"""Names that NumPy had and no longer has. A learner's `numpy` still has them; the grader's own is left as it is."""

from __future__ import annotations

import io
import re
import tokenize
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy


@dataclass(frozen=True)
class Removed:
    """A name that NumPy dropped: in which version, what to write instead, and its value."""

    version: str
    instead: str
    value: Callable[[], Any]

    def sentence(self, name: str) -> str:
        """What to tell a person who still uses it."""
        return f"np.{name} was removed in NumPy {self.version}; write {self.instead}"


def _builtin(value: type) -> Removed:
    return Removed("1.24", value.__name__, lambda: value)


def _numpy(version: str, name: str) -> Removed:
    return Removed(version, f"np.{name}", lambda: getattr(numpy, name))


def _in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    return numpy.isin(numpy.ravel(ar1), ar2, assume_unique=assume_unique, invert=invert)


REMOVED: dict[str, Removed] = {
    **{value.__name__: _builtin(value) for value in (float, int, complex, str, object)},
    "asscalar": Removed("1.23", "a.item()", lambda: lambda a: a.item()),
    "alen": Removed("1.23", "len", lambda: len),
    "product": _numpy("2.0", "prod"),
    "cumproduct": _numpy("2.0", "cumprod"),
    "sometrue": _numpy("2.0", "any"),
    "alltrue": _numpy("2.0", "all"),
    "round_": _numpy("2.0", "round"),
    "float_": _numpy("2.0", "float64"),
    "complex_": _numpy("2.0", "complex128"),
    "bool8": _numpy("2.0", "bool_"),
    "int0": _numpy("2.0", "intp"),
    "string_": _numpy("2.0", "bytes_"),
    "unicode_": _numpy("2.0", "str_"),
    "longfloat": _numpy("2.0", "longdouble"),
    "Inf": _numpy("2.0", "inf"),
    "Infinity": _numpy("2.0", "inf"),
    "infty": _numpy("2.0", "inf"),
    "PINF": _numpy("2.0", "inf"),
    "NINF": Removed("2.0", "-np.inf", lambda: -numpy.inf),
    "PZERO": Removed("2.0", "0.0", lambda: 0.0),
    "NZERO": Removed("2.0", "-0.0", lambda: -0.0),
    "NaN": _numpy("2.0", "nan"),
    "NAN": _numpy("2.0", "nan"),
    "mat": _numpy("2.0", "asmatrix"),
    "msort": Removed("2.0", "np.sort(a, axis=0)", lambda: lambda a: numpy.sort(a, axis=0)),
    "asfarray": Removed("2.0", "np.asarray(a, dtype=float)", lambda: lambda a, dtype=float: numpy.asarray(a, dtype)),
    "in1d": Removed("2.4", "np.isin", lambda: _in1d),
    "trapz": _numpy("2.4", "trapezoid"),
    "row_stack": _numpy("2.5", "vstack"),
}


def numpy_with_old_names() -> types.ModuleType:
    """A module with all that NumPy has, and the removed names where NumPy lacks them."""
    made = types.ModuleType("numpy", numpy.__doc__)
    made.__dict__.update(vars(numpy))

    def attribute(name: str) -> Any:
        if name in REMOVED and name not in vars(numpy):
            return REMOVED[name].value()
        return getattr(numpy, name)

    made.__dict__["__getattr__"] = attribute
    return made


def is_numpy(value: object) -> bool:
    """Whether a value is NumPy, with or without the old names."""
    return isinstance(value, types.ModuleType) and value.__name__ == "numpy"


WRITTEN = re.compile(rf"\.\s*({'|'.join(REMOVED)})\b")


def uses_of_removed(text: str, names: set[str]) -> Iterator[tuple[str, int]]:
    """The removed names that a text uses, of a NumPy called by one of `names`, each with its first line."""
    missing = {name for name in WRITTEN.findall(text) if name not in vars(numpy)}
    if not missing or not any(f"{name}." in text for name in names):
        return
    before: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.string in missing and before[-1:] == ["."] and before[-2:-1] and before[-2] in names:
                missing.discard(token.string)
                yield token.string, token.start[0]
            before = [*before[-1:], token.string]
    except (SyntaxError, tokenize.TokenError):  # what does not parse is reported elsewhere
        return
