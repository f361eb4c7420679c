"""One problem from the first state to the updated weight: forward pass, loss, back through time, update; H = 1, T = 2."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Trace

STATE = {"decimals": 4, "between": (-1, 1)}
GRADIENT = {"decimals": 4, "tolerance": 4, "carried": 2}
EDGE = 1 - 1e-9  # of a typed state that no tanh gives

exercise = Exercise(
    title="From the first state to the updated weight",
    topic="bptt",
    level=5,
    covers=["lo.forward", "fwd.eq-output", "bwd.loss", "bwd.gradients", "bwd.direction", "bwd.update-rule"],
    asks=[
        Numbers("h_1", **STATE),
        Numbers("h_2", **STATE),
        Numbers("y_hat", label=r"\hat{y}", decimals=4, between=(0, 1)),
        Numbers("L", decimals=4, tolerance=4),
        Numbers("delta_2", label=r"\delta_2", **GRADIENT),
        Numbers("delta_1", label=r"\delta_1", **GRADIENT),
        Numbers("dW_h", label=r"\frac{\partial L}{\partial W_h}", **GRADIENT),
        Numbers("W_h_new", label=r"W_h^{\text{new}}", decimals=4, tolerance=4),
    ],
    targets=[
        *("fwd-no-recurrence", "fwd-no-bias", "fwd-h0-ignored", "out-no-bias", "loss-target-flipped"),
        *("bwd-no-act-derivative", "bwd-dz-sign", "bwd-overwrite", "bwd-last-step-only", "bwd-dwh-uses-ht"),
        *("upd-wrong-sign", "upd-no-learning-rate"),
    ],
    question=r"""
A many-to-one RNN with a single unit reads two inputs; everything is a plain number:

$$h_t = \tanh(W x_t + W_h h_{t-1} + b), \qquad \hat{y} = \sigma(W_y h_2 + b_y)$$

with the sigmoid $\sigma$. The loss $L$ is the binary cross-entropy, with the natural logarithm $\ln$. Given are

{{ scalar("W", W) }}, {{ scalar("W_h", W_h) }}, {{ scalar("b", b) }}, {{ scalar("W_y", W_y) }}, {{ scalar("b_y", b_y) }},

{{ scalar("h_0", h_0) }}, {{ scalar("x_1", x[0]) }}, {{ scalar("x_2", x[1]) }}, the target {{ scalar("y", y) }} and the learning
rate {{ scalar("\\alpha", alpha) }}.

Carry this example through one step of training, each number to 4 decimals. Go on with the numbers that you have found: an error is
charged where it is made, and what follows rightly from it counts in full. Here $\delta_t$ is the derivative of $L$ with respect to
the sum inside the $\tanh$ of step $t$.

| part | | | |
|---|---|---|---|
| 1 | forward | $h_1$ | [[h_1]] |
| 2 | | $h_2$ | [[h_2]] |
| 3 | output | $\hat{y}$ | [[y_hat]] |
| 4 | loss | $L$ | [[L]] |
| 5 | back through time | $\delta_2$ | [[delta_2]] |
| 6 | | $\delta_1$ | [[delta_1]] |
| 7 | gradient | $\frac{\partial L}{\partial W_h}$ | [[dW_h]] |
| 8 | one update | $W_h^{\text{new}}$ | [[W_h_new]] |
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
**Forward.** Each state is made from the input and from the state before:

$$h_1 = \tanh(W x_1 + W_h h_0 + b) = \tanh({{ number(a[0], 4) }}) = {{ number(key["h_1"], 4) }}$$

$$h_2 = \tanh(W x_2 + W_h h_1 + b) = \tanh({{ number(a[1], 4) }}) = {{ number(key["h_2"], 4) }}$$

**Output and loss.** Only the last state is read. As $y = {{ number(y) }}$, one term of the cross-entropy is left:

$$\hat{y} = \sigma(W_y h_2 + b_y) = \sigma({{ number(z, 4) }}) = {{ number(key["y_hat"], 4) }}, \qquad
L = {% if y == 1 %}-\ln \hat{y}{% else %}-\ln(1 - \hat{y}){% endif %} = {{ number(key["L"], 4) }}$$

**Back through time.** Sigmoid and cross-entropy together leave $\hat{y} - y$. It goes back through $W_y$ and through the slope
$1 - h_2^2$ of $\tanh$; then through $W_h$ and the slope $1 - h_1^2$:

$$\delta_2 = (1 - h_2^2) \, W_y (\hat{y} - y)
= {{ number(slope[1], 4) }} \cdot {{ factor(W_y[0][0]) }} \cdot {{ factor(key["y_hat"] - y, 4) }}
= {{ number(key["delta_2"], 4) }}$$

$$\delta_1 = (1 - h_1^2) \, W_h \, \delta_2
= {{ number(slope[0], 4) }} \cdot {{ factor(W_h[0][0]) }} \cdot {{ factor(key["delta_2"], 4) }} = {{ number(key["delta_1"], 4) }}$$

**Gradient.** $W_h$ multiplied $h_0$ at step 1 and $h_1$ at step 2. Both uses contribute, and the contributions are added:

$$\frac{\partial L}{\partial W_h} = \delta_1 h_0 + \delta_2 h_1
= {{ number(parts[0], 4) }} {{ "+" if parts[1] >= 0 else "" }} {{ number(parts[1], 4) }} = {{ number(key["dW_h"], 4) }}$$

