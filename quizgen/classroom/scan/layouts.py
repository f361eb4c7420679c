"""Where the QR code and the dots of the corners are on an exam paper (templates/exam.typ), in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quizgen.classroom.scan.homography import Points

CM = 72 / 2.54
DOT_FROM_EDGE = 1.2 * CM  # of the middle of a dot
DOT_RADIUS = 0.15 * CM
QR_SIZE = 1.5 * CM
LARGE, NORMAL = 23.4, 14.3  # width of a mark for an option in large print and in normal type


@dataclass(frozen=True)
class PaperLayout:
    """A size of paper and of type. `qr`: top left corner of the QR code."""

    width: float
    height: float
    qr: tuple[float, float]

    def dots(self) -> Points:
        """The middles of the dots: top left, top right, bottom right, bottom left."""
        left = top = DOT_FROM_EDGE
        right, bottom = self.width - left, self.height - top
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])

    def qr_corners(self) -> Points:
        """The corners of the QR code, in the same order."""
        x, y = self.qr
        return np.array([[x, y], [x + QR_SIZE, y], [x + QR_SIZE, y + QR_SIZE], [x, y + QR_SIZE]])

    def corners(self) -> Points:
        """The corners of the sheet, in the same order."""
        return np.array([[0, 0], [self.width, 0], [self.width, self.height], [0, self.height]], dtype=float)


def layout(width: float, height: float, large: bool) -> PaperLayout:
    """The layout of paper of this size."""
    margin, bottom = (1.8, 3.3 - 0.6) if large else (2.2, 3.5 - 0.75)  # of the QR code, in cm
    return PaperLayout(width, height, (width - margin * CM - QR_SIZE, bottom * CM - QR_SIZE))


A4, LETTER = (21.0 * CM, 29.7 * CM), (612.0, 792.0)
LAYOUTS = tuple(layout(*size, large) for size in (A4, LETTER) for large in (False, True))
