"""From seeds to drawn problems with key and live slips: draws, refuses, redraws; thousands at once or one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, NotComplete, Value
from quizgen.authoring import Draw, Exercise, Problem
from quizgen.authoring.problem import concatenated, shape_of, stack, take
from quizgen.errors import UserError
from quizgen.generate.separation import TARGET_MARGIN, Separation
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
    while pending := [seed for seed in reasons if seed not in done]:
        for batch in together(usable(exercise, pending, reasons)):
            for (seed, _), result in zip(batch.draws, finished(exercise, batch), strict=True):
                if isinstance(result, Drawn):
                    done[seed] = result
                else:
                    reasons[seed].append(result)
    return (replace(done[s], redrawn=tuple(reasons[s])) if reasons[s] else done[s] for s in seeds)


def first_draws(exercise: Exercise, seeds: Sequence[int]) -> list[Drawn]:
    """For every seed its first draw that nothing refuses before slips are known, with its key and without slips.

    That takes a fraction of the time of `draw_all`, which may refuse this draw and give a later one of the seed.
    """
    if exercise.solving is None:
        return list(draw_all(exercise, seeds))
    done: dict[int, Drawn] = {}
    for batch in usable(exercise, list(dict.fromkeys(seeds)), defaultdict(list)):
        for place, (seed, problem) in enumerate(batch.draws):
            done[seed] = Drawn(seed, problem, keyed(batch), place, stream(exercise, seed))
    return [done[seed] for seed in seeds]


def keyed(batch: Batch) -> Solved:
    """A batch with its key alone."""
    empty = np.empty((0, len(batch.draws)))
    return Solved(batch.key, (), {}, Separation(empty, empty.astype(bool), empty.astype(int)), {}, ())


@dataclass(frozen=True)
class Batch:
    """Draws of one form, (seed, problem), that nothing refuses before their slips are known: stacked, with their key."""

    form: Any
    draws: Sequence[tuple[int, Problem]]
    p: Problem
    key: Answers


def usable(exercise: Exercise, seeds: Sequence[int], reasons: Mapping[int, list[str]]) -> Iterator[Batch]:
    """For every seed its next draw that is not refused, drawing on until there is one; each refusal is noted.

    UserError: a seed has used up its draws.
    """
    pending = list(seeds)
    while pending:
        groups: dict[Any, list[tuple[int, Problem]]] = defaultdict(list)
        for seed in pending:
            if len(reasons[seed]) >= TRIES:
                raise UserError(unusable(exercise, seed, reasons[seed]))
            problem = exercise.drawing(Draw(f"{stream(exercise, seed)}:{len(reasons[seed])}"))
            groups[form(problem, seed)].append((seed, problem))
        passed = set[int]()
        for shape, group in groups.items():
            batch = unrefused(exercise, shape, group, reasons)
            passed |= {seed for seed, _ in batch.draws}
            yield batch
        pending = [seed for seed in pending if seed not in passed]


def unrefused(
    exercise: Exercise, shape: Any, group: Sequence[tuple[int, Problem]], reasons: Mapping[int, list[str]]
) -> Batch:
    """Of draws of one form those that pass what is known before the slips; of the others the reason is noted."""
    if exercise.solving is None and not (exercise.requiring or group[0][1].require):
        return Batch(shape, group, Problem(), {})
    p, key = stack([problem for _, problem in group]), Answers()
    good = passing(group, refusals(exercise, p), reasons)
    if len(good) < len(group):
        p, group = take(p, good), [group[i] for i in good]
    if group and exercise.solving:
        key = follow(exercise.solving, p, exercise.reference)
        good = passing(group, rounding_borders(exercise, key), reasons)
        if len(good) < len(group):
            p, group = take(p, good), [group[i] for i in good]
            key = {name: value[good] for name, value in key.items()}
    return Batch(shape, group, p, key)


def together(batches: Iterable[Batch]) -> list[Batch]:
    """One batch of each form: what was found in several rounds is stacked anew, so that slips are followed once for all."""
    by_form: dict[Any, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.draws:
            by_form[batch.form].append(batch)
    return [several[0] if len(several) == 1 else joined(several) for several in by_form.values()]


def joined(batches: Sequence[Batch]) -> Batch:
    """Batches of one form as one."""
    draws = [draw for batch in batches for draw in batch.draws]
    if not batches[0].key:
        return Batch(batches[0].form, draws, Problem(), {})
    key = {name: np.concatenate([batch.key[name] for batch in batches]) for name in batches[0].key}
    return Batch(batches[0].form, draws, concatenated([batch.p for batch in batches]), key)


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


def passing(group: Sequence[tuple[int, Problem]], refusals: Any, reasons: Mapping[int, list[str]]) -> NDArray[np.intp]:
    """The places of the draws that pass; of each other one the first reason is noted."""
    passed = np.ones(len(group), bool)
    for reason, mask in refusals:
        if mask.any():
            for i in np.flatnonzero(mask & passed).tolist():
                reasons[group[i][0]].append(reason)
            passed &= ~mask
    return np.flatnonzero(passed)


def refusals(exercise: Exercise, p: Problem) -> Any:
    """What the family of the numbers and the exercise itself refuse before solving."""
    for require in (p.require, exercise.requiring):
        if require:
            yield from require(p)


def finished(exercise: Exercise, batch: Batch) -> list[Drawn | str]:
    """For each draw of a batch the problem with its key and slips, or why this draw is refused."""
    if exercise.solving is None:
        return [
            complete(exercise, Drawn(seed, problem, stream=stream(exercise, seed))) for seed, problem in batch.draws
        ]
    solved = solve(exercise, batch.p, batch.key)
    unclear: dict[int, list[str]] = {seed: [] for seed, _ in batch.draws}
    passing(batch.draws, unclear_targets(exercise, solved), unclear)
    return [
        unclear[seed][0]
        if unclear[seed]
        else complete(exercise, Drawn(seed, problem, solved, i, stream(exercise, seed)))
        for i, (seed, problem) in enumerate(batch.draws)
    ]


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
