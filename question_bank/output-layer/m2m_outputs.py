"""A many-to-many network with one unit: a state and a prediction at each of three steps."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem

STATE = {"decimals": 4, "between": (-1, 1), "points": 0.5}
PREDICTION = {"decimals": 4, "between": (0, 1), "points": 0.5}

exercise = Exercise(
    title="A prediction at every step",
    topic="output-layer",
    level=3,
    covers=["type.m2m-same", "rev.eq-m2m", "fwd.eq-output"],
    asks=[
        Numbers("h_1", **STATE),
        Numbers("y_1", label=r"\hat{y}_1", **PREDICTION),
        Numbers("h_2", **STATE),
        Numbers("y_2", label=r"\hat{y}_2", **PREDICTION),
        Numbers("h_3", **STATE),
        Numbers("y_3", label=r"\hat{y}_3", **PREDICTION),
    ],
    targets=["out-lagged-state", "out-no-bias", "out-no-activation", "fwd-output-feedback"],
    question=r"""
A many-to-many RNN reads three inputs and makes a prediction after each of them. It has a single unit, so everything is
a plain number, and computes

$$h_t = \tanh(W x_t + W_h h_{t-1} + b), \qquad \hat{y}_t = \sigma(W_y h_t + b_y)$$

with the sigmoid $\sigma$ and

{{ scalar("W", W) }}, {{ scalar("W_h", W_h) }}, {{ scalar("b", b) }}, {{ scalar("W_y", W_y) }}, {{ scalar("b_y", b_y) }}.

It starts from {{ scalar("h_0", h_0) }} and reads {{ scalar("x_1", x[0]) }}, {{ scalar("x_2", x[1]) }} and
{{ scalar("x_3", x[2]) }}. Compute the state and the prediction of every step, to 4 decimals.

| step | $h_t$ | $\hat{y}_t$ |
|---|---|---|
| 1 | [[h_1]] | [[y_1]] |
| 2 | [[h_2]] | [[y_2]] |
| 3 | [[h_3]] | [[y_3]] |
""",
    solution=r"""
At each step the state comes first, from the input and the state before; the prediction is then read from this new state:

| step | $a_t = W x_t + W_h h_{t-1} + b$ | $h_t = \tanh(a_t)$ | $z_t = W_y h_t + b_y$ | $\hat{y}_t = \sigma(z_t)$ |
|---|---|---|---|---|
{% for t in [1, 2, 3] %}
| {{ t }} |{% for v in [a[t - 1], key["h_%d" % t], z[t - 1], key["y_%d" % t]] %} ${{ number(v, 4) }}$ |{% endfor %}

{% endfor %}

The same $W_y$ and $b_y$ serve all three steps, and $\hat{y}_t$ is not passed on: what step $t + 1$ receives is $h_t$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=1, H=1, T=3, K=1)


@exercise.require
def no_prediction_is_undecided(p):
    _, z = forward(
        p.W[..., 0, 0], p.W_h[..., 0, 0], p.b[..., 0], p.W_y[..., 0, 0], p.b_y[..., 0], p.x[..., 0], p.h_0[..., 0]
    )
    yield "a prediction too near to a half", (abs(np.array(z)) < 0.1).any(axis=0)


@exercise.solve
def three_steps(p, RNN):
    net = RNN(p.W, p.W_h, p.b, p.W_y, p.b_y, outputs="all")
    steps, before = net.walk(p.x, p.h_0), p.h_0
    h_t = next(steps)
    for t in (1, 2, 3):
        h_t = (yield f"h_{t}", h_t[..., 0])[..., None]
        z_t = net.logit(net.read_states(np.stack([before, h_t]))[0])
        yield f"y_{t}", net.link(z_t)[..., 0]
        if t < 3:
            before, h_t = h_t, steps.send(h_t)


def forward(W, W_h, b, W_y, b_y, x, h):
    """The pre-activations and the logits of three steps, in plain numbers or arrays of them."""
    a, z = [], []
    for x_t in x:
        a.append(W * x_t + W_h * h + b)
        h = np.tanh(a[-1])
        z.append(W_y * h + b_y)
    return a, z


def plain(p):
    return forward(p.W[0][0], p.W_h[0][0], p.b[0], p.W_y[0][0], p.b_y[0], [x for (x,) in p.x], p.h_0[0])


@exercise.second_opinion
def by_exponentials(p):
    """tanh and sigmoid both from the exponential function."""
    a, z = plain(p)
    states = {f"h_{t}": (math.exp(2 * a_t) - 1) / (math.exp(2 * a_t) + 1) for t, a_t in enumerate(a, 1)}
    return states | {f"y_{t}": math.exp(z_t) / (1 + math.exp(z_t)) for t, z_t in enumerate(z, 1)}


@exercise.shown
def rows(p):
    a, z = plain(p)
    return {"a": [float(v) for v in a], "z": [float(v) for v in z]}
