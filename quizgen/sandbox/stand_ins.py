"""Stand-ins for what learners take from libraries that are absent where code is graded: the same numbers and no display."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from quizgen.sandbox.missing_attribute import missing_module


class Progress:
    """tqdm: passes its items through and shows nothing."""

    def __init__(self, iterable: Iterable[Any] | None = None, *args: Any, **named: Any) -> None:
        self.iterable = () if iterable is None else iterable
        self.n = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def update(self, n: float | None = 1) -> None:
        """Counts steps, as a caller may read n."""
        self.n += n or 0  # type: ignore[assignment]

    def _nothing(self, *args: Any, **named: Any) -> None:
        pass

    close = refresh = clear = reset = set_description = set_description_str = set_postfix = set_postfix_str = _nothing

    @staticmethod
    def write(*args: Any, **named: Any) -> None:
        """Prints nothing."""


def progress_range(*args: int, **named: Any) -> Progress:
    """trange."""
    return Progress(range(*args))


def expit(x: Any) -> Any:
    """1 / (1 + exp(-x)), without overflow."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x)))[()]


def logsumexp(a: Any, axis: Any = None, b: Any = None, keepdims: bool = False, return_sign: bool = False) -> Any:
    """log Σ b exp(a), without overflow."""
    if return_sign:
        raise NotImplementedError("the stand-in for logsumexp has no return_sign")
    a = np.asarray(a)
    top = np.max(a, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0).astype(top.dtype)
    terms = np.exp(a - top) if b is None else b * np.exp(a - top)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.log(np.sum(terms, axis=axis, keepdims=True)) + top
    return (total if keepdims else np.squeeze(total, axis=axis))[()]


def softmax(x: Any, axis: Any = None) -> Any:
    """exp(x) / Σ exp(x), over all entries unless an axis is given, as SciPy has it."""
    return np.exp(log_softmax(x, axis))


def log_softmax(x: Any, axis: Any = None) -> Any:
    """The logarithm of softmax."""
    return np.asarray(x) - logsumexp(x, axis=axis, keepdims=True)


def xlogy(x: Any, y: Any) -> Any:
    """x log y, 0 where x is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(x) == 0, np.where(np.isnan(y), np.nan, 0.0), x * np.log(y))[()]


def log_expit(x: Any) -> Any:
    """log σ(x)."""
    return -np.logaddexp(0, -np.asarray(x))


def logit(p: Any) -> Any:
    """log(p / (1 - p))."""
    return np.log(p) - np.log1p(-np.asarray(p))


def pass_through(*args: Any, **named: Any) -> Any:
    """numba's decorators, with and without arguments: the function as it is."""
    if len(args) == 1 and not named and isinstance(args[0], types.FunctionType):
        return args[0]
    return lambda function: function


PROGRESS = {"tqdm": Progress, "trange": progress_range, "tqdm_notebook": Progress, "tnrange": progress_range}
SPECIAL: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (expit, logsumexp, softmax, log_softmax, xlogy, log_expit, logit)
}
NUMBA = dict.fromkeys(("jit", "njit", "vectorize", "guvectorize", "stencil"), pass_through) | {"prange": range}
LIBRARIES: dict[str, dict[str, Any]] = {  # module -> what stands in it; its other names are missing as before
    "tqdm": PROGRESS,
    "tqdm.auto": PROGRESS,
    "tqdm.autonotebook": PROGRESS,
    "tqdm.notebook": PROGRESS,
    "tqdm.std": PROGRESS,
    "scipy": {},
    "scipy.special": SPECIAL,
    "numba": NUMBA,
}


def stand_in(name: str, why: str) -> types.ModuleType:
    """The module that stands in for one of LIBRARIES. `why` is said where a name is used that it lacks."""
    made = missing_module(name, why)
    made.__dict__.update(LIBRARIES[name], __all__=[*LIBRARIES[name]])
    if any(other.startswith(f"{name}.") for other in LIBRARIES):
        made.__path__ = []
    return made
