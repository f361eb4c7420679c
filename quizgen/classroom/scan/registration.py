"""Puts a picture of a page straight: the homography from points on the paper to pixels, from the QR code and the dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.scan.dots import Dot, DotMap, candidates, dot_at, dot_map
from quizgen.classroom.scan.find_code import FoundCode
from quizgen.classroom.scan.homography import Matrix, Points, area, fitted, fitted_affine, inverse, mapped, scale_at
from quizgen.classroom.scan.layouts import DOT_RADIUS, LAYOUTS, PaperLayout
from quizgen.classroom.scan.sampling import Grey, sampled

NEAR = 14.0  # points about where the QR code says a dot is, and
FAR = 0.17  # the part of the distance to it, in which the dot is looked for: codes are found to 2 %, photographs bend more
QR_FITS = 2.5  # points that the corners of the QR code may be away from where the dots say
SCALES = 1.5  # how many times larger one corner of a photographed page may be than another


@dataclass(frozen=True)
class Registration:
    """Where a page is in a picture. `dots`: how many of its four dots were found; `error`: of the QR code's corners, in points."""

    to_pixels: Matrix
    layout: PaperLayout
    dots: int
    error: float


def registered(grey: Grey, code: FoundCode) -> Registration:
    """Where the page with this QR code is; roughly, from the QR code alone, if fewer than three of its dots are found."""
    scores = dot_map(grey, code.scale)
    found = [one for layout in LAYOUTS if (one := by_dots(grey, scores, code, layout))]
    if found:
        return min(found, key=lambda one: (-one.dots, one.error))
    layout = LAYOUTS[0]
    return Registration(fitted_affine(layout.qr_corners(), code.corners), layout, 0, 0.0)


def by_dots(grey: Grey, scores: DotMap, code: FoundCode, layout: PaperLayout) -> Registration | None:
    """Where a page of a layout is, from four of its dots or else three; None if they are not there."""
    rough = fitted_affine(layout.qr_corners(), code.corners)
    dots, middle = layout.dots(), layout.qr_corners().mean(axis=0)
    reach = (NEAR + FAR * np.hypot(*(dots - middle).T)) * code.scale
    seen = [candidates(grey, scores, at, far, rough) for at, far in zip(mapped(rough, dots), reach, strict=True)]
    best: Registration | None = None
    for chosen in choices(seen):
        kept = [n for n, dot in enumerate(chosen) if dot]
        pixels = np.array([dot.middle for dot in chosen if dot])
        to_pixels = through(dots[kept], pixels, layout, code)
        if to_pixels is None or not (one := judged(to_pixels, layout, len(kept), code)):
            continue
        if best is None or (one.dots, -one.error) > (best.dots, -best.error):
            best = one
    return refined(grey, best, code) if best else None


def choices(seen: list[list[Dot]]) -> Iterator[tuple[Dot | None, ...]]:
    """One candidate for each corner; where there are none in all four, or none of them fits, for three of them."""
    if all(seen):
        yield from product(*seen)
    for missing in range(4):
        if all(some for n, some in enumerate(seen) if n != missing):
            yield from product(*((None,) if n == missing else some for n, some in enumerate(seen)))


def through(points: Points, pixels: Points, layout: PaperLayout, code: FoundCode) -> Matrix | None:
    """The map through the dots: a homography through four; through three the affine map, or with the QR code in the fourth
    corner a homography."""
    try:
        if len(points) == 4:
            return fitted(points, pixels)
        corners = layout.qr_corners()
        if np.abs(points - layout.dots()[1]).sum(axis=1).min() > 1:  # that at the QR code is missing
            both = np.concatenate([points, corners]), np.concatenate([pixels, code.corners])
            return fitted(*both, weights=np.array([1.0] * 3 + [0.25] * 4))
        return fitted_affine(points, pixels)
    except np.linalg.LinAlgError:
        return None


def judged(to_pixels: Matrix, layout: PaperLayout, dots: int, code: FoundCode) -> Registration | None:
    """A registration, if the QR code is where it says and no part of the page is much larger than another."""
    corners = layout.corners()
    depth = corners @ to_pixels[2, :2] + to_pixels[2, 2]
    if depth.min() <= 0:
        return None
    scales = [scale_at(to_pixels, at) for at in corners]
    if max(scales) > SCALES * min(scales) or area(mapped(to_pixels, corners)) <= 0:
        return None
    error = qr_error(to_pixels, layout, code)
    return Registration(to_pixels, layout, dots, error) if error < QR_FITS else None


def refined(grey: Grey, found: Registration, code: FoundCode) -> Registration:
    """The same with the dots' middles measured again, now that their size and tilt are known."""
    points = found.layout.dots()
    dots = [dot_at(grey, at, found.to_pixels) for at in mapped(found.to_pixels, points)]
    kept = [n for n, dot in enumerate(dots) if dot]
    if len(kept) < found.dots:
        return found
    to_pixels = through(points[kept], np.array([dot.middle for dot in dots if dot]), found.layout, code)
    return (judged(to_pixels, found.layout, len(kept), code) if to_pixels is not None else None) or found


def qr_error(to_pixels: Matrix, layout: PaperLayout, code: FoundCode) -> float:
    """How far the QR code's corners are from where they should be on the paper, in points: the mean of the best three of four,
    for the reader estimates the fourth."""
    seen = mapped(inverse(to_pixels), code.corners)
    return float(np.sort(np.hypot(*(seen - layout.qr_corners()).T))[:3].mean())


def blackness(grey: Grey, place: Registration) -> float:
    """How dark print is, as the share of the light of the paper that it takes away: in the dots, or else in the QR code."""
    if place.dots < 3:
        code = [place.to_pixels @ np.array([*corner, 1.0]) for corner in place.layout.qr_corners()]
        x, y = np.array([point[:2] / point[2] for point in code]).T
        part = grey[max(0, int(y.min())) : int(y.max()) + 1, max(0, int(x.min())) : int(x.max()) + 1]
        dark, light = np.percentile(part, [15, 85]) if part.size else (0.0, 0.0)
        return float(1 - dark / max(light, 1))
    steps = np.linspace(-2.6, 2.6, 21) * DOT_RADIUS
    grid: NDArray[np.float64] = np.stack(np.meshgrid(steps, steps), axis=-1)
    away = np.hypot(grid[..., 0], grid[..., 1])
    found = []
    for dot in place.layout.dots():
        patch = sampled(grey, mapped(place.to_pixels, dot + grid))
        light = float(np.percentile(patch[away > 1.5 * DOT_RADIUS], 75))
        found.append(1 - float(np.median(patch[away < 0.6 * DOT_RADIUS])) / max(light, 1.0))
    return float(np.median(found))
