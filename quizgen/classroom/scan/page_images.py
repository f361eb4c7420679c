"""The pages of a scanned file, one after the other: of a PDF, or of a picture in one of the usual formats."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from quizgen.classroom.scan.find_code import INSTALL
from quizgen.classroom.scan.records import PageImage
from quizgen.classroom.scan.sampling import Grey
from quizgen.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

USUAL_DPI = 200
MOST_DPI = 400  # a PDF is not rendered finer; nothing is gained
MOST_PIXELS = 120_000_000  # of a page; A3 at 600 dpi has 70 million
LEAST_SIDE = 200  # pixels
PICTURES = ("PNG", "JPEG", "TIFF", "BMP")
OTHER = {
    b"PK\x03\x04": "a zip file; unpack it, and scan the files in it",
    b"GIF8": "a GIF picture; save it as PNG",
    b"RIFF": "a WebP picture; save it as PNG or JPEG",
}


def page_images(path: Path) -> Iterator[PageImage]:
    """The pages of a file, each read when it is wanted. Raises UserError for a file, or a page of it, that cannot be read."""
    try:
        start = path.open("rb").read(1024)
    except OSError as error:
        raise UserError(f"{path.name} cannot be opened: {(error.strerror or str(error)).lower()}.") from error
    if not start:
        raise UserError(f"{path.name} is empty. Scan it again.")
    if b"%PDF-" in start:
        return pdf_pages(path)
    for first, what in OTHER.items():
        if start.startswith(first):
            raise UserError(f"{path.name} is {what}.")
    if start[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise UserError(f"{path.name} is a HEIC picture of a telephone; save it as JPEG.")
    return picture_pages(path)


def pdf_pages(path: Path) -> Iterator[PageImage]:
    """The pages of a PDF, rendered one by one."""
    try:
        import pypdfium2
    except ImportError:
        raise UserError(INSTALL) from None
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UserError(f"{path.name} is protected by a password. Save it without one.") from error
        raise UserError(f"{path.name} is not a whole PDF file. Scan or copy it again.") from error
    with document:
        if not len(document):
            raise UserError(f"{path.name} has no pages. Scan it again.")
        for number in range(1, len(document) + 1):
            try:
                yield PageImage(path.name, number, rendered(document, number, path.name))
            except pypdfium2.PdfiumError as error:
                raise UserError(f"Page {number} of {path.name} cannot be shown. Scan it again.") from error


def rendered(document: Any, number: int, name: str) -> Grey:
    """A page of a PDF at the resolution of the pictures in it."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = resolution(page) / 72
        if width * height * scale * scale > MOST_PIXELS:
            scale = USUAL_DPI / 72
        if width * height * scale * scale > MOST_PIXELS:
            raise UserError(
                f"Page {number} of {name} is {width / 72:.0f} x {height / 72:.0f} inches; it is no page of an exam."
            )
        bitmap = page.render(scale=scale, grayscale=True)
        grey = bitmap.to_numpy()
        return np.ascontiguousarray(grey.reshape(bitmap.height, -1)[:, : bitmap.width])
    finally:
        page.close()


def resolution(page: Any) -> float:
    """The dpi of the largest picture on a page if it covers most of it, as scanners make them; else the usual."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    for found in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = found.get_bounds()
        if (right - left) * (top - bottom) > 0.5 * width * height:
            pixels = max(found.get_px_size())
            dpi = float(72 * pixels / max(right - left, top - bottom))
            return min(max(dpi, 100.0), float(MOST_DPI))
    return USUAL_DPI


def picture_pages(path: Path) -> Iterator[PageImage]:
    """The pictures in a file, upright as the camera says."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise UserError(INSTALL) from None
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, by the size that is stated before anything is unpacked
    try:
        picture = Image.open(path, formats=PICTURES)
    except UnidentifiedImageError:
        raise UserError(
            f"{path.name} is no PDF file and no picture (PNG, JPEG, TIFF, BMP). Leave it out, or save it as one."
        ) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise UserError(f"{path.name} is damaged: {error}. Scan or copy it again.") from error
    with picture:
        for number in range(1, getattr(picture, "n_frames", 1) + 1):
            yield PageImage(path.name, number, one_picture(picture, number, path.name))


def one_picture(picture: Image, number: int, name: str) -> Grey:
    """A picture of a file as grey values; transparent parts are white."""
    from PIL import Image, ImageOps

    what = name if number == 1 else f"Picture {number} of {name}"
    try:
        picture.seek(number - 1)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise UserError(f"{what} has {width} x {height} pixels; scan pages with at most 600 dpi.")
        if min(width, height) < LEAST_SIDE:
            raise UserError(f"{what} has only {width} x {height} pixels; scan pages with at least 150 dpi.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a metadata entry that is odd
            upright = ImageOps.exif_transpose(picture)
        if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
            return sixteen_bits(upright)
        if upright.has_transparency_data:
            ground = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(ground, upright.convert("RGBA"))
        return np.ascontiguousarray(np.asarray(upright.convert("L")))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UserError(f"{what} is damaged: {str(error).rstrip('.')}. Scan or copy it again.") from error


def sixteen_bits(picture: Image) -> Grey:
    """Grey values of more than eight bits, as eight: the largest is white."""
    values = np.asarray(picture, dtype=np.float64)
    top = max(float(values.max()), 1e-9)
    return np.asarray(np.clip(values / (65535.0 if top > 255 else 255.0) * 255 + 0.5, 0, 255).astype(np.uint8))
