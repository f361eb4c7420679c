"""From seeds to drawn problems with key and live slips: draws, refuses, redraws; thousands at once or one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, NotComplete, Value
from quizgen.authoring import Draw, Exercise, Problem
from quizgen.authoring.problem import shape_of, stack, take
from quizgen.errors import UserError
from quizgen.generate.separation import TARGET_MARGIN
from quizgen.generate.slips import Solved, plain_values, solve
from quizgen.generate.solver import Answers, follow
from quizgen.model import Slip

TRIES = 400  # draws per seed; if none of them is usable, the exercise is at fault


@dataclass(frozen=True)
class Drawn:
    """One problem with its key and its live slips, before any text; key and slips are computed when they are asked for."""

    seed: int
    problem: Problem
    solved: Solved | None = None
    place: int = 0  # among the problems solved together
    stream: str = ""  # names the random choices of this seed
    completed: Mapping[str, Ask] = field(default_factory=dict)  # the asks that these numbers complete
    redrawn: tuple[str, ...] = ()

    @cached_property
    def key(self) -> dict[str, Value]:
        """The right answers by ask."""
        return {name: plain_values(value[self.place]) for name, value in self.solved.key.items()} if self.solved else {}

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """The live slips, in order of priority."""
        return self.solved.slips_of(self.place) if self.solved else ()

    @cached_property
    def dropped(self) -> dict[str, str]:
        """Misconceptions these numbers do not test, and why."""
        return self.solved.dropped_of(self.place) if self.solved else {}

    def draw_integer(self, ask: str, low: int, high: int) -> int:
        """A whole number from low to high, drawn for this ask of this seed."""
        return Draw(f"{self.stream}:options:{ask}").integer(low, high)


def draw_all(exercise: Exercise, seeds: Sequence[int]) -> Iterator[Drawn]:
    """A drawn problem for every seed; those of one form are solved together, with the very same result as one by one."""
    reasons: dict[int, list[str]] = {seed: [] for seed in seeds}
    done: dict[int, Drawn] = {}
    pending = list(reasons)
    for attempt in range(TRIES):
        groups: dict[Any, list[tuple[int, Problem]]] = defaultdict(list)
        for seed in pending:
            problem = exercise.drawing(Draw(f"{stream(exercise, seed)}:{attempt}"))
            groups[form(problem, seed)].append((seed, problem))
        for group in groups.values():
            for (seed, _), result in zip(group, try_draws(exercise, group), strict=True):
                if isinstance(result, Drawn):
                    done[seed] = result
                else:
                    reasons[seed].append(result)
        pending = [seed for seed in pending if seed not in done]
        if not pending:
            return (replace(done[s], redrawn=tuple(reasons[s])) if reasons[s] else done[s] for s in seeds)
    raise UserError(unusable(exercise, pending[0], reasons[pending[0]]))


def unusable(exercise: Exercise, seed: int, reasons: Sequence[str]) -> str:
    """Why a seed found no usable numbers, the commonest reason first."""
    common = max(set(reasons), key=reasons.count)
    return (
        f"{exercise.name}, seed {seed}: none of {TRIES} draws is usable, mostly because of: {common}. "
        "Widen what its draw function draws, or take the misconception out of targets."
    )


def form(problem: Problem, seed: int) -> Any:
    """Problems of equal form can be stacked; one that holds text is solved alone."""
    values = problem.values_by_name
    shapes = [shape_of(value) for value in values.values()]
    return seed if None in shapes else (*values, *shapes)


def try_draws(exercise: Exercise, group: Sequence[tuple[int, Problem]]) -> list[Drawn | str]:
    """For each problem of one form the problem with its key and slips, or why this draw is refused."""
    if exercise.solving is None:
        return [unsolved(exercise, seed, problem) for seed, problem in group]
    results: list[Drawn | str] = [""] * len(group)
    p, places = stack([problem for _, problem in group]), np.arange(len(group))
    good = refuse(results, places, refusals(exercise, p))
    if len(good) < len(places):
        p, places = take(p, good), places[good]
    if len(places):
        key = follow(exercise.solving, p, exercise.reference)
        good = refuse(results, places, rounding_borders(exercise, key))
        if len(good) < len(places):
            p, places, key = take(p, good), places[good], {name: value[good] for name, value in key.items()}
    if len(places):
        finish(exercise, solve(exercise, p, key), [group[int(i)] for i in places], results, places)
    return results


def unsolved(exercise: Exercise, seed: int, problem: Problem) -> Drawn | str:
    """A problem whose asks carry their keys, so that nothing is solved; or why this draw is refused."""
    if problem.require or exercise.requiring:
        for reason, mask in refusals(exercise, stack([problem])):
            if mask.any():
                return str(reason)
    return complete(exercise, Drawn(seed, problem, stream=stream(exercise, seed)))


def refuse(results: list[Drawn | str], places: NDArray[Any], refusals: Any) -> NDArray[Any]:
    """Note the first reason against each refused draw; the indices of those that pass."""
    passed = np.ones(len(places), bool)
    for reason, mask in refusals:
        if mask.any():
            for i in np.flatnonzero(mask & passed):
                results[places[i]] = reason
            passed &= ~mask
    return np.flatnonzero(passed)


def refusals(exercise: Exercise, p: Problem) -> Any:
    """What the family of the numbers and the exercise itself refuse before solving."""
    for require in (p.require, exercise.requiring):
        if require:
            yield from require(p)


def finish(
    exercise: Exercise,
    solved: Solved,
    group: Sequence[tuple[int, Problem]],
    results: list[Drawn | str],
    places: NDArray[Any],
) -> None:
    """Put a Drawn, or the reason of a refusal, at each place."""
    for i in refuse(results, places, unclear_targets(exercise, solved)).tolist():
        seed, problem = group[i]
        results[places[i]] = complete(exercise, Drawn(seed, problem, solved, i, stream(exercise, seed)))


def rounding_borders(exercise: Exercise, key: Answers) -> Any:
    """A key too close to where rounding changes its last decimal is refused."""
    for ask in exercise.asks:
        if ask.name in key and (near := ask.on_rounding_border(key[ask.name])) is not None:
            yield f"{ask.name} lies on a rounding border", near


def unclear_targets(exercise: Exercise, solved: Solved) -> Any:
    """A target that does not show clearly is refused."""
    for target in exercise.targets:
        if target in solved.ids:
            m = solved.ids.index(target)
            clear = solved.separation.live[m] & (solved.separation.distance[m] >= TARGET_MARGIN)
            yield f"{target} does not show clearly", ~(clear | (solved.separation.twin_of[m] >= 0))
        else:
            yield f"{target} cannot show here", np.ones(solved.separation.distance.shape[1], bool)


def stream(exercise: Exercise, seed: int) -> str:
    """The name of the random choices of one seed."""
    return f"{exercise.name}:{exercise.version}:{seed}"


def complete(exercise: Exercise, drawn: Drawn) -> Drawn | str:
    """The problem with the asks that these numbers complete, or why one of them cannot be completed."""
    completed: dict[str, Ask] = {}
    for ask in exercise.asks:
        authored = drawn.problem.values_by_name.get(ask.name)
        try:
            made = (authored if isinstance(authored, Ask) else ask).completed(drawn)
        except NotComplete as reason:
            return str(reason)
        if made is not ask:
            completed[ask.name] = made
    return replace(drawn, completed=completed) if completed else drawn
