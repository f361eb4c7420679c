"""Checks of rnn_backward. ∂L/∂h_t is given and the output layer out of sight: G1 asks for dx, not for dW_y and db_y."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizgen.submissions.answers import answer
from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN, Array, Case
from quizgen.submissions.check import Talk, ask, check, values
from quizgen.submissions.compare import Lost, mapping, require_array, shaped
from quizgen.submissions.kept import require_same
from reference_rnn import RNN

PARTS = ("dx", "dh0", "dW", "dW_h", "db")
ONE_STEP = PLAIN.steps(0, 1)
NO_CARRY = PLAIN.none_of("W_h")
LAST_ONLY = PLAIN.but(dh=PLAIN.dh * np.array([0.0, 0.0, 0.0, 1.0])[:, None])
SYMMETRIC = PLAIN.but(W_h=(PLAIN.W_h + PLAIN.W_h.T) / 2)
LINEAR = PLAIN.but(**{name: getattr(PLAIN, name) * 1e-6 for name in ("W", "W_h", "b", "h_0")})
DOUBLED = PLAIN.but(
    x=np.concatenate([PLAIN.x, PLAIN.x]),
    h_0=np.concatenate([PLAIN.h_0, PLAIN.h_0]),
    dh=np.concatenate([PLAIN.dh, PLAIN.dh]) / 2,
)
SMALL = Case.of(2, 3, 2, 2)
h = 1e-5  # of the centred differences


def gradients(case: Case, *names: str) -> Talk:
    """Claims that these gradients of a case are the reference's."""
    call = case.backward()
    [value] = yield from ask(call)
    truth = answer(RNN, call)
    assert isinstance(truth, dict)
    given = mapping(call, value, {name: truth[name] for name in names})
    for name in names:
        require_array(call, given[name], truth[name], name)


@check("rnn_backward", "G0", 1)
def gradient_shapes() -> Talk:
    """The shapes of all gradients, for B, T, D and H all different."""
    call = ALL_DIFFERENT.backward()
    [value] = yield from ask(call)
    truth = answer(RNN, call)
    assert isinstance(truth, dict)
    for name, part in mapping(call, value, truth).items():
        shaped(call, part, truth[name].shape, name)


@check("rnn_backward", "G1", 2)
def gradient_of_inputs() -> Talk:
    """dx_t = Wᵀ δ_t, where every step has an output."""
    yield from gradients(PLAIN, "dx")


@check("rnn_backward", "G2", 3)
def one_step() -> Talk:
    """dW, dW_h and db for T = 1."""
    yield from gradients(ONE_STEP, "dW", "dW_h", "db")


@check("rnn_backward", "G3", 1)
def initial_state() -> Talk:
    """dh0 = W_hᵀ δ_1, for T = 1."""
    yield from gradients(ONE_STEP, "dh0")


@check("rnn_backward", "G4", 2)
def no_carry() -> Talk:
    """dW and db for W_h = 0, where no step hears of the next."""
    yield from gradients(NO_CARRY, "dW", "db")


@check("rnn_backward", "G5", 2)
def many_to_one() -> Talk:
    """dW where only the last step has an output (many-to-one)."""
    yield from gradients(LAST_ONLY, "dW")


@check("rnn_backward", "G6", 2)
def many_to_many_W() -> Talk:
    """dW where every step has an output (many-to-many)."""
    yield from gradients(PLAIN, "dW")


@check("rnn_backward", "G7", 3)
def many_to_many_W_h() -> Talk:
    """dW_h = Σ δ_t h_(t-1)ᵀ, where every step has an output."""
    yield from gradients(PLAIN, "dW_h")


@check("rnn_backward", "G8", 1)
def bias() -> Talk:
    """db = Σ δ_t, where every step has an output."""
    yield from gradients(PLAIN, "db")


@check("rnn_backward", "G9", 0)
def symmetric() -> Talk:
    """dW and dh0 for a symmetric W_h, where a missing transpose does not show."""
    yield from gradients(SYMMETRIC, "dW", "dh0")


@check("rnn_backward", "G10", 0)
def linear() -> Talk:
    """dW for weights so small that the cell is linear, where a missing slope does not show."""
    yield from gradients(LINEAR, "dW")


@check("rnn_backward", "G11", 1)
def doubled_batch() -> Talk:
    """The same dW, dW_h and db from a second call, and from every example twice at half the weight."""
    names = ("dW", "dW_h", "db")
    call = DOUBLED.backward()
    once, again, twice = yield from ask(PLAIN.backward(), PLAIN.backward(), call)
    require_same(call, once, again)
    truth = answer(RNN, call)
    assert isinstance(truth, dict)
    wanted = {name: truth[name] for name in names}
    single, double = mapping(PLAIN.backward(), once, wanted), mapping(call, twice, wanted)
    for name in names:
        require_array(call, double[name], shaped(call, single[name], truth[name].shape, name), name)


@check("rnn_backward", "G12", 2)
def own_differences() -> Talk:
    """The gradients of your own rnn_forward, by centred differences."""
    moved = list(_moved())
    calls = [SMALL.forward(), *(case.forward() for _, _, pair in moved for case in pair)]
    results = yield calls
    try:
        states = [shaped(call, v, (2, 3, 2), "h") for call, v in zip(calls, values(calls, results), strict=True)]
    except Lost:  # there is no rnn_forward to be consistent with, so the chapter's takes its place
        states = [np.asarray(answer(RNN, call)) for call in calls]
    call = SMALL.backward_on(states[0])
    [value] = yield from ask(call)
    slopes = {name: np.zeros_like(getattr(SMALL, field)) for name, field in FIELDS.items()}
    given = mapping(call, value, slopes)
    for (name, at, _), plus, minus in zip(moved, states[1::2], states[2::2], strict=True):
        slopes[name][at] = np.sum(SMALL.dh * (plus - minus)) / (2 * h)
    for name, slope in slopes.items():
        ours = shaped(call, given[name], slope.shape, name)
        off = np.linalg.norm(ours - slope) / (np.linalg.norm(ours) + np.linalg.norm(slope) + 1e-300)
        if not off < 1e-5:
            raise Lost(f"{name} is off by {off:.1e} of its length")


FIELDS = {"dx": "x", "dh0": "h_0", "dW": "W", "dW_h": "W_h", "db": "b"}


def _moved() -> Iterator[tuple[str, tuple[int, ...], tuple[Case, Case]]]:
    """SMALL with each of its numbers moved a little up and a little down: gradient, place, the two cases."""
    for name, field in FIELDS.items():
        array: Array = getattr(SMALL, field)
        for at in np.ndindex(array.shape):
            nudge = np.zeros_like(array)
            nudge[at] = h
            yield name, at, (SMALL.but(**{field: array + nudge}), SMALL.but(**{field: array - nudge}))
