"""Breaks short texts into lines before Typst does: tables whose rows have known heights are set in half the time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

GROUPS = {  # em in Libertinus Serif with tabular figures, rounded up
    0.26: " ,.:;|′\u2007",
    0.30: "!()I\\ijl{}·‖'",
    0.35: '-/Jft₀₁₂₃₄₅₆₇₈₉"',
    0.40: "*[]`rs",
    0.45: "?cez~",
    0.47: "0123456789",
    0.50: "#$FS_abvxδ",
    0.55: "LP^dghknopquy∂ŷ–",
    0.60: "+<=>BERTY−×",
    0.70: "%CKZAGNUVX",
    0.80: "&DHOQwm",
    0.90: "M@",
}
WIDTHS = {letter: each for each, letters in GROUPS.items() for letter in letters}
EASTERN = "\u2e80"  # from here on letters are as wide as high


def width(text: str) -> float:
    """How wide a text is at most, in em."""
    return sum([WIDTHS.get(letter) or width_of(letter) for letter in text])


def width_of(letter: str) -> float:
    """How wide a letter is that is no plain one, in em."""
    if unicodedata.combining(letter):
        return 0.0
    plain = unicodedata.normalize("NFD", letter)[0]
    return WIDTHS.get(plain) or (0.8 if letter < EASTERN else 1.1)


def widest(texts: Iterable[str], most: float) -> float:
    """The width of the widest text, at most `most`."""
    return min(most, max(map(width, texts), default=0.0))


@lru_cache(4096)
def broken(text: str, room: float) -> tuple[str, ...]:
    """A text in lines of at most `room` em; it breaks after semicolons rather than in between."""
    text = " ".join(text.split())
    if width(text) <= room:
        return (text,)
    lines: list[str] = []
    for piece in filled(text.split("; "), "; ", room):
        lines += filled(piece.split(" "), " ", room)
    return tuple(lines)


def filled(pieces: list[str], between: str, room: float) -> list[str]:
    """Pieces put on as few lines as hold them; a word wider than a line is cut."""
    lines: list[str] = []
    for place, piece in enumerate(pieces):
        piece += between.rstrip() if place < len(pieces) - 1 else ""
        if lines and width(lines[-1]) + width(piece) + WIDTHS[" "] <= room:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            lines += cut(piece, room) if between == " " else [piece]
    return lines


def cut(word: str, room: float) -> list[str]:
    """A word in parts that fit."""
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts
