"""Modules that a learner's file imports and that are not there when it is graded.

A course hands out helpers beside its notebooks, and files import what only their plots need. Such an import costs
nothing: what it would have bound is a stand-in, which says what is missing once it is used.
"""

from __future__ import annotations

import sys
import types
from typing import Any, NoReturn

import numpy as np

OURS = frozenset({"quizgen", "reference_rnn", "question_bank"})
TEXT = "abcdef"  # in the place of a text that is read from a file: so many characters are in any network that is asked
THERE = frozenset(sys.stdlib_module_names) | {"numpy"}


class Refused(ImportError):
    """A module that a submission is not to import."""


class Finder:
    """Lets the standard library and NumPy through and nothing else, whatever is installed where the grading is done.
    Importing the reference is not implementing it: this stops the idle, the wall stops the determined."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        top = name.partition(".")[0]
        if top in OURS:
            raise Refused(f"{top} is not for submissions: write the function yourself")
        if top not in THERE and not top.startswith("_sysconfigdata"):  # how Python was built, which numpy.testing asks
            raise ModuleNotFoundError(f"there is no {top} where code is graded, only NumPy and Python's own", name=name)


class Wanted:
    """Something of a module that is not there. Using it raises the ImportError that the import did not."""

    def __init__(self, name: str, why: str) -> None:
        self._name = name
        self._why = why

    def __getattr__(self, name: str) -> Wanted:
        if name.startswith("__"):
            raise AttributeError(name)
        return Wanted(f"{self._name}.{name}", self._why)

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        """`class Net(nn.Module)`: the class goes without this base."""
        return ()

    def _raise(self, *args: Any, **named: Any) -> NoReturn:
        raise ImportError(f"{self._name} cannot be used: {self._why}")

    __call__ = __getitem__ = __iter__ = __array__ = __bool__ = __enter__ = __float__ = _raise
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = _raise


def stand_in(module: str, why: str) -> types.ModuleType:
    """A module in the place of one that is not there."""

    def attribute(name: str) -> Wanted:
        if name.startswith("__"):
            raise AttributeError(name)
        return Wanted(f"{module}.{name}", why)

    made = types.ModuleType(module)
    made.__dict__["__getattr__"] = attribute
    return made


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _softmax(x: Any) -> Any:
    """Over the first axis: in that course examples are columns."""
    powers = np.exp(x - np.max(x))
    return powers / powers.sum(axis=0)


def helpers() -> types.ModuleType:
    """What deeplearning.ai's rnn_utils offers for the forward pass: the course hands it out, so files rely on it."""
    made = types.ModuleType("rnn_utils")
    made.__dict__.update(sigmoid=_sigmoid, softmax=_softmax)
    return made
