"""Every step's contribution to the gradient of a shared weight, and their sum."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from quizgen.authoring.pictures import line_plot
from reference_rnn import Trace

STATE = [sign * hundredth / 100 for hundredth in range(20, 86) for sign in (1, -1)]
SLOPE = families.signed(0.3, 1.5)
PART = {"decimals": 4, "points": 0.5}

exercise = Exercise(
    title="What each step contributes to a shared weight",
    topic="bptt",
    level=4,
    version=2,
    covers=["bwd.direction", "bwd.gradients"],
    asks=[
        Numbers("delta_3", label=r"\delta_3", **PART),
        Numbers("c_3", **PART),
        Numbers("delta_2", label=r"\delta_2", **PART),
        Numbers("c_2", **PART),
        Numbers("delta_1", label=r"\delta_1", **PART),
        Numbers("c_1", **PART),
        Numbers("dW_h", label=r"\frac{\partial L}{\partial W_h}", decimals=4, tolerance=4, carried=2),
    ],
    targets=[
        "bwd-overwrite",
        "bwd-last-step-only",
        "bwd-dwh-uses-ht",
        "bwd-mean-over-time",
        "bwd-no-through-time",
        "bwd-upstream-dropped",
        "bwd-no-act-derivative",
        "bwd-derivative-at-h",
    ],
    question=r"""
An RNN with a single unit computes $a_t = W x_t + W_h h_{t-1} + b$ and $h_t = \tanh(a_t)$; everything is a plain
number. It predicts at each of its three steps, and the loss $L$ is the **sum** of the three steps' losses. The
forward pass is done:

{{ scalar("W_h", W_h) }}, {{ scalar("h_0", h[0]) }}, {{ scalar("h_1", h[1]) }}, {{ scalar("h_2", h[2]) }},
{{ scalar("h_3", h[3]) }}.

Let $g_t$ be the derivative, with respect to $h_t$, of the loss of step $t$ alone. These are known too:

{{ scalar("g_1", g[0]) }}, {{ scalar("g_2", g[1]) }}, {{ scalar("g_3", g[2]) }}.

Go back through time. Let $\delta_t = \frac{\partial L}{\partial a_t}$ be the gradient of the whole loss $L$ at $a_t$,
and let $c_t$ be what the use of $W_h$ at step $t$ contributes to $\frac{\partial L}{\partial W_h}$. Fill in the table
and give $\frac{\partial L}{\partial W_h}$, all to 4 decimals.

| step | $\delta_t$ | $c_t$ |
|---|---|---|
| 3 | [[delta_3]] | [[c_3]] |
| 2 | [[delta_2]] | [[c_2]] |
| 1 | [[delta_1]] | [[c_1]] |

[[dW_h]]
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
The slope of $\tanh$ at $a_t$ is $1 - h_t^2$. From step 3, which nothing follows, the gradient goes back one step at a
time; $h_t$ has an effect on the loss of step $t$ and, through $W_h$, on step $t + 1$, so both parts are added:

$$\delta_3 = (1 - h_3^2)\, g_3 = {{ number(f[2], 4) }} \cdot {{ factor(g[2]) }} = {{ number(key["delta_3"], 4) }}$$

$$\delta_2 = (1 - h_2^2)(g_2 + W_h \delta_3)
= {{ number(f[1], 4) }} \cdot {{ factor(arriving[1], 4) }} = {{ number(key["delta_2"], 4) }}$$

$$\delta_1 = (1 - h_1^2)(g_1 + W_h \delta_2)
= {{ number(f[0], 4) }} \cdot {{ factor(arriving[0], 4) }} = {{ number(key["delta_1"], 4) }}$$

At step $t$ the weight $W_h$ multiplied $h_{t-1}$, so that use of it contributes $c_t = \delta_t h_{t-1}$:

| step | $\delta_t$ | $h_{t-1}$ | $c_t = \delta_t h_{t-1}$ |
|---|---|---|---|
{% for t in [3, 2, 1] %}
| {{ t }} | ${{ number(key["delta_%d" % t], 4) }}$ | ${{ number(h[t - 1][0]) }}$ | ${{ number(key["c_%d" % t], 4) }}$ |
{% endfor %}

There is only one $W_h$, used three times, so the contributions are added:

$$\frac{\partial L}{\partial W_h} = c_1 + c_2 + c_3 = {{ number(key["dW_h"], 4) }}$$

A step contributes much only where both the gradient $\delta_t$ that arrives and the state $h_{t-1}$ that it meets are large:

{{ picture(over_time) }}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(W_h=draw.array(families.W_H, 1, 1), h=draw.array(STATE, 4, 1), g=draw.array(SLOPE, 3))


@exercise.require
def consecutive_states_differ(p):
    h = p.h[..., 0]
    for t in range(1, 4):
        yield "two states in a row alike", abs(h[t] - h[t - 1]) < 0.1


@exercise.solve
def back_through_time(p, RNN):
    net = RNN(np.zeros((1, 1)), p.W_h, np.zeros(1))
    trace = Trace(np.zeros((3, 1)), np.arctanh(p.h[1:]), p.h, None, None, True)
    g, slope, partner = p.g.T[..., None], net.slope(trace.preactivations, trace.states[1:]), net.partners(trace)
    shares, delta = [], None
    for t in (3, 2, 1):
        dh = g[t - 1] if delta is None else net.arriving(g[t - 1], net.carry_back(delta))
        delta = (yield f"delta_{t}", (slope[t - 1] * dh)[..., 0])[..., None]
        shares.insert(0, (yield f"c_{t}", (delta * partner[t - 1])[..., 0]))
    yield "dW_h", sum(weight * c for weight, c in zip(net.time_weights(3), shares, strict=True))


def by_hand(p):
    """The slopes of tanh, the whole gradient at each h_t, and each δ_t: lists over t = 1, 2, 3."""
    ((w_h,),), states = p.W_h, [h for (h,) in p.h]
    f = [(1 - h) * (1 + h) for h in states[1:]]
    to_2 = f[2] * w_h  # ∂h_3/∂h_2, and so on
    to_1 = f[1] * w_h
    arriving = [p.g[0] + to_1 * p.g[1] + to_1 * to_2 * p.g[2], p.g[1] + to_2 * p.g[2], p.g[2]]
    return f, arriving, [slope * dh for slope, dh in zip(f, arriving, strict=True)]


@exercise.second_opinion
def path_by_path(p):
    """Each loss reaches each use of W_h along one path; the paths are multiplied out and added."""
    deltas = by_hand(p)[2]
    parts = [delta * h for delta, (h,) in zip(deltas, p.h[:-1], strict=True)]
    found = {f"delta_{t}": delta for t, delta in enumerate(deltas, 1)}
    return found | {f"c_{t}": c for t, c in enumerate(parts, 1)} | {"dW_h": sum(parts)}


@exercise.shown
def factors(p):
    f, arriving, deltas = by_hand(p)
    parts = [delta * h for delta, (h,) in zip(deltas, p.h[:-1], strict=True)]
    over_time = line_plot("The contribution of each step", {r"\delta_t": deltas, "c_t": parts})
    return {"f": f, "arriving": arriving, "over_time": over_time}
