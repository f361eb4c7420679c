"""Checks of rnn_step and rnn_forward: each isolates one term, one step or one property of the forward pass."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN, Call, Case, expected_value
from quizgen.submissions.checks.check import CallValues, Procedure, call_all, check, equals_reference
from quizgen.submissions.checks.compare import require_equal_results, require_shape
from quizgen.submissions.checks.failed import CheckFailed
from quizgen.submissions.checks.side_effects import equal_results, no_side_effects

SIZES = (ALL_DIFFERENT, Case.of(1, 4, 2, 5), Case.of(3, 1, 2, 5))
INPUT_ONLY = PLAIN.with_zero("W_h", "b", "h_0")
BIAS_ONLY = PLAIN.with_zero("W", "W_h", "h_0")
STATE_ONLY = PLAIN.steps(0, 1).with_zero("x", "b")
STRONG = PLAIN.steps(0, 2).with_arrays(W=PLAIN.W * 2.5, W_h=PLAIN.W_h * 2.5, b=PLAIN.b * 2.5)
MIRRORED = PLAIN.with_arrays(x=-PLAIN.x)
SINGLE = PLAIN.with_arrays(**{name: getattr(PLAIN, name).astype(np.float32) for name in ("x", "h_0", "W", "W_h", "b")})
WHOLE = PLAIN.with_arrays(x=np.sign(PLAIN.x).astype(np.int64) * [1, 2, 3], h_0=np.sign(PLAIN.h_0).astype(np.int64))
TYPES = tuple((case, case.as_float64(), name) for case, name in ((SINGLE, "float32"), (WHOLE, "whole numbers")))
BEGUN = PLAIN.steps(0, 2)
FROM_ZERO = BEGUN.with_zero("h_0")
REST = PLAIN.steps(2, 4)
ALONE = tuple(PLAIN.examples(i, i + 1) for i in range(len(PLAIN.x)))


def have_shapes(*calls: Call) -> Procedure:
    """Claims that every call returns an array of the right shape, with any numbers."""
    for call, value in zip(calls, (yield from call_all(*calls)), strict=True):
        expected = np.asarray(expected_value(call))
        require_shape(call, value, expected.shape, "h" if expected.ndim == 3 else "h_t")


# One step


@check("rnn_step", "F1", 1, public=True)
def step_runs() -> Procedure:
    """A call that comes back."""
    yield from returns_something(PLAIN.step())


@check("rnn_step", "F2", 2, public=True)
def step_shapes() -> Procedure:
    """The shape (B, H) of h_t, for B, D and H all different and for B = 1."""
    yield from have_shapes(*(case.step() for case in SIZES))


@check("rnn_step", "F3", 2, public=True)
def step_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.step(), ("x_t", "h_prev", "W", "W_h", "b"))


@check("rnn_step", "F4", 2)
def step_input_only() -> Procedure:
    """h_t = tanh(W x_t), where W_h, b and h_prev are zero."""
    yield from equals_reference(INPUT_ONLY.step())


@check("rnn_step", "F5", 1)
def step_bias_only() -> Procedure:
    """h_t = tanh(b), where W, W_h and h_prev are zero."""
    yield from equals_reference(BIAS_ONLY.step())


@check("rnn_step", "F6", 2)
def step_state_only() -> Procedure:
    """h_t = tanh(W_h h_prev), where x_t and b are zero."""
    yield from equals_reference(STATE_ONLY.step())


@check("rnn_step", "F8", 3)
def step_generic() -> Procedure:
    """h_t = tanh(W x_t + W_h h_prev + b), every term at work."""
    yield from equals_reference(PLAIN.step())


# All steps


@check("rnn_forward", "F1", 1, public=True)
def forward_runs() -> Procedure:
    """A call that comes back."""
    yield from returns_something(PLAIN.forward())


@check("rnn_forward", "F2", 2, public=True)
def forward_shapes() -> Procedure:
    """The shape (B, T, H) of h, for B, T, D and H all different, for B = 1 and for T = 1."""
    yield from have_shapes(*(case.forward() for case in SIZES))


@check("rnn_forward", "F3", 2, public=True)
def forward_keeps_nothing() -> Procedure:
    """Untouched arguments, and the same result from a second equal call."""
    yield from no_side_effects(PLAIN.forward(), ("x", "h0", "W", "W_h", "b"))


@check("rnn_forward", "F4", 2)
def forward_input_only() -> Procedure:
    """h_t = tanh(W x_t), where W_h, b and h_0 are zero."""
    yield from equals_reference(INPUT_ONLY.forward())


@check("rnn_forward", "F5", 1)
def forward_bias_only() -> Procedure:
    """h_t = tanh(b), where W, W_h and h_0 are zero."""
    yield from equals_reference(BIAS_ONLY.forward())


@check("rnn_forward", "F6", 2)
def forward_state_only() -> Procedure:
    """h_1 = tanh(W_h h_0), where T = 1 and x and b are zero."""
    yield from equals_reference(STATE_ONLY.forward())


@check("rnn_forward", "F7", 2)
def forward_two_steps() -> Procedure:
    """h_1 and h_2 from h_0 = 0."""
    yield from equals_reference(FROM_ZERO.forward())


@check("rnn_forward", "F8", 3)
def forward_generic() -> Procedure:
    """All states, every term at work and h_0 given."""
    yield from equals_reference(PLAIN.forward())


@check("rnn_forward", "F9", 1, public=True)
def forward_prefix() -> Procedure:
    """No look ahead: h of x_1, x_2 alone begins h of the whole sequence."""
    part = BEGUN.forward()
    whole, begun = yield from call_if_x_matters(PLAIN.forward(), part)
    require_equal_results(part, begun, _states(whole)[:, :2], "h", "for x_1, x_2 alone", "in the whole sequence")


@check("rnn_forward", "F10", 1, public=True)
def forward_split() -> Procedure:
    """No other memory: going on from your own h_2 gives the rest of your h."""
    whole, begun = yield from call_if_x_matters(PLAIN.forward(), BEGUN.forward())
    rest = REST.with_arrays(h_0=_states(begun, T=2)[:, -1].copy()).forward()
    [ended] = yield from call_all(rest)
    require_equal_results(rest, ended, _states(whole)[:, 2:], "h", "going on from your h_2", "in one go")


@check("rnn_forward", "F11", 1, public=True)
def forward_batch() -> Procedure:
    """No exchange between examples: each alone gives what it gives in the batch."""
    alone = [case.forward() for case in ALONE]
    whole, *singles = yield from call_if_x_matters(PLAIN.forward(), *alone)
    for i, (call, single) in enumerate(zip(alone, singles, strict=True)):
        require_equal_results(
            call, single, _states(whole)[i : i + 1], "h", f"for example {i + 1} alone", "in the batch"
        )


@check("rnn_forward", "F12", 1, public=True)
def forward_bound() -> Procedure:
    """No state outside [-1, 1], however large the weights."""
    call = STRONG.forward()
    [value] = yield from call_if_x_matters(call)
    h = require_shape(call, value, (2, 2, 3), "h")
    if not (np.abs(h) <= 1.0).all():
        raise CheckFailed(f"the largest state is {np.max(np.abs(h)):.4g}")


@check("rnn_forward", "F13", 1, public=True)
def forward_types() -> Procedure:
    """The same states from float32 arrays and from whole numbers as from the same numbers in float64."""
    calls = [case.forward() for other, double, _ in TYPES for case in (other, double)]
    results = yield from call_if_x_matters(*calls)
    for call, value, double, (_, _, type) in zip(calls[::2], results[::2], results[1::2], TYPES, strict=True):
        require_equal_results(call, value, _states(double), "h", f"from {type}", "from the same numbers in float64")


def returns_something(call: Call) -> Procedure:
    """Claims that a call returns something other than None."""
    [value] = yield from call_all(call)
    if value is None:
        require_shape(call, value, (), "h")


def call_if_x_matters(*calls: Call) -> CallValues:
    """Makes the calls. Raises CheckFailed if the result does not depend on x, as a constant has all these properties."""
    first, mirrored, *results = yield from call_all(PLAIN.forward(), MIRRORED.forward(), *calls)
    _states(first)
    if equal_results(first, mirrored):
        raise CheckFailed("the states are the same for every x", explainable=False)
    return results


def _states(value: object, T: int = 4) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The learner's own states as an array, to compare other states of theirs with."""
    return np.asarray(require_shape(PLAIN.forward(), value, (2, T, 3), "h"))
