"""Two sequences in one batch: each starts afresh."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families, states_by_unit

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="A batch of two sequences",
    topic="forward-pass",
    level=3,
    version=2,
    covers=["fwd.eq-general"],
    asks=[
        Numbers("first", label=r"h_2 \text{ of the first sequence}", **STATE),
        Numbers("second", label=r"h_2 \text{ of the second sequence}", **STATE),
    ],
    targets=["fwd-state-leaks-across-batch", "fwd-no-recurrence", "fwd-recur-preactivation"],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}.

A batch holds two independent sequences of two steps. Both start from the same {{ vector("h_0", h_0) }}.

| | $x_1$ | $x_2$ |
|---|---|---|
| first sequence | ${{ column(x[0][0]) }}$ | ${{ column(x[1][0]) }}$ |
| second sequence | ${{ column(x[0][1]) }}$ | ${{ column(x[1][1]) }}$ |

Compute the last state $h_2$ of each sequence, to 4 decimals.

[[first]]

[[second]]
""",
    solution=r"""
The first sequence goes through $h_1 = {{ column(h[0][0], 4) }}$ to $h_2 = {{ column(key["first"], 4) }}$.
The second starts from $h_0$ again, not from the last state of the first: it goes through $h_1 = {{ column(h[1][0], 4) }}$ to
$h_2 = {{ column(key["second"], 4) }}$. The sequences of a batch share the weights, never the states.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    one = draw.vanilla(D=2, H=2, T=2)
    other = families.clear_inputs(draw, one.W, one.W_h, one.b, one.h_0, 2)
    return Problem(
        W=one.W, W_h=one.W_h, b=one.b, h_0=one.h_0, x=[list(pair) for pair in zip(one.x, other, strict=True)]
    )


@exercise.require
def both_sequences_clear(p):
    for i in (0, 1):
        yield from families.calculator(p.but(x=p.x[..., i, :]))


@exercise.solve
def last_states(p, RNN):
    x = np.moveaxis(p.x, 0, -2)  # (N, B, T, D)
    h_0 = np.repeat(p.h_0[..., None, :], 2, axis=-2)
    h = RNN(p.W, p.W_h, p.b).forward(x, h_0).h
    yield "first", h[..., 0, -1, :]
    yield "second", h[..., 1, -1, :]


def states(p):
    """h_1 and h_2 of each sequence."""
    return [states_by_unit(p, x=[x_t[i] for x_t in p.x])[1][1:] for i in (0, 1)]


@exercise.second_opinion
def one_by_one(p):
    first, second = states(p)
    return {"first": first[-1], "second": second[-1]}


@exercise.shown
def all_states(p):
    return {"h": states(p)}
