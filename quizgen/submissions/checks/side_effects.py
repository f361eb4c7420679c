"""What a function leaves behind: arguments it wrote into, and a second answer that is not the first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.submissions.cases import Call, array_of
from quizgen.submissions.checks.check import Talk, values
from quizgen.submissions.checks.compare import nothing
from quizgen.submissions.checks.failed import Lost, Spot


def unchanged_and_repeatable(call: Call, names: Sequence[str]) -> Talk:
    """Claims that the arguments stay as they are and that the same call gives the same again."""
    calls = (call, call.again())
    results = yield calls
    first, second = values(calls, results)
    if first is None:
        raise nothing(call)
    if results[1].changed:
        changed = [part for i in results[1].changed for part in (" and ", Spot(names[i]))][1:]
        raise Lost(Spot(call.function), " wrote into its argument ", *changed, ": work on a copy", tells=False)
    require_same(call, first, second)


def require_same(call: Call, first: object, second: object) -> None:
    """Nothing if two equal calls gave the same; raises Lost if not."""
    if not same(first, second):
        why = " gave different results: something is kept between them"
        raise Lost("two equal calls of ", Spot(call.function), why, tells=False)


def same(first: object, second: object) -> bool:
    """Whether two results are equal, nan included."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[name], second[name]) for name in first)
    ours, theirs = array_of(first), array_of(second)
    if ours is None or theirs is None:
        return type(first) is type(second)
    if ours.shape != theirs.shape:
        return False
    if (equal := ours == theirs).all():
        return True
    near = np.abs(ours - theirs) <= 1e-12 + 1e-9 * np.abs(theirs)
    return bool((near | equal | (np.isnan(ours) & np.isnan(theirs))).all())
