"""Two stacked layers of one unit each, two steps: which state goes where."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from reference_rnn import Layer

STATE = {"decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="Two layers, two steps",
    topic="forward-pass",
    level=4,
    covers=["fwd.eq-general"],
    asks=[
        Numbers("u_1", **STATE),
        Numbers("v_1", **STATE),
        Numbers("u_2", **STATE),
        Numbers("v_2", **STATE),
    ],
    targets=["stk-reads-input", "stk-reads-previous", "fwd-no-recurrence", "fwd-no-bias"],
    reference=Layer,
    question=r"""
Two RNN layers are stacked, each with a single unit and $f = \tanh$: everything is a plain number. The lower layer reads
the inputs $x_t$ and has the states $u_t$; the upper layer reads the states of the lower one, each at the same step, and
has the states $v_t$. Each layer has its own weights:

| layer | $W$ | $W_h$ | $b$ | initial state $h_0$ |
|---|---|---|---|---|
| lower | ${{ number(W[0]) }}$ | ${{ number(W_h[0]) }}$ | ${{ number(b[0]) }}$ | $u_0 = {{ number(h_0[0]) }}$ |
| upper | ${{ number(W[1]) }}$ | ${{ number(W_h[1]) }}$ | ${{ number(b[1]) }}$ | $v_0 = {{ number(h_0[1]) }}$ |

The inputs are $x_1 = {{ number(x[0][0]) }}$ and $x_2 = {{ number(x[1][0]) }}$. Compute the states of both layers,
each to 4 decimals.

[[u_1]]

[[v_1]]

[[u_2]]

[[v_2]]
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
In each layer the recurrence runs through its own states; between the layers a state goes up, at the same step:

$$u_t = \tanh(W x_t + W_h u_{t-1} + b), \qquad v_t = \tanh(W u_t + W_h v_{t-1} + b),$$

each line with the weights of its layer.

{% for t in [1, 2] %}
$$u_{{ t }} = \tanh({{ factor(W[0]) }} \cdot {{ factor(x[t - 1][0]) }} + {{ factor(W_h[0]) }} \cdot
{{ factor(lower[t - 1], 4) }} + {{ factor(b[0]) }}) = {{ number(lower[t], 4) }}$$

$$v_{{ t }} = \tanh({{ factor(W[1]) }} \cdot {{ factor(lower[t], 4) }} + {{ factor(W_h[1]) }} \cdot
{{ factor(upper[t - 1], 4) }} + {{ factor(b[1]) }}) = {{ number(upper[t], 4) }}$$
{% endfor %}

The upper layer can start with step 1 as soon as $u_1$ is known: while it does, the lower one can go on with step 2.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        W=draw.array(families.W_H, 2),
        W_h=draw.array(families.W_H, 2),
        b=draw.array(families.B, 2),
        h_0=draw.array(families.W_H, 2),
        x=[[x_t] for x_t in draw.some_of(families.X, 2)],
    )


@exercise.require
def clear_of_zero_and_of_saturation(p):
    u, v = p.h_0[..., 0], p.h_0[..., 1]
    for x_t in p.x[..., 0]:
        a = p.W[..., 0] * x_t + p.W_h[..., 0] * u + p.b[..., 0]
        u = np.tanh(a)
        above = p.W[..., 1] * u + p.W_h[..., 1] * v + p.b[..., 1]
        v = np.tanh(above)
        for value in (a, above):
            yield "a pre-activation outside 0.25 ... 1.8", (abs(value) < 0.25) | (abs(value) > 1.8)


@exercise.solve
def step_by_step(p, Layer):
    lower, upper = (Layer(p.W[:, i, None, None], p.W_h[:, i, None, None], p.b[:, i, None]) for i in range(2))
    u, v = p.h_0[..., :1], p.h_0[..., 1:]
    for t in (1, 2):
        before, x_t = u, p.x[t - 1]
        u = (yield f"u_{t}", lower.step(x_t, u)[..., 0])[..., None]
        v = (yield f"v_{t}", upper.step(upper.reads(u, before, x_t), v)[..., 0])[..., None]


def layer_by_layer(p):
    """All states of the lower layer from u_0 on, then all of the upper one."""
    read, found = [x_t for (x_t,) in p.x], []
    for w, w_h, b, first in zip(p.W, p.W_h, p.b, p.h_0, strict=True):
        states = [first]
        for value in read:
            e = math.exp(2 * (w * value + w_h * states[-1] + b))
            states.append((e - 1) / (e + 1))
        found.append(states)
        read = states[1:]
    return found


@exercise.second_opinion
def one_layer_after_the_other(p):
    (_, u_1, u_2), (_, v_1, v_2) = layer_by_layer(p)
    return {"u_1": u_1, "v_1": v_1, "u_2": u_2, "v_2": v_2}


@exercise.shown
def states(p):
    lower, upper = layer_by_layer(p)
    return {"lower": lower, "upper": upper}
