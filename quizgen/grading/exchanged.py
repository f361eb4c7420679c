"""Right numbers in the wrong places: the rows of an answer in another order, or two answers in each other's place."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt

import numpy as np

from quizgen.ask import Ask, Value
from quizgen.asks.values import flat
from quizgen.grading.carried import Derivation
from quizgen.grading.coincidence import MOST
from quizgen.grading.diagnosis import Explanation

ROWS, ANSWERS = "hand-rows-exchanged", "hand-answers-exchanged"
HALF = 0.5  # what right numbers in the wrong places earn


def exchanged(derived: Derivation, ask: Ask, wrong: Sequence[Ask]) -> Explanation | None:
    """How a wrong answer consists of right numbers; `wrong` are all the wrong asks of the question."""
    typed = derived.typed[ask.name]
    for values, units in zip((derived.variant.key, derived.carried), ask.allowed, strict=True):
        wanted = values.get(ask.name)
        for sentence, meant in ask.another_order(typed, wanted):
            if is_near(ask, meant, wanted, units):
                named = (ROWS,) if tells_something(derived, ask) else ()
                return Explanation(
                    named, f"{sentence} Half the points.", True, f"{ROWS} {ask.name}", HALF, compare=False
                )
    for other in wrong:
        if (
            other is not ask
            and ask.enough_evidence
            and stands_for(derived, ask, other)
            and stands_for(derived, other, ask)
        ):
            sentence = f"This is the right answer to {other.mention}: the two are exchanged. Half the points."
            return Explanation((ANSWERS,), sentence, True, f"{ANSWERS} {ask.name}", HALF, compare=False)
    return None


def tells_something(derived: Derivation, ask: Ask) -> bool:
    """Chance hardly brings the right numbers together in another order, as it does with a few small whole numbers."""
    truth = flat(derived.variant.key[ask.name])
    spread, widths = (
        ask.spread(truth),
        [(2 * ask.allowed[0] + 1) * unit for unit in ask.grids(derived.readings[ask.name])],
    )
    density = max(1 / (spread.high - spread.low), 1 / (spread.near * sqrt(2 * pi)))
    return bool(widths) and bool(np.prod(widths[-1] * density) <= MOST)


def stands_for(derived: Derivation, ask: Ask, other: Ask) -> bool:
    """The typed value of an ask is the right one of another."""
    return is_near(other, derived.typed[ask.name], derived.variant.key[other.name], other.allowed[0])


def is_near(ask: Ask, value: Value, wanted: Value, units: float) -> bool:
    return bool((ask.distance(value, wanted) <= units).all())
