"""The options of a numeric multiple choice: the truth among live slips, sorted by value, its place uniform."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.authoring import Draw
from quizgen.authoring.draw import LETTERS
from quizgen.generate.text import column, number
from quizgen.model import Numbers, Option, Slip, Value

WRONG_OPTIONS = 3


def offered(ask: Numbers, name: str, truth: Value, slips: Sequence[Slip], draw: Draw) -> tuple[Option, ...] | None:
    """The truth at a place drawn uniformly, slips below and above it in order of priority; None if there are too few.

    Options sort by value. Impossible values give themselves away and are not offered, nor is a second sign flip.
    """
    place = draw.integer(0, WRONG_OPTIONS)
    usable = [
        slip for slip in slips if possible(ask, slip.answers[name]) and not negated(ask, slip.answers[name], truth)
    ]
    usable += [slip for slip in slips if negated(ask, slip.answers[name], truth)][:1]
    below = [slip for slip in usable if listed(slip.answers[name]) < listed(truth)][:place]
    above = [slip for slip in usable if listed(slip.answers[name]) > listed(truth)][: WRONG_OPTIONS - place]
    if len(below) + len(above) < WRONG_OPTIONS:
        return None
    ordered = [*by_value(below, name), None, *by_value(above, name)]  # None stands for the truth
    return tuple(
        Option(LETTERS[i], shown(ask, truth), accepted=True)
        if slip is None
        else Option(LETTERS[i], shown(ask, slip.answers[name]), False, slip.misconceptions, slip.feedback)
        for i, slip in enumerate(ordered)
    )


def by_value(slips: Sequence[Slip], name: str) -> list[Slip]:
    """Slips in order of what they give for an ask."""
    return sorted(slips, key=lambda slip: listed(slip.answers[name]))


def listed(value: Value) -> list[float]:
    """A number, vector or matrix as one flat list, for comparing."""
    return [number for item in value for number in listed(item)] if isinstance(value, list) else [value]


def possible(ask: Numbers, value: Value) -> bool:
    """Whether every component lies in the range such an answer can have."""
    return ask.between is None or all(ask.between[0] < v < ask.between[1] for v in listed(value))


def negated(ask: Numbers, value: Value, truth: Value) -> bool:
    """Whether a value is the truth with its sign flipped."""
    return all(abs(v + t) < ask.unit for v, t in zip(listed(value), listed(truth), strict=True))


def shown(ask: Numbers, value: Value) -> str:
    """A value as the text of an option."""
    return f"${column(value, ask.decimals) if isinstance(value, list) else number(value, ask.decimals)}$"
