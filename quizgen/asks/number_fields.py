"""Numbers as fields that a platform scores: one for each component, with the values of known mistakes."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from quizgen.ask import KnownWrong, Value
from quizgen.asks.values import EDGE, Array, flat
from quizgen.interactions import Entry, Field, Loss, ScoredAnswer

FEWER = Loss(
    "fewer decimals",
    "A right answer with fewer decimals than asked earns nothing; quizgen gives the share of the decimals that are there.",
)
LAYOUT = Loss(
    "another layout",
    "The right numbers transposed, with the opposite sign or in percent earn nothing; quizgen gives half.",
)


def number_fields(
    value: Value,
    shape: tuple[int, int],
    known: Sequence[KnownWrong],
    tolerances: tuple[float, float],
    write: Callable[[float], str],
    sort: str,
) -> tuple[Field, ...]:
    """A field for each component of a right value; `shape` is its rows and columns.

    `tolerances`: within which of the truth a component is right, and within which of a misconception's value it is recognised.
    """
    rows, columns = shape
    right = flat(value)
    wrong = [(one, flat(one.value)) for one in known]
    keys = [f"{row}-{column}" for row in range(1, rows + 1) for column in range(1, columns + 1)]
    return tuple(
        Field(
            key if len(keys) > 1 else "",
            Entry(sort=sort),
            1 / len(keys),
            tuple(answers_of(float(right[at]), at, right.shape, wrong, tolerances, write)),
        )
        for at, key in enumerate(keys)
    )


def answers_of(
    right: float,
    at: int,
    shape: tuple[int, ...],
    wrong: Sequence[tuple[KnownWrong, Array]],
    tolerances: tuple[float, float],
    write: Callable[[float], str],
) -> Iterator[ScoredAnswer]:
    """The answers to one component: the right one, then those of misconceptions that differ from it and from each other.

    Of two that cannot be told apart here the one that earns less is taken: a mistake made here is worth no more than quizgen gives.
    """
    direct, near = (tolerance + EDGE * max(1.0, abs(right)) for tolerance in tolerances)
    yield ScoredAnswer(write(right), 1.0, value=right, tolerance=direct)
    taken = [right]  # in order of size
    for one, values in sorted(wrong, key=lambda pair: pair[0].share):
        if values.shape != shape or not np.isfinite(values[at]):
            continue
        value = float(values[at])
        at_size = bisect(taken, value)
        neighbours = taken[max(0, at_size - 1) : at_size + 1]
        if abs(value - right) > direct and all(abs(value - other) > near for other in neighbours):
            taken.insert(at_size, value)
            yield ScoredAnswer(write(value), one.share, one.feedback, one.misconceptions, value, near)
