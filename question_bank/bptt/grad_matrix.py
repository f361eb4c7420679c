"""The gradients of W, W_h and b through two steps of a many-to-many network."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from reference_rnn import Trace

STATE = [sign * twentieth / 20 for twentieth in range(4, 18) for sign in (1, -1)]
Y_HAT = [hundredth / 100 for hundredth in range(20, 81, 5)]

exercise = Exercise(
    title="The gradients of a network with two units",
    topic="bptt",
    level=5,
    covers=["bwd.gradients", "bwd.direction"],
    asks=[
        Numbers("delta_2", label=r"\delta_2", size=2, decimals=4),
        Numbers("delta_1", label=r"\delta_1", size=2, decimals=4),
        Numbers("dW", label=r"\frac{\partial L}{\partial W}", size=(2, 2), decimals=3, tolerance=7, carried=2),
        Numbers("dW_h", label=r"\frac{\partial L}{\partial W_h}", size=(2, 2), decimals=3, tolerance=4, carried=2),
        Numbers("db", label=r"\frac{\partial L}{\partial b}", size=2, decimals=3, tolerance=4, carried=2),
    ],
    targets=[
        "bwd-no-act-derivative",
        "bwd-derivative-at-h",
        "bwd-sigmoid-derivative",
        "bwd-overwrite",
        "bwd-last-step-only",
        "bwd-no-through-time",
        "bwd-upstream-dropped",
        "bwd-wh-not-transposed",
        "bwd-dwh-uses-ht",
        "bwd-dwh-transposed",
        "bwd-dz-sign",
        "bwd-extra-sigmoid-derivative",
    ],
    question=r"""
A many-to-many RNN with two units and $f = \tanh$ computes

$$a_t = W x_t + W_h h_{t-1} + b, \qquad h_t = \tanh(a_t), \qquad z_t = W_y h_t + b_y, \qquad \hat{y}_t = \sigma(z_t)$$

with the sigmoid $\sigma$; vectors are columns. The loss $L$ is the **sum** over both steps of the binary
cross-entropy, with the natural logarithm $\ln$. The forward pass of one example is done:

{{ vector("x_1", inputs[0]) }}, {{ vector("x_2", inputs[1]) }}, {{ vector("h_0", h[0]) }}, {{ vector("h_1", h[1]) }},
{{ vector("h_2", h[2]) }},

{{ scalar("\\hat{y}_1", y_hat[0]) }} for the target {{ scalar("y_1", y[0]) }}, and
{{ scalar("\\hat{y}_2", y_hat[1]) }} for the target {{ scalar("y_2", y[1]) }}.

The weights on the way back are {{ matrix("W_h", W_h) }} and {{ matrix("W_y", W_y) }}.

Compute $\delta_t = \frac{\partial L}{\partial a_t}$ for both steps, to 4 decimals,

[[delta_2]]

[[delta_1]]

and from them the gradients of the parameters, each in the shape of its parameter, to 3 decimals.

[[dW]]

[[dW_h]]

[[db]]
""",
    solution=r"""
Sigmoid and cross-entropy together leave $\frac{\partial L}{\partial z_t} = \hat{y}_t - y_t$, so

$$\frac{\partial L}{\partial z_1} = {{ number(dz[0]) }}, \qquad \frac{\partial L}{\partial z_2} = {{ number(dz[1]) }}$$

The slope of $\tanh$ is $1 - h_t^2$, unit by unit:

$$1 - h_1^2 = {{ column(slope[0], 4) }}, \qquad 1 - h_2^2 = {{ column(slope[1], 4) }}$$

Only $\hat{y}_2$ depends on $h_2$. But $h_1$ feeds both $\hat{y}_1$ and, through $W_h$, the second step, and both
gradients are added:

$$\frac{\partial L}{\partial h_2} = W_y^\top \frac{\partial L}{\partial z_2} = {{ column(dh[1], 4) }}, \qquad
\delta_2 = (1 - h_2^2) \odot \frac{\partial L}{\partial h_2} = {{ column(key["delta_2"], 4) }}$$

$$\frac{\partial L}{\partial h_1} = W_y^\top \frac{\partial L}{\partial z_1} + W_h^\top \delta_2
= {{ column(local, 4) }} + {{ column(carried, 4) }} = {{ column(dh[0], 4) }}$$

