"""Right numbers in the wrong places: the rows of an answer in another order, or two answers in each other's place."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.ask import Ask, Value
from quizgen.grading.carried import Derivation
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
                return Explanation((ROWS,), f"{sentence} Half the points.", True, f"{ROWS} {ask.name}", HALF)
    for other in wrong:
        if (
            other is not ask
            and ask.enough_evidence
            and stands_for(derived, ask, other)
            and stands_for(derived, other, ask)
        ):
            sentence = f"This is the right answer to {other.mention}: the two are exchanged. Half the points."
            return Explanation((ANSWERS,), sentence, True, f"{ANSWERS} {ask.name}", HALF)
    return None


def stands_for(derived: Derivation, ask: Ask, other: Ask) -> bool:
    """The typed value of an ask is the right one of another."""
    return is_near(other, derived.typed[ask.name], derived.variant.key[other.name], other.allowed[0])


def is_near(ask: Ask, value: Value, wanted: Value, units: float) -> bool:
    return bool((ask.distance(value, wanted) <= units).all())
