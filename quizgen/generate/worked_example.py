"""A small question drawn to show one misconception: the easiest exercise made to find it, on the numbers that separate it most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.authoring import Exercise
from quizgen.authoring.bank import author_errors
from quizgen.generate.compose import practice_seeds
from quizgen.generate.separating import candidate_seeds, may_show, separating
from quizgen.model import Slip, Variant

ROUNDS = 3  # of seeds: few of the items of a question in words show a given misconception
ENOUGH = 4  # exercises looked at for one in which no other misconception gives the same answers


def worked_example(exercises: Iterable[Exercise], misconception: str) -> Variant | None:
    """The question to explain a misconception by, the same at every call; None: no question shows it, only code."""
    first: Variant | None = None
    for number, one in enumerate(examples(exercises, misconception)):
        first = first or one
        slip = slip_of(one, misconception)
        if slip is None or len(slip.misconceptions) == 1:
            return one
        if number + 1 == ENOUGH:
            break
    return first


def examples(exercises: Iterable[Exercise], misconception: str) -> Iterator[Variant]:
    """Questions that show it: those of exercises that target it, the easiest and shortest first, then others."""
    known = sorted(
        (one for one in exercises if may_show(one, misconception)),
        key=lambda one: (misconception not in one.targets, one.level, len(one.asks), len(one.solution), one.name),
    )
    for round in range(ROUNDS):
        for exercise in known:
            with author_errors(exercise):
                seeds = candidate_seeds(exercise, practice_seeds(round), f"{exercise.name}:example")
                if found := separating(exercise, [misconception], seeds):
                    yield found


def slip_of(variant: Variant, misconception: str) -> Slip | None:
    """The misconception followed on the numbers of a question; None: only an item to choose shows it."""
    return next((slip for slip in variant.slips if misconception in slip.misconceptions), None)
