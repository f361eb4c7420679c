"""Numbers as fields that a platform scores: one for each component, with the values of known mistakes."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from math import isfinite

import numpy as np

from quizgen.ask import KnownWrong, Value
from quizgen.asks.values import EDGE, numbers
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
    right = numbers(value)
    by_share = sorted(known, key=lambda one: one.share)
    wrong = [
        (one, values)
        for one, values in zip(by_share, numbers_of([one.value for one in by_share], len(right)), strict=True)
        if len(values) == len(right)
    ]
    keys = [f"{row}-{column}" for row in range(1, rows + 1) for column in range(1, columns + 1)]
    return tuple(
        Field(
            key if len(keys) > 1 else "",
            Entry(sort=sort),
            1 / len(keys),
            tuple(answers_of(right[at], at, wrong, tolerances, write)),
        )
        for at, key in enumerate(keys)
    )


def numbers_of(values: Sequence[Value], count: int) -> list[list[float]]:
    """The numbers of each value in reading order: as one array where all have so many, which is quicker."""
    try:
        return np.asarray(values, dtype=float).reshape(len(values), count).tolist()
    except (TypeError, ValueError):
        return [numbers(one) for one in values]


def answers_of(
    right: float,
    at: int,
    wrong: Sequence[tuple[KnownWrong, Sequence[float]]],
    tolerances: tuple[float, float],
    write: Callable[[float], str],
) -> Iterator[ScoredAnswer]:
    """The answers to component `at`: the right one, then those of misconceptions that differ from it and from each other.

    `wrong`: those of misconceptions, those that earn least first. Of two that cannot be told apart here the first is taken: a
    mistake made here is worth no more than quizgen gives.
    """
    direct, near = (tolerance + EDGE * max(1.0, abs(right)) for tolerance in tolerances)
    yield ScoredAnswer(write(right), 1.0, value=right, tolerance=direct)
    taken = [right]  # in order of size
    for one, values in wrong:
        value = values[at]
        if not isfinite(value):
            continue
        if abs(value - right) <= direct:
            continue
        at_size = bisect(taken, value)
        below = not at_size or abs(value - taken[at_size - 1]) > near
        if below and (at_size == len(taken) or abs(value - taken[at_size]) > near):
            taken.insert(at_size, value)
            yield ScoredAnswer(write(value), one.share, one.feedback, one.misconceptions, value, near)
