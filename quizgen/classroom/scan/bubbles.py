"""What is drawn in a bubble: the printed circle or square and its letter are taken off, and what remains is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.scan.homography import Matrix, mapped
from quizgen.classroom.scan.printed_marks import SIDE, UNIT, grid, printed_mark
from quizgen.classroom.scan.sampling import Grey, Values, sampled
from quizgen.model import Box

REACH = 14  # samples that a bubble may be away from where it should be: 0.3 of its width
PLACED = 0.5  # correlation from which the place of the outline is known better than from the page
TOLERANCE = 3  # samples about what is printed that say nothing: print spreads, and a letter may be a little away
INK = 0.35  # darkness of ink, in that of print
FAINT = 0.17  # darkness of the thinnest stroke out of focus
HALF_SEEN = 0.7  # correlation from which the half of a bubble is known to be where it seems
FAINT_INK = 0.25  # that of the thin end of a stroke
SPECK = 4  # samples: those of one pixel at 150 dpi
ANGLES = 72  # about the middle, at which strokes are counted


@dataclass(frozen=True)
class Bubble:
    """Measures of a bubble. `like`: correlation with the printed one about its outline; `shift`: in points;
    `outline`: darkness of its printed outline, in that which is printed;
    `ink`: share of the inside that is inked; `grey`: mean darkness of the inside above the paper about it;
    `faint`: share of it that is grey; `dark`: darkness of
    what is inked; `strokes`: how many times ink is crossed on the way round inside; `span`: the
    length of what is inked, in widths of the bubble; `spill`: inked share of a band just outside the outline;
    `outside`: that of a ring further out; `broken`: whether its halves are apart, as where paper was folded."""

    like: float
    shift: tuple[float, float]
    outline: float
    ink: float
    grey: float
    faint: float
    dark: float
    strokes: int
    span: float
    spill: float
    outside: float
    broken: bool


def is_bubble(box: Box) -> bool:
    """Whether a box is an option to mark, which is as wide as high; no box to write in is."""
    return abs(box.width - box.height) < 0.01


def bubbles(grey: Grey, to_pixels: Matrix, boxes: Sequence[Box], black: float) -> list[Bubble]:
    """The measures of each bubble. `black`: darkness of print, as the light it takes away, 0 to 1."""
    return [measured(patch(grey, to_pixels, box, black), box) for box in boxes]


def patch(grey: Grey, to_pixels: Matrix, box: Box, black: float) -> Values:
    """The darkness about a bubble, put straight: 0 is the paper there, 1 is print. (SIDE, SIDE)"""
    middle = np.array([box.x + box.width / 2, box.y + box.height / 2])
    light = sampled(grey, mapped(to_pixels, middle + grid() * box.width))
    return np.asarray((1 - light / paper_at(light)) / black)


def paper_at(light: Values) -> Values:
    """The paper's brightness at each sample: a plane through the brightest parts of a patch."""
    tiles = light.reshape(8, SIDE // 8, 8, SIDE // 8)
    high = np.percentile(tiles, 80, axis=(1, 3))
    y, x = np.indices(high.shape)
    rows = np.column_stack([np.ones(64), x.ravel() - 3.5, y.ravel() - 3.5])
    keep = high.ravel() >= np.percentile(high, 40)
    for _ in range(2):
        solved, *_ = np.linalg.lstsq(rows[keep], high.ravel()[keep], rcond=None)
        off = high.ravel() - rows @ solved
        keep = off > -0.06 * float(high.max())
        if keep.sum() < 12:
            break
    steps = (np.arange(SIDE) + 0.5) / (SIDE // 8) - 4
    plane = solved[0] + solved[1] * steps[None, :] + solved[2] * steps[:, None]
    return np.asarray(np.clip(plane, 8, 400), dtype=np.float32)


def measured(dark: Values, box: Box) -> Bubble:
    """The measures of a patch."""
    key = box.part.rpartition(".")[2]
    like, right, down, square = max((*placed(dark, key, square, box.width), square) for square in (False, True))
    if like < PLACED:  # filled, so that its outline is not seen: it is where the page says
        right, down = 0, 0
    free = ~expected(key, square, box.width).hidden
    moved = np.roll(dark, (-down, -right), axis=(0, 1))
    at = regions(square)
    ground = float(np.median(moved[at.about & free]))
    rest = np.where(free, moved - ground, 0)
    inside = rest[at.inside & free]
    inked = inside > INK
    ink = float(inked.mean())
    return Bubble(
        like=like,
        shift=(right / UNIT * box.width, down / UNIT * box.width),
        outline=outline(moved - ground, printed_mark(key, square, box.width), at.outline),
        ink=ink,
        grey=float(inside.mean()),
        faint=float((box_blur(rest, 1)[at.inside & free] > FAINT).mean()),
        dark=float(np.median(inside[inked])) if inked.any() else 0.0,
        strokes=strokes(rest, free),
        span=span(without_specks((rest > INK) & at.inside)),
        spill=float((rest[at.beyond] > INK).mean()),
        outside=float((rest[at.ring] > FAINT_INK).mean()),
        broken=0 < ink < 0.5 and halves_apart(moved, printed_mark(key, square, box.width)),
    )


@dataclass(frozen=True)
class Expected:
    """What is printed: `hidden` (SIDE, SIDE), where ink could not be told from it; its transform, to look for it; its length."""

    hidden: NDArray[np.bool_]
    spectrum: NDArray[np.complex128]
    norm: float


@cache
def expected(key: str, square: bool, width: float) -> Expected:
    """What is printed of a bubble with this letter."""
    drawn = printed_mark(key, square, width)
    about = box_blur(drawn - drawn.mean(), 1)
    return Expected(
        widened(drawn > 0.25, TOLERANCE), np.conj(np.fft.rfft2(about)), float(np.sqrt((about * about).sum()))
    )


def placed(dark: Values, key: str, square: bool, width: float) -> tuple[float, int, int]:
    """Where the printed bubble fits best: the correlation there, and how many samples it is to the right and down."""
    drawn = expected(key, square, width)
    clipped = np.clip(dark, 0, 1)
    clipped = clipped - clipped.mean()
    norm = float(np.sqrt((clipped * clipped).sum())) * drawn.norm
    fit = np.fft.irfft2(np.fft.rfft2(clipped) * drawn.spectrum, s=(SIDE, SIDE)) / max(norm, 1e-6)
    near = np.roll(fit, (REACH, REACH), axis=(0, 1))[: 2 * REACH + 1, : 2 * REACH + 1]
    down, right = np.unravel_index(int(near.argmax()), near.shape)
    return float(near.max()), int(right) - REACH, int(down) - REACH


def outline(seen: Values, drawn: Values, there: NDArray[np.bool_]) -> float:
    """How dark the outline is, in that which is printed: what is out of focus beside it counts too, as it is no less ink."""
    return float(np.clip(seen[there], -1, 1).sum() / drawn[there].sum())


def halves_apart(moved: Values, drawn: Values) -> bool:
    """Whether the upper and the lower half of a bubble, or the left and the right, are both seen well but at different places."""
    soft, low, high = box_blur(drawn, 1), UNIT // 2 - 4, 3 * UNIT // 2 + 4
    middle = UNIT
    steps = range(-10, 11, 2)
    for rows, columns in (((low, middle), (low, high)), ((low, high), (low, middle))):
        halves = [(rows, columns), ((middle, high), columns) if rows[1] == middle else (rows, (middle, high))]
        found = [best_shift(moved, soft, *half, steps) for half in halves]
        (one, here), (other, there) = found
        if min(one, other) >= HALF_SEEN and max(abs(here[0] - there[0]), abs(here[1] - there[1])) > TOLERANCE:
            return True
    return False


def best_shift(
    moved: Values, drawn: Values, rows: tuple[int, int], columns: tuple[int, int], steps: range
) -> tuple[float, tuple[int, int]]:
    """The best correlation of a part of what is printed with what is seen, and how far down and right it is there."""
    wanted = drawn[rows[0] : rows[1], columns[0] : columns[1]].ravel()
    wanted = wanted - wanted.mean()
    shifts = [(down, right) for down in steps for right in steps]
    seen = np.stack([moved[rows[0] + d : rows[1] + d, columns[0] + r : columns[1] + r].ravel() for d, r in shifts])
    seen = np.clip(seen, 0, 1)
    seen -= seen.mean(axis=1, keepdims=True)
    fit = seen @ wanted / np.maximum(np.sqrt((seen * seen).sum(axis=1) * (wanted @ wanted)), 1e-6)
    best = int(fit.argmax())
    return float(fit[best]), shifts[best]


@dataclass(frozen=True)
class Regions:
    """Parts of a patch: `inside` the outline; the `outline` itself and what blurs beside it; just `beyond` it; a `ring` that no
    cross of the usual size reaches; and all `about` the bubble, in which nothing is printed."""

    inside: NDArray[np.bool_]
    outline: NDArray[np.bool_]
    beyond: NDArray[np.bool_]
    ring: NDArray[np.bool_]
    about: NDArray[np.bool_]


@cache
def regions(square: bool) -> Regions:
    """The parts of a patch about a circle or a square."""
    x, y = np.abs(grid()[..., 0]), np.abs(grid()[..., 1])
    far = np.maximum(x, y) if square else np.hypot(x, y)
    away = np.hypot(x, y)
    return Regions(
        far < 0.44,
        (far > 0.44) & (far < 0.56),
        (far > 0.58) & (far < 0.68),
        (away > 0.92) & (away < 0.99),
        (far > 0.58) & (away < 0.99),
    )


def strokes(rest: Values, free: NDArray[np.bool_]) -> int:
    """How many times ink is crossed on the way round inside the outline; the middle of three ways. What is hidden by the letter
    counts as what is beside it."""
    counts = []
    for radius in (0.33, 0.37, 0.41):
        angles = np.arange(ANGLES) * 2 * np.pi / ANGLES
        column = np.floor((np.cos(angles) * radius + 1) * UNIT).astype(int)
        row = np.floor((np.sin(angles) * radius + 1) * UNIT).astype(int)
        ink, known = rest[row, column] > INK, free[row, column]
        if not known.any():
            continue
        ink = ink[known]
        counts.append(int((ink & ~np.roll(ink, 1)).sum()))
    return int(np.median(counts)) if counts else 0


def without_specks(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is inked, without specks of at most SPECK samples, which a grainy picture has beside a dot of a pen."""
    near = box_blur(inked.astype(np.float32), 2) * 25
    return np.asarray(inked & (near > SPECK + 0.5))


def span(inked: NDArray[np.bool_]) -> float:
    """The length of what is inked in its longest direction, in widths of the bubble."""
    points = grid()[inked]
    if len(points) < 8:
        return 0.0
    turns = np.arange(8) * np.pi / 8
    along = points @ np.array([np.cos(turns), np.sin(turns)])
    low, high = np.percentile(along, [2, 98], axis=0)
    return float((high - low).max())


def widened(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """A mask and what is near it, up to `reach` samples away."""
    made = mask.copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if down * down + right * right <= reach * reach:
                made |= np.roll(mask, (down, right), axis=(0, 1))
    return made


def box_blur(values: Values, reach: int) -> Values:
    """The mean about each sample."""
    steps = range(-reach, reach + 1)
    rows = sum((np.roll(values, n, axis=0) for n in steps), np.zeros_like(values))
    return np.asarray(sum((np.roll(rows, n, axis=1) for n in steps), np.zeros_like(values)) / (len(steps) ** 2))
