"""Checks of rnn_backward. It is given ∂L/∂h_t and not the output layer, so G1 asks for dx and not for dW_y and db_y."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Case
from quizgen.submissions.checks.check import Procedure, check
from quizgen.submissions.checks.gradients import (
    CentredDifferences,
    equal_for_doubled_batch,
    gradients_equal_reference,
    gradients_have_shapes,
)

# The states that rnn_backward is given are what rnn_forward should return, and a file sees all its arguments: so
# rnn_forward is never called with any of these cases.
PLAIN = Case.of(2, 4, 3, 3, draw=" b3")
ALL_DIFFERENT = Case.of(3, 4, 2, 5, draw=" b3")
ONE_STEP = PLAIN.steps(0, 1)
NO_CARRY = PLAIN.with_zero("W_h")
LAST_ONLY = PLAIN.with_arrays(dh=PLAIN.dh * np.array([0.0, 0.0, 0.0, 1.0])[:, None])
SYMMETRIC = PLAIN.with_arrays(W_h=(PLAIN.W_h + PLAIN.W_h.T) / 2)
LINEAR = PLAIN.with_arrays(**{name: getattr(PLAIN, name) * 1e-6 for name in ("W", "W_h", "b", "h_0")})
DOUBLED = PLAIN.with_arrays(
    x=np.concatenate([PLAIN.x, PLAIN.x]),
    h_0=np.concatenate([PLAIN.h_0, PLAIN.h_0]),
    dh=np.concatenate([PLAIN.dh, PLAIN.dh]) / 2,
)
SMALL = Case.of(2, 3, 2, 2)
OWN = CentredDifferences(SMALL.forward(), SMALL.backward())


@check("rnn_backward", "G0", 1, public=True)
def gradient_shapes() -> Procedure:
    """The shapes of all gradients, for B, T, D and H all different."""
    yield from gradients_have_shapes(ALL_DIFFERENT.backward())


@check("rnn_backward", "G1", 2)
def gradient_of_inputs() -> Procedure:
    """dx_t = Wᵀ δ_t, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.backward(), "dx")


@check("rnn_backward", "G2", 3)
def one_step() -> Procedure:
    """dW, dW_h and db for T = 1."""
    yield from gradients_equal_reference(ONE_STEP.backward(), "dW", "dW_h", "db")


@check("rnn_backward", "G3", 1)
def initial_state() -> Procedure:
    """dh0 = W_hᵀ δ_1, for T = 1."""
    yield from gradients_equal_reference(ONE_STEP.backward(), "dh0")


@check("rnn_backward", "G4", 2)
def no_carry() -> Procedure:
    """dW and db for W_h = 0, where no step influences the next."""
    yield from gradients_equal_reference(NO_CARRY.backward(), "dW", "db")


@check("rnn_backward", "G5", 2)
def many_to_one() -> Procedure:
    """dW where only the last step has an output (many-to-one)."""
    yield from gradients_equal_reference(LAST_ONLY.backward(), "dW")


@check("rnn_backward", "G6", 2)
def many_to_many_W() -> Procedure:
    """dW where every step has an output (many-to-many)."""
    yield from gradients_equal_reference(PLAIN.backward(), "dW")


@check("rnn_backward", "G7", 3)
def many_to_many_W_h() -> Procedure:
    """dW_h = Σ δ_t h_(t-1)ᵀ, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.backward(), "dW_h")


@check("rnn_backward", "G8", 1)
def bias() -> Procedure:
    """db = Σ δ_t, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.backward(), "db")


@check("rnn_backward", "G9", 0)
def symmetric() -> Procedure:
    """dW and dh0 for a symmetric W_h, where a missing transpose does not show."""
    yield from gradients_equal_reference(SYMMETRIC.backward(), "dW", "dh0")


@check("rnn_backward", "G10", 0)
def linear() -> Procedure:
    """dW for weights so small that the cell is linear, where a missing slope does not show."""
    yield from gradients_equal_reference(LINEAR.backward(), "dW")


@check("rnn_backward", "G11", 1, public=True)
def doubled_batch() -> Procedure:
    """The same dW, dW_h and db from a second call, and from every example twice at half the weight."""
    yield from equal_for_doubled_batch(PLAIN.backward(), DOUBLED.backward())


@check("rnn_backward", "G12", 2, uses_own_states=True)
def own_differences() -> Procedure:
    """The gradients of your own rnn_forward, by centred differences along a direction for each array."""
    yield from OWN.procedure()
