"""What a variant takes by hand: operations, signs, digits and saturated units, counted in the calculation itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Value, plain
from quizgen.asks.values import entries
from quizgen.authoring import Exercise, Problem
from quizgen.authoring.problem import shape_of, stack, take
from quizgen.generate.exam.traced import SMALLEST_PRIME, Notes, Traced, traced, traced_reference
from quizgen.generate.solver import follow

Array = NDArray[Any]
CARRIED = 4  # decimals that a calculation by hand carries at least
LARGEST = 1e9  # a longer number is written as a power of ten
SIGN, DIGIT = 0.25, 0.05  # steps that a sign to mind and a digit to write are worth


@dataclass(frozen=True)
class Workload:
    """Counts of a calculation by hand. `counted`: of the calculation itself, else of the numbers given and asked for.

    multiplications (also divisions) have no factor 0, 1 or -1, additions (also subtractions) no term 0. functions: tanh, e^a,
    ln a and roots, where their value is not 0 or 1. saturated: values of tanh or σ that round to their limits at the
    decimals asked, and units that ReLU clips. signs: sums of opposite signs, products with a negative factor. digits: the
    significant digits of all factors multiplied, the least that a hand writes down.
    """

    multiplications: int = 0
    additions: int = 0
    functions: int = 0
    saturated: int = 0
    signs: int = 0
    digits: int = 0
    counted: bool = True

    @property
    def steps(self) -> float:
        """The work in steps of a calculator: one for each operation and function, a quarter a sign, a twentieth a digit."""
        return self.multiplications + self.additions + self.functions + SIGN * self.signs + DIGIT * self.digits


def workloads(
    exercise: Exercise, problems: Sequence[Mapping[str, Value]], decimals: int, by_calculation: bool = True
) -> list[Workload]:
    """What each problem of an exercise takes by hand, its answers being wanted to so many decimals.

    Either all are counted in the calculation or, where one cannot be or `by_calculation` is False, none.
    """
    if not (by_calculation and countable(exercise)):
        return [of_numbers(problem) for problem in problems]
    groups: dict[str, list[int]] = {}
    for place, problem in enumerate(problems):
        groups.setdefault(form(problem), []).append(place)
    found: dict[int, Workload] = {}
    for places in groups.values():
        one_form = counted_one_by_one(exercise, [problems[place] for place in places], decimals)
        if one_form is None:
            return [of_numbers(problem) for problem in problems]
        found.update(zip(places, one_form, strict=True))
    return [found[place] for place in range(len(problems))]


def countable(exercise: Exercise) -> bool:
    """Whether its calculation is one with numbers: a formula is derived, whatever it is compared by."""
    return exercise.solving is not None and not any(ask.symbolic for ask in exercise.asks)


def form(problem: Mapping[str, Value]) -> str:
    """Problems with the same form are computed together: the same shapes, and the same words."""
    shapes = {name: shape_of(value) for name, value in problem.items()}
    return repr([(name, shape, plain(problem[name]) if shape is None else None) for name, shape in shapes.items()])


def finest(exercise: Exercise) -> int:
    """The decimals to which the answers of an exercise are wanted; where none is rounded, those that a hand carries."""
    return max((ask.rounded_to or 0 for ask in exercise.asks), default=0) or CARRIED


def counted_one_by_one(
    exercise: Exercise, problems: Sequence[Mapping[str, Value]], decimals: int
) -> list[Workload] | None:
    """The counts of problems of one form, together if that can be: `solve` may expect that problems with words are alone."""
    found = counted(exercise, problems, decimals)
    if found is not None or len(problems) == 1 or None not in map(shape_of, problems[0].values()):
        return found
    alone: list[Workload] = []
    for problem in problems:
        one = counted(exercise, [problem], decimals)
        if one is None:
            return None
        alone += one
    return alone


def counted(exercise: Exercise, problems: Sequence[Mapping[str, Value]], decimals: int) -> list[Workload] | None:
    """The counts of the calculations; None: they cannot be counted."""
    assert exercise.solving is not None
    lengths = {length for value in problems[0].values() for length in shape_of(value) or ()}
    many = prime_from(max(len(problems), SMALLEST_PRIME), lengths)
    notes = Notes(many)
    p = take(stack([Problem(**problem) for problem in problems]), np.minimum(np.arange(many), len(problems) - 1))
    p = p.but(**{name: traced(value, notes) for name, value in p.items() if isinstance(value, np.ndarray)})
    try:
        with np.errstate(all="ignore"):
            answers = follow(exercise.solving, p, traced_reference(exercise.reference, notes))
    except (LookupError, ArithmeticError, ValueError, TypeError, AttributeError):
        return None  # `solve` was not written for as many problems, or for arrays that are noted
    lost = notes.lost or (notes.left and len(problems) > 1)
    if lost or not all(isinstance(value, Traced) for value in answers.values()):
        return None
    return of_notes(notes, decimals, len(problems))


def prime_from(least: int, not_one_of: set[int]) -> int:
    """The first prime from `least` on that is none of some numbers."""
    number = least
    while number in not_one_of or any(number % divisor == 0 for divisor in range(2, int(number**0.5) + 1)):
        number += 1
    return number


def of_notes(notes: Notes, decimals: int, problems: int) -> list[Workload]:
    """The counts of what was noted of the first problems, one by one."""
    one, other = side_by_side(notes, notes.factors)
    so_far, term = side_by_side(notes, notes.summands)
    applied, powers, clipped = (joined(notes, each) for each in (notes.applied, notes.exponentials, notes.clipped))
    unit = 0.5 * 10.0**-decimals
    there = (one != 0) & (other != 0)
    multiplied = there & (abs(one) != 1) & (abs(other) != 1)
    added = (so_far != 0) & (term != 0)
    carried = max(decimals, CARRIED)
    columns = {
        "multiplications": total(multiplied),
        "additions": total(added),
        "functions": total((applied != 0) & (applied != 1)) + total(powers != 1),
        "saturated": total((abs(applied) >= 1 - unit) & (abs(applied) <= 1))
        + total((powers < unit) | (powers > 1 / unit))
        + total(clipped != 0),
        "signs": total(there & ((one < 0) | (other < 0))) + total(added & (so_far * term < 0)),
        "digits": total(np.where(multiplied, significant(one, carried) + significant(other, carried), 0)),
    }
    rows = zip(*(column[:problems].tolist() for column in columns.values()), strict=True)
    return [Workload(**dict(zip(columns, row, strict=True))) for row in rows]


def side_by_side(notes: Notes, pairs: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """The first and the second ones of all pairs: two arrays (problems, k)."""
    return joined(notes, [first for first, _ in pairs]), joined(notes, [second for _, second in pairs])


def joined(notes: Notes, arrays: Sequence[Array]) -> Array:
    """Arrays (problems, ...) as one (problems, k)."""
    return np.concatenate([np.zeros((notes.problems, 0)), *arrays], axis=1)


def total(counts: Array) -> Array:
    """The sum of each row."""
    return np.asarray(counts.sum(axis=1, dtype=int))


def significant(values: Array, decimals: int) -> Array:
    """The significant digits of numbers rounded to so many decimals: 3 of 0.125, 1 of 40, 0 of 0."""
    whole = np.rint(np.minimum(np.nan_to_num(abs(values)), LARGEST) * 10.0**decimals).astype(np.int64)
    powers = 10 ** np.arange(18, dtype=np.int64)
    digits = np.searchsorted(powers, whole.ravel(), side="right").reshape(whole.shape)
    for power in powers[1 : int(digits.max(initial=0))]:
        digits -= (whole % power == 0) & (whole > 0)
    return np.asarray(digits)


def of_numbers(problem: Mapping[str, Value]) -> Workload:
    """Counts of the numbers of a problem, in place of a calculation that cannot be counted: each not 0, 1 or -1 is a factor."""
    numbers = np.array(
        [float(number) for value in problem.values() for number in entries(value) if isinstance(number, int | float)]
    )
    factors = numbers[(numbers != 0) & (abs(numbers) != 1)]
    return Workload(
        multiplications=len(factors),
        signs=int((numbers < 0).sum()),
        digits=int(significant(factors, CARRIED).sum()),
        counted=False,
    )
