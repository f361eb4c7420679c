"""Random problems for the tests of the reference: parameters and data of any sizes, stacked or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from reference_rnn import RNN

PARAMETERS = ("W", "W_h", "b", "W_y", "b_y")


@dataclass(frozen=True)
class Numbers:
    """One problem, or a stack of them; `options` are the constructor's."""

    W: np.ndarray
    W_h: np.ndarray
    b: np.ndarray
    W_y: np.ndarray
    b_y: np.ndarray
    x: np.ndarray
    h_0: np.ndarray
    y: np.ndarray
    options: dict[str, Any] = field(default_factory=dict)

    def net(self, kind: type[RNN] = RNN, **options: Any) -> RNN:
        return kind(self.W, self.W_h, self.b, self.W_y, self.b_y, **(self.options | options))

    def map(self, change) -> Numbers:
        """The same problem with every array changed."""
        names = (*PARAMETERS, "x", "h_0", "y")
        return replace(self, **{name: change(getattr(self, name)) for name in names})


def draw(seed: int, B=2, T=3, D=4, H=5, K=6, N: int | None = None, scale: float = 0.7, **options: Any) -> Numbers:
    """A problem, or N stacked in C order. y suits the loss."""
    rng = np.random.default_rng(seed)
    P = () if N is None else (N,)

    def normal(*shape: int) -> np.ndarray:
        return rng.normal(size=P + shape)

    shape = (B, T, K) if options.get("outputs") == "all" else (B, K)
    y = normal(*shape)
    if options.get("output", "sigmoid") == "softmax":
        y = (y == y.max(axis=-1, keepdims=True)).astype(float)
    elif options.get("output", "sigmoid") == "sigmoid":
        y = (y > 0).astype(float)
    p = {"W": normal(H, D) * scale, "W_h": normal(H, H) * scale, "b": normal(H) * scale}
    p |= {"W_y": normal(K, H) * scale, "b_y": normal(K) * scale}
    return Numbers(**p, x=normal(B, T, D), h_0=normal(B, H), y=y, options=options)


def innermost(array: np.ndarray) -> np.ndarray:
    """The same stack (N, ...) with N innermost in memory."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(array, 0, -1)), -1, 0)
