"""Honest classes, simulated on the quizzes of a class: wrong answers that nothing explains, and the most alike pair of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from quizgen.classroom.course.similar_column import Array, Column, Fit, Places, Wrong

CLASSES = 200
TOGETHER = 25  # classes that are simulated at a time
FEWEST_WRONG = 0.1  # of the questions, at least, have a wrong answer that nothing explains
UNEVEN = 2.0  # the shape of the gamma distribution of how often a student is wrong
UNKNOWN, BY_HAND, RANDOM, RIGHT = 0, 1, 2, 3  # a misconception that nobody knows, a slip of the hand, any number
SHARES = (0.4, 0.3, 0.3)  # of the wrong ones
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
    maxima: list[float] = []
    for _ in range(CLASSES // TOGETHER):
        share = max(wrong, FEWEST_WRONG) * random.gamma(
            UNEVEN, 1 / UNEVEN, (TOGETHER, int(students.max(initial=0)) + 1)
        )
        happens = random.random((TOGETHER, len(students))) < share[:, students]
        how = np.where(happens, random.choice(3, happens.shape, p=SHARES), RIGHT)
        fits: list[list[tuple[int, Fit]]] = [[] for _ in range(TOGETHER)]
        for numbers in groups:
            for at, typed in typed_wrong({at: columns[at] for at in numbers}, how, random):
                for fit in columns[at].fits(typed):
                    fits[fit.trial].append((at, fit))
        maxima += map(best, fits)
    return np.array(sorted(maxima, reverse=True))


def exercises(columns: Sequence[Column]) -> list[list[int]]:
    """The numbers of the columns, exercise by exercise, in the order in which they are asked."""
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        groups.setdefault(column.copies[0].variant.exercise, []).append(at)
    return [*groups.values()]


def typed_wrong(columns: Mapping[int, Column], how: Places, random: np.random.Generator) -> Iterable[tuple[int, Wrong]]:
    """The unexplained wrong answers to one exercise, of which `how` (classes, questions) says how they are wrong.

    In each class one of its misconceptions is taken to be unknown.
    """
    names = np.array(sorted({name for column in columns.values() for name in column.slips}) or [""])
    hidden = random.integers(0, len(names), len(how))
    starts = random.integers(0, len(columns), how.shape)  # from this ask on the question is wrong
    for place, (at, column) in enumerate(columns.items()):
        kind, start = how[:, column.questions], starts[:, column.questions]
        tables = np.array([column.slips.get(name, np.full(column.keys.shape, np.nan)) for name in names.tolist()])
        unknown, by_hand, anything = (
            np.nonzero(one)
            for one in (kind == UNKNOWN, (kind == BY_HAND) & (start == place), (kind == RANDOM) & (start <= place))
        )
        trials, rows = (np.concatenate(both) for both in zip(unknown, by_hand, anything, strict=True))
        values = np.concatenate(
            [
                tables[hidden[unknown[0]], unknown[1]],
                slipped(column, by_hand[1], random),
                any_numbers(column, anything[1], random),
            ]
        )
        there = np.isfinite(values).all(axis=-1)
        rounded = (np.round(values / column.unit) * column.unit)[there]
        typed = Wrong(rows[there], rounded, np.broadcast_to(column.unit, rounded.shape), trials[there])
        yield at, column.unexplained(typed, names[hidden[typed.trials]])


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
    low, high, near = column.spreads[:, rows, None]
    close = keys + near * random.standard_normal(keys.shape)
    anywhere = low + (high - low) * random.random(keys.shape)
    values = np.where(random.random((len(rows), 1)) < 0.5, close, anywhere)
    return np.asarray(np.where(random.random((len(rows), 1)) < ROUND, np.round(values, 1), values))
