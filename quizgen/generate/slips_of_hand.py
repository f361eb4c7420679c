"""The calculation of a question repeated with a slip of the hand at every place where one can happen, in a few runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Value
from quizgen.asks.values import entries
from quizgen.authoring import Exercise, Problem
from quizgen.authoring.problem import problem_axis
from quizgen.generate.changed_numbers import Change, changes
from quizgen.generate.hurried import functions_of, in_degrees, rounding_functions, rounding_methods
from quizgen.generate.solver import Answers, called_by, follow
from quizgen.model import (
    ENTRY_MISREAD,
    IN_DEGREES,
    ROUNDED_EARLY,
    SIGN_LOST,
    TERM_DROPPED,
    Recalculated,
    Variant,
)

MOST = 1000  # copies of a problem; a larger one would explain any answer
RANKS = {IN_DEGREES: 0, SIGN_LOST: 2, TERM_DROPPED: 4, ENTRY_MISREAD: 6}  # which slip is the likelier one
RANKS_OF_ROUNDING = {2: 1, 1: 7, 3: 7}  # by the decimals to which values are rounded on the way
TAN = "Equals what you get if tan, of an angle in degrees, is taken in place of tanh."

# `solve` was written for numbers as they are drawn, and for as many problems as were solved together; these are others: a
# step that does not exist, a logarithm of 0, an array where one number is taken.
NOT_REPEATED = (LookupError, ArithmeticError, ValueError, TypeError)

Typed = Mapping[str, NDArray[Any]]
Say = Callable[[], str]


def recalculated(exercise: Exercise, variant: Variant, p: Problem, typed: Typed) -> Recalculated:
    """The calculation of a sealed variant, first without a slip and then with each.

    p are its numbers, `typed` the values (1, ...) to go on from. LookupError if it cannot be repeated with other numbers.
    """
    slips = list(changes(variant.problem, typed))
    finest = max((ask.rounded_to or 0 for ask in variant.asks), default=0)
    early = [decimals for decimals in RANKS_OF_ROUNDING if decimals < finest]  # all the others are asked for, or exact
    earlier = [(names, decimals) for decimals in early for names in together(typed)]
    if len(slips) + len(earlier) > MOST:
        raise LookupError(f"{variant.exercise} has too many numbers to tell slips of the hand apart")
    ids = ["", *(slip.id for slip in slips), *[ROUNDED_EARLY] * len(earlier)]
    ranks = [0, *(RANKS[slip.id] for slip in slips), *(RANKS_OF_ROUNDING[decimals] for _, decimals in earlier)]
    say: list[Say] = [str, *(partial(slip.sentence, variant) for slip in slips)]
    say += [partial(rounded_sentence, variant, *one) for one in earlier]
    try:
        first = run(exercise, *copies(p, typed, slips, earlier), exercise.reference)
        in_a_hurry = list(hurried(exercise.reference, variant.problem, called_by(exercise, p), early))
    except NOT_REPEATED as error:
        raise LookupError(str(error)) from error
    found = [first]
    for id, rank, net, sentence in in_a_hurry:
        try:
            found.append(run(exercise, p, typed, net))
        except NOT_REPEATED:
            continue
        ids.append(id)
        ranks.append(rank)
        say.append(partial(str, sentence))
    answers = {
        name: np.concatenate([one[name] for one in found])
        for name, value in first.items()
        if all(one[name].shape[1:] == value.shape[1:] for one in found)
    }
    computed = {name: value for name, value in answers.items() if len(value) == len(ids)}
    return Recalculated(tuple(ids), tuple(ranks), computed, lambda i: say[i]())


def run(exercise: Exercise, p: Problem, typed: Typed, net: type[Any]) -> Answers:
    """Every answer of stacked problems."""
    assert exercise.solving is not None
    with np.errstate(all="ignore"):
        return follow(exercise.solving, p, net, typed)


def copies(
    p: Problem, typed: Typed, slips: Sequence[Change], earlier: Sequence[tuple[tuple[str, ...], int]]
) -> tuple[Problem, Typed]:
    """Copies of a problem and of the values to go on from: the first as they are, then one a slip, one a rounding."""
    many = 1 + len(slips) + len(earlier)
    given = {
        name: np.repeat(value, many, problem_axis(name, value)) if isinstance(value, np.ndarray) else value
        for name, value in p.items()
    }
    own = {name: np.repeat(value, many, 0) for name, value in typed.items()}
    for i, slip in enumerate(slips, 1):
        if slip.own:
            own[slip.name][(i, *slip.place)] = slip.new
        else:
            axis = problem_axis(slip.name, given[slip.name])
            given[slip.name][(*slip.place[:axis], i, *slip.place[axis:])] = slip.new
    for i, (names, decimals) in enumerate(earlier, 1 + len(slips)):
        for name in names:
            own[name][i] = np.round(own[name][i], decimals)
    return p.but(**given), own


def together(typed: Typed) -> Iterator[tuple[str, ...]]:
    """The earlier answers that may be rounded before going on: one of them, or all."""
    yield from ((name,) for name in typed)
    if len(typed) > 1:
        yield tuple(typed)


def rounded_sentence(variant: Variant, names: Sequence[str], decimals: int) -> str:
    """What is said of earlier answers that are rounded before going on."""
    mentions = [ask.mention for ask in variant.asks if ask.name in names]
    what = f"{mentions[0]} is" if len(mentions) == 1 else "your earlier answers are"
    return f"Equals what you get if {what} rounded to {places(decimals)} before going on."


def hurried(
    reference: type[Any], problem: Mapping[str, Value], called: frozenset[str], early: Sequence[int]
) -> Iterator[tuple[str, int, type[Any], str]]:
    """The reference with one key for another, or with what is computed on the way rounded: id, rank, class and sentence.

    `called` are its methods that `solve` calls, `early` the decimals to which rounding comes too early.
    """
    applied = called & functions_of(reference)
    if applied:
        yield IN_DEGREES, RANKS[IN_DEGREES], in_degrees(reference), TAN
    finest = max((decimals_of(value) for value in problem.values()), default=0)
    for decimals in early:
        rank = RANKS_OF_ROUNDING[decimals]
        if applied:
            before = "Equals what you get if the number inside the function is rounded to "
            yield ROUNDED_EARLY, rank, rounding_functions(reference, decimals), f"{before}{places(decimals)} first."
        if decimals >= finest:  # else the given numbers were rounded too
            every = "Equals what you get if every value on the way is rounded to "
            yield ROUNDED_EARLY, rank, rounding_methods(reference, decimals), f"{every}{places(decimals)}."


def decimals_of(value: Value) -> int:
    """The most decimals of the numbers in a value; 0 where there are none."""
    numbers = [number for number in entries(value) if isinstance(number, float)]
    return max((len(f"{number:.9f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)


def places(decimals: int) -> str:
    """ "2 decimals"."""
    return f"{decimals} decimal{'s' * (decimals != 1)}"
