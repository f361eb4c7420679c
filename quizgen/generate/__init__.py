"""Making variants: draw, solve, seal. A Variant is a sealed envelope; the exercise file is not needed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from quizgen.authoring import Exercise, Problem
from quizgen.authoring.bank import digest, load_source
from quizgen.authoring.problem import stack
from quizgen.generate.engine import Drawn, draw_all
from quizgen.generate.solver import NOT_FOLLOWED, follow, mutant
from quizgen.generate.symbolic import spelled
from quizgen.generate.text import written
from quizgen.model import Ask, Choice, Formula, Slip, Value, Variant

__all__ = ["Drawn", "Follower", "draw_all", "seal", "variant", "variants"]


def variants(exercise: Exercise, seeds: Sequence[int]) -> list[Variant]:
    """Sealed variants of an exercise, one a seed."""
    return [seal(exercise, drawn) for drawn in draw_all(exercise, seeds)]


def variant(exercise: Exercise, seed: int) -> Variant:
    """The sealed variant of one seed."""
    return variants(exercise, [seed])[0]


def seal(exercise: Exercise, drawn: Drawn) -> Variant:
    """Words around the numbers: what goes to paper, to the store and to the grader."""
    values = {name: value for name, value in drawn.problem.items() if not isinstance(value, Ask)}
    asks = tuple(completed(ask, drawn) for ask in exercise.asks)
    shown = exercise.showing(drawn.problem) if exercise.showing else {}
    key = {ask.name: key_of(ask, drawn.key) for ask in asks}
    slips, not_offered = as_seen(asks, drawn.slips)
    return Variant(
        exercise=exercise.name,
        version=exercise.version,
        seed=drawn.seed,
        topic=exercise.topic,
        level=exercise.level,
        title=exercise.title,
        text=written(exercise.question, values, **shown),
        solution=written(exercise.solution, values, key=drawn.key, **shown),
        problem=values,
        asks=asks,
        key=key,
        slips=slips,
        dropped=drawn.dropped | not_offered,
        redrawn=drawn.redrawn,
        source=digest(exercise.source),
    )


def completed(ask: Ask, drawn: Drawn) -> Ask:
    """The ask as this draw completes it: the options of a numeric choice, or the ask that draw() put into the problem."""
    if isinstance(ask, Choice) and ask.of:
        return replace(ask, options=drawn.options[ask.name])
    return drawn.problem.get(ask.name, ask) if isinstance(drawn.problem.get(ask.name), Ask) else ask


def key_of(ask: Ask, key: Mapping[str, Value]) -> Value:
    """The right answer: computed, or the letter of the accepted option; what only a person or a run can judge has none."""
    if isinstance(ask, Choice):
        return next(option.letter for option in ask.options if option.accepted)
    if isinstance(ask, Formula):
        return ask.display
    return key.get(ask.name)


def as_seen(asks: Sequence[Ask], slips: Sequence[Slip]) -> tuple[tuple[Slip, ...], dict[str, str]]:
    """Slips as this variant can see them: letters where options are offered, formulas in symbols; the rest is not tested."""
    kept: list[Slip] = []
    unseen: dict[str, str] = {}
    for slip in slips:
        answers = {ask.name: seen(ask, slip) for ask in asks if ask.name in slip.answers}
        if None in answers.values():
            unseen |= dict.fromkeys(slip.misconceptions, "gives no answer that is offered or can be written")
        else:
            kept.append(replace(slip, answers=answers))
    return tuple(kept), unseen


def seen(ask: Ask, slip: Slip) -> Value:
    """What a slip answers to an ask as a learner would write it; None if that cannot be written."""
    value = slip.answers[ask.name]
    if isinstance(ask, Choice):
        return next((option.letter for option in ask.options if option.misconceptions == slip.misconceptions), None)
    return spelled(value, ask.variables) if isinstance(ask, Formula) else value


class Follower:
    """Follows a sealed variant from the learner's own values: what the grader calls.

    `source` gives the text of an exercise file by its digest, as the store kept it.
    """

    def __init__(self, source: Callable[[str], str]) -> None:
        self.exercise = lru_cache(maxsize=256)(lambda name, sealed: load_source(source(sealed), name))

    def __call__(
        self, variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Every ask's value under the misconceptions, going on from typed values; LookupError if that cannot be followed."""
        exercise = self.exercise(variant.exercise, variant.source)
        if exercise.solving is None:
            raise LookupError(f"{variant.exercise} has nothing to follow")
        p = stack([Problem(**variant.problem)])
        going_on = {name: np.asarray(value, dtype=float)[None] for name, value in typed.items()}
        try:
            answers = follow(exercise.solving, p, mutant(exercise.reference, misconceptions), going_on)
        except NOT_FOLLOWED as error:
            raise LookupError(str(error)) from error
        return {name: value[0].tolist() for name, value in answers.items()}
