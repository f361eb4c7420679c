"""Sentences about numbers: which component is off, by how much, and what a sum should be."""

from __future__ import annotations

import numpy as np

from quizgen.asks.values import Array

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def amount(values: Array, decimals: int = 4) -> str:
    """One number, or several in brackets, without trailing zeros."""
    shown = [f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}" for value in values]
    shown = ["0" if word == "-0" else word for word in shown]
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"


def component(shape: tuple[int, ...], place: int) -> str:
    """The component at a place in reading order, in words."""
    if len(shape) == 2:
        return f"row {place // shape[1] + 1}, column {place % shape[1] + 1}"
    return f"the {ORDINALS[place]} component" if place < len(ORDINALS) else f"component {place + 1}"


def how_far(shape: tuple[int, ...], decimals: int, shares: Array, distances: Array) -> str:
    """Which components earn nothing and how far off they are (in units of the last decimal), without a full stop."""
    wrong = [int(place) for place in np.flatnonzero(shares == 0)]
    if not np.isfinite(distances[wrong]).all():
        return "This is not the value"
    off_by = {place: _difference(float(distances[place]), decimals) for place in wrong}
    if shares.size == 1:
        return f"Off by {off_by[0]}"
    if len(wrong) > 2:
        worst = max(wrong, key=lambda place: float(distances[place]))
        return f"{len(wrong)} of {shares.size} numbers are off, {component(shape, worst)} most, by {off_by[worst]}"
    parts = [f"{component(shape, place)} {'is off ' * (n == 0)}by {off_by[place]}" for n, place in enumerate(wrong)]
    text = " and ".join(parts)
    return text[:1].upper() + text[1:]


def _difference(units: float, decimals: int) -> str:
    """A distance to the decimals asked for, and one more where it is of their size; a part of a whole number as it is."""
    if decimals == 0 and 0 < units < 1:
        return f"{units:.2g}"
    return amount(np.array([units * 10.0**-decimals]), decimals + (0 < units < 10 and decimals > 0))


def sum_check(total: float, values: Array, decimals: int) -> str:
    """A sentence when the values add to another sum than `total`, beyond one unit of the decimals for each; or ""."""
    found = float(values.sum())
    if abs(found - total) <= values.size * 10.0**-decimals + 1e-9:
        return ""
    return f"The components add to {amount(np.array([found]))}, not to {total:g}."
