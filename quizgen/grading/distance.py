"""How far an answer is from a value, counted in units of the last decimal wanted, component by component.

Shapes and formulas are right or wrong as a whole: one component, at distance 0 or infinity. See docs/grading.md.
"""

from __future__ import annotations

from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from quizgen.model import Ask, Formula, Numbers, Shape, Value
from quizgen.reading.formula import evaluate

Array = NDArray[np.float64]

EDGE = 1e-9  # so that no answer is lost to the last bit of a float
MATCH = 1.5  # units within which a misconception is recognised
RELATIVE = 1e-6  # of a formula's values


def flat(value: Value) -> Array:
    """The numbers of an answer in reading order; none when it holds no numbers."""
    try:
        return np.asarray(value, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.empty(0)


def off(ask: Ask, typed: Value, wanted: Value) -> Array:
    """Distances of `typed` from `wanted`: of each component in units u (Numbers), else one 0 or infinity."""
    if isinstance(ask, Formula) and isinstance(wanted, str):  # a key as people write it
        wanted = evaluate(wanted, ask.variables)
    ours, theirs = flat(wanted), flat(typed)
    if isinstance(ask, Shape):
        return np.array([0.0 if _same_shape(list(theirs), list(ours)) else np.inf])
    if ours.size != theirs.size:
        return np.full(max(theirs.size, 1), np.inf)
    with np.errstate(all="ignore"):
        apart = np.abs(theirs - ours)
        if isinstance(ask, Formula):
            return np.array([0.0 if (apart <= RELATIVE * np.maximum(np.abs(ours), RELATIVE)).all() else np.inf])
        assert isinstance(ask, Numbers)
        units = np.maximum(apart - EDGE * np.maximum(1.0, np.abs(ours)), 0.0) / ask.unit
    return np.where(np.isfinite(units), units, np.inf)


def _same_shape(typed: list[float], wanted: list[float]) -> bool:
    """A vector may be written as a column: 128 and 128 x 1 are the same shape."""
    if {len(typed), len(wanted)} == {1, 2}:
        return all(one == other for one, other in zip_longest(typed, wanted, fillvalue=1.0))
    return typed == wanted


def exact(ask: Ask) -> bool:
    """Only the value itself will do: whole numbers, shapes, formulas, and whatever is asked for with tolerance 0."""
    return not isinstance(ask, Numbers) or ask.tolerance == 0


def allowed(ask: Ask) -> tuple[float, float]:
    """Units allowed against the truth, and against what follows from the learner's own earlier answers."""
    return (ask.tolerance, ask.carried) if isinstance(ask, Numbers) and ask.tolerance else (0.0, 0.0)
