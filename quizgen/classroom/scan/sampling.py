"""Grey values of a picture between its pixels, and pictures made smaller."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]  # (height, width), 0 is black
Values = NDArray[np.float32]


def sampled(grey: Grey, at: NDArray[np.float64]) -> Values:
    """Grey values at places of shape (..., 2), x first, in pixels from the top left corner of the picture, between the four
    nearest pixels; outside it those of its edge. The middle of the first pixel is (0.5, 0.5)."""
    height, width = grey.shape
    x = np.clip(at[..., 0] - 0.5, 0, width - 1.001).astype(np.float32)
    y = np.clip(at[..., 1] - 0.5, 0, height - 1.001).astype(np.float32)
    column, row = x.astype(np.intp), y.astype(np.intp)
    x, y = x - column, y - row
    first = row * width + column
    flat = grey.ravel()
    right, below = (1 if width > 1 else 0), (width if height > 1 else 0)
    top = flat[first] * (1 - x) + flat[first + right] * x
    bottom = flat[first + below] * (1 - x) + flat[first + below + right] * x
    return np.asarray(top * (1 - y) + bottom * y, dtype=np.float32)


def inside(grey: Grey, at: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places are in the picture."""
    height, width = grey.shape
    return np.asarray((at[..., 0] >= 0) & (at[..., 0] <= width) & (at[..., 1] >= 0) & (at[..., 1] <= height))


def reduced(grey: Grey, factor: int) -> Grey:
    """A picture made smaller by a whole factor; each pixel is the mean of a square of them. What is left over is cut off."""
    if factor == 1:
        return grey
    height, width = (size // factor for size in grey.shape)
    rows = np.zeros((height, width * factor), np.uint16)
    for n in range(factor):  # row by row: no copy of the whole in a wider type
        rows += grey[n : height * factor : factor, : width * factor]
    total = np.zeros((height, width), np.uint32)
    for n in range(factor):
        total += rows[:, n::factor]
    return np.asarray(total // (factor * factor), dtype=np.uint8)
