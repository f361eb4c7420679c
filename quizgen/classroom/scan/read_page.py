"""Reads a scanned page: whose it is, where it is in the picture, and what is in each of its boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from quizgen.classroom.scan.bubbles import Bubble, bubbles, is_bubble
from quizgen.classroom.scan.find_code import FoundCode, find_codes
from quizgen.classroom.scan.homography import Matrix, mapped, scale_at
from quizgen.classroom.scan.outlines import outlines
from quizgen.classroom.scan.records import PageImage, ReadBox, ReadPage
from quizgen.classroom.scan.registration import Registration, blackness, registered
from quizgen.classroom.scan.sampling import Grey, inside, reduced
from quizgen.classroom.scan.states import state_of
from quizgen.classroom.scan.writing import writing
from quizgen.model import Box

ENOUGH = 2.9  # pixels a point, 210 dpi: finer pictures are made smaller
LEAST = 1.25  # pixels a point, 90 dpi: letters in bubbles are a blur below
PALE = 0.3  # darkness of print, below which it cannot be told from shadows
SEEN = 0.35  # correlation of a bubble with what is printed; that of a filled one is about 0.4
SHIFTED = 2.0  # points that an outline may be away from its place

NO_CODE = "No QR code of quizgen could be read on this page; say whose page it is, or scan it again."
BLANK = "The page is blank."


def read_page(image: PageImage, boxes_of: Callable[[str], Sequence[Box]]) -> ReadPage:
    """What is on a page. `boxes_of`: the boxes of the paper with a code; LookupError if no paper here has it.

    Nothing is guessed: where the page, its place or a box is not certain, there is a doubt, or a box is "unsure".
    """
    page = ReadPage(image.source, image.number)
    found = find_codes(image.grey)
    if not found.ours:
        return replace(page, doubts=(without_code(image.grey, found.others),))
    pages = {(one.code, one.page) for one in found.ours}
    if len(pages) > 1:
        return replace(page, doubts=(several_pages(pages),))
    code = found.ours[0]
    try:
        boxes = [box for box in boxes_of(code.code) if box.page == code.page]
    except LookupError:
        doubt = (
            f"The paper {written(code.code)} is not one of this course; it may be of another exam, or of last year's."
        )
        return replace(page, doubts=(doubt,))
    return read_paper(replace(page, code=code.code, page=code.page), image.grey, code, boxes)


def read_paper(page: ReadPage, grey: Grey, code: FoundCode, boxes: Sequence[Box]) -> ReadPage:
    """What is in the boxes of a page of a known paper."""
    factor = max(1, round(code.scale / 2)) if code.scale > ENOUGH else 1
    small, code = reduced(grey, factor), replace(code, corners=code.corners / factor)
    place = registered(small, code)
    black = blackness(small, place)
    measures = bubbles(small, place.to_pixels, [box for box in boxes if is_bubble(box)], max(black, 0.1))
    larger = np.diag([factor, factor, 1.0]) @ place.to_pixels
    page = replace(page, to_pixels=rows(larger))
    if doubts := tuple(doubts_of(small, place, boxes, measures, black)):
        return replace(page, boxes=tuple(ReadBox(box, "unsure", 0.0) for box in boxes), doubts=doubts)
    marked = [box for box in boxes if is_bubble(box)]
    read = {box: ReadBox(box, state_of(one), round(one.ink, 4)) for box, one in zip(marked, measures, strict=True)}
    for box in boxes:
        if box not in read:
            state, ink = writing(small, place.to_pixels, box, black)
            read[box] = ReadBox(box, state, round(ink, 4))
    return replace(page, boxes=tuple(read[box] for box in boxes))


def doubts_of(
    grey: Grey, place: Registration, boxes: Sequence[Box], measures: Sequence[Bubble], black: float
) -> list[str]:
    """Why the boxes of a page cannot be read, as sentences."""
    if scale_at(place.to_pixels, place.layout.dots().mean(axis=0)) < LEAST:
        return ["The picture is too coarse; scan the page with at least 150 dpi."]
    if black < PALE:
        return ["The print is too pale to be told from shadows; scan the page again with more contrast."]
    if place.dots < 3 and boxes:
        return ["The dots in the corners of the page could not be found; see that all four are in the picture."]
    if off_page(grey, place.to_pixels, boxes):
        return ["A part of the page with boxes is not in the picture; scan the page again."]
    fitting = fits(grey, place.to_pixels, boxes, measures)
    if boxes and fitting < (0.5 if place.dots == 4 else 0.8):
        return [f"Only {fitting:.0%} of the printed boxes are where they should be; look at the page."]
    return []


def fits(grey: Grey, to_pixels: Matrix, boxes: Sequence[Box], measures: Sequence[Bubble]) -> float:
    """The share of the printed boxes that are where they should be."""
    seen = outlines(grey, to_pixels, [box for box in boxes if not is_bubble(box)])
    near = seen.found & (np.hypot(*seen.shifts.T) < SHIFTED)
    like = np.array([one.like >= SEEN for one in measures], dtype=bool)
    both = np.concatenate([near, like])
    return float(both.mean()) if len(both) else 1.0


def off_page(grey: Grey, to_pixels: Matrix, boxes: Sequence[Box]) -> bool:
    """Whether a box is not wholly in the picture."""
    corners = [(box.x + w * box.width, box.y + h * box.height) for box in boxes for w in (0, 1) for h in (0, 1)]
    return bool(corners) and not inside(grey, mapped(to_pixels, np.array(corners))).all()


def without_code(grey: Grey, others: Sequence[str]) -> str:
    """What is said of a page on which no code of quizgen was read."""
    if others:
        return "The QR code on this page is not one of quizgen; take the page out, or say whose it is."
    small = reduced(grey, max(1, max(grey.shape) // 800))
    inner = small[
        small.shape[0] // 20 : -(small.shape[0] // 20) or None, small.shape[1] // 20 : -(small.shape[1] // 20) or None
    ]
    if inner.size and float(np.percentile(inner, 50)) - float(np.percentile(inner, 0.05)) < 40:
        return BLANK
    return NO_CODE


def several_pages(pages: set[tuple[str, int]]) -> str:
    """What is said of a picture of several pages."""
    named = " and ".join(f"{written(code)} page {page}" for code, page in sorted(pages))
    what = "two papers" if len({code for code, _ in pages}) > 1 else "two pages of a paper"
    return f"There are {what} on this page: {named}; scan them one by one."


def written(code: str) -> str:
    """A code as it is printed."""
    return f"{code[:4]}-{code[4:]}"


def rows(matrix: Matrix) -> tuple[tuple[float, float, float], ...]:
    """A matrix as numbers."""
    return tuple((float(a), float(b), float(c)) for a, b, c in matrix / matrix[2, 2])
