"""Solving stacked problems: the key, every misconception that can show, and which of them can be distinguished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Value
from quizgen.authoring import Exercise, Problem
from quizgen.authoring.exercise import known_misconceptions
from quizgen.generate.memo import memoised
from quizgen.generate.separation import Separation, separate
from quizgen.generate.solver import NOT_FOLLOWED, Answers, called_by, follow, mutant, overrides
from quizgen.model import Slip
from reference_rnn import feedback

DIGITS = 12  # decimals of an answer that are kept


@dataclass(frozen=True)
class Solved:
    """N stacked problems of one form with their key and m followed misconceptions, in order of priority."""

    key: Answers
    ids: tuple[str, ...]
    slips: Mapping[str, NDArray[Any]]  # ask -> (m, N, ...)
    separation: Separation
    unfollowed: Mapping[str, str]  # misconception -> why it cannot be followed here
    sentences: tuple[tuple[str, str], ...]  # feedback and tier of each

    def slips_of(self, i: int) -> tuple[Slip, ...]:
        """The live slips of problem i, each with its twins."""
        values = {ask: plain_values(stacked[:, i]) for ask, stacked in self.slips.items()}
        twins: dict[int, list[str]] = {}
        for name, first in zip(self.ids, self.separation.twin_of[:, i].tolist(), strict=True):
            twins.setdefault(first, []).append(name)
        return tuple(
            Slip((self.ids[m], *twins.get(m, ())), {ask: value[m] for ask, value in values.items()}, *self.sentences[m])
            for m, live in enumerate(self.separation.live[:, i].tolist())
            if live
        )

    def dropped_of(self, i: int) -> dict[str, str]:
        """The misconceptions that problem i does not test, and why."""
        found = self.separation
        not_apart = np.flatnonzero(~found.live[:, i] & (found.twin_of[:, i] < 0))
        right, close = "gives the right answer on these numbers", "too close to the truth or to another"
        return {**self.unfollowed, **{self.ids[m]: right if found.distance[m, i] < 1 else close for m in not_apart}}


def solve(exercise: Exercise, p: Problem, key: Answers) -> Solved:
    """The slips of stacked problems whose key is known."""
    assert exercise.solving is not None
    asks = exercise.computed()
    followed: dict[str, Answers] = {}
    unfollowed: dict[str, str] = {}
    for name in candidates(exercise, called_by(exercise, p)):
        try:
            answers = follow(exercise.solving, p, mutant(exercise.reference, (name,), exercise.misconceptions))
        except NOT_FOLLOWED:
            unfollowed[name] = "cannot be followed on these shapes"
            continue
        if all(answers[ask.name].shape == key[ask.name].shape for ask in asks):
            followed[name] = answers
        else:
            unfollowed[name] = "gives an answer of another shape"
    m, problems = len(followed), len(key[asks[0].name])
    slips = {
        ask.name: np.array([answers[ask.name] for answers in followed.values()]).reshape(m, *key[ask.name].shape)
        for ask in asks
    }
    truth = np.concatenate([key[ask.name].reshape(problems, -1).T / ask.diagnosis_tolerance for ask in asks])
    wrong = np.concatenate(
        [
            np.moveaxis(slips[ask.name].reshape(m, problems, key[ask.name][0].size), -1, 0) / ask.diagnosis_tolerance
            for ask in asks
        ]
    )
    words = tuple(feedback_and_tier(mutant(exercise.reference, (name,), exercise.misconceptions)) for name in followed)
    return Solved(key, tuple(followed), slips, separate(truth, wrong), unfollowed, words)


@memoised
def feedback_and_tier(net: type[Any]) -> tuple[str, str]:
    """What a learner reads of a misconception, and its tier."""
    return feedback(net), net.tier


def plain_values(values: NDArray[Any]) -> Value:
    """Values as plain numbers, without the last digits in which equal sums differ."""
    return np.round(values, DIGITS).tolist()


def candidates(exercise: Exercise, called: frozenset[str]) -> tuple[str, ...]:
    """The misconceptions that can show: they override a method that `solve` calls. Targets first, then tier by tier."""
    return in_order(exercise.reference, exercise.misconceptions, exercise.targets, called)


@memoised
def in_order(
    reference: type[Any], own: tuple[type[Any], ...], targets: tuple[str, ...], called: frozenset[str]
) -> tuple[str, ...]:
    """The misconceptions of the catalogue and of the exercise's own that override one of these methods."""
    if "cell" not in called:  # backward asks only for a slope, and slips of the slope have names of their own
        called -= {"nonlinearity"}
    known = known_misconceptions(reference, own)
    found = [name for name, net in known.items() if called.intersection(overrides(net))]
    return tuple(sorted(found, key=lambda name: (name not in targets, known[name].tier)))
