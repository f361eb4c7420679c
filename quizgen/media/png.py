"""Grey pictures as PNG."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEAD = b"\x89PNG\r\n\x1a\n"
LEVEL = 6  # of compression


def png(grey: NDArray[np.uint8]) -> bytes:
    """Grey values, uint8 (height, width), as a PNG: each row as what differs from the one above, which packs scans well."""
    import numpy as np

    height, width = grey.shape
    rows = np.empty((height, width + 1), np.uint8)
    rows[:, 0] = 2  # the filter "up"
    rows[0, 1:] = grey[0]
    rows[1:, 1:] = grey[1:] - grey[:-1]
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(rows.tobytes(), LEVEL)
    return HEAD + chunk(b"IHDR", size) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of the file with its length and its check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
