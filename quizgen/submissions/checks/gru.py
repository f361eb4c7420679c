"""Checks of gru_step and gru_forward, right with the reset gate before the weights or after them."""

from __future__ import annotations

from quizgen.submissions.cases import GatedCase
from quizgen.submissions.checks.check import CallValues, Procedure, call_all, check, equals_reference
from quizgen.submissions.checks.compare import require_equal_results, require_shape
from quizgen.submissions.checks.failed import CheckFailed
from quizgen.submissions.checks.forward import have_shapes
from quizgen.submissions.checks.side_effects import equal_results, no_side_effects

GATES = "rzn"
PLAIN = GatedCase.of(2, 4, 3, 3, blocks=3)
SIZES = tuple(GatedCase.of(*size, blocks=3) for size in ((3, 4, 2, 5), (1, 4, 2, 5), (3, 1, 2, 5)))
UPDATE = PLAIN.with_blocks("z", order=GATES)
CANDIDATE = PLAIN.with_blocks("n", order=GATES).with_zero("h_0")
RESET = PLAIN.with_blocks("rn", order=GATES)
BEGUN = PLAIN.steps(0, 2)
FROM_ZERO = BEGUN.with_zero("h_0")
REST = PLAIN.steps(2, 4)
MIRRORED = PLAIN.with_arrays(x=-PLAIN.x)
ALONE = tuple(PLAIN.examples(i, i + 1) for i in range(len(PLAIN.x)))


# One step


@check("gru_step", "V1", 2, public=True)
def step_shapes() -> Procedure:
    """The shape (B, H) of h_t, for B, D and H all different and for B = 1."""
    yield from have_shapes(*(case.gru_step for case in SIZES))


@check("gru_step", "V2", 2, public=True)
def step_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.gru_step, ("x_t", "h_prev", "W", "W_h", "b"))


@check("gru_step", "V3", 2)
def update_gate() -> Procedure:
    """The update gate: h_t = z ⊙ h_prev, where the candidate is zero."""
    yield from equals_reference(UPDATE.gru_step)


@check("gru_step", "V4", 2)
def candidate() -> Procedure:
    """The candidate: h_t = ½ tanh(W_n x_t + b_n), where h_prev is zero and the gates have no weights."""
    yield from equals_reference(CANDIDATE.gru_step)


@check("gru_step", "V5", 3)
def reset_gate() -> Procedure:
    """The reset gate: what the candidate sees of h_prev, where the update gate has no weights."""
    yield from equals_reference(RESET.gru_step)


@check("gru_step", "V8", 3)
def step_generic() -> Procedure:
    """h_t, both gates and the candidate at work."""
    yield from equals_reference(PLAIN.gru_step)


# All steps


@check("gru_forward", "V1", 2, public=True)
def forward_shapes() -> Procedure:
    """The shape (B, T, H) of h, for B, T, D and H all different, for B = 1 and for T = 1."""
    yield from have_shapes(*(case.gru_forward for case in SIZES))


@check("gru_forward", "V2", 2, public=True)
def forward_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.gru_forward, ("x", "h0", "W", "W_h", "b"))


@check("gru_forward", "V6", 2)
def forward_one_step() -> Procedure:
    """h_1 from h_0, for T = 1."""
    yield from equals_reference(PLAIN.steps(0, 1).gru_forward)


@check("gru_forward", "V7", 2)
def forward_two_steps() -> Procedure:
    """h_1 and h_2 from h_0 = 0."""
    yield from equals_reference(FROM_ZERO.gru_forward)


@check("gru_forward", "V8", 3)
def forward_generic() -> Procedure:
    """All states, both gates and the candidate at work and h_0 given."""
    yield from equals_reference(PLAIN.gru_forward)


@check("gru_forward", "V9", 1, public=True)
def forward_prefix() -> Procedure:
    """No look ahead: h of x_1, x_2 alone begins h of the whole sequence."""
    whole, begun = yield from states_if_x_matters(PLAIN, BEGUN)
    require_equal_results(BEGUN.gru_forward, begun, whole[:, :2], "h", "for x_1, x_2 alone", "in the whole sequence")


@check("gru_forward", "V10", 1, public=True)
def forward_split() -> Procedure:
    """No other memory: going on from your own h_2 gives the rest of your h."""
    whole, begun = yield from states_if_x_matters(PLAIN, BEGUN)
    rest = REST.with_arrays(h_0=begun[:, -1].copy()).gru_forward
    [ended] = yield from call_all(rest)
    require_equal_results(rest, ended, whole[:, 2:], "h", "going on from your h_2", "in one go")


@check("gru_forward", "V11", 1, public=True)
def forward_batch() -> Procedure:
    """No exchange between examples: each alone gives what it gives in the batch."""
    whole, *singles = yield from states_if_x_matters(PLAIN, *ALONE)
    for i, (case, single) in enumerate(zip(ALONE, singles, strict=True)):
        beside = f"for example {i + 1} alone", "in the batch"
        require_equal_results(case.gru_forward, single, whole[i : i + 1], "h", *beside)


def states_if_x_matters(*cases: GatedCase) -> CallValues:
    """The states of these cases. Raises CheckFailed if they do not depend on x, as a constant has all these properties."""
    asked = (PLAIN, MIRRORED, *cases)
    values = yield from call_all(*(case.gru_forward for case in asked))
    sizes = ((*case.x.shape[:2], case.h_0.shape[1]) for case in asked)
    pairs = zip(asked, values, sizes, strict=True)
    first, mirrored, *states = (require_shape(case.gru_forward, value, size, "h") for case, value, size in pairs)
    if equal_results(first, mirrored):
        raise CheckFailed("the states are the same for every x", explainable=False)
    return states
