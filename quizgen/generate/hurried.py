"""The reference as a hurried learner computes it: values rounded before they are used, or tan in degrees for tanh."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from quizgen.generate.memo import memoised
from reference_rnn.functions import sigmoid

FUNCTIONS = ("nonlinearity", "unit")  # the methods that return a function with its slope
PROBE = np.array([-1.2, 0.3, 0.8])


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


def methods_of(reference: type[Any]) -> dict[str, Callable[..., Any]]:
    """The lines of the blackboard: the public methods that return a value."""
    return {
        name: function
        for name, function in inspect.getmembers(reference, inspect.isfunction)
        if not name.startswith("_") and not inspect.isgeneratorfunction(function)
    }


@memoised
def rounding_methods(reference: type[Any], decimals: int) -> type[Any]:
    """A subclass of the reference whose every method rounds what it is given; what it returns keeps its decimals."""
    methods = {name: given_rounded(function, decimals) for name, function in methods_of(reference).items()}
    return type(f"{reference.__name__}Rounded", (reference,), methods)


@memoised
def rounding_functions(reference: type[Any], decimals: int) -> type[Any]:
    """A subclass of the reference whose functions f and σ round what they are given; nothing else is rounded."""
    methods = {
        name: functions_rounded(function, decimals)
        for name, function in methods_of(reference).items()
        if name in FUNCTIONS
    }
    for name, function in methods_of(reference).items():
        if is_function(function, np.tanh) or is_function(function, sigmoid):
            methods[name] = given_rounded(function, decimals)
    return type(f"{reference.__name__}RoundedInside", (reference,), methods)


@memoised
def functions_of(reference: type[Any]) -> frozenset[str]:
    """The methods that a subclass made by rounding_functions or in_degrees overrides."""
    return frozenset(vars(rounding_functions(reference, 1))) & frozenset(methods_of(reference))


def is_function(method: Callable[..., Any], f: Callable[..., Any]) -> bool:
    """The method is f of its one argument."""
    if method.__code__.co_argcount != 2:  # self and the argument
        return False
    try:
        return bool(np.allclose(method(None, PROBE), f(PROBE), atol=0))
    except Exception:  # an author's method, without its network and on numbers it was not made for, may raise anything
        return False


def given_rounded(method: Callable[..., Any], decimals: int) -> Callable[..., Any]:
    """The method with its arguments rounded, and those of the functions it returns."""

    @functools.wraps(method)
    def rounded(self: Any, *args: Any, **kwargs: Any) -> Any:
        return functions_given_rounded(method(self, *(rounded_off(arg, decimals) for arg in args), **kwargs), decimals)

    return rounded


def functions_rounded(method: Callable[..., Any], decimals: int) -> Callable[..., Any]:
    """The method with the arguments of the functions it returns rounded."""

    @functools.wraps(method)
    def rounded(self: Any) -> Any:
        return functions_given_rounded(method(self), decimals)

    return rounded


def functions_given_rounded(value: Any, decimals: int) -> Any:
    """A record of functions, f with its slope, each with its argument rounded; other values stay as they are."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value

    def rounding(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: function(*(rounded_off(arg, decimals) for arg in args))

    functions = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    return dataclasses.replace(value, **{name: rounding(f) for name, f in functions.items() if callable(f)})


@memoised
def in_degrees(reference: type[Any]) -> type[Any]:
    """A subclass of the reference that presses tan, in degrees, where tanh belongs."""

    def nonlinearity(self: Any) -> Any:
        usual = reference.nonlinearity(self)
        return dataclasses.replace(usual, f=tan_in_degrees) if self.activation == "tanh" else usual

    known = methods_of(reference)
    methods: dict[str, Callable[..., Any]] = {
        name: lambda self, a: tan_in_degrees(a) for name, function in known.items() if is_function(function, np.tanh)
    }
    if "nonlinearity" in known:
        methods["nonlinearity"] = nonlinearity
    return type(f"{reference.__name__}InDegrees", (reference,), methods)


def tan_in_degrees(a: Any) -> Any:
    """tan a, a being taken for degrees."""
    return np.tan(np.radians(a))
