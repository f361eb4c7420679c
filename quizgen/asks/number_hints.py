"""The last hint to numbers: the first of several, or where a single one lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from quizgen.ask import Value
from quizgen.asks.number_sentences import component
from quizgen.asks.values import flat


def first_number(value: Value, shape: tuple[int, ...], decimals: int, show: Callable[[Any], str]) -> Iterator[str]:
    """The first component of several; of one number its first digit, if it has more."""
    numbers = flat(value)
    if not numbers.size or not math.isfinite(float(numbers[0])):
        return
    first = float(numbers[0])
    if numbers.size > 1:
        where = component(shape, 0)
        yield f"{where[:1].upper()}{where[1:]} is {show(first)}."
    elif decimals:
        yield from between(first, decimals)
    elif abs(first) >= 10:
        digits = f"{abs(first):.0f}"
        sign = "It is negative. " if first < 0 else ""
        yield f"{sign}It has {len(digits)} digits, and the first is {digits[0]}."


def between(value: float, decimals: int) -> Iterator[str]:
    """Between which numbers of one digit a value lies; nothing where that would give it away."""
    rounded = round(value, decimals)
    if not rounded:
        return
    unit = 10.0 ** math.floor(math.log10(abs(rounded)) + 1e-9)
    places = max(0, -round(math.log10(unit)))
    low = math.floor(rounded / unit + 1e-9) * unit
    if round(unit / 10.0**-decimals) < 10 or abs(low - rounded) < 0.5 * 10.0**-decimals:
        yield f"It is {'negative' if rounded < 0 else 'positive'}."
        return
    shown = [f"{edge:.{places}f}".replace("-", "−") for edge in (low, low + unit)]
    yield f"It is between {shown[0]} and {shown[1]}."
