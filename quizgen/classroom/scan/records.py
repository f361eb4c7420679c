"""The nouns of scanning: a page as it came, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizgen.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class PageImage:
    """A page as it came. `grey`: uint8 (height, width), 0 is black."""

    source: str  # name of the file
    number: int  # of the page in it, from 1
    grey: NDArray[np.uint8]


@dataclass(frozen=True)
class ReadBox:
    """What a box of a page holds."""

    box: Box
    state: str  # of a bubble or square: "marked" with strokes, "filled", "empty", "unsure"; of a box: "written", "empty", "unsure"
    ink: float  # share of dark pixels inside, 0 to 1, without the printed outline


@dataclass(frozen=True)
class ReadPage:
    """What was read from a page."""

    source: str
    number: int
    code: str = ""  # of the paper; "" if it could not be read
    page: int = 0  # of the paper, from 1
    to_pixels: tuple[
        tuple[float, float, float], ...
    ] = ()  # 3x3 homography from points on the paper to pixels of the image
    boxes: tuple[ReadBox, ...] = ()
    doubts: tuple[str, ...] = ()  # sentences: why a person has to look at the page
