"""Homographies: 3x3 matrices that take points of a plane to points of its picture. Points are arrays of shape (n, 2), x first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2)
Matrix = NDArray[np.float64]  # (3, 3)


def fitted(points: Points, pixels: Points, weights: NDArray[np.float64] | None = None) -> Matrix:
    """The homography that takes `points` to `pixels`, at least four pairs, by least squares (the equations are linear).

    `weights`: of the pairs, shape (n,). Raises numpy.linalg.LinAlgError if three of four points lie on a line.
    """
    given, seen = to_unit(points), to_unit(pixels)
    x, y = mapped(given, points).T
    u, v = mapped(seen, pixels).T
    none, one = np.zeros_like(x), np.ones_like(x)
    rows = np.concatenate(
        [
            np.stack([x, y, one, none, none, none, -u * x, -u * y], axis=1),
            np.stack([none, none, none, x, y, one, -v * x, -v * y], axis=1),
        ]
    )
    wanted = np.concatenate([u, v])
    if weights is not None:
        rows, wanted = rows * np.tile(weights, 2)[:, None], wanted * np.tile(weights, 2)
    solved, _, rank, _ = np.linalg.lstsq(rows, wanted, rcond=1e-9)
    inner = np.append(solved, 1.0).reshape(3, 3)
    if rank < 8 or np.linalg.cond(inner) > 1e8:
        raise np.linalg.LinAlgError("three of four points lie on a line")
    found = np.linalg.inv(seen) @ inner @ given
    return np.asarray(found / found[2, 2])


def fitted_affine(points: Points, pixels: Points) -> Matrix:
    """The affine map that takes `points` to `pixels`, at least three pairs, by least squares."""
    rows = np.column_stack([points, np.ones(len(points))])
    solved, *_ = np.linalg.lstsq(rows, pixels, rcond=None)
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])


def mapped(matrix: Matrix, points: Points) -> Points:
    """Where a homography takes points; shape (..., 2)."""
    flat = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(flat[..., :2] / flat[..., 2:])


def inverse(matrix: Matrix) -> Matrix:
    """The homography that takes pixels back to points."""
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def scale_at(matrix: Matrix, point: Points) -> float:
    """How many pixels a point on paper is long at a place, shape (2,): the root of the area that a unit square takes."""
    x, y, w = matrix @ np.append(point, 1.0)
    rows = np.array([matrix[0, :2] * w - matrix[2, :2] * x, matrix[1, :2] * w - matrix[2, :2] * y]) / (w * w)
    return float(np.sqrt(abs(np.linalg.det(rows))))


def to_unit(points: Points) -> Matrix:
    """The map that brings points about the origin to a distance of about one."""
    middle = points.mean(axis=0)
    spread = float(np.abs(points - middle).max()) or 1.0
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1]])


def area(corners: Points) -> float:
    """The area of a polygon in pixels, positive if its corners go round clockwise as seen."""
    x, y = corners.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
