"""One number as people write it: comma or point, a fraction, a power of ten, percent; and with how many decimals."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from quizgen.reading.arithmetic import computed
from quizgen.reading.expression import TwoWays
from quizgen.reading.fractions import mixed_value
from quizgen.reading.text import Unreadable, short

NUMBER = re.compile(
    r"(?P<digits>[+-]?(?:\d+(?:[.,](?P<tail>\d*))?|[.,](?P<only>\d+)))"
    r"(?:[eE](?P<power>[+-]?\d{1,4})|\*10\^(?P<ten>[+-]?\d{1,4})|(?P<percent>%))?"
)
FRACTION = re.compile(r"([+-]?\d+)/(\d+)")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
EXACT = 17  # decimals of a fraction: as many as a float can tell


class Number(NamedTuple):
    """A number, the decimals typed, and whether its notation is unusual enough to say how it was understood."""

    value: float
    decimals: int
    unusual: bool = False


def number(piece: str) -> Number | None:
    """A number without arithmetic, or None. Raises Unreadable when it divides by zero or is too large."""
    if inside := IN_BRACKETS.fullmatch(piece):
        piece = inside[1].strip()
    if fraction := FRACTION.fullmatch(piece):
        top, bottom = fraction.groups()
        if int(bottom) == 0:
            raise Unreadable(f"{short(piece)} divides by zero.")
        return Number(_finite(int(top) / int(bottom) if len(piece) < 40 else math.inf, piece), EXACT)
    if (mixed := mixed_value(piece)) is not None:
        return Number(mixed, EXACT, unusual=True)
    found = NUMBER.fullmatch(piece)
    if not found:
        return None
    power = -2 if found["percent"] else int(found["power"] or found["ten"] or 0)
    digits = len(found["tail"] or found["only"] or "")
    value = float(f"{found['digits'].replace(',', '.')}e{power}")
    return Number(_finite(value, piece), max(0, digits - power), unusual=bool(found["percent"]))


def number_or_arithmetic(piece: str) -> Number | None:
    """A number, computed if need be, or None. Raises expression.TwoWays when it has no one value."""
    try:
        return number(piece) or Number(computed(piece), EXACT, unusual=True)
    except TwoWays:
        raise
    except Unreadable:
        return None


def _finite(value: float, piece: str) -> float:
    if math.isinf(value):
        raise Unreadable(f"{short(piece)} is too large to be an answer.")
    return value
