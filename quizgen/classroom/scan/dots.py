"""Finds the dots in the corners of an exam paper: places in a picture that are dark, round, of the right size and alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.scan.homography import Matrix, Points, inverse, mapped
from quizgen.classroom.scan.layouts import DOT_RADIUS
from quizgen.classroom.scan.sampling import Grey, inside, reduced, sampled

STEP = 0.5  # points between the samples of a dot
REACH = 9.0  # points about a dot that are looked at
LIKE_A_DOT = 0.75  # correlation with a printed dot; letters and filled circles stay below 0.7
MOST = 4  # candidates for a corner
DIRECTIONS = [(1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7), (0.0, -1.0), (0.7, -0.7)]


@dataclass(frozen=True)
class Dot:
    """A dot in a picture. `middle`: (2,) in pixels; `likeness`: its correlation with a printed dot, at most 1."""

    middle: Points
    likeness: float


@dataclass(frozen=True)
class DotMap:
    """How much each pixel of a smaller picture is the middle of a dark spot on light ground, 0 to 255."""

    scores: NDArray[np.float32]
    factor: int  # how much smaller
    size: float  # diameter of a dot in its pixels


def dot_map(grey: Grey, scale: float) -> DotMap:
    """The map of a picture in which a point is `scale` pixels long."""
    factor = max(1, round(scale))
    small = reduced(grey, factor).astype(np.float32)
    size = 2 * DOT_RADIUS * scale / factor
    dark = box_mean(small, max(1, round(0.3 * size - 0.5)))
    light = box_mean(small, max(1, round(0.12 * size)))
    reach = round(1.1 * size)
    around = np.full_like(small, 255)
    padded = np.pad(light, reach, mode="edge")
    height, width = small.shape
    for x, y in DIRECTIONS:
        right, down = reach + round(x * reach), reach + round(y * reach)
        np.minimum(around, padded[down : down + height, right : right + width], out=around)
    return DotMap(around - dark, factor, size)


def box_mean(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """The mean about each pixel, as many pixels to each side as `reach`."""
    wide = 2 * reach + 1
    padded = np.pad(values, reach, mode="edge")
    total = padded[:, : values.shape[1]].copy()
    for n in range(1, wide):
        total += padded[:, n : n + values.shape[1]]
    rows = total[: values.shape[0]].copy()
    for n in range(1, wide):
        rows += total[n : n + values.shape[0]]
    return np.asarray(rows / (wide * wide), dtype=np.float32)


def candidates(grey: Grey, scores: DotMap, near: Points, reach: float, to_pixels: Matrix) -> list[Dot]:
    """The dots within `reach` pixels of a place, the likeliest first. `to_pixels` says how large a dot is there, roughly."""
    factor, size = scores.factor, scores.size
    x, y = near / factor
    far = reach / factor
    left, top = max(0, int(x - far)), max(0, int(y - far))
    window = scores.scores[top : max(0, int(y + far) + 1), left : max(0, int(x + far) + 1)].copy()
    found: list[Dot] = []
    for _ in range(2 * MOST):
        if not window.size or window.max() < 25:
            break
        row, column = np.unravel_index(int(window.argmax()), window.shape)
        middle = (np.array([left + column, top + row]) + 0.5) * factor
        if dot := dot_at(grey, middle, to_pixels):
            found.append(dot)
        away = round(size)
        window[max(0, row - away) : row + away + 1, max(0, column - away) : column + away + 1] = 0
    return sorted(found, key=lambda dot: -dot.likeness)[:MOST]


def dot_at(grey: Grey, middle: Points, to_pixels: Matrix, reach: float = REACH) -> Dot | None:
    """The dot about a place in pixels, with its middle to a fraction of a pixel; None if there is none.

    `to_pixels`: a homography or affine map from points on paper, true near the dot up to a shift.
    """
    local = local_affine(to_pixels, middle)
    if np.linalg.cond(local) > 4 or not inside(grey, middle[None])[0]:
        return None
    steps = np.arange(-reach, reach + STEP / 2, STEP)
    grid: NDArray[np.float64] = np.stack(np.meshgrid(steps, steps), axis=-1)
    for _ in range(3):
        patch = sampled(grey, middle + grid @ local.T)
        white = float(np.percentile(patch, 80))
        dark = np.clip(white - patch - 0.25 * (white - float(patch.min())), 0, None)
        dark[np.hypot(grid[..., 0], grid[..., 1]) > 2.0 * DOT_RADIUS] = 0
        if not (total := float(dark.sum())):
            return None
        shift = (dark[..., None] * grid).sum(axis=(0, 1)) / total
        middle = middle + local @ shift
    patch = sampled(grey, middle + grid @ local.T)
    likeness = max(correlation(patch, -disc(grid, DOT_RADIUS * size)) for size in (0.85, 1.0, 1.15))
    return Dot(middle, likeness) if likeness >= LIKE_A_DOT else None


def local_affine(to_pixels: Matrix, pixel: Points) -> Matrix:
    """The (2, 2) map of small steps on paper to steps in pixels, at a place in the picture."""
    back = inverse(to_pixels)
    at = mapped(back, pixel[None])[0]
    h = 0.5
    steps = mapped(to_pixels, at + np.array([[h, 0], [-h, 0], [0, h], [0, -h]]))
    return np.column_stack([steps[0] - steps[1], steps[2] - steps[3]])


def disc(grid: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """A soft disc: 1 inside, 0 outside, over a millimetre."""
    return np.clip((radius + 0.5 - np.hypot(grid[..., 0], grid[..., 1])) / 1.0, 0, 1)


def correlation(one: NDArray[np.float32], other: NDArray[np.float64]) -> float:
    """Pearson's correlation; 0 if one of them does not vary."""
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / norm if norm > 1e-6 else 0.0
