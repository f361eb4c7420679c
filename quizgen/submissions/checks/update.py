"""Checks of sgd."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Call, drawn
from quizgen.submissions.checks.check import Talk, as_reference, ask, check
from quizgen.submissions.checks.compare import mapping
from quizgen.submissions.checks.side_effects import unchanged_and_repeatable

params = {"W": drawn("W of sgd", 3, 2), "W_h": drawn("W_h of sgd", 3, 3), "b": drawn("b of sgd", 3)}
grads = {name: drawn(f"d{name} of sgd", *theta.shape) for name, theta in params.items()}


HALVES, EIGHTHS = (Call("sgd", (params, grads, lr)) for lr in (0.5, 0.125))


@check("sgd", "U1", 3)
def descends() -> Talk:
    """θ - α dθ for every parameter."""
    yield from as_reference(HALVES, EIGHTHS)


@check("sgd", "U3", 1, public=True)
def keeps_nothing() -> Talk:
    """Untouched params and grads, and the same result from a second equal call."""
    [value] = yield from ask(HALVES)
    mapping(HALVES, value, {name: np.zeros(0) for name in params})
    yield from unchanged_and_repeatable(HALVES, ("params", "grads", "lr"))
