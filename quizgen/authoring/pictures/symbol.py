"""Symbols in pictures: LaTeX such as h_2^{(1)} or \\hat{y}_t as SVG text with real subscripts."""

from __future__ import annotations

import re

SYMBOL = re.compile(r"(\\hat\{)?([A-Za-z]|\\delta)\}?(?:_\{?([^{}^]+)\}?)?(?:\^\{([^{}]+)\})?")
HATS = {"y": "ŷ"}
GREEK = {"\\delta": "δ"}


def svg_symbol(tex: str, x: float, y: float, size: int = 17, anchor: str = "middle") -> str:
    """A symbol whose middle (start, end) is at a place. ValueError: it is more than a letter with a hat and scripts."""
    found = SYMBOL.fullmatch(tex)
    if not found:
        raise ValueError(
            f"a picture cannot show the label {tex!r}: a letter with a hat, a subscript and a superscript can"
        )
    hat, letter, below, above = found.groups()
    small = round(size * 0.7)
    written = HATS[letter] if hat else GREEK.get(letter, letter)
    upright = ' font-style="normal"'
    scripts = ""
    if below:
        style = "" if below.isalpha() else upright
        scripts += f'<tspan dy="{small // 3}" font-size="{small}"{style}>{below}</tspan>'
    if above:
        back = f' dx="-{small * 0.5:g}"' if below else ""
        rise = small // 3 + 8 if below else 8
        scripts += f'<tspan{back} dy="-{rise}" font-size="{small}"{upright}>{above}</tspan>'
    stands = "" if anchor == "middle" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y + size * 0.3:g}" font-size="{size}"{stands}>{written}{scripts}</text>'
