"""Where the reset gate acts: before the weights or after them, which are two different cells."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import GRU

EXACT = {"size": 2, "decimals": 2, "tolerance": 0}
WEIGHT = [1.0, -1.0, 2.0, -2.0, 3.0, -3.0]
OPEN = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]
STATE = [0.5, -0.5, 0.4, -0.4, 0.6, -0.6, 0.8, -0.8]

exercise = Exercise(
    title="Reset before or after the weights",
    topic="gated-rnns",
    level=3,
    covers=["beyond.lstm-gru"],
    asks=[
        Numbers("before", label=r"p_{\text{before}}", **EXACT),
        Numbers("after", label=r"p_{\text{after}}", **EXACT),
    ],
    targets=["gru-reset-after", "gru-reset-ignored"],
    reference=GRU,
    question=r"""
The candidate of a GRU is $n_t = \tanh(W x_t + b + p)$, where $p$ is what it sees of the past. Two forms are in use. They
differ in where the reset gate $r_t$ acts, entry by entry ($\odot$):

$$p_{\text{before}} = W_h (r_t \odot h_{t-1}), \qquad p_{\text{after}} = r_t \odot (W_h h_{t-1}).$$

All vectors are columns, and

{{ matrix("W_h", W_h) }}, {{ vector("r_t", r) }}, {{ vector("h_{t-1}", h_prev) }}.

Give the exact values of $p$ in both forms.

[[before]]

[[after]]
""",
    solution=r"""
**Before**: each entry of the old state is first reduced by its own gate,
$r_t \odot h_{t-1} = {{ column(reduced) }}$, and then the weights mix what is left:
$p_{\text{before}} = {{ column(key["before"]) }}$.

**After**: the weights mix the whole old state, $W_h h_{t-1} = {{ column(mixed) }}$, and then each entry of the result is
reduced: $p_{\text{after}} = {{ column(key["after"]) }}$.

In the first form $r_t$ decides which units are listened to, in the second which units listen. With a single unit, or
with all gates equal, both give the same. PyTorch uses the second form; weights trained in one form are wrong for the
other.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(W_h=draw.array(WEIGHT, 2, 2), r=draw.some_of(OPEN, 2), h_prev=draw.array(STATE, 2))


@exercise.require
def gates_and_weights_that_differ(p):
    yield "two gates nearly alike", abs(p.r[..., 0] - p.r[..., 1]) < 0.25
    yield "a symmetric matrix", p.W_h[..., 0, 1] == p.W_h[..., 1, 0]


@exercise.solve
def both_forms(p, GRU):
    gates = np.zeros((*p.W_h.shape[:-2], 4, 2))  # the weights of r and z, which are not used
    W_h = np.concatenate([gates, p.W_h], axis=-2)
    for form in ("before", "after"):
        gru = GRU(np.zeros((*W_h.shape[:-1], 1)), W_h, np.zeros(W_h.shape[:-1]), reset=form)
        yield form, gru.reset_past(p.r, p.h_prev)


def entry_by_entry(p):
    """r ⊙ h, W_h h, and both forms."""
    reduced = [gate * h for gate, h in zip(p.r, p.h_prev, strict=True)]
    mixed = [row[0] * p.h_prev[0] + row[1] * p.h_prev[1] for row in p.W_h]
    before = [row[0] * reduced[0] + row[1] * reduced[1] for row in p.W_h]
    return reduced, mixed, {"before": before, "after": [gate * m for gate, m in zip(p.r, mixed, strict=True)]}


@exercise.second_opinion
def without_the_reference(p):
    return entry_by_entry(p)[2]


@exercise.shown
def halfway(p):
    reduced, mixed, _ = entry_by_entry(p)
    return {"reduced": [round(v, 6) for v in reduced], "mixed": [round(v, 6) for v in mixed]}
