"""The values on the way of a calculation by their roles, and what arrays have in common that hold the same numbers."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.submissions.cases import Array

SMALL = 64  # arrays of so many numbers are known number by number too
Key = tuple[int, bytes]
Label = tuple[str, int, int]  # a role, the position of an array among the role's, and of a piece among the array's


@dataclass
class Intermediates:
    """The values of one calculation by their roles, each role's in the order in which they came up."""

    roles: dict[str, list[Array]] = field(default_factory=dict)

    def add(self, role: str, value: Any) -> None:
        """Writes down a value, or each array of several."""
        if isinstance(value, (np.ndarray, float, np.floating)):
            self.roles.setdefault(role, []).append(np.array(value, np.float64))
        elif isinstance(value, tuple):
            for i, part in enumerate(value):
                self.add(f"{role}.{i}", part)

    @functools.cached_property
    def key_at(self) -> Mapping[Label, Key]:
        """The key of each value, and of each of its pieces."""
        parts = [
            ((role, i, j), part)
            for role, arrays in self.roles.items()
            for i, array in enumerate(arrays)
            for j, part in enumerate(pieces(array))
        ]
        keys = keys_of([part for _, part in parts])
        return {label: key for (label, _), key in zip(parts, keys, strict=True) if key is not None}

    @functools.cached_property
    def keys(self) -> Mapping[Key, tuple[Label, ...]]:
        """Where each value, or a piece of it, comes up."""
        found: dict[Key, list[Label]] = {}
        for label, key in self.key_at.items():
            found.setdefault(key, []).append(label)
        return {key: tuple(labels) for key, labels in found.items()}


def pieces(array: Array) -> Iterator[Array]:
    """An array, its slices along its first axes, and each number of a small one."""
    yield array
    if array.ndim == 3:
        yield from array
        yield from (array[:, j] for j in range(array.shape[1]))
        yield from array.reshape(-1, array.shape[2])
    elif array.ndim == 2:
        yield from array
    if 1 < array.size <= SMALL:
        yield from array.reshape(-1, 1)


def keys_of(arrays: Iterable[Array], *, in_order: bool = False) -> list[Key | None]:
    """For each array what all have in common that hold the same numbers, in whatever layout, or in this order; None where
    one is not finite."""
    arrays = list(arrays)
    keys: list[Key | None] = [None] * len(arrays)
    by_size: dict[int, list[int]] = {}
    for i, array in enumerate(arrays):
        by_size.setdefault(array.size, []).append(i)
    for size, members in by_size.items():
        rows = np.stack([arrays[i].ravel() for i in members])
        rows = rows if in_order else np.sort(rows, axis=1)
        finite = np.isfinite(rows).all(axis=1)
        rounded = np.round(rows, 8) + 0.0
        for i, row, good in zip(members, rounded, finite, strict=True):
            if good:
                keys[i] = size, row.tobytes()
    return keys