$$\delta_1 = (1 - h_1^2) \odot \frac{\partial L}{\partial h_1} = {{ column(key["delta_1"], 4) }}$$

Each step contributes what it used, and shared parameters collect the sum:

{{ matrix("\\frac{\\partial L}{\\partial W} = \\delta_1 x_1^\\top + \\delta_2 x_2^\\top", key["dW"], 3) }}

{{ matrix("\\frac{\\partial L}{\\partial W_h} = \\delta_1 h_0^\\top + \\delta_2 h_1^\\top", key["dW_h"], 3) }}

{{ vector("\\frac{\\partial L}{\\partial b} = \\delta_1 + \\delta_2", key["db"], 3) }}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        W_h=draw.one_of(families.mixing()),
        W_y=draw.array(families.W_Y, 1, 2),
        inputs=draw.array(families.X, 2, 2),
        h=draw.array(STATE, 3, 2),
        y_hat=draw.array(Y_HAT, 2),
        y=draw.array([0, 1], 2),
    )


@exercise.require
def inputs_and_units_differ(p):
    yield "inputs nearly parallel", abs(np.linalg.det(p.inputs)) < 0.2
    yield "two units alike", (abs(p.h[..., 0] - p.h[..., 1]) < 0.1).any(axis=0)


@exercise.solve
def back_through_time(p, RNN):
    H, D = p.W_h.shape[-1], p.inputs.shape[-1]
    net = RNN(np.zeros((H, D)), p.W_h, np.zeros(H), p.W_y, outputs="all")  # the backward pass uses neither W, b nor b_y
    x, y_hat, y = np.moveaxis(p.inputs, 1, 0), p.y_hat.T[..., None], p.y.T[..., None]
    h = p.h[..., None, :]  # a batch of one
    trace = Trace(x[..., None, :], np.arctanh(h[1:]), h, None, y_hat[..., None, :], True)
    dh = net.from_outputs(net.output_errors(trace, np.moveaxis(y, 0, 1)[..., None, :, :]), 2)
    slope = net.slope(trace.preactivations, trace.states[1:])
    delta_2 = yield "delta_2", (slope[1] * dh[1])[..., 0, :]
    arriving = net.arriving(dh[0], net.carry_back(delta_2[..., None, :]))
    delta_1 = yield "delta_1", (slope[0] * arriving)[..., 0, :]
    grads = net.collect(np.stack([delta_1, delta_2])[..., None, :], trace)
    yield "dW", grads.W
    yield "dW_h", grads.W_h
    yield "db", grads.b


def by_hand(p):
    """Line by line in plain numbers: dz_t, 1 - h_t², the parts of ∂L/∂h_1, ∂L/∂h_t and δ_t, unit by unit."""
    (w_y,), units = p.W_y, (0, 1)
    dz = [round(q - y, 9) for q, y in zip(p.y_hat, p.y, strict=True)]
    slope = [[(1 - h) * (1 + h) for h in state] for state in p.h[1:]]
    last = [w_y[i] * dz[1] for i in units]
    delta_2 = [slope[1][i] * last[i] for i in units]
    local = [w_y[i] * dz[0] for i in units]
    carried = [sum(p.W_h[k][i] * delta_2[k] for k in units) for i in units]
    first = [local[i] + carried[i] for i in units]
    delta_1 = [slope[0][i] * first[i] for i in units]
    return {
        "dz": dz,
        "slope": slope,
        "local": local,
        "carried": carried,
        "dh": [first, last],
        "delta": [delta_1, delta_2],
    }


@exercise.second_opinion
def unit_by_unit(p):
    def summed(partners):
        return [[sum(d[i] * v[j] for d, v in zip(delta, partners, strict=True)) for j in (0, 1)] for i in (0, 1)]

    delta = by_hand(p)["delta"]
    return {
        "delta_1": delta[0],
        "delta_2": delta[1],
        "dW": summed(p.inputs),
        "dW_h": summed(p.h[:-1]),
        "db": [row[0] for row in summed([[1, 1], [1, 1]])],
    }


@exercise.shown
def lines(p):
    return by_hand(p)
