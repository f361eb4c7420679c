"""Checks of rnn_backward. ∂L/∂h_t is given and the output layer out of sight: G1 asks for dx, not for dW_y and db_y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.answers import truth, truths
from quizgen.submissions.cases import Array, Call, Case, drawn
from quizgen.submissions.check import Talk, ask, check, hold, values
from quizgen.submissions.compare import UNSEEN, Lost, Spot, is_single, mapping, require_equal, shaped
from quizgen.submissions.kept import require_same

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
FIELDS = {"dx": "x", "dh0": "h_0", "dW": "W", "dW_h": "W_h", "db": "b"}
DIRECTIONS = {name: drawn(f"direction of {name}", *getattr(SMALL, at).shape, low=0.5) for name, at in FIELDS.items()}
h = 1e-5  # of the centred differences


def _nudged() -> Iterator[Call]:
    """rnn_forward on SMALL, then with each array moved a little along its direction and against it."""
    yield SMALL.forward()
    for name, field in FIELDS.items():
        for sign in (h, -h):
            yield SMALL.but(**{field: getattr(SMALL, field) + sign * DIRECTIONS[name]}).forward()


NUDGED = tuple(_nudged())


def gradients(case: Case, *names: str) -> Talk:
    """Claims that these gradients of a case are the reference's."""
    call = case.backward()
    [value] = yield from ask(call)
    hold(call, value, *names)


@check("rnn_backward", "G0", 1, public=True)
def gradient_shapes() -> Talk:
    """The shapes of all gradients, for B, T, D and H all different."""
    call = ALL_DIFFERENT.backward()
    [value] = yield from ask(call)
    expected = truths(call)
    for name, part in mapping(call, value, expected).items():
        if part is not UNSEEN:
            shaped(call, part, expected[name].shape, name)


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


@check("rnn_backward", "G11", 1, public=True)
def doubled_batch() -> Talk:
    """The same dW, dW_h and db from a second call, and from every example twice at half the weight."""
    call, double = PLAIN.backward(), DOUBLED.backward()
    first, again, twice = yield from ask(call, call.again(), double)
    require_same(call, first, again)
    shapes = {name: np.zeros_like(getattr(PLAIN, FIELDS[name])) for name in ("dW", "dW_h", "db")}
    once, doubled = mapping(call, first, shapes), mapping(double, twice, shapes)
    for name, like in shapes.items():
        if once[name] is UNSEEN:
            continue
        ours = shaped(call, once[name], like.shape, name)
        require_equal(double, doubled[name], ours, name, "for every example twice at half the weight", "for each once")


@check("rnn_backward", "G12", 2)
def own_differences() -> Talk:
    """The gradients of your own rnn_forward, by centred differences along a direction for each array."""
    results = yield NUDGED
    states = _own_states(results)
    call = SMALL.backward() if states is None else SMALL.backward_on(states[0])
    if states is None:  # there is no rnn_forward to be consistent with, so the chapter's takes its place
        states = [np.asarray(truth(nudged)) for nudged in NUDGED]
    [value] = yield from ask(call)
    given = mapping(call, value, DIRECTIONS)
    for (name, u), plus, minus in zip(DIRECTIONS.items(), states[1::2], states[2::2], strict=True):
        if given[name] is UNSEEN:
            continue
        ours = shaped(call, given[name], u.shape, name)
        slope = float(np.sum(SMALL.dh * (plus - minus))) / (2 * h)
        off = abs(float(np.sum(ours * u)) - slope) / (np.linalg.norm(ours) * np.linalg.norm(u) + abs(slope) + 1e-300)
        if not off < (1e-3 if is_single(value) else 1e-5):
            raise Lost(Spot(name), f" is off by {off:.1e} of its length")


def _own_states(results: Sequence[Result]) -> list[Array] | None:
    """What the learner's rnn_forward gave, None if that is no pass; of single precision no difference can be taken."""
    try:
        given = [shaped(call, v, (2, 3, 2), "h") for call, v in zip(NUDGED, values(NUDGED, results), strict=True)]
    except Lost:
        return None
    return None if any(is_single(result.value) for result in results) else given
