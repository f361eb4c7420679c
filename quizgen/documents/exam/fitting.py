"""Breaks short texts into lines before Typst does: a table whose cells hold lines side by side must know how many there are."""

from __future__ import annotations

NARROW, WIDE = frozenset(" ,.;:'|!ijlt()[]-"), frozenset("mwMW—…")
SAFE = 1.03  # so that no font breaks a line once more


def width(text: str) -> float:
    """About how wide a text is in Libertinus Serif with tabular figures, in em."""
    return SAFE * sum(map(letter_width, text))


def letter_width(letter: str) -> float:
    """About how wide a letter is, in em; one of another script as wide as any."""
    if letter in NARROW:
        return 0.32
    if letter in WIDE:
        return 0.85
    if letter.isdigit() or (letter.isascii() and letter.islower()):
        return 0.5
    return 0.68 if letter < "\u2500" else 1.0


def broken(text: str, room: float) -> list[str]:
    """A text in lines of at most `room` em; where it does not fit, it breaks after semicolons rather than in between."""
    if width(text) <= room:
        return [text]
    pieces = text.split("; ")
    if len(pieces) > 1:
        return [line for piece in filled(pieces, "; ", room) for line in filled(piece.split(" "), " ", room)]
    return filled(text.split(" "), " ", room)


def filled(pieces: list[str], between: str, room: float) -> list[str]:
    """Pieces put on as few lines as hold them; a piece wider than a line is cut."""
    lines: list[str] = []
    for place, piece in enumerate(pieces):
        piece += between.rstrip() if place < len(pieces) - 1 else ""
        if lines and width(f"{lines[-1]} {piece}") <= room:
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
