"""An exam that was printed, answered with a pen and scanned badly: what every student wrote is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from degraded_pages import DEGRADATIONS, DIGITS, MARKS, Pen, Picture, bent, degraded, draw, rendered, stroke
from numpy.typing import NDArray
from PIL import Image
from scanned_pages import entry_of, places_of, typed_blanks

from quizgen.documents.exam.folder import papers_in
from quizgen.model import Box, PaperHead, Variant

Grey = NDArray[np.uint8]
Written = dict[tuple[str, str], str]
DPI = 200


def answers_of(head: PaperHead, random: np.random.Generator) -> Written:
    """What a student writes: often right, sometimes what a misconception gives, sometimes nothing."""

    def some(variant: Variant, ask) -> str:
        if ask.free_text:
            return "words"
        wrong = [slip for slip in variant.slips if ask.name in slip.answers and ask.computed]
        return ask.write(wrong[0].answers[ask.name] if wrong and random.random() < 0.4 else variant.key[ask.name])

    written = typed_blanks(head, some)
    marked = {
        (place.blank.target, place.blank.part) for place in places_of(head) if place.letters or place.blank.points
    }
    for blank, text in written.items():
        if blank not in marked and text and random.random() < 0.15:
            written[blank] = ""
    return written


def answered_pages(head: PaperHead, written: Written, random: np.random.Generator) -> list[NDArray[np.float32]]:
    """All pages of a paper, with these answers, as they lie on the desk."""
    path = Path("exam", papers_in(Path("exam"))[head.code])
    data, scale = path.read_bytes(), DPI / 72
    places = places_of(head)
    style, pen = str(random.choice(MARKS)), Pen.drawn(random)
    pages = []
    for number in range(1, page_count(data) + 1):
        picture = rendered(data, number, DPI).copy()
        for place in places:
            if place.page != number:
                continue
            text = written[place.blank.target, place.blank.part]
            if place.letters:
                for letter in filter(None, (each.strip() for each in text.split(","))):
                    draw(picture, place.boxes[place.letters.index(letter)], style, scale, pen, random)
            elif text:
                for box in place.boxes:
                    write(picture, box, text, scale, pen, random)
        pages.append(picture)
    return pages


def write(picture: Picture, box: Box, text: str, scale: float, pen: Pen, random: np.random.Generator) -> None:
    """Writes a number into a box; anything else as some number, which nobody here reads."""
    height = min(0.6 * box.height, 13.0)
    step = min(0.55 * height, (box.width - 8) / max(len(text), 1))
    if not set(text) <= set(DIGITS):
        return draw(picture, box, "digits", scale, pen, random)
    x, y = box.x + 5, box.y + (min(box.height, 26) - height) / 2
    strokes = [
        bent([(x + (n + 0.85 * across) * step, y + down * height) for across, down in line], random, 0.02 * height)
        for n, letter in enumerate(text)
        for line in DIGITS[letter]
    ]
    return stroke(picture, box, scale, pen, strokes)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def scanned(
    pages: Sequence[NDArray[np.float32]], random: np.random.Generator, kinds: Sequence[str] = tuple(DEGRADATIONS)
) -> list[Grey]:
    """Pages after a bad day at the scanner."""
    return [degraded(page, str(random.choice(kinds)), random) for page in pages]


def save_pdf(path: Path, pages: Sequence[Grey]) -> None:
    """A PDF as a scanner writes it: a picture a page."""
    first, *more = [Image.fromarray(page) for page in pages]
    path.parent.mkdir(parents=True, exist_ok=True)
    first.save(path, save_all=True, append_images=more, resolution=DPI)


def save_picture(path: Path, page: Grey) -> None:
    """A picture, of the kind that its ending says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(page).save(path)


def lines_for(head: PaperHead, written: Written) -> list[str]:
    """What a marker types for a paper with `quizgen enter`."""
    return [head.code, *(written[blank.target, blank.part] for blank in entry_of(head).blanks)]
