"""Checks of rnn_step_backward, which courses that keep a cache ask for before rnn_backward: one step back, by itself."""

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

# As in backward.py, rnn_step is called with none of these cases but SMALL: its state would be given away.
PLAIN = Case.of(2, 1, 3, 3, draw=" s")
ALL_DIFFERENT = Case.of(3, 1, 2, 5, draw=" s")
DOUBLED = PLAIN.with_arrays(
    x=np.concatenate([PLAIN.x, PLAIN.x]),
    h_0=np.concatenate([PLAIN.h_0, PLAIN.h_0]),
    dh=np.concatenate([PLAIN.dh, PLAIN.dh]) / 2,
)
SMALL = Case.of(2, 1, 2, 2, draw=" s")
OWN = CentredDifferences(SMALL.step(), SMALL.step_backward())


@check("rnn_step_backward", "S0", 1, public=True)
def gradient_shapes() -> Procedure:
    """The shapes of all gradients, for B, D and H all different."""
    yield from gradients_have_shapes(ALL_DIFFERENT.step_backward())


@check("rnn_step_backward", "S1", 1)
def gradient_of_inputs() -> Procedure:
    """dx_t = Wᵀ δ_t."""
    yield from gradients_equal_reference(PLAIN.step_backward(), "dx_t")


@check("rnn_step_backward", "S2", 1)
def gradient_of_the_state_before() -> Procedure:
    """dh_prev = W_hᵀ δ_t, what goes back to the step before."""
    yield from gradients_equal_reference(PLAIN.step_backward(), "dh_prev")


@check("rnn_step_backward", "S3", 1)
def gradient_of_W() -> Procedure:
    """dW = δ_t x_tᵀ, summed over the examples."""
    yield from gradients_equal_reference(PLAIN.step_backward(), "dW")


@check("rnn_step_backward", "S4", 1)
def gradient_of_W_h() -> Procedure:
    """dW_h = δ_t h_(t-1)ᵀ, summed over the examples."""
    yield from gradients_equal_reference(PLAIN.step_backward(), "dW_h")


@check("rnn_step_backward", "S5", 1)
def gradient_of_the_bias() -> Procedure:
    """db = δ_t, summed over the examples."""
    yield from gradients_equal_reference(PLAIN.step_backward(), "db")


@check("rnn_step_backward", "S6", 1, public=True)
def doubled_batch() -> Procedure:
    """The same dW, dW_h and db from a second call, and from every example twice at half the weight."""
    yield from equal_for_doubled_batch(PLAIN.step_backward(), DOUBLED.step_backward())


@check("rnn_step_backward", "S7", 1, uses_own_states=True)
def own_differences() -> Procedure:
    """The gradients of your own rnn_step, by centred differences along a direction for each array."""
    yield from OWN.procedure()
