"""Checks of rnn_backward. ∂L/∂h_t is given and the output layer out of sight: G1 asks for dx, not for dW_y and db_y."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.cases import Case
from quizgen.submissions.checks.check import Talk, check
from quizgen.submissions.checks.gradients import Differences, doubled, of_their_shapes, right

# The states that rnn_backward is given are what rnn_forward should return, and a file can read all it is asked: so
# none of these cases is ever put to rnn_forward.
PLAIN = Case.of(2, 4, 3, 3, draw=" b3")
ALL_DIFFERENT = Case.of(3, 4, 2, 5, draw=" b3")
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
OWN = Differences(SMALL.forward(), SMALL.backward())


@check("rnn_backward", "G0", 1, public=True)
def gradient_shapes() -> Talk:
    """The shapes of all gradients, for B, T, D and H all different."""
    yield from of_their_shapes(ALL_DIFFERENT.backward())


@check("rnn_backward", "G1", 2)
def gradient_of_inputs() -> Talk:
    """dx_t = Wᵀ δ_t, where every step has an output."""
    yield from right(PLAIN.backward(), "dx")


@check("rnn_backward", "G2", 3)
def one_step() -> Talk:
    """dW, dW_h and db for T = 1."""
    yield from right(ONE_STEP.backward(), "dW", "dW_h", "db")


@check("rnn_backward", "G3", 1)
def initial_state() -> Talk:
    """dh0 = W_hᵀ δ_1, for T = 1."""
    yield from right(ONE_STEP.backward(), "dh0")


@check("rnn_backward", "G4", 2)
def no_carry() -> Talk:
    """dW and db for W_h = 0, where no step hears of the next."""
    yield from right(NO_CARRY.backward(), "dW", "db")


@check("rnn_backward", "G5", 2)
def many_to_one() -> Talk:
    """dW where only the last step has an output (many-to-one)."""
    yield from right(LAST_ONLY.backward(), "dW")


@check("rnn_backward", "G6", 2)
def many_to_many_W() -> Talk:
    """dW where every step has an output (many-to-many)."""
    yield from right(PLAIN.backward(), "dW")


@check("rnn_backward", "G7", 3)
def many_to_many_W_h() -> Talk:
    """dW_h = Σ δ_t h_(t-1)ᵀ, where every step has an output."""
    yield from right(PLAIN.backward(), "dW_h")


@check("rnn_backward", "G8", 1)
def bias() -> Talk:
    """db = Σ δ_t, where every step has an output."""
    yield from right(PLAIN.backward(), "db")


@check("rnn_backward", "G9", 0)
def symmetric() -> Talk:
    """dW and dh0 for a symmetric W_h, where a missing transpose does not show."""
    yield from right(SYMMETRIC.backward(), "dW", "dh0")


@check("rnn_backward", "G10", 0)
def linear() -> Talk:
    """dW for weights so small that the cell is linear, where a missing slope does not show."""
    yield from right(LINEAR.backward(), "dW")


@check("rnn_backward", "G11", 1, public=True)
def doubled_batch() -> Talk:
    """The same dW, dW_h and db from a second call, and from every example twice at half the weight."""
    yield from doubled(PLAIN.backward(), DOUBLED.backward())


@check("rnn_backward", "G12", 2, own=True)
def own_differences() -> Talk:
    """The gradients of your own rnn_forward, by centred differences along a direction for each array."""
    yield from OWN.hold()
