"""Fractions in the notation of the other readers: a/b, and a whole number with a fraction (2 1/2) joined to one word."""

from __future__ import annotations

import re
import unicodedata

from quizgen.reading.text import JOINT

MIXED = re.compile(rf"([+-]?)(\d+){JOINT}(\d+)/(\d+)")
TYPED_MIXED = re.compile(r"([+-]?\d+) (\d+) ?/ ?(\d+)")
CHARACTER = re.compile("[¼-¾⅐-⅞]")
STARTS, ENDS = " \n,;([{=+-*&$≈~", " \n,;)]}+-*/&$\\."  # beside which 1/2 needs no brackets
WHOLE_BEFORE = re.compile(r"(?<![\w.,^/*])\d+$")


def fraction(top: str, bottom: str, before: str, after: str) -> str:
    """top/bottom as it must be written between `before` and `after` to mean the same."""
    if not (top.isdecimal() and bottom.isdecimal()):
        return f"({_factor(top)}/{_factor(bottom)})"
    ends = after[:1] in ENDS and after.lstrip()[:1] != "^"
    if ends and WHOLE_BEFORE.search(before):
        return f"{JOINT}{top}/{bottom}"
    if ends and before[-1:] in STARTS and before.rstrip()[-1:] not in ("/", "^"):
        return f"{top}/{bottom}"
    return f"({top}/{bottom})"


def _factor(text: str) -> str:
    return text if re.fullmatch(r"[\w.]+", text) else f"({text})"


def plain_fractions(text: str) -> str:
    """`text` with 1/2 for ½; 2½ becomes one word."""
    return CHARACTER.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    top, bottom = unicodedata.normalize("NFKC", found[0]).split("⁄")
    return fraction(top, bottom, found.string[: found.start()], found.string[found.end() :])


def one_mixed_number(text: str) -> str:
    """ "2 1/2" as one word, where one number is asked; other text is not changed."""
    found = TYPED_MIXED.fullmatch(text.strip())
    return f"{found[1]}{JOINT}{found[2]}/{found[3]}" if found and int(found[2]) < int(found[3]) else text


def mixed_value(word: str) -> float | None:
    """The value of a whole number joined with a proper fraction, else None."""
    found = MIXED.fullmatch(word)
    if not found or len(word) > 40 or int(found[3]) >= int(found[4]):
        return None
    value = int(found[2]) + int(found[3]) / int(found[4])
    return -value if found[1] == "-" else value
