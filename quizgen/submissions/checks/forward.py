"""Checks of rnn_step and rnn_forward: each isolates one term, one step or one property of the forward pass."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN, Call, Case, truth
from quizgen.submissions.checks.check import Conversed, Talk, as_reference, ask, check
from quizgen.submissions.checks.compare import require_equal, shaped
from quizgen.submissions.checks.failed import Lost
from quizgen.submissions.checks.side_effects import same, unchanged_and_repeatable

Asked = Callable[[Case], Call]

SIZES = (ALL_DIFFERENT, Case.of(1, 4, 2, 5), Case.of(3, 1, 2, 5))
INPUT_ONLY = PLAIN.none_of("W_h", "b", "h_0")
BIAS_ONLY = PLAIN.none_of("W", "W_h", "h_0")
STATE_ONLY = PLAIN.steps(0, 1).none_of("x", "b")
STRONG = PLAIN.steps(0, 2).but(W=PLAIN.W * 2.5, W_h=PLAIN.W_h * 2.5, b=PLAIN.b * 2.5)
MIRRORED = PLAIN.but(x=-PLAIN.x)
SINGLE = PLAIN.but(**{name: getattr(PLAIN, name).astype(np.float32) for name in ("x", "h_0", "W", "W_h", "b")})
WHOLE = PLAIN.but(x=np.sign(PLAIN.x).astype(np.int64) * [1, 2, 3], h_0=np.sign(PLAIN.h_0).astype(np.int64))
TYPES = tuple((case, case.in_double(), name) for case, name in ((SINGLE, "float32"), (WHOLE, "whole numbers")))
BEGUN = PLAIN.steps(0, 2)
FROM_ZERO = BEGUN.none_of("h_0")
REST = PLAIN.steps(2, 4)
ALONE = tuple(PLAIN.examples(i, i + 1) for i in range(len(PLAIN.x)))


def shapes(*calls: Call) -> Talk:
    """Claims that every call returns an array of the shape of the truth, whatever is in it."""
    for call, value in zip(calls, (yield from ask(*calls)), strict=True):
        expected = np.asarray(truth(call))
        shaped(call, value, expected.shape, "h" if expected.ndim == 3 else "h_t")


# One step


@check("rnn_step", "F1", 1, public=True)
def step_runs() -> Talk:
    """A call of rnn_step(x_t, h_prev, W, W_h, b) that comes back."""
    yield from shaped_or_not(PLAIN.step())


@check("rnn_step", "F2", 2, public=True)
def step_shapes() -> Talk:
    """The shape (B, H) of h_t, for B, D and H all different and for B = 1."""
    yield from shapes(*(case.step() for case in SIZES))


@check("rnn_step", "F3", 2, public=True)
def step_keeps_nothing() -> Talk:
    """Untouched arguments, and the same result from a second equal call."""
    yield from unchanged_and_repeatable(PLAIN.step(), ("x_t", "h_prev", "W", "W_h", "b"))


@check("rnn_step", "F4", 2)
def step_input_only() -> Talk:
    """h_t = tanh(W x_t), where W_h, b and h_prev are zero."""
    yield from as_reference(INPUT_ONLY.step())


@check("rnn_step", "F5", 1)
def step_bias_only() -> Talk:
    """h_t = tanh(b), where W, W_h and h_prev are zero."""
    yield from as_reference(BIAS_ONLY.step())


@check("rnn_step", "F6", 2)
def step_state_only() -> Talk:
    """h_t = tanh(W_h h_prev), where x_t and b are zero."""
    yield from as_reference(STATE_ONLY.step())


@check("rnn_step", "F8", 3)
def step_generic() -> Talk:
    """h_t = tanh(W x_t + W_h h_prev + b), every term at work."""
    yield from as_reference(PLAIN.step())


# All steps


@check("rnn_forward", "F1", 1, public=True)
def forward_runs() -> Talk:
    """A call of rnn_forward(x, h0, W, W_h, b) that comes back."""
    yield from shaped_or_not(PLAIN.forward())


@check("rnn_forward", "F2", 2, public=True)
def forward_shapes() -> Talk:
    """The shape (B, T, H) of h, for B, T, D and H all different, for B = 1 and for T = 1."""
    yield from shapes(*(case.forward() for case in SIZES))


@check("rnn_forward", "F3", 2, public=True)
def forward_keeps_nothing() -> Talk:
    """Untouched arguments, and the same result from a second equal call."""
    yield from unchanged_and_repeatable(PLAIN.forward(), ("x", "h0", "W", "W_h", "b"))


@check("rnn_forward", "F4", 2)
def forward_input_only() -> Talk:
    """h_t = tanh(W x_t), where W_h, b and h_0 are zero."""
    yield from as_reference(INPUT_ONLY.forward())


@check("rnn_forward", "F5", 1)
def forward_bias_only() -> Talk:
    """h_t = tanh(b), where W, W_h and h_0 are zero."""
    yield from as_reference(BIAS_ONLY.forward())


@check("rnn_forward", "F6", 2)
def forward_state_only() -> Talk:
    """h_1 = tanh(W_h h_0), where T = 1 and x and b are zero."""
    yield from as_reference(STATE_ONLY.forward())


@check("rnn_forward", "F7", 2)
def forward_two_steps() -> Talk:
    """h_1 and h_2 from h_0 = 0."""
    yield from as_reference(FROM_ZERO.forward())


@check("rnn_forward", "F8", 3)
def forward_generic() -> Talk:
    """All states, every term at work and h_0 given."""
    yield from as_reference(PLAIN.forward())


@check("rnn_forward", "F9", 1, public=True)
def forward_prefix() -> Talk:
    """No look ahead: h of x_1, x_2 alone begins h of the whole sequence."""
    part = BEGUN.forward()
    whole, begun = yield from ask_if_alive(PLAIN.forward(), part)
    require_equal(part, begun, _states(whole)[:, :2], "h", "for x_1, x_2 alone", "in the whole sequence")


@check("rnn_forward", "F10", 1, public=True)
def forward_split() -> Talk:
    """No other memory: going on from your own h_2 gives the rest of your h."""
    whole, begun = yield from ask_if_alive(PLAIN.forward(), BEGUN.forward())
    rest = REST.but(h_0=_states(begun, T=2)[:, -1].copy()).forward()
    [ended] = yield from ask(rest)
    require_equal(rest, ended, _states(whole)[:, 2:], "h", "going on from your h_2", "in one go")


@check("rnn_forward", "F11", 1, public=True)
def forward_batch() -> Talk:
    """No exchange between examples: each alone gives what it gives in the batch."""
    alone = [case.forward() for case in ALONE]
    whole, *singles = yield from ask_if_alive(PLAIN.forward(), *alone)
    for i, (call, single) in enumerate(zip(alone, singles, strict=True)):
        require_equal(call, single, _states(whole)[i : i + 1], "h", f"for example {i + 1} alone", "in the batch")


@check("rnn_forward", "F12", 1, public=True)
def forward_bound() -> Talk:
    """No state outside [-1, 1], however large the weights."""
    call = STRONG.forward()
    [value] = yield from ask_if_alive(call)
    h = shaped(call, value, (2, 2, 3), "h")
    if not (np.abs(h) <= 1.0).all():
        raise Lost(f"the largest state is {np.max(np.abs(h)):.4g}")


@check("rnn_forward", "F13", 1, public=True)
def forward_types() -> Talk:
    """The same states from float32 arrays and from whole numbers as from the same numbers in float64."""
    calls = [case.forward() for given, double, _ in TYPES for case in (given, double)]
    results = yield from ask_if_alive(*calls)
    for call, value, double, (_, _, type) in zip(calls[::2], results[::2], results[1::2], TYPES, strict=True):
        require_equal(call, value, _states(double), "h", f"from {type}", "from the same numbers in float64")


def shaped_or_not(call: Call) -> Talk:
    """Claims that a call comes back with something."""
    [value] = yield from ask(call)
    if value is None:
        shaped(call, value, (), "h")


def ask_if_alive(*calls: Call) -> Conversed:
    """Makes the calls; lost if the function gives the same whatever x is, for that has every property."""
    first, mirrored, *results = yield from ask(PLAIN.forward(), MIRRORED.forward(), *calls)
    _states(first)
    if same(first, mirrored):
        raise Lost("the states are the same whatever x is", tells=False)
    return results


def _states(value: object, T: int = 4) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The learner's own states as an array, against which other states of theirs are held."""
    return np.asarray(shaped(PLAIN.forward(), value, (2, T, 3), "h"))
