"""Points as every medium writes them. Needs no parser of markup, which takes long to import and of which a grade has no need."""

from __future__ import annotations


def amount(value: float) -> str:
    """A number of points with at most two decimals: thirds of a point are rounded where people read."""
    return f"{round(value, 2):g}"


def points(value: float) -> str:
    """ "1 point", "2.5 points"."""
    return f"{amount(value)} point{'' if value == 1 else 's'}"
