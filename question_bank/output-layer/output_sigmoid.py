"""The prediction of a many-to-one network: one logit, one sigmoid."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families

STATE = [sign * hundredth / 100 for hundredth in range(15, 96) for sign in (1, -1)]

exercise = Exercise(
    title="Output of a many-to-one network",
    topic="output-layer",
    level=2,
    covers=["type.m2o-sentiment", "fwd.eq-output", "fwd.out-shape", "rev.eq-m2o"],
    asks=[
        Numbers("z", decimals=4),
        Numbers("y_hat", label=r"\hat{y}", decimals=4, between=(0, 1)),
    ],
    targets=["out-lagged-state", "out-no-bias", "out-no-activation"],
    question=r"""
A many-to-one RNN has read a review of two words. Starting from {{ vector("h_0", h[0]) }}, its hidden states were

{{ vector("h_1", h[1]) }} after the first word and {{ vector("h_2", h[2]) }} after the second.

Its output layer has one unit: the logit is $z = W_y h + b_y$, where $h$ is the state that such a network reads,
and the prediction is $\hat{y} = \sigma(z)$ with the sigmoid $\sigma(z) = \frac{1}{1 + e^{-z}}$. States are columns, and

{{ matrix("W_y", W_y) }}, {{ scalar("b_y", b_y) }}.

Compute $z$ and $\hat{y}$, each to 4 decimals.

[[z]]

[[y_hat]]
""",
    solution=r"""
{% macro factor(v) %}{{ number(v) if v >= 0 else "(" ~ number(v) ~ ")" }}{% endmacro %}
A many-to-one network predicts once, from its last state $h_2$. One row of $W_y$, one logit:

$$z = W_y h_2 + b_y
= {{ factor(W_y[0][0]) }} \cdot {{ factor(h[2][0]) }} + {{ factor(W_y[0][1]) }} \cdot {{ factor(h[2][1]) }}
+ {{ factor(b_y[0]) }} = {{ number(key["z"], 4) }}$$

The sigmoid turns it into a probability:

$$\hat{y} = \frac{1}{1 + e^{ {{- number(-key["z"], 4) -}} }} = {{ number(key["y_hat"], 4) }}$$
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        h=[[0.0, 0.0], draw.array(STATE, 2), draw.array(STATE, 2)],
        W_y=draw.array(families.W_Y, 1, 2),
        b_y=draw.array(families.B_Y, 1),
    )


@exercise.solve
def one_prediction(p, RNN):
    H = p.W_y.shape[-1]
    net = RNN(
        np.zeros((H, 1)), np.zeros((H, H)), np.zeros(H), p.W_y, p.b_y
    )  # the cell is not used: the states are given
    z = yield "z", net.logit(net.read_states(p.h))[..., 0]
    yield "y_hat", net.link(z[..., None])[..., 0]


@exercise.require
def neither_certain_nor_undecided(p):
    z = (p.W_y[..., 0, :] * p.h[-1]).sum(axis=-1) + p.b_y[..., 0]
    yield "a prediction too near to a half", abs(z) < 0.2
    yield "a prediction too near to 0 or 1", abs(z) > 2.5


@exercise.second_opinion
def odds(p):
    (row,), (bias,) = p.W_y, p.b_y
    z = math.fsum([row[0] * p.h[2][0], row[1] * p.h[2][1], bias])
    return {"z": z, "y_hat": math.exp(z) / (1 + math.exp(z))}
