"""Gradients that are right for what a wrong forward pass keeps: the inputs that it reads and the states that it uses.

Where a cache is passed on, a backward pass sees nothing else. A pass that starts from zeros, reads x one step late or uses
h_0 at every step hands exactly that on, and gradients that follow from it are no second error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from quizgen.submissions.cases import Array, Call
from quizgen.submissions.diagnosis.candidates import Candidate, FlatValue, pairs, singles
from quizgen.submissions.diagnosis.diagnose import Observation, diagnose, observe
from quizgen.submissions.session import CheckSession, Observed
from reference_rnn import RNN, Trace

WAYS = tuple(product((False, True), (False, True)))  # the inputs as given or as read, the states as returned or as used


def fits_a_wrong_forward(session: CheckSession, function: str, forward: str) -> bool:
    """Whether all gradients of a backward function are right for what one misconception about `forward` keeps, or two
    of them where the forward function is explained by two."""
    observed = [(call, result) for call, result in session.observations(function) if result.failure is None]
    seen = [(call, found) for call, result in observed if (found := observe(call, result)) is not None]
    if not seen or len(seen) < len(observed):
        return False
    candidates = [*singles(forward), *_explained_by_two(session.observations(forward), forward)]
    return any(_fits(one, way, seen) for one in candidates for way in WAYS)


def _explained_by_two(observed: Observed, forward: str) -> Iterator[Candidate]:
    found = diagnose(observed)
    if found is not None and len(found.misconceptions) > 1:
        yield from (one for one in pairs(forward) if {*one.ids} <= {*found.misconceptions})


def _fits(candidate: Candidate, way: tuple[bool, bool], seen: Sequence[tuple[Call, Observation]]) -> bool:
    for call, observation in seen:
        kept = call.memoised((candidate, way), lambda call: _gradients(candidate, way, call))
        if kept is None or not (
            kept.shapes == observation.shapes and observation.matches(kept.numbers, kept.scale).all()
        ):
            return False
    return True


class Kept(RNN):
    """The reference, going back through states that were used in another place than where they arose."""

    used: Array

    def partners(self, trace: Trace) -> Array:
        return self.used


def _gradients(candidate: Candidate, way: tuple[bool, bool], call: Call) -> FlatValue | None:
    """The right gradients on the inputs and the states of a wrong forward pass; None where it has none."""
    dh, x, h_0, _, W, W_h, b = call.args
    one_step = dh.ndim == 2
    if one_step:
        dh, x = dh[:, None], x[:, None]
    try:
        trace, used = _recorded(candidate.engine, W, W_h, b, x, h_0)
    except ValueError:  # NotApplicable, or shapes that NumPy refuses
        return None
    states = np.concatenate([h_0[None], trace.states[1:]])
    as_read, as_used = way
    if (as_used and used is None) or len(states) != x.shape[1] + 1:
        return None
    net = Kept(W, W_h, b)
    net.used = used if as_used and used is not None else states[:-1]
    inputs = trace.inputs if as_read else x.transpose(1, 0, 2)
    grads = net.backward_from(dh, Trace(inputs, trace.preactivations, states, None, None, each_step=False))
    dx = grads.x[:, 0] if one_step else grads.x
    return FlatValue.of({"dx": dx, "dh0": grads.h_0, "dW": grads.W, "dW_h": grads.W_h, "db": grads.b})


def _recorded(engine: Any, W: Array, W_h: Array, b: Array, x: Array, h_0: Array) -> tuple[Trace, Array | None]:
    """The pass of a wrong forward function, and the state that W_h multiplied at each step, if there is one for each."""
    used: list[Array] = []

    def recurrent_part(self: RNN, h_prev: Array) -> Array:
        used.append(h_prev)
        part: Array = super(recorder, self).recurrent_part(h_prev)
        return part

    recorder: Any = type("Recorder", (engine,), {"recurrent_part": recurrent_part})
    trace = recorder(W, W_h, b).forward(x, h_0)
    return trace, np.stack(used) if len(used) == x.shape[1] and used[0].shape == h_0.shape else None
