"""A problem: the numbers of a question by name, one set of them or thousands stacked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

OVER_TIME = ("x", "h")  # the names of values with a time axis, which comes first
Refusals = Iterable[tuple[str, Any]]  # (reason, mask over problems: True where the draw is refused)


class Problem(Mapping[str, Any]):
    """Values by name, read as attributes too: `p.W`, `p.x[t]`.

    Drawn, the values are plain numbers, nested lists and strings. Solved, the numbers are arrays with the problem axis
    in front, except that the time axis of inputs and states comes first: `p.x[t]` is step t, (N, D).
    `require` says which draws are unusable, on stacked problems; it is the family the numbers come from.
    """

    def __init__(
        self,
        require: Callable[[Problem], Refusals] | None = None,
        /,
        **values: Any,
    ) -> None:
        self.require = require
        self.values_by_name = values

    def __getitem__(self, name: str) -> Any:
        return self.values_by_name[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values_by_name"][name]
        except KeyError:
            raise AttributeError(f"this problem has no {name!r}; it has {', '.join(self)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)

    def but(self, **values: Any) -> Problem:
        """The same problem with some values replaced or added."""
        return Problem(self.require, **{**self.values_by_name, **values})

    def batch(self, *names: str) -> tuple[NDArray[Any], ...]:
        """The named values with a batch axis of one, as RNN.forward takes them: x (N, 1, T, D), h_0 (N, 1, H), y (N, 1, K)."""
        return tuple(
            np.moveaxis(self[name], 0, -2)[..., None, :, :] if name in OVER_TIME else self[name][..., None, :]
            for name in names
        )


def shape_of(value: Any) -> tuple[int, ...] | None:
    """The shape of a number or of nested lists of numbers, read from their first items; None for anything else."""
    shape = []
    while (kind := type(value)) is list or kind is tuple:
        if not value:
            return None
        shape.append(len(value))
        value = value[0]
    return tuple(shape) if kind is float or kind is int else None


def stack(problems: Sequence[Problem]) -> Problem:
    """Problems of one form as a single one with a problem axis; strings stay as they are (then there is only one problem)."""
    first = problems[0]
    values: dict[str, Any] = {}
    for name, value in first.items():
        if shape_of(value) is None:
            values[name] = value
            continue
        array = np.array([p.values_by_name[name] for p in problems], dtype=float)
        values[name] = array.swapaxes(0, 1) if name in OVER_TIME and array.ndim > 1 else array
    return Problem(first.require, **values)


def concatenated(stacks: Sequence[Problem]) -> Problem:
    """Stacked problems of one form, one stack after the other."""
    first = stacks[0]
    values = {
        name: np.concatenate([p.values_by_name[name] for p in stacks], axis=problem_axis(name, value))
        if isinstance(value, np.ndarray)
        else value
        for name, value in first.items()
    }
    return Problem(first.require, **values)


def problem_axis(name: str, value: NDArray[Any]) -> int:
    """The problem axis of a stacked value: the first, or the second where time comes first."""
    return int(name in OVER_TIME and value.ndim > 1)


def take(p: Problem, which: NDArray[Any]) -> Problem:
    """The stacked problems at the places `which`."""
    values = {
        name: value.take(which, problem_axis(name, value)) if isinstance(value, np.ndarray) else value
        for name, value in p.items()
    }
    return Problem(p.require, **values)
