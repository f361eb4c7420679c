"""The careful hand calculator: the reference with every line of the blackboard rounded."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from quizgen.generate.memo import memoised


@memoised
def by_hand(reference: type[Any], decimals: int) -> type[Any]:
    """A subclass of the reference whose every method rounds what it returns to `decimals` decimals."""
    methods = {
        name: rounding(function, decimals)
        for name, function in inspect.getmembers(reference, inspect.isfunction)
        if not name.startswith("_") and not inspect.isgeneratorfunction(function)
    }
    return type(f"{reference.__name__}ByHand", (reference,), methods)


def rounding(method: Callable[..., Any], decimals: int) -> Callable[..., Any]:
    """The method with its result rounded."""

    @functools.wraps(method)
    def rounded(self: Any, *args: Any, **kwargs: Any) -> Any:
        return rounded_off(method(self, *args, **kwargs), decimals)

    return rounded


def rounded_off(value: Any, decimals: int) -> Any:
    """Arrays rounded, also inside tuples and records; other values stay as they are."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.round(value, decimals)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(rounded_off(item, decimals) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        arrays = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{n: rounded_off(v, decimals) for n, v in arrays.items() if isinstance(v, np.ndarray)}
        )
    return value
