"""The order of axes in which a course keeps its arrays, and the way from the chapter's order to it and back."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from quizgen.submissions.cases import GATES, Array, WrongShape, as_array

KINDS = {
    **dict.fromkeys(("x", "dx"), "inputs"),
    **dict.fromkeys(("h", "dh", "c"), "states"),
    **dict.fromkeys(("x_t", "h_t", "h_prev", "h0", "dx_t", "dh_t", "dh_prev", "dh0"), "rows"),
    **dict.fromkeys(("c_t", "c_prev", "dc_t", "dc_prev"), "rows"),
    **{f"{name}_{gate}": "weights" for name in ("dW", "dW_h") for gate in GATES},
    **{f"db_{gate}": "bias" for gate in GATES},
    **dict.fromkeys(("W", "W_h", "dW", "dW_h"), "weights"),
    **dict.fromkeys(("b", "db"), "bias"),
}
CHAPTER_ORDER = {"inputs": "BTF", "states": "BTF", "rows": "BF", "weights": "OI", "bias": "F"}


@dataclass(frozen=True)
class Layout:
    """The order of axes of each kind of array: B examples, T steps, F features; O units by I inputs; 1 an axis of length 1."""

    name: str
    inputs: str = CHAPTER_ORDER["inputs"]
    states: str = CHAPTER_ORDER["states"]
    rows: str = CHAPTER_ORDER["rows"]
    weights: str = CHAPTER_ORDER["weights"]
    bias: str = CHAPTER_ORDER["bias"]

    def axes(self, name: str) -> tuple[str, str]:
        """The order of the axes of an array in the chapter, and in this layout."""
        kind = KINDS[name]
        return CHAPTER_ORDER[kind], getattr(self, kind)

    def to_learner(self, name: str, array: Array) -> Array:
        """An array of the chapter's as the learner's functions take it."""
        ours, theirs = self.axes(name)
        if ours == theirs:
            return array
        transposed = array.transpose([ours.index(axis) for axis in theirs if axis != "1"])
        return np.ascontiguousarray(transposed).reshape(self.shape(name, array.shape))

    def shape(self, name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
        """A shape of the chapter's in this layout."""
        ours, theirs = self.axes(name)
        sizes = dict(zip(ours, shape, strict=True))
        return tuple(sizes.get(axis, 1) for axis in theirs)

    def to_chapter(self, name: str, value: Any, shape: tuple[int, ...]) -> Any:
        """A returned array in the chapter's order of axes, where it should have this shape; WrongShape if it has not.

        A bias is left as it is, since a row and a column of numbers are the same bias; so is what is no array.
        """
        ours, theirs = self.axes(name)
        if ours == theirs or KINDS[name] == "bias":
            return value
        array = value if isinstance(value, np.ndarray) else as_array(value)
        if array is None:
            return value
        wanted = self.shape(name, shape)
        without_ones = tuple(n for n, axis in zip(wanted, theirs, strict=True) if axis != "1")
        order = [theirs.replace("1", "").index(axis) for axis in ours]
        if array.shape not in (wanted, without_ones) or array.size != prod(shape):
            note = ": it is transposed" if array.ndim == 2 and array.T.shape == wanted else ""
            transposed = array.transpose(order) if array.ndim == len(order) else None
            return WrongShape(f"has shape {array.shape}, and {wanted} is wanted{note}", transposed)
        return array.reshape(without_ones).transpose(order)
