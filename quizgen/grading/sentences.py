"""Sentences about numbers: which component is off, by how much, and what a sum should be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.grading.distance import Array, flat
from quizgen.model import Numbers, Value

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def amount(values: Array, decimals: int = 4) -> str:
    """One number, or several in brackets, without trailing zeros."""
    said = [f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}" for value in values]
    said = ["0" if word == "-0" else word for word in said]
    return said[0] if len(said) == 1 else f"({', '.join(said)})"


def named(ask: Numbers, place: int) -> str:
    """The component at a place in reading order, as one says it."""
    if isinstance(ask.size, tuple):
        return f"row {place // ask.size[1] + 1}, column {place % ask.size[1] + 1}"
    return f"the {ORDINALS[place]} component" if place < len(ORDINALS) else f"component {place + 1}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def how_far(ask: Numbers, each: Array, distances: Array) -> str:
    """Which components are wrong and how far off, without a full stop; `distances` in units of the ask."""
    wrong = [int(place) for place in np.flatnonzero(each == 0)]
    if not np.isfinite(distances[wrong]).all():
        return "This is not the value"
    said = {place: _distance(ask, float(distances[place])) for place in wrong}
    if ask.count == 1:
        return f"Off by {said[0]}"
    if len(wrong) > 2:
        worst = max(wrong, key=lambda place: float(distances[place]))
        return f"{len(wrong)} of {ask.count} numbers are off, {named(ask, worst)} most, by {said[worst]}"
    text = " and ".join(f"{named(ask, place)} {'is off ' * (n == 0)}by {said[place]}" for n, place in enumerate(wrong))
    return text[:1].upper() + text[1:]


def _distance(ask: Numbers, units: float) -> str:
    """A distance to the decimals asked for, and one more where it is of their size."""
    return amount(np.array([units * ask.unit]), ask.decimals + (0 < units < 10 and ask.decimals > 0))


def sum_check(ask: Numbers, value: Value, decimals: Sequence[int]) -> str:
    """A sentence when components that must have a given sum have another, beyond one unit of those typed for each."""
    if ask.total is None:
        return ""
    total = float(flat(value).sum())
    unit = 10.0 ** -min([ask.decimals, *decimals])
    if abs(total - ask.total) <= ask.count * unit + 1e-9:
        return ""
    return f"The components add to {amount(np.array([total]))}, not to {ask.total:g}."
