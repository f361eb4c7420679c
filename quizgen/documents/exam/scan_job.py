"""Reads one scanned page and writes the pictures that a person may have to look at; run in several processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.classroom.scan.answer_places import AnswerPlace
from quizgen.classroom.scan.records import PageImage, ReadPage
from quizgen.classroom.scan.scanned_exam import KeptPage
from quizgen.documents.exam.folder import file_errors_named
from quizgen.documents.exam.scans import PAGE_PICTURE, picture_name
from quizgen.errors import UserError
from quizgen.media.png import png
from quizgen.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MARGIN = 5.0  # points around what is cut out
PALE = 60.0  # greys between paper and ink, below which the paper's grain would look like ink
MOST_PIXELS = 1600  # of the longer side of the picture of a whole page
UPRIGHT_DPI = 150  # of a page that is given back
Places = Mapping[str, Sequence[AnswerPlace]]  # of the papers of an exam, by code


def read_image(
    image: PageImage, key: str, folder: Path, places: Places, others: frozenset[str] = frozenset()
) -> KeptPage:
    """What a page says; the pictures of its blanks are in `folder`/`key` then. UserError: they cannot be written there.

    `others`: the codes of papers of other exams, on which nothing is read. A page on which the reading fails is kept with a
    doubt that says so, and costs no other page anything.
    """
    from quizgen.classroom.scan.cut_out import cut_out
    from quizgen.classroom.scan.read_page import read_page

    def boxes_of(code: str) -> Sequence[Box]:
        if code in others:
            return ()
        return [box for place in places[code] for box in place.boxes]

    try:
        read = read_page(image, boxes_of)
        pictures = {
            picture_name(place.blank.target, place.blank.part): cut_out(image, read, place.area, MARGIN)
            for place in places.get(read.code, ())
            if place.page == read.page and read.to_pixels
        }
    except UserError:
        raise
    except Exception as error:  # a fault of ours with this one page
        read = ReadPage(
            image.source, image.number, doubts=(f"quizgen failed on it ({type(error).__name__}: {error}).",)
        )
        pictures = {}
    if not read.to_pixels:
        pictures = {PAGE_PICTURE: smaller(image.grey)}
    for name, grey in pictures.items():
        path = folder / key / name
        with file_errors_named(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(clearer(grey)))
    return KeptPage(key, read)


def smaller(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A page in few enough pixels to look at: every second, third, ... of them in both directions."""
    step = -(-max(grey.shape) // MOST_PIXELS)
    return grey[::step, ::step]


def upright_page(image: PageImage, read: ReadPage, size: tuple[float, float]) -> bytes:
    """A whole page as it stands on paper, as PNG; one that could not be put straight as it came. `size`: in points."""
    import numpy as np
    from PIL import Image

    if not read.to_pixels:
        return png(clearer(smaller(image.grey)))
    to_pixels = np.array(read.to_pixels) @ np.diag([72 / UPRIGHT_DPI, 72 / UPRIGHT_DPI, 1])
    across, down = (round(each * UPRIGHT_DPI / 72) for each in size)
    given = (to_pixels / to_pixels[2, 2]).ravel()[:8]
    made = Image.fromarray(image.grey).transform(
        (across, down), Image.Transform.PERSPECTIVE, tuple(given), Image.Resampling.BILINEAR, fillcolor=255
    )
    return png(clearer(np.asarray(made)))


def clearer(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same with white paper and, where there is ink, dark ink, in sixteen greys, which take a third of the room."""
    import numpy as np

    ink, paper = np.percentile(grey, [0.5, 80])
    spread = max(float(paper - ink), PALE)
    stretched = 255 - (paper - grey.astype(np.float32)) * (240 / spread)
    return np.asarray(((np.clip(stretched, 0, 255).astype(np.uint16) + 8) // 17 * 17).clip(0, 255), dtype=np.uint8)
