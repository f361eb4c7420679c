"""Choosing wrong options so that the form of the right one does not give it away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from quizgen.asks.options import Option

QUALIFIED = re.compile(
    r"\b(?:can|may|might|usually|often|mostly|mainly|some|sometimes|in general|in part|as far as)\b", re.I
)
ABSOLUTE = re.compile(r"\b(?:always|never|only|alone|all|every|each|no|none|any|must)\b", re.I)
Measure = Callable[[str], int]
MEASURES: tuple[Measure, ...] = (  # by which somebody who knows nothing may choose
    len,
    lambda text: text.count("$"),
    lambda text: len(QUALIFIED.findall(text)),
    lambda text: len(ABSOLUTE.findall(text)),
)


def rank(measure: Measure, right: str, wrong: Sequence[Option]) -> float:
    """The place of the right option among the others by a measure, from 0, lowest, to 1; equal ones count half."""
    differences = [measure(right) - measure(option.text) for option in wrong]
    return sum(1.0 if difference > 0 else 0.5 if difference == 0 else 0.0 for difference in differences) / len(wrong)


def nearest(right: str, sets: Sequence[Sequence[Option]], wanted: Sequence[float]) -> Sequence[Option]:
    """Of some sets of wrong options the first among which the right one has most nearly the wanted ranks."""

    def off(wrong: Sequence[Option]) -> float:
        ranks = (rank(measure, right, wrong) for measure in MEASURES)
        return sum(abs(found - one) for found, one in zip(ranks, wanted, strict=True))

    return min(sets, key=off)


def sets_of(options: Sequence[Option], fewest: int, most: int) -> list[tuple[Option, ...]]:
    """All sets of `fewest` to `most` options, or of all where there are fewer."""
    sizes = range(min(fewest, len(options)), min(most, len(options)) + 1)
    return [one for size in sizes for one in combinations(options, size)]
