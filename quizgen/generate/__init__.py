"""Making variants: draw, solve, seal. A Variant is a sealed envelope; the exercise file is not needed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, Value
from quizgen.authoring import Exercise, Problem
from quizgen.authoring.bank import digest, load_source
from quizgen.authoring.check_names import line_of
from quizgen.authoring.problem import stack
from quizgen.errors import UserError
from quizgen.generate.engine import Drawn, draw_all
from quizgen.generate.slips_of_hand import recalculated
from quizgen.generate.solver import NOT_FOLLOWED, follow, mutant
from quizgen.generate.text import render_text
from quizgen.model import Recalculated, Slip, Variant

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
    asks = tuple(drawn.completed.get(ask.name, ask) for ask in exercise.asks)
    shown = exercise.showing(drawn.problem) if exercise.showing else {}
    key = {ask.name: right_answer(exercise, ask, drawn.key.get(ask.name)) for ask in asks}
    slips, not_offered = as_written(asks, drawn.slips, key)
    return Variant(
        exercise=exercise.name,
        version=exercise.version,
        seed=drawn.seed,
        topic=exercise.topic,
        level=exercise.level,
        title=exercise.title,
        text=render_text(exercise.question, values, **shown),
        solution=render_text(exercise.solution, values, key=drawn.key, **shown),
        problem=values,
        asks=asks,
        key=key,
        slips=slips,
        dropped=drawn.dropped | not_offered,
        redrawn=drawn.redrawn,
        source=digest(exercise.source),
    )


def right_answer(exercise: Exercise, ask: Ask, computed: Value) -> Value:
    """The right answer to an ask. UserError: as its author completed it, it has none."""
    try:
        return ask.key(computed)
    except (LookupError, StopIteration):
        if fault := next(ask.faults(), ""):
            where = f"{exercise.path or exercise.name}, line {line_of(exercise.source, ask.name)}"
            raise UserError(f"{where}: {fault}. Correct what the draw function puts into {ask.name}.") from None
        raise


def as_written(
    asks: Sequence[Ask], slips: Sequence[Slip], key: Mapping[str, Value]
) -> tuple[tuple[Slip, ...], dict[str, str]]:
    """Slips as a learner would write them: letters where options are offered, formulas in symbols; the rest is not tested.

    Where other asks of the question show a slip by their values, it needs no option of its own.
    """
    kept: list[Slip] = []
    unwritten: dict[str, str] = {}
    for slip in slips:
        answers = {ask.name: ask.as_written(slip) for ask in asks if ask.name in slip.answers}
        written = {name: answer for name, answer in answers.items() if answer is not None}
        if len(written) == len(answers) or any(changes(ask, written, key) for ask in asks):
            kept.append(replace(slip, answers=written))
        else:
            unwritten |= dict.fromkeys(slip.misconceptions, "gives no answer that is offered or can be written")
    return tuple(kept), unwritten


def changes(ask: Ask, answers: Mapping[str, Value], key: Mapping[str, Value]) -> bool:
    """Whether answers differ from the key in the value of an ask by more than rounding can."""
    return (
        ask.by_value
        and not ask.symbolic
        and ask.name in answers
        and bool((ask.distance(answers[ask.name], key[ask.name]) > ask.noticeable).any())
    )


class Follower:
    """Follows a sealed variant from the learner's own values: what the grader calls.

    `source` gives the text of an exercise file by its digest, as the store kept it.
    """

    def __init__(self, source: Callable[[str], str]) -> None:
        self.exercise = lru_cache(maxsize=256)(lambda name, sealed: load_source(source(sealed), name))
        self.last: tuple[Variant | None, Problem] = None, Problem()

    def __call__(
        self, variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Every ask's value under the misconceptions, going on from typed values; LookupError if that cannot be followed."""
        exercise = self.sealed(variant)
        assert exercise.solving is not None
        try:
            net = mutant(exercise.reference, misconceptions, exercise.misconceptions)
            answers = follow(exercise.solving, self.problem(variant), net, stacked(typed))
        except NOT_FOLLOWED as error:
            raise LookupError(str(error)) from error
        return {name: value[0].tolist() for name, value in answers.items()}

    def slips_of_hand(self, variant: Variant, typed: Mapping[str, Value]) -> Recalculated:
        """The calculation with every slip of the hand, going on from typed values; LookupError if it cannot be followed."""
        return recalculated(self.sealed(variant), variant, self.problem(variant), stacked(typed))

    def problem(self, variant: Variant) -> Problem:
        """The numbers of a variant as `solve` takes them; those of the last one are kept, for it is followed many times."""
        kept, p = self.last
        if variant is not kept:
            p = stack([Problem(**variant.problem)])
            self.last = variant, p
        return p

    def sealed(self, variant: Variant) -> Exercise:
        """The exercise as it was when the variant was sealed; LookupError if it computes nothing."""
        exercise = self.exercise(variant.exercise, variant.source)
        if exercise.solving is None:
            raise LookupError(f"{variant.exercise} has nothing to follow")
        return exercise


def stacked(typed: Mapping[str, Value]) -> dict[str, NDArray[Any]]:
    """Typed values with a problem axis of one in front."""
    return {name: np.asarray(value, dtype=float)[None] for name, value in typed.items()}
