"""Checks of output_backward, the gradients of the output layer, which a character model returns beside the others."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Call, Case, random_array
from quizgen.submissions.checks.check import Procedure, check
from quizgen.submissions.checks.gradients import gradients_equal_reference, gradients_have_shapes


def through_outputs(case: Case, K: int) -> Call:
    """The gradients of the summed cross-entropy of a softmax over K classes at every step, with targets of all kinds."""
    B, T, H = case.h.shape
    W_y, b_y = random_array(f"W_y {case.size} {K}", K, H), random_array(f"b_y {case.size} {K}", K)
    y = np.eye(K)[[[(2 * i + t * t) % K for t in range(T)] for i in range(B)]]
    return Call("output_backward", (y, case.x, case.h_0, case.h, case.W, case.W_h, case.b, W_y, b_y))


PLAIN = through_outputs(Case.of(2, 4, 3, 3, draw=" o"), K=4)
ALL_DIFFERENT = through_outputs(Case.of(3, 4, 2, 5, draw=" o"), K=6)


@check("output_backward", "Y0", 1, public=True)
def gradient_shapes() -> Procedure:
    """The shapes of dW_y and db_y."""
    yield from gradients_have_shapes(ALL_DIFFERENT)


@check("output_backward", "Y1", 2)
def gradient_of_W_y() -> Procedure:
    """dW_y = Σ (ŷ_t - y_t) h_tᵀ, summed over the steps."""
    yield from gradients_equal_reference(PLAIN, "dW_y")


@check("output_backward", "Y2", 1)
def gradient_of_the_bias() -> Procedure:
    """db_y = Σ (ŷ_t - y_t), summed over the steps."""
    yield from gradients_equal_reference(PLAIN, "db_y")
