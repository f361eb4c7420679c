"""Typed text in plain characters: one kind of minus, digit and space, so that the readers need to know only one of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONGEST = 2000  # characters; no answer that a reader takes apart is longer
JOINT = "\u2064"  # Unicode's invisible plus joins 2 and 1/2 to one word; plain() leaves none that was typed
MINUS = "−–—‐‑‒﹣"
PUNCTUATION = {"٫": ".", "،": ",", "؛": ";"}  # of Arabic script: decimal mark, comma, semicolon
SUBSCRIPTS = str.maketrans(
    {**{chr(0x2080 + n): f"_{n}" for n in range(10)}, "ₕ": "_h", "ₓ": "_x", "ₜ": "_t", "ᵧ": "_y"}
)


QUOTED = re.compile(r'"(.*)"')


class Unreadable(Exception):
    """Why a typed answer cannot be read: one sentence with a next step."""


def as_typed(typed: Any) -> str:
    """A value of a filled sheet as text: arrays keep their brackets and are separated by semicolons."""
    if typed is None:
        return ""
    if isinstance(typed, bool):
        return str(typed).lower()
    if isinstance(typed, (list, tuple)):
        return "[" + "; ".join(as_typed(item) for item in typed) + "]"
    return str(typed)


def plain(text: str) -> str:
    """`text` with ASCII digits, minus, brackets and spaces, and without invisible characters; newlines stay."""
    return "".join(_plain(character) for character in text).strip()


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character.isspace() and character != "\n" else character
    if character in MINUS:
        return "-"
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":  # zero-width spaces, byte order and direction marks
        return ""
    return unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character


def short(text: str) -> str:
    """`text` as a sentence quotes it: one line, not too long."""
    line = " ".join(text.replace(JOINT, " ").split())
    return f'"{line}"' if len(line) <= 40 else f'"{line[:37]}..."'


@contextmanager
def quoted_as_typed(text: str) -> Iterator[None]:
    """Sentences of Unreadable raised within quote `text` itself where they would quote what a reader made of it."""
    try:
        yield
    except Unreadable as trouble:
        typed = " ".join(text.split())

        def quotation(found: re.Match[str]) -> str:
            return found[0] if found[1].removesuffix("...") in typed else short(text)

        raise Unreadable(QUOTED.sub(quotation, str(trouble))) from None
