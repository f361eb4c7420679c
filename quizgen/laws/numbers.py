"""Laws about the numbers: drawn for many seeds, and checked all at once where possible."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.authoring.exercise import nothing_drawn
from quizgen.authoring.problem import problem_axis
from quizgen.generate import variant
from quizgen.generate.by_hand import careful_answers
from quizgen.generate.separation import MARGIN
from quizgen.laws.sample import Law, Sample

MOST_REDRAWS = 20  # on average: a draw that is refused more often wants another family of numbers
GRID = 9  # decimals of the finest grid a number may be drawn on
SAME = 1e-9  # two routes agree up to floating-point rounding
TOLD_APART = 40  # problems of a sample whose slips are compared pair by pair


def same_seed_same_variant(sample: Sample) -> Iterator[str]:
    """The same seed gives the same variant, drawn alone or among thousands."""
    for one in sample.variants[:10]:
        if variant(sample.exercise, one.seed) != one:
            yield f"seed {one.seed} gives another variant when it is drawn alone"


def different_seeds_different_answers(sample: Sample) -> Iterator[str]:
    """Different seeds give different questions: a neighbour's answers are of no use."""
    if sample.exercise.drawing is nothing_drawn:
        return  # an exercise in writing code is the same for everybody
    asked = {repr((one.text, one.key, one.asks)) for one in sample.variants}
    wanted = min(len(sample.variants), 10) * (0.9 if sample.exercise.solving else 0.5)
    if len(asked) < wanted:
        yield f"only {len(asked)} different questions in {len(sample.variants)} seeds"


def most_draws_are_usable(sample: Sample) -> Iterator[str]:
    """Most draws are usable: no seed waits long for its numbers."""
    refused = Counter(reason for one in sample.drawn for reason in one.redrawn)
    if refused.total() > MOST_REDRAWS * len(sample.drawn):
        reason, count = refused.most_common(1)[0]
        yield f"{refused.total() / len(sample.drawn):.1f} redraws a seed, mostly ({count}) because of: {reason}"


def printed_is_solved(sample: Sample) -> Iterator[str]:
    """What is printed is what is solved: every drawn number lies on a decimal grid."""
    for group, _, p in sample.stacked():
        for name, value in p.items():
            if isinstance(value, np.ndarray):
                off = np.argwhere(np.round(value, GRID) != value)
                if len(off):
                    seed = group[off[0][problem_axis(name, value)]].seed
                    yield f"seed {seed}: {name} holds {value[tuple(off[0])]!r}, which cannot be printed exactly"


def answers_fit_their_blanks(sample: Sample) -> Iterator[str]:
    """Answers fit their blanks: as many numbers as asked, in the range they can have, short enough to write."""
    for group, solved, _ in sample.stacked():
        places = [one.place for one in group]
        for ask in sample.exercise.computed():
            if fault := ask.blank_fault(np.asarray(solved.key[ask.name], dtype=float)[places]):
                yield f"{ask.name} {fault}, for one of seeds {group[0].seed} ... {group[-1].seed}"


def two_routes_agree(sample: Sample) -> Iterator[str]:
    """Two routes agree: the second opinion, which shares no code with solve, finds the same answers."""
    computed = sample.exercise.computed()
    if computed and sample.exercise.opinion is None:
        yield "there is no second opinion; write one that shares no code with solve"
        return
    for group, solved, _ in sample.stacked():
        opinions = [sample.exercise.opinion(one.problem) for one in group] if sample.exercise.opinion else []
        for ask in computed:
            second = np.array([opinion[ask.name] for opinion in opinions], dtype=float)
            first = solved.key[ask.name][[one.place for one in group]]
            if second.shape != first.shape:
                yield f"{ask.name} has shape {first.shape[1:]} by solve, {second.shape[1:]} by the second opinion"
                continue
            apart = np.argwhere(~(abs(first - second) <= SAME * (1 + abs(second))))
            if len(apart):
                i = apart[0][0]
                yield f"seed {group[i].seed}: {ask.name} is {first[i]} by solve, {second[i]} by the second opinion"


def careful_hand_calculation_is_right(sample: Sample) -> Iterator[str]:
    """A careful hand calculation that rounds every step to the decimals asked earns full marks."""
    for group, solved, p in sample.stacked():
        places = [one.place for one in group]
        key = {name: value[places] for name, value in solved.key.items()}
        for ask, calculated, wrong in careful_answers(sample.exercise, p, key):
            if wrong.any():
                at = int(wrong.argmax())
                shown, right = ask.show(calculated[at].tolist()), ask.show(key[ask.name][at].tolist())
                yield f"seed {group[at].seed}: {ask.name} is {shown} when every step is rounded, and {right} is right"


def slips_can_be_told_apart(sample: Sample) -> Iterator[str]:
    """Slips can be told apart, or are reported as twins."""
    for one in sample.drawn[:: max(1, len(sample.drawn) // TOLD_APART)]:
        vectors = [flat(sample, slip.answers) for slip in one.slips]
        truth = flat(sample, one.key) if vectors else None
        for i, here in enumerate(vectors):
            for other in [truth, *vectors[:i]]:
                if other is None or abs(here - other).max() < MARGIN * (1 - SAME):
                    yield f"seed {one.seed}: {one.slips[i].misconceptions[0]} is too close to the truth or to another slip"


def flat(sample: Sample, answers: Any) -> NDArray[np.float64]:
    """All computed answers side by side, in diagnosis tolerances."""
    return np.concatenate([np.ravel(answers[ask.name]) / ask.diagnosis_tolerance for ask in sample.exercise.computed()])


def targets_are_live(sample: Sample) -> Iterator[str]:
    """The misconceptions an exercise exists for are live on every variant."""
    for group, solved, _ in sample.stacked():
        places = [one.place for one in group]
        live = solved.separation.live | (solved.separation.twin_of >= 0)
        for target in sample.exercise.targets:
            shows = live[solved.ids.index(target)][places] if target in solved.ids else np.zeros(len(places), bool)
            if not shows.all():
                yield f"seed {group[int(shows.argmin())].seed}: {target} cannot show"


def right_place_is_uniform(sample: Sample) -> Iterator[str]:
    """The right option's place is uniform: A is right as often as D."""
    expected: dict[tuple[str, str], float] = defaultdict(float)
    variance: dict[tuple[str, str], float] = defaultdict(float)
    right: Counter[tuple[str, str]] = Counter()
    for sealed in sample.variants:
        for ask in sealed.asks:
            for name, pick, accepted in ask.picks():
                if not pick.shuffled:  # a given order means something
                    continue
                share = len(accepted) / len(pick.items)
                for item in pick.items:
                    expected[name, item.key] += share
                    variance[name, item.key] += share * (1 - share)
                    right[name, item.key] += item.key in accepted
    for place, count in right.items():
        if abs(count - expected[place]) > 5 * sqrt(variance[place]) + 1:
            name, key = place
            yield f"{name}: {key} is right {count} times in {len(sample.variants)}, {expected[place]:.0f} expected"


LAWS: tuple[Law, ...] = (
    same_seed_same_variant,
    different_seeds_different_answers,
    most_draws_are_usable,
    printed_is_solved,
    answers_fit_their_blanks,
    two_routes_agree,
    careful_hand_calculation_is_right,
    slips_can_be_told_apart,
    targets_are_live,
    right_place_is_uniform,
)
