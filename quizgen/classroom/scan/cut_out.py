"""Cuts a box out of the picture of a page, upright and put straight, for a person to look at."""

from __future__ import annotations

import numpy as np

from quizgen.classroom.scan.homography import mapped
from quizgen.classroom.scan.records import PageImage, ReadPage
from quizgen.classroom.scan.sampling import Grey, reduced, sampled
from quizgen.model import Box

SCALE = 150 / 72  # pixels a point


def cut_out(image: PageImage, read: ReadPage, box: Box, margin: float) -> Grey:
    """The part of a page with a box and `margin` points about it, at 150 dpi: (height, width), 0 is black.

    What is outside the picture looks as its edge does. Raises ValueError if the place of the page is not known.
    """
    if not read.to_pixels:
        raise ValueError(f"the place of the page {image.number} of {image.source} is not known")
    to_pixels = np.array(read.to_pixels)
    width, height = (max(1, round((size + 2 * margin) * SCALE)) for size in (box.width, box.height))
    fine = 2  # four samples a pixel, so that nothing is lost of a finer picture
    x = box.x - margin + (np.arange(width * fine) + 0.5) / (SCALE * fine)
    y = box.y - margin + (np.arange(height * fine) + 0.5) / (SCALE * fine)
    seen = sampled(image.grey, mapped(to_pixels, np.stack(np.meshgrid(x, y), axis=-1)))
    return reduced(np.clip(seen + 0.5, 0, 255).astype(np.uint8), fine)
