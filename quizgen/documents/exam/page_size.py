"""How large the pages of a printed paper are, from its PDF."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

A4 = (595.28, 841.89)
PAGE = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")  # as Typst writes it, not packed


@lru_cache(maxsize=1024)
def page_size(paper: Path | None) -> tuple[float, float]:
    """The width and the height of the first page, in points; of A4 where there is no paper or it does not say."""
    try:
        found = PAGE.search(paper.read_bytes()) if paper else None
    except OSError:
        found = None
    return (float(found[1]), float(found[2])) if found else A4
