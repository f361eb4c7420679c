"""Side effects of a function: arguments it wrote into, and a second equal call that returns something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.submissions.cases import Call, as_array
from quizgen.submissions.checks.check import Procedure, values_of
from quizgen.submissions.checks.compare import returned_nothing
from quizgen.submissions.checks.failed import CheckFailed, Location


def no_side_effects(call: Call, names: Sequence[str]) -> Procedure:
    """Claims that the arguments are unchanged and that an equal call returns the same."""
    calls = (call, call.repeated())
    results = yield calls
    first, second = values_of(calls, results)
    if first is None:
        raise returned_nothing(call)
    if results[1].changed:
        changed = [part for i in results[1].changed for part in (" and ", Location(names[i]))][1:]
        raise CheckFailed(
            Location(call.function), " wrote into its argument ", *changed, ": work on a copy", explainable=False
        )
    require_same_result(call, first, second)


def require_same_result(call: Call, first: object, second: object) -> None:
    """Raises CheckFailed unless two equal calls returned the same."""
    if not equal_results(first, second):
        why = " gave different results: something is kept between them"
        raise CheckFailed("two equal calls of ", Location(call.function), why, explainable=False)


def equal_results(first: object, second: object) -> bool:
    """Whether two results are equal, nan included."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(equal_results(first[name], second[name]) for name in first)
    ours, theirs = as_array(first), as_array(second)
    if ours is None or theirs is None:
        return type(first) is type(second)
    if ours.shape != theirs.shape:
        return False
    if (equal := ours == theirs).all():
        return True
    near = np.abs(ours - theirs) <= 1e-12 + 1e-9 * np.abs(theirs)
    return bool((near | equal | (np.isnan(ours) & np.isnan(theirs))).all())
