"""What stands around an answer and is no part of it, such as its name in front."""

from __future__ import annotations

import re


def without_name(text: str, name: str, label: str = "") -> str:
    """`text` without the answer's name in front of it: "h_1 = (...)" gives "(...)"."""
    front, sign, rest = text.partition("=")
    return rest.strip() if sign and _letters(front) in ("", _letters(name), _letters(label)) else text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
