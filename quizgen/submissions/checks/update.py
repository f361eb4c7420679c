"""Checks of sgd."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Call, random_array
from quizgen.submissions.checks.check import Procedure, call_all, check, equals_reference
from quizgen.submissions.checks.compare import require_parts
from quizgen.submissions.checks.side_effects import no_side_effects

params = {
    "W": random_array("W of sgd", 3, 2),
    "W_h": random_array("W_h of sgd", 3, 3),
    "b": random_array("b of sgd", 3),
}
grads = {name: random_array(f"d{name} of sgd", *theta.shape) for name, theta in params.items()}


HALVES, EIGHTHS = (Call("sgd", (params, grads, lr)) for lr in (0.5, 0.125))


@check("sgd", "U1", 3)
def descends() -> Procedure:
    """θ - α dθ for every parameter."""
    yield from equals_reference(HALVES, EIGHTHS)


@check("sgd", "U3", 1, public=True)
def keeps_nothing() -> Procedure:
    """Untouched params and grads, and the same result from a second equal call."""
    [value] = yield from call_all(HALVES)
    require_parts(HALVES, value, {name: np.zeros(0) for name in params})
    yield from no_side_effects(HALVES, ("params", "grads", "lr"))
