"""Whether something is written in a box: its inside is measured, without the outline and the lines to write on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.scan.homography import Matrix, mapped, scale_at
from quizgen.classroom.scan.sampling import Grey, Values, sampled
from quizgen.model import Box

INSET = 1.6  # points from the outline that are not looked at
INK = 0.35  # darkness of ink, in that of print
RULING = 0.9 * 72 / 2.54  # points between lines to write on (templates/lib.typ); 1.45 times that in large print
ROOM = 0.2 * 72 / 2.54  # points by which a box with lines is higher than they are
WRITTEN, NOTHING = 2.5, 0.3  # square points of ink: a digit or a minus sign has more than 3, dust less than 0.3
FAINT = 0.05  # mean darkness of a box with nothing dark in it, from which a person looks: a pencil, or a shadow


def writing(grey: Grey, to_pixels: Matrix, box: Box, black: float) -> tuple[str, float]:
    """The state of a box to write in, "written", "empty" or "unsure", and the share of it that is inked."""
    step = min(1.0, max(0.3, 0.8 / scale_at(to_pixels, np.array([box.x, box.y]))))
    x = np.arange(INSET, box.width - INSET, step)
    y = np.arange(INSET, box.height - INSET, step)
    if not len(x) or not len(y):
        return "unsure", 0.0
    keep = np.ones(len(y), dtype=bool)
    for line in lines(box):
        keep &= np.abs(y - line) > 1.3
    grid = np.stack(np.meshgrid(box.x + x, box.y + y[keep]), axis=-1)
    light = sampled(grey, mapped(to_pixels, grid))
    dark = (1 - light / paper(light)) / black
    inked = dark > INK
    ink = float(inked.mean())
    area = float(inked.sum()) * step * step
    if area >= WRITTEN:
        return "written", ink
    faint = float(np.percentile(dark, 97))
    return ("empty" if area <= NOTHING and faint < 0.25 else "unsure"), ink


def lines(box: Box) -> list[float]:
    """The lines to write on, in points from the top of a box; none but in a box that is as high as some of them."""
    for ruling in (RULING, 1.45 * RULING):
        count = (box.height - ROOM) / ruling
        if count >= 1.9 and abs(count - round(count)) < 0.01:
            return [n * ruling for n in range(1, round(count))] + [round(count) * ruling]
    return []


def paper(light: Values) -> NDArray[np.float64]:
    """The brightness of the paper at each sample: a high percentile of each column's neighbourhood, for boxes are wide and
    shadows soft."""
    width = light.shape[1]
    pieces = max(1, width // 40)
    edges = np.linspace(0, width, pieces + 1).astype(int)
    levels = np.array([np.percentile(light[:, a:b], 75) for a, b in pairwise(edges)])
    middles = (edges[:-1] + edges[1:]) / 2
    return np.asarray(np.maximum(np.interp(np.arange(width), middles, levels), 8.0)[None, :])
