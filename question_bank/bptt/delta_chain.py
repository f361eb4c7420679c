"""From the prediction back to h_0 in a network with one unit: dz, δ_2, δ_1, dh_0."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from reference_rnn import Trace

STATE = [sign * hundredth / 100 for hundredth in range(20, 86) for sign in (1, -1)]
Y_HAT = [hundredth / 100 for hundredth in range(20, 81, 2)]

exercise = Exercise(
    title="The chain of gradients back to the initial state",
    topic="bptt",
    level=3,
    covers=["bwd.gradients", "bwd.direction"],
    asks=[
        Numbers("dz", label=r"\frac{\partial L}{\partial z}", decimals=4),
        Numbers("delta_2", label=r"\delta_2", decimals=4),
        Numbers("delta_1", label=r"\delta_1", decimals=4),
        Numbers("dh_0", label=r"\frac{\partial L}{\partial h_0}", decimals=4),
    ],
    targets=[
        *("bwd-dh0-off-by-one", "bwd-no-act-derivative", "bwd-derivative-at-h"),
        *("bwd-dz-sign", "bwd-extra-sigmoid-derivative"),
    ],
    question=r"""
A many-to-one RNN with a single unit has read two inputs; everything is a plain number. It computes

$$a_t = W x_t + W_h h_{t-1} + b, \qquad h_t = \tanh(a_t), \qquad z = W_y h_2 + b_y, \qquad \hat{y} = \sigma(z)$$

with the sigmoid $\sigma$, starting from a given $h_0$. The loss $L$ is the binary cross-entropy, with the natural logarithm
$\ln$. The forward pass is done:

{{ scalar("h_1", h[1]) }}, {{ scalar("h_2", h[2]) }}, {{ scalar("\\hat{y}", y_hat) }} for the target {{ scalar("y", y) }}.

The weights on the way back are {{ scalar("W_y", W_y) }} and {{ scalar("W_h", W_h) }}. Let
$\delta_t = \frac{\partial L}{\partial a_t}$. Compute, each to 4 decimals,

[[dz]]

[[delta_2]]

[[delta_1]]

[[dh_0]]
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
Each factor undoes one line of the forward pass, the last line first. Sigmoid and cross-entropy together leave the difference
of prediction and target:

$$\frac{\partial L}{\partial z} = \hat{y} - y = {{ number(key["dz"], 4) }}$$

Back through $W_y$ to $h_2$, and through $\tanh$, whose slope is $1 - h_2^2$, to $a_2$:

$$\delta_2 = (1 - h_2^2) \, W_y \frac{\partial L}{\partial z}
= {{ number(slope[1], 4) }} \cdot {{ factor(W_y[0][0]) }} \cdot {{ factor(key["dz"], 4) }} = {{ number(key["delta_2"], 4) }}$$

Back through $W_h$ to $h_1$, and through $\tanh$ again:

$$\delta_1 = (1 - h_1^2) \, W_h \, \delta_2
= {{ number(slope[0], 4) }} \cdot {{ factor(W_h[0][0]) }} \cdot {{ factor(key["delta_2"], 4) }} = {{ number(key["delta_1"], 4) }}$$

$h_0$ is one more $W_h$ away. It is given, not computed by a $\tanh$, so no slope follows:

$$\frac{\partial L}{\partial h_0} = W_h \, \delta_1 = {{ number(key["dh_0"], 4) }}$$

Every step back multiplies by $W_h (1 - h_t^2)$; over many steps such a product usually vanishes, and it may explode.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        W_h=draw.array(families.W_H, 1, 1),
        W_y=draw.array(families.W_Y, 1, 1),
        h=[[0.0], draw.array(STATE, 1), draw.array(STATE, 1)],
        y_hat=draw.one_of(Y_HAT),
        y=draw.integer(0, 1),
    )


@exercise.require
def not_nearly_right_by_chance(p):
    yield "a prediction near a half", abs(p.y_hat - 0.5) < 0.06
    yield "two states alike", abs(abs(p.h[1, ..., 0]) - abs(p.h[2, ..., 0])) < 0.1


@exercise.solve
def back_to_the_start(p, RNN):
    net = RNN(np.zeros((1, 1)), p.W_h, np.zeros(1), p.W_y)
    trace = Trace(np.zeros((2, 1)), np.arctanh(p.h[1:]), p.h, None, p.y_hat[..., None], False)
    slope = net.slope(trace.preactivations, trace.states[1:])
    dz = yield "dz", net.dz(p.y_hat[..., None], p.y[..., None])[..., 0]
    dh_2 = net.from_outputs(dz[..., None], 2)[1]
    delta_2 = yield "delta_2", (slope[1] * dh_2)[..., 0]
    delta_1 = yield "delta_1", (slope[0] * net.carry_back(delta_2[..., None]))[..., 0]
    yield "dh_0", net.initial_gradient(delta_1[..., None])[..., 0]


def slopes(p):
    return [(1 - h) * (1 + h) for (h,) in p.h[1:]]


@exercise.second_opinion
def one_product(p):
    """Every answer as the product of all factors between it and the loss."""
    ((w_h,),), ((w_y,),), (s_1, s_2) = p.W_h, p.W_y, slopes(p)
    dz = p.y_hat - p.y
    return {
        "dz": dz,
        "delta_2": dz * w_y * s_2,
        "delta_1": dz * w_y * w_h * s_2 * s_1,
        "dh_0": dz * w_y * w_h**2 * s_2 * s_1,
    }


@exercise.shown
def factors(p):
    return {"slope": slopes(p)}
