"""Honest classes, simulated on the quizzes of a class: wrong answers that nothing explains, and the most alike pair of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from quizgen.classroom.course.similar_column import Array, Column, Fit, Places, Wrong

CLASSES = 200
FEWEST_WRONG = 0.1  # of the questions, at least, have a wrong answer that nothing explains
UNEVEN = 2.0  # the shape of the gamma distribution of how often a student is wrong
UNKNOWN, BY_HAND, RANDOM = 0, 1, 2  # a misconception that nobody knows, a slip of the hand, any number
SHARES = (0.4, 0.3, 0.3)
ROUND = 0.2  # of the random numbers have one decimal at most


def simulated_maxima(
    columns: Sequence[Column],
    questions: Sequence[int],
    wrong: float,
    best: Callable[[Iterable[tuple[int, Fit]]], float],
    random: np.random.Generator,
) -> Array:
    """For each of CLASSES honest classes the evidence of its most alike pair; the largest first.

    `questions` has the student of each question; `wrong` is the share of questions that are wrong for no known reason.
    """
    students = np.array(questions)
    groups = exercises(columns)
    maxima = []
    for _ in range(CLASSES):
        weakness = max(wrong, FEWEST_WRONG) * random.gamma(UNEVEN, 1 / UNEVEN, int(students.max(initial=0)) + 1)
        happens = random.random(len(students)) < weakness[students]
        how = np.where(happens, random.choice(3, len(students), p=SHARES), -1)
        fits = [
            (at, fit)
            for numbers in groups
            for at, typed in typed_wrong({at: columns[at] for at in numbers}, how, random)
            for fit in columns[at].fits(typed)
        ]
        maxima.append(best(fits))
    return np.sort(np.array(maxima))[::-1]


def exercises(columns: Sequence[Column]) -> list[list[int]]:
    """The numbers of the columns, exercise by exercise, in the order in which they are asked."""
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        groups.setdefault(column.copies[0].variant.exercise, []).append(at)
    return [*groups.values()]


def typed_wrong(
    columns: Mapping[int, Column], how: NDArray[np.int64], random: np.random.Generator
) -> Iterable[tuple[int, Wrong]]:
    """The unexplained wrong answers to one exercise. One of its misconceptions is taken to be unknown in this class."""
    names = sorted({name for column in columns.values() for name in column.slips})
    hidden = str(random.choice(names)) if names else ""
    starts = random.integers(0, len(columns), len(how))  # from this ask on the question is wrong
    for place, (at, column) in enumerate(columns.items()):
        asked = np.array([copy.question for copy in column.copies])
        kind, start = how[asked], starts[asked]
        unknown = np.flatnonzero(kind == UNKNOWN)
        slip = column.slips.get(hidden, np.full(column.keys.shape, np.nan))[unknown]
        there = np.isfinite(slip).all(axis=-1)
        by_hand = np.flatnonzero((kind == BY_HAND) & (start == place))
        anything = np.flatnonzero((kind == RANDOM) & (start <= place))
        rows = np.concatenate([unknown[there], by_hand, anything])
        values = np.concatenate([slip[there], slipped(column, by_hand, random), any_numbers(column, anything, random)])
        rounded = np.round(values / column.unit) * column.unit
        yield at, column.unexplained(Wrong(rows, rounded, np.broadcast_to(column.unit, rounded.shape)), hidden)


def slipped(column: Column, rows: Places, random: np.random.Generator) -> Array:
    """Right answers with one number that lost its sign, has a wrong digit, or its decimal point one place off."""
    values = column.keys[rows].copy()
    some = np.arange(len(rows)), random.integers(0, values.shape[1], len(rows))
    number, unit = values[some], column.unit[some[1]]
    digit = unit * 10.0 ** random.integers(0, 4, len(rows)) * random.integers(1, 9, len(rows))
    values[some] = np.choose(random.integers(0, 3, len(rows)), [-number, number + digit, number * 10])
    return values


def any_numbers(column: Column, rows: Places, random: np.random.Generator) -> Array:
    """Numbers near the right ones, anywhere in the possible range, or round ones."""
    keys = column.keys[rows]
    spreads = [column.spreads[row] for row in rows]
    low, high, near = (
        np.array([[getattr(s, name)] for s in spreads]).reshape(-1, 1) for name in ("low", "high", "near")
    )
    close = keys + near * random.standard_normal(keys.shape)
    anywhere = low + (high - low) * random.random(keys.shape)
    values = np.where(random.random((len(rows), 1)) < 0.5, close, anywhere)
    return np.where(random.random((len(rows), 1)) < ROUND, np.round(values, 1), values)