**One update**, against the gradient, when all contributions have been added:

$$W_h^{\text{new}} = W_h - \alpha \frac{\partial L}{\partial W_h}
= {{ number(W_h[0][0]) }} - {{ number(alpha) }} \cdot {{ factor(key["dW_h"], 4) }} = {{ number(key["W_h_new"], 4) }}$$
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=1, H=1, T=2, K=1).but(y=draw.integer(0, 1), alpha=draw.one_of([0.2, 0.4, 0.5, 0.8]))


def by_hand(w, w_h, b, w_y, b_y, h_0, x_1, x_2, y):
    """Pre-activations, states, z, ŷ, both δ, and the derivative of h_2 at W_h, which is carried forwards with the states."""
    a_1 = w * x_1 + w_h * h_0 + b
    h_1 = np.tanh(a_1)
    a_2 = w * x_2 + w_h * h_1 + b
    h_2 = np.tanh(a_2)
    z = w_y * h_2 + b_y
    y_hat = 1 / (1 + np.exp(-z))
    dh_1 = h_0 / np.cosh(a_1) ** 2
    dh_2 = (h_1 + w_h * dh_1) / np.cosh(a_2) ** 2
    to_2 = (y_hat - y) * w_y / np.cosh(a_2) ** 2
    return (a_1, a_2), (h_1, h_2), z, y_hat, (to_2 * w_h / np.cosh(a_1) ** 2, to_2), (y_hat - y) * w_y * dh_2


def of(p):
    return by_hand(
        *(p.W[..., 0, 0], p.W_h[..., 0, 0], p.b[..., 0], p.W_y[..., 0, 0], p.b_y[..., 0]),
        *(p.h_0[..., 0], p.x[0, ..., 0], p.x[1, ..., 0], p.y),
    )


@exercise.require
def every_part_counts(p):
    _, (h_1, h_2), z, _, (delta_1, delta_2), _ = of(p)
    yield "a prediction too near to a half", abs(z) < 0.25
    yield "a prediction too near to 0 or 1", abs(z) > 2
    yield "two states alike", abs(abs(h_1) - abs(h_2)) < 0.1
    yield "a step that contributes hardly anything", np.minimum(abs(delta_1 * p.h_0[..., 0]), abs(delta_2 * h_1)) < 0.008


@exercise.solve
def one_step_of_training(p, RNN):
    net = RNN(p.W, p.W_h, p.b, p.W_y, p.b_y)
    steps, y = net.walk(p.x, p.h_0), p.y[..., None]
    h_1 = yield "h_1", next(steps)[..., 0]
    h_2 = yield "h_2", steps.send(h_1[..., None])[..., 0]
    states = np.stack([p.h_0 + 0 * h_1[..., None], h_1[..., None], h_2[..., None]])
    y_hat = yield "y_hat", net.predict(net.read_states(states))[..., 0]
    loss = net.loss_at(y_hat[..., None], y)
    yield "L", np.where(np.isinf(loss), np.nan, loss)  # nothing follows from a wrong ŷ of exactly 0 or 1
    trace = Trace(p.x, np.arctanh(np.clip(states[1:], -EDGE, EDGE)), states, None, y_hat[..., None], False)
    slope = net.slope(trace.preactivations, trace.states[1:])
    with np.errstate(invalid="ignore"):
        dh_2 = net.from_outputs(net.dz(y_hat[..., None], y), 2)[1]
    delta_2 = yield "delta_2", (slope[1] * dh_2)[..., 0]
    delta_1 = yield "delta_1", (slope[0] * net.carry_back(delta_2[..., None]))[..., 0]
    parts = [delta[..., None] * partner for delta, partner in zip((delta_1, delta_2), net.partners(trace), strict=True)]
    dW_h = yield "dW_h", sum(weight * part[..., 0] for weight, part in zip(net.time_weights(2), parts, strict=True))
    yield "W_h_new", net.updated(p.W_h, dW_h[..., None, None], p.alpha)[..., 0, 0]


def plain(p):
    """The same numbers for one problem."""
    return by_hand(
        *(p.W[0][0], p.W_h[0][0], p.b[0], p.W_y[0][0], p.b_y[0], p.h_0[0], p.x[0][0], p.x[1][0], p.y),
    )


@exercise.second_opinion
def carried_forwards(p):
    """The derivative at W_h is carried along with the states, forwards in time, and never goes back."""
    _, (h_1, h_2), z, y_hat, (delta_1, delta_2), dW_h = plain(p)
    loss = math.log1p(math.exp(-z if p.y == 1 else z))
    found = {"h_1": h_1, "h_2": h_2, "y_hat": y_hat, "L": loss, "delta_2": delta_2, "delta_1": delta_1}
    return found | {"dW_h": dW_h, "W_h_new": p.W_h[0][0] - p.alpha * dW_h}


@exercise.shown
def on_the_way(p):
    a, (h_1, h_2), z, _, (delta_1, delta_2), _ = plain(p)
    slope = [(1 - h) * (1 + h) for h in (h_1, h_2)]
    return {"a": a, "z": z, "slope": slope, "parts": [delta_1 * p.h_0[0], delta_2 * h_1]}
