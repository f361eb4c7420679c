"""Hints: what an answer is computed with, step by step, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizgen.ask import Ask
from quizgen.asks.values import flat
from quizgen.grading.carried import Derivation, Follow
from quizgen.grading.chains import says
from quizgen.grading.equations import equation_of, terms_of
from quizgen.model import Mark, Variant, Verdict
from quizgen.reading import read_value

COSTS = (0.0, 0.10, 0.25, 0.50)  # of the points of an answer, after so many hints in all
COUNTED = ("No", "One", "Two", "Three")


@dataclass(frozen=True)
class Hint:
    """One step towards an answer, as markup: what it is about, and what it says."""

    about: str
    text: str


def cost(hints: int) -> float:
    """The share of an answer's points that so many hints cost."""
    return COSTS[min(max(hints, 0), len(COSTS) - 1)]


def reduced(mark: Mark, hints: int) -> Mark:
    """A mark less what hints cost, and a sentence that says so; a mark without points, or one that waits, stays as it is."""
    if not cost(hints) or not mark.points or mark.verdict is Verdict.NEEDS_A_PERSON:
        return mark
    points = round(max(0.0, mark.points - cost(hints) * mark.max_points), 6)
    counted = COUNTED[min(hints, len(COUNTED) - 1)]
    said = f"{counted} {'hint' if hints == 1 else 'hints'}: {100 * cost(hints):g} % off."
    judged = mark.feedback or ("Right." if mark.verdict is Verdict.RIGHT else "")
    return replace(mark, points=points, feedback=f"{judged} {said}".strip())


def hints(variant: Variant, ask: Ask, derived: Derivation) -> tuple[Hint, ...]:
    """The hints to one answer, each saying more than the one before; none of them is the whole answer.

    Of what is computed: the equation, the terms, the first number; of everything else what its kind gives.
    """
    values = flat(variant.key[ask.name])
    equation = equation_of(variant, ask, values)
    found = [Hint("the equation", f"${equation}$")] if equation else []
    if terms := terms_of(derived, ask, values):
        found.append(Hint("the terms", terms))
    reading = derived.readings.get(ask.name)
    goal = derived.carried.get(ask.name, variant.key[ask.name]) if ask.by_value else variant.key[ask.name]
    found += [Hint("a part of the answer", text) for text in ask.hint_steps(goal, reading.value if reading else None)]
    return tuple(one for one in found if not says(one.text, values))[: len(COSTS) - 1]


def hints_to(variant: Variant, ask: Ask, typed: Mapping[str, str], follow: Follow) -> tuple[Hint, ...]:
    """The same, going on from what was typed for the question so far."""
    readings = {one.name: read_value(typed.get(one.name), one) for one in variant.asks}
    return hints(variant, ask, Derivation(variant, readings, follow))
