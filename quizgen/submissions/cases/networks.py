"""The networks a submission is tested with: fixed random numbers, no two alike, none zero by chance."""

from __future__ import annotations

import dataclasses
import math
import random
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from quizgen.submissions.cases.call import Array, Call
from reference_rnn import RNN


def random_array(name: str, *shape: int, low: float = 0.2, high: float = 0.9) -> Array:
    """An array of this shape, low ≤ |number| ≤ high, signs at random; the same name always gives the same array."""
    draw = random.Random(name)
    numbers = [draw.choice((-1.0, 1.0)) * draw.uniform(low, high) for _ in range(math.prod(shape))]
    return np.array(numbers).reshape(shape)


@dataclass(frozen=True, eq=False)
class Case:
    """A batch of sequences and a cell: x (B, T, D), h_0 (B, H), W (H, D), W_h (H, H), b (H,), and ∂L/∂h (B, T, H)."""

    x: Array
    h_0: Array
    W: Array
    W_h: Array
    b: Array
    dh: Array

    @classmethod
    def of(cls, B: int, T: int, D: int, H: int, draw: str = "") -> Self:
        """The case of this size with random numbers; another `draw` gives other numbers."""
        size = f"{B} {T} {D} {H}{draw}"
        return cls(
            x=random_array(f"x {size}", B, T, D, low=0.5, high=1.5),
            h_0=random_array(f"h_0 {size}", B, H, low=0.4),
            W=random_array(f"W {size}", H, D),
            W_h=random_array(f"W_h {size}", H, H, low=0.3),
            b=random_array(f"b {size}", H, low=0.1, high=0.4),
            dh=random_array(f"dh {size}", B, T, H),
        )

    def with_arrays(self, **changes: Array) -> Self:
        """The same case with some arrays replaced."""
        return dataclasses.replace(self, **changes)

    def with_zero(self, *names: str) -> Self:
        """The same case with the named arrays zero."""
        return self.with_arrays(**{name: np.zeros_like(getattr(self, name)) for name in names})

    def steps(self, first: int, last: int) -> Self:
        """Only the steps first + 1 ... last."""
        return self.with_arrays(x=self.x[:, first:last], dh=self.dh[:, first:last])

    def examples(self, first: int, last: int) -> Self:
        """Only the examples first + 1 ... last."""
        return self.with_arrays(x=self.x[first:last], h_0=self.h_0[first:last], dh=self.dh[first:last])

    def as_float64(self) -> Self:
        """The same numbers as float64."""
        return self.with_arrays(**{f.name: getattr(self, f.name).astype(np.float64) for f in dataclasses.fields(self)})

    @property
    def sizes(self) -> dict[str, int]:
        """B, T, D and H by name."""
        return dict(zip("BTDH", (*self.x.shape, len(self.W)), strict=True))

    @property
    def size(self) -> str:
        """The sizes as words."""
        return " ".join(f"{letter}={n}" for letter, n in self.sizes.items())

    @cached_property
    def h(self) -> Array:
        """The states of the chapter's cell: (B, T, H)."""
        return np.array(RNN(self.W, self.W_h, self.b).forward(self.x, self.h_0).h)

    def step(self) -> Call:
        """rnn_step on the first step. Like the next three, it returns the same Call every time."""
        return self._step

    def forward(self) -> Call:
        """rnn_forward on all steps."""
        return self._forward

    def backward(self) -> Call:
        """rnn_backward with the states of the chapter's cell."""
        return self._backward

    def step_backward(self) -> Call:
        """rnn_step_backward through the first step."""
        return self._step_backward

    @cached_property
    def _step(self) -> Call:
        return Call("rnn_step", (self.x[:, 0], self.h_0, self.W, self.W_h, self.b))

    @cached_property
    def _forward(self) -> Call:
        return Call("rnn_forward", (self.x, self.h_0, self.W, self.W_h, self.b))

    @cached_property
    def _backward(self) -> Call:
        return Call("rnn_backward", (self.dh, self.x, self.h_0, self.h, self.W, self.W_h, self.b))

    @cached_property
    def _step_backward(self) -> Call:
        arrays = self.dh[:, 0], self.x[:, 0], self.h_0, self.h[:, 0]
        return Call("rnn_step_backward", (*arrays, self.W, self.W_h, self.b))


PLAIN = Case.of(B=2, T=4, D=3, H=3)  # D = H, so that a swap of W and W_h still runs
ALL_DIFFERENT = Case.of(B=3, T=4, D=2, H=5)
GROWING_CASES = tuple(
    Case.of(*size)
    for size in (
        (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (1, 1, 2, 1), (1, 1, 1, 2), (1, 3, 1, 1), (2, 2, 1, 1), (1, 2, 1, 2),
        (1, 1, 2, 2), (1, 2, 2, 2), (1, 3, 2, 2), (2, 2, 2, 2), (2, 3, 2, 2),
    )
)  # fmt: skip
