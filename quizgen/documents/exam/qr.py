"""The QR code on each page of a paper: which paper it is, and which page of it."""

from __future__ import annotations

from functools import cache

SIZE = 21  # modules of a QR code of version 1
MASK = 2  # one for all: choosing the best takes five times as long, and readers need none
ANY_CODE = "2" * 8


def page_codes(code: str, pages: int) -> list[str]:
    """The QR codes of the first pages of a paper: each 441 modules, row by row, as hexadecimal digits.

    The bits of a QR code are linear in those of its text (its mask is fixed). So one page of a paper differs from another in
    the same modules whatever the code of the paper is, and one QR code a paper is made in full.
    """
    of_paper = modules(code, 1) ^ modules_once(ANY_CODE, 1)
    digits = -(-SIZE * SIZE // 4)
    return [f"{of_paper ^ modules_once(ANY_CODE, page):0{digits}x}" for page in range(1, pages + 1)]


def modules(code: str, page: int) -> int:
    """The modules of one QR code as bits; the last of them are in the lowest bits."""
    import segno

    made = segno.make(
        f"QUIZGEN {code} {page}",
        version=1,
        error="m",
        mode="alphanumeric",
        mask=MASK,
        boost_error=False,
    )
    return int("".join(str(module) for row in made.matrix for module in row), 2)


modules_once = cache(modules)
