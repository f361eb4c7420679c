"""Finds the QR codes of quizgen in a picture: which paper, which page of it, and where the code is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quizgen.classroom.scan.homography import Points, area
from quizgen.classroom.scan.layouts import QR_SIZE
from quizgen.classroom.scan.sampling import Grey, reduced
from quizgen.errors import UserError

OURS = re.compile(r"QUIZGEN ([A-Z0-9]{8}) ([1-9][0-9]{0,2})")
WORKING_SIDE = 2600  # pixels of the longer side in which a code is looked for first: 220 dpi of A4
INSTALL = "Scanned pages need libraries to be read: pip install 'quizgen[scan]'."


@dataclass(frozen=True)
class FoundCode:
    """A QR code of quizgen. `corners`: (4, 2) in pixels, as printed: top left, top right, bottom right, bottom left."""

    code: str
    page: int
    corners: Points

    @property
    def scale(self) -> float:
        """How many pixels a point on paper is long at the code."""
        return float(np.sqrt(abs(area(self.corners)))) / QR_SIZE


@dataclass(frozen=True)
class FoundCodes:
    """The codes of quizgen in a picture, and what other QR codes there say."""

    ours: tuple[FoundCode, ...] = ()
    others: tuple[str, ...] = ()


def find_codes(grey: Grey) -> FoundCodes:
    """The QR codes in a picture, turned any way; the picture is looked at in harder ways until one is found.

    Only codes that are read without an error count: nothing is guessed. Raises UserError if zxing-cpp is missing.
    """
    others: tuple[str, ...] = ()
    for picture, factor in looked_at(grey):
        found = read_codes(picture, factor)
        if found.ours:
            return FoundCodes(found.ours, others or found.others)
        others = others or found.others
    return FoundCodes((), others)


def looked_at(grey: Grey) -> Iterator[tuple[Grey, int]]:
    """A picture and how much smaller it is, in the order in which they are tried: as it is in a middle size, with its
    shadows removed, larger, and smaller."""
    factor = max(1, -(-max(grey.shape) // WORKING_SIDE))
    usual = reduced(grey, factor)
    yield usual, factor
    yield evened(usual), factor
    if factor > 1:
        yield grey, 1
        yield evened(grey), 1
    if min(usual.shape) >= 400:
        half = reduced(usual, 2)
        yield half, 2 * factor
        yield evened(half), 2 * factor


def evened(grey: Grey) -> Grey:
    """A picture of which each part reaches from black to white: what is paper in its shadows becomes white."""
    side = 32
    height, width = (-(-size // side) * side for size in grey.shape)
    padded = np.pad(grey, ((0, height - grey.shape[0]), (0, width - grey.shape[1])), mode="edge")
    tiles = padded.reshape(height // side, side, width // side, side)
    high = spread(tiles.max(axis=(1, 3)).astype(np.float32), np.maximum)
    low = spread(tiles.min(axis=(1, 3)).astype(np.float32), np.minimum)
    low = np.minimum(low, high - 24)  # paper without ink stays white
    scale = 255 / (high - low)
    stretched = (tiles.astype(np.float32) - low[:, None, :, None]) * scale[:, None, :, None]
    return np.asarray(
        np.clip(stretched, 0, 255).astype(np.uint8).reshape(height, width)[: grey.shape[0], : grey.shape[1]]
    )


def spread(tiles: np.ndarray, most: np.ufunc) -> np.ndarray:
    """The most of each tile and its eight neighbours."""
    padded = np.pad(tiles, 1, mode="edge")
    rows = most(most(padded[:-2], padded[1:-1]), padded[2:])
    return np.asarray(most(most(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))


def read_codes(grey: Grey, factor: int) -> FoundCodes:
    """The QR codes that the reader finds in a picture that is smaller by a factor; corners are those of the whole."""
    try:
        import zxingcpp
    except ImportError:
        raise UserError(INSTALL) from None
    ours, others = [], []
    for one in zxingcpp.read_barcodes(
        np.ascontiguousarray(grey), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        if not (match := OURS.fullmatch(one.text)):
            others.append(one.text)
            continue
        at = one.position
        corners = [(p.x + 0.5, p.y + 0.5) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        ours.append(FoundCode(match[1], int(match[2]), np.array(corners) * factor))
    return FoundCodes(tuple(ours), tuple(others))
