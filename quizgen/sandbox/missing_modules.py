"""Modules that a learner's file imports and that are not available where it is graded.

A course hands out helpers beside its notebooks, and files import what only their plots need. Such an import costs
nothing: its names are bound to placeholders, which say what is missing once they are used.
"""

from __future__ import annotations

import sys
import types
from typing import Any, NoReturn

import numpy as np

FORBIDDEN = frozenset({"quizgen", "reference_rnn", "question_bank"})
PLACEHOLDER = "abcdef"  # replaces a text read from a file; every network that a file is tested with has six characters
AVAILABLE = frozenset(sys.stdlib_module_names) | {"numpy"}


class ForbiddenImport(ImportError):
    """A submission may not import this module."""


class ImportFilter:
    """Lets a file import only the standard library and NumPy, even if more is installed where it is graded.

    It refuses the reference with a sentence; what a file could do to get around it is prevented by the sandbox's other
    layers."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        top = name.partition(".")[0]
        if top in FORBIDDEN:
            raise ForbiddenImport(f"{top} is not for submissions: write the function yourself")
        if top not in AVAILABLE and not top.startswith(
            "_sysconfigdata"
        ):  # how Python was built, which numpy.testing asks
            raise ModuleNotFoundError(f"there is no {top} where code is graded, only NumPy and Python's own", name=name)


class MissingAttribute:
    """A name from a module that is missing. Using it raises the ImportError that the import did not."""

    def __init__(self, name: str, why: str) -> None:
        self._name = name
        self._why = why

    def __getattr__(self, name: str) -> MissingAttribute:
        if name.startswith("__"):
            raise AttributeError(name)
        return MissingAttribute(f"{self._name}.{name}", self._why)

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        """`class Net(nn.Module)`: the class goes without this base."""
        return ()

    def _raise(self, *args: Any, **named: Any) -> NoReturn:
        raise ImportError(f"{self._name} cannot be used: {self._why}")

    __call__ = __getitem__ = __iter__ = __array__ = __bool__ = __enter__ = __float__ = _raise
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = _raise


def missing_module(module: str, why: str) -> types.ModuleType:
    """A module in the place of one that is missing."""

    def attribute(name: str) -> MissingAttribute:
        if name.startswith("__"):
            raise AttributeError(name)
        return MissingAttribute(f"{module}.{name}", why)

    made = types.ModuleType(module)
    made.__dict__["__getattr__"] = attribute
    return made


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _softmax(x: Any) -> Any:
    """Over the first axis: in that course examples are columns."""
    powers = np.exp(x - np.max(x))
    return powers / powers.sum(axis=0)


def rnn_utils() -> types.ModuleType:
    """deeplearning.ai's rnn_utils, as far as the forward pass needs it: the course hands it out, so files import it."""
    module = types.ModuleType("rnn_utils")
    module.__dict__.update(sigmoid=_sigmoid, softmax=_softmax)
    return module
