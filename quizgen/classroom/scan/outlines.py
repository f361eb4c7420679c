"""Finds the printed outlines of boxes to write in: whether each is where it should be, and how far it is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.scan.homography import Matrix, Points, mapped
from quizgen.classroom.scan.sampling import Grey, sampled
from quizgen.model import Box

REACH = 2.4  # points to each side of an edge that are looked at: the next box may begin after 3.4
STEP = 0.3  # points between samples across an edge
ALONG = 24  # samples along an edge
FOUND = (
    0.12  # darkness of an edge above the paper about it, in that of print; what is written by hand runs along no edge
)


@dataclass(frozen=True)
class Outlines:
    """For boxes one after the other: `shifts` (n, 2), how far each is from its place, in points; `found` (n,)."""

    shifts: Points
    found: NDArray[np.bool_]


def outlines(grey: Grey, to_pixels: Matrix, boxes: Sequence[Box]) -> Outlines:
    """Where the outlines of boxes are, in a picture of a page. An outline is found if an edge of each direction is."""
    if not boxes:
        return Outlines(np.zeros((0, 2)), np.zeros(0, dtype=bool))
    x, y, w, h = np.array([(box.x, box.y, box.width, box.height) for box in boxes]).T[:, :, None, None]
    across = np.arange(-REACH, REACH + STEP / 2, STEP)[None, None, :]
    along = np.linspace(0.08, 0.92, ALONG)[None, :, None]
    none = np.zeros((1, ALONG, len(across[0, 0])))
    edges = np.stack(
        [
            np.stack([x + across + none, y + h * along + none], axis=-1),  # left
            np.stack([x + w + across + none, y + h * along + none], axis=-1),  # right
            np.stack([x + w * along + none, y + across + none], axis=-1),  # top
            np.stack([x + w * along + none, y + h + across + none], axis=-1),  # bottom
        ],
        axis=1,
    )  # (n, 4, ALONG, across, 2)
    light = sampled(grey, mapped(to_pixels, edges))
    profile = np.median(light, axis=2)  # writing across the edge does not count
    paper = np.percentile(profile, 75, axis=2, keepdims=True)
    dark = np.asarray(1 - profile / np.maximum(paper, 1), dtype=np.float32)
    place, depth = peaks(dark)
    good = depth > FOUND
    shifts = np.zeros((len(boxes), 2))
    found = np.ones(len(boxes), dtype=bool)
    for axis, (one, other) in enumerate(((0, 1), (2, 3))):
        apart = good[:, one] & good[:, other] & (np.abs(place[:, one] - place[:, other]) > 1.0)
        weights = good[:, [one, other]] * depth[:, [one, other]]
        total = weights.sum(axis=1)
        found &= (total > 0) & ~apart
        shifts[:, axis] = (weights * place[:, [one, other]]).sum(axis=1) / np.maximum(total, 1e-9)
    return Outlines(shifts, found)


def peaks(dark: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Of profiles (n, 4, across): the place of the darkest sample to a fraction of a step, in points, and its darkness."""
    best = np.clip(dark.argmax(axis=2), 1, dark.shape[2] - 2)[..., None]
    before, at, after = (np.take_along_axis(dark, best + n, axis=2)[..., 0] for n in (-1, 0, 1))
    bend = before - 2 * at + after
    part = np.where(bend < -1e-6, 0.5 * (before - after) / np.where(bend < -1e-6, bend, -1), 0.0)
    return (best[..., 0] + np.clip(part, -0.5, 0.5)) * STEP - REACH, at
