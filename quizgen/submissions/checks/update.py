"""Checks of sgd and clip_gradients."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Call, random_array
from quizgen.submissions.checks.check import Procedure, call_all, check, equals_reference
from quizgen.submissions.checks.compare import require_all_parts, require_parts
from quizgen.submissions.checks.side_effects import no_side_effects

params = {
    "W": random_array("W of sgd", 3, 2),
    "W_h": random_array("W_h of sgd", 3, 3),
    "b": random_array("b of sgd", 3),
}
grads = {name: random_array(f"d{name} of sgd", *theta.shape) for name, theta in params.items()}


to_clip = {name: random_array(f"d{name} to clip", *theta.shape) for name, theta in params.items()}
NORM = float(np.sqrt(sum((grad**2).sum() for grad in to_clip.values())))
BELOW, ABOVE, FAR_ABOVE = (Call("clip_gradients", (to_clip, NORM * share)) for share in (1.25, 0.5, 0.125))
HALVES, EIGHTHS = (Call("sgd", (params, grads, lr)) for lr in (0.5, 0.125))


@check("sgd", "U1", 3)
def descends() -> Procedure:
    """θ - α dθ for every parameter."""
    yield from equals_reference(HALVES, EIGHTHS)


@check("sgd", "U3", 1, public=True)
def keeps_nothing() -> Procedure:
    """Untouched params and grads, and the same result from a second equal call."""
    [value] = yield from call_all(HALVES)
    require_all_parts(HALVES, require_parts(HALVES, value, params), params)
    yield from no_side_effects(HALVES, ("params", "grads", "lr"))


@check("clip_gradients", "N1", 2)
def below_the_limit() -> Procedure:
    """Gradients whose common norm is below the limit: they stay as they are."""
    yield from equals_reference(BELOW)


@check("clip_gradients", "N2", 4)
def above_the_limit() -> Procedure:
    """Gradients whose common norm exceeds the limit: all times limit / norm."""
    yield from equals_reference(ABOVE, FAR_ABOVE)


@check("clip_gradients", "N3", 1, public=True)
def clipping_keeps_nothing() -> Procedure:
    """Untouched gradients, and the same result from a second equal call."""
    [value] = yield from call_all(ABOVE)
    require_all_parts(ABOVE, require_parts(ABOVE, value, to_clip), to_clip)
    yield from no_side_effects(ABOVE, ("grads", "limit"))
