"""Checks of lstm_step and lstm_forward: each gate alone, h from c, and both states carried from step to step."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizgen.submissions.cases import Array, Call, GatedCase, expected_parts
from quizgen.submissions.checks.check import CallValues, Procedure, call_all, check, require_expected
from quizgen.submissions.checks.compare import require_equal_results, require_parts, require_shape
from quizgen.submissions.checks.failed import CheckFailed
from quizgen.submissions.checks.gradients import gradients_have_shapes
from quizgen.submissions.checks.side_effects import equal_results, no_side_effects

PLAIN = GatedCase.of(2, 4, 3, 3)
SIZES = tuple(GatedCase.of(*size) for size in ((3, 4, 2, 5), (1, 4, 2, 5), (3, 1, 2, 5)))
FORGET = PLAIN.with_blocks("f")
INPUT = PLAIN.with_blocks("i", names=("W", "W_h")).with_blocks("ig", names=("b",)).with_zero("c_0")
CANDIDATE = PLAIN.with_blocks("g").with_zero("c_0")
OUTPUT = PLAIN.with_blocks("o")
NO_WEIGHTS = PLAIN.with_zero("W", "W_h", "b")
ONE_STEP = PLAIN.steps(0, 1)
ONLY_CELL = PLAIN.steps(0, 3).with_zero("W_h")
FORGETTING = PLAIN.steps(0, 3).with_arrays(  # the forget gate is closed: σ(-50) is 0 for any test
    W=PLAIN.with_blocks("igo").W, W_h=PLAIN.with_blocks("igo").W_h, b=np.where(np.arange(12) // 3 == 1, -50.0, PLAIN.b)
)
BEGUN = PLAIN.steps(0, 2)
MIRRORED = PLAIN.with_arrays(x=-PLAIN.x)
ALONE = tuple(PLAIN.examples(i, i + 1) for i in range(len(PLAIN.x)))


def states_equal_reference(call: Call, *names: str) -> Procedure:
    """Claims that these states equal the reference's."""
    [value] = yield from call_all(call)
    require_expected(call, value, *names)


def states_have_shapes(*calls: Call) -> Procedure:
    """Claims that all states have their shapes."""
    for call in calls:
        yield from gradients_have_shapes(call)


# One step


@check("lstm_step", "K1", 2, public=True)
def step_shapes() -> Procedure:
    """The shape (B, H) of h_t and of c_t, for B, D and H all different and for B = 1."""
    yield from states_have_shapes(*(case.lstm_step for case in SIZES))


@check("lstm_step", "K2", 2, public=True)
def step_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.lstm_step, ("x_t", "h_prev", "c_prev", "W", "W_h", "b"))


@check("lstm_step", "K3", 2)
def forget_gate() -> Procedure:
    """The forget gate: c_t = f ⊙ c_prev, where the candidate is zero."""
    yield from states_equal_reference(FORGET.lstm_step, "c_t")


@check("lstm_step", "K4", 2)
def input_gate() -> Procedure:
    """The input gate: c_t = i ⊙ tanh(b_g), where c_prev is zero and the candidate has its bias alone."""
    yield from states_equal_reference(INPUT.lstm_step, "c_t")


@check("lstm_step", "K5", 2)
def candidate() -> Procedure:
    """The candidate: c_t = ½ tanh(W_g x_t + W_hg h_prev + b_g), where c_prev is zero and i has no weights."""
    yield from states_equal_reference(CANDIDATE.lstm_step, "c_t")


@check("lstm_step", "K6", 2)
def output_gate() -> Procedure:
    """The output gate: h_t = o ⊙ tanh(½ c_prev), where the other gates have no weights."""
    yield from states_equal_reference(OUTPUT.lstm_step, "h_t")


@check("lstm_step", "K7", 1)
def hidden_from_cell() -> Procedure:
    """h_t = ½ tanh(c_t) and c_t = ½ c_prev, where there are no weights at all."""
    yield from states_equal_reference(NO_WEIGHTS.lstm_step)


@check("lstm_step", "K8", 3)
def step_generic() -> Procedure:
    """h_t and c_t, every gate at work."""
    yield from states_equal_reference(PLAIN.lstm_step)


# All steps


@check("lstm_forward", "K1", 2, public=True)
def forward_shapes() -> Procedure:
    """The shape (B, T, H) of the states, for B, T, D and H all different, for B = 1 and for T = 1."""
    yield from states_have_shapes(*(case.lstm_forward for case in SIZES))


@check("lstm_forward", "K2", 2, public=True)
def forward_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.lstm_forward, ("x", "h0", "W", "W_h", "b"))


@check("lstm_forward", "K3", 2)
def forward_one_step() -> Procedure:
    """h_1 from h_0 and c_0 = 0, for T = 1."""
    yield from states_equal_reference(ONE_STEP.lstm_forward, "h")


@check("lstm_forward", "K5", 3)
def forward_by_cell() -> Procedure:
    """The cell state is carried on: h_1, h_2 and h_3 where W_h is zero, so that the cell alone remembers."""
    yield from states_equal_reference(ONLY_CELL.lstm_forward, "h")


@check("lstm_forward", "K6", 2)
def forward_by_hidden() -> Procedure:
    """The hidden state is carried on: h_1, h_2 and h_3 where the forget gate is closed, so that the cell forgets."""
    yield from states_equal_reference(FORGETTING.lstm_forward, "h")


@check("lstm_forward", "K7", 1)
def forward_cells() -> Procedure:
    """All cell states c_1 ... c_T."""
    yield from states_equal_reference(PLAIN.lstm_forward, "c")


@check("lstm_forward", "K8", 3)
def forward_generic() -> Procedure:
    """All hidden states, every gate at work and h_0 given."""
    yield from states_equal_reference(PLAIN.lstm_forward, "h")


@check("lstm_forward", "K9", 1, public=True)
def forward_prefix() -> Procedure:
    """No look ahead: h of x_1, x_2 alone begins h of the whole sequence."""
    whole, begun = yield from hidden_if_x_matters(PLAIN.lstm_forward, BEGUN.lstm_forward)
    require_equal_results(BEGUN.lstm_forward, begun, whole[:, :2], "h", "for x_1, x_2 alone", "in the whole sequence")


@check("lstm_forward", "K11", 1, public=True)
def forward_batch() -> Procedure:
    """No exchange between examples: each alone gives what it gives in the batch."""
    whole, *singles = yield from hidden_if_x_matters(PLAIN.lstm_forward, *(case.lstm_forward for case in ALONE))
    for i, (case, single) in enumerate(zip(ALONE, singles, strict=True)):
        beside = f"for example {i + 1} alone", "in the batch"
        require_equal_results(case.lstm_forward, single, whole[i : i + 1], "h", *beside)


def hidden_if_x_matters(*calls: Call) -> CallValues:
    """Makes the calls and returns h of each. Raises CheckFailed if h does not depend on x: constants have any property."""
    first, mirrored, *results = yield from call_all(PLAIN.lstm_forward, MIRRORED.lstm_forward, *calls)
    if equal_results(_hidden(PLAIN.lstm_forward, first), _hidden(MIRRORED.lstm_forward, mirrored)):
        raise CheckFailed("the states are the same for every x", explainable=False)
    return [_hidden(call, value) for call, value in zip(calls, results, strict=True)]


def _hidden(call: Call, value: Any) -> Array:
    expected = expected_parts(call)["h"]
    return require_shape(call, require_parts(call, value, {"h": expected})["h"], expected.shape, "h")
