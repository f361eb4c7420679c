"""The questions of an exercise in which a misconception is live, and of several seeds the one that separates it most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from quizgen.authoring import Draw, Exercise
from quizgen.generate import seal
from quizgen.generate.code_questions import asks_code
from quizgen.generate.engine import Drawn, draw_all
from quizgen.model import Variant

Seeds = Callable[[str], int]
SEEDS = 12  # of an exercise that computes; each is drawn, solved and compared in about a millisecond
SEEDS_OF_WORDS = 60  # of one whose items are drawn from a list: a misconception is behind few of them
NAMED = ("misconceptions", "claim")  # fields of asks that name misconceptions


def live_in(variant: Variant) -> frozenset[str]:
    """The misconceptions that an answer to this question can show: those of its slips, and those behind its items."""
    slips = {name for slip in variant.slips for name in slip.misconceptions}
    return frozenset(slips.union(*(named_in(ask.to_json()) for ask in variant.asks)))


def named_in(part: Any) -> Iterator[str]:
    """The misconceptions that JSON of an ask names."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in NAMED:
                yield from [value] if isinstance(value, str) and value else value or ()
            else:
                yield from named_in(value)
    elif isinstance(part, list):
        for item in part:
            yield from named_in(item)


def may_show(exercise: Exercise, misconception: str) -> bool:
    """Whether it is worth drawing: the misconception can be followed here, or is named in the files of the exercise."""
    if asks_code(exercise.asks):
        return False
    if exercise.solving is not None and misconception in exercise.known():
        return True
    return misconception in exercise.source or any(misconception in exercise.data(name) for name in exercise.data_files)


def separation_of(exercise: Exercise, drawn: Drawn, misconception: str) -> float:
    """How far the answers of a misconception are from the truth and from those of every other that is live, in tolerances.

    0: another one gives the very same answers. A misconception that is not computed counts 1.
    """
    solved = drawn.solved
    if solved is None or misconception not in solved.ids:
        return 1.0
    place, m = drawn.place, solved.ids.index(misconception)
    if not solved.separation.live[m, place] or m in solved.separation.twin_of[:, place]:
        return 0.0
    wrong = np.concatenate(
        [
            solved.slips[ask.name][:, place].reshape(len(solved.ids), -1) / ask.diagnosis_tolerance
            for ask in exercise.computed()
        ],
        axis=1,
    )
    others = solved.separation.live[:, place].copy()
    others[m] = False
    apart = np.abs(wrong[others] - wrong[m]).max(axis=1)
    return float(min(solved.separation.distance[m, place], apart.min(initial=np.inf)))


def separating(exercise: Exercise, misconceptions: Sequence[str], seeds: Iterable[int]) -> Variant | None:
    """Of these seeds the variant in which most of the misconceptions are live, and the least separated is so most.

    None: none of them is live in any.
    """
    found: list[tuple[int, float, int, Drawn]] = []
    for place, drawn in enumerate(draw_all(exercise, list(dict.fromkeys(seeds)))):
        computed = {name for slip in drawn.slips for name in slip.misconceptions}
        named = set().union(*(named_in(ask.to_json()) for ask in drawn.completed.values()))
        written = set().union(*(named_in(one.to_json()) for one in asks_of(drawn)))
        if live := [one for one in misconceptions if one in computed | named | written]:
            apart = min(separation_of(exercise, drawn, one) for one in live)
            found.append((len(live), apart, -place, drawn))
    for _, _, _, drawn in sorted(found, key=lambda one: one[:3], reverse=True):
        variant = seal(exercise, drawn)
        if live_in(variant).intersection(misconceptions):  # not all that is computed is offered
            return variant
    return None


def asks_of(drawn: Drawn) -> Iterator[Any]:
    """The asks that its author completed."""
    return (value for value in drawn.problem.values_by_name.values() if hasattr(value, "to_json"))


def candidate_seeds(exercise: Exercise, seeds: Seeds, question: str) -> list[int]:
    """The seeds among which one is chosen for a question ("exercise:1"), derived from those of its quiz."""
    count = SEEDS if exercise.solving is not None else SEEDS_OF_WORDS
    return [seeds(f"{question}:separating-{number}") for number in range(count)]


def separating_seeds(exercises: Iterable[Exercise], misconceptions: Sequence[str], seeds: Seeds) -> Seeds:
    """Seeds for `compose` with which every question separates these misconceptions most; anybody who has `seeds` gets the same."""
    by_name = {exercise.name: exercise for exercise in exercises}

    def seed(question: str) -> int:
        exercise = by_name[question.partition(":")[0]]
        found = separating(exercise, misconceptions, candidate_seeds(exercise, seeds, question))
        return found.seed if found else seeds(question)

    return seed


def choose_showing(
    exercises: Sequence[Exercise], misconceptions: Sequence[str], count: int, seed: int, seeds: Seeds
) -> list[Exercise]:
    """`count` exercises in which these misconceptions are live, in turn, in order of level: first those that exist to find them.

    Where there are fewer, each is taken again. Empty: there is none.
    """
    draw = Draw(f"{seed}:separating")
    queues = {one: showing(exercises, one, draw, seeds) for one in misconceptions}
    picked: list[Exercise] = []
    while queues and len(picked) < count:
        for misconception in list(queues):
            new = next((one for one in queues[misconception] if one not in picked), None)
            if new is None:
                del queues[misconception]
            elif len(picked) < count:
                picked.append(new)
    several = [picked[place % len(picked)] for place in range(count)] if picked else []
    return sorted(several, key=lambda exercise: exercise.level)


def showing(exercises: Sequence[Exercise], misconception: str, draw: Draw, seeds: Seeds) -> Iterator[Exercise]:
    """The exercises in which a misconception is live, those that target it first, each group in an order drawn."""
    known = [one for one in exercises if may_show(one, misconception)]
    targeted = [one for one in known if misconception in one.targets]
    others = [one for one in known if one not in targeted]
    for group in (targeted, others):
        for exercise in draw.some_of(group, len(group)):
            if separating(exercise, [misconception], candidate_seeds(exercise, seeds, f"{exercise.name}:1")):
                yield exercise
