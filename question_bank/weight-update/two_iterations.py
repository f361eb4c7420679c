"""Two iterations of training a recurrent weight: gradients from scratch each time, one update an iteration."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem

HALVES = [0.5, -0.5, 1.0, -1.0, 1.5, -1.5]
WEIGHT = [sign * tenth / 10 for tenth in range(4, 10) for sign in (1, -1)]
GRADIENT = {"decimals": 4, "tolerance": 8, "carried": 3}

exercise = Exercise(
    title="Two iterations of training",
    topic="weight-update",
    level=4,
    covers=["bwd.update-each-step", "bwd.update-rule", "bwd.gradients"],
    asks=[
        Numbers("g_1", label=r"\frac{\partial L}{\partial W_h} \text{ in iteration 1}", **GRADIENT),
        Numbers("w_1", label=r"W_h \text{ after iteration 1}", decimals=4),
        Numbers("g_2", label=r"\frac{\partial L}{\partial W_h} \text{ in iteration 2}", **GRADIENT),
        Numbers("w_2", label=r"W_h \text{ after iteration 2}", decimals=4),
    ],
    targets=[
        *("upd-grads-not-zeroed", "upd-inside-loop", "upd-wrong-sign", "upd-no-learning-rate"),
        *("bwd-last-step-only", "bwd-overwrite", "bwd-missing-factor-2"),
    ],
    question=r"""
A many-to-one RNN with a single unit and the identity in place of $\tanh$ reads two inputs; everything is a plain number:

$$h_t = x_t + W_h h_{t-1}, \qquad \hat{y} = {{ factor }} h_2, \qquad L = (\hat{y} - y)^2$$

The output is linear. Only $W_h$ is trained. The one training example has {{ scalar("h_0", h_0) }}, {{ scalar("x_1", x[0]) }},
{{ scalar("x_2", x[1]) }} and the target {{ scalar("y", y) }}.

Start from {{ scalar("W_h", W_h) }} and do two iterations of gradient descent on this example with the learning rate
{{ scalar("\\alpha", alpha) }}: forward pass, gradient of $L$ at $W_h$ by backpropagation through time, one update; then the
same again with the new $W_h$. Give all four numbers to 4 decimals.

[[g_1]]

[[w_1]]

[[g_2]]

[[w_2]]
""",
    solution=r"""
With the identity every slope is 1. So $\delta_2 = \frac{\partial L}{\partial h_2}$, which is
$2(\hat{y} - y)$ times the factor of $h_2$ in $\hat{y}$, and $\delta_1 = W_h \delta_2$. Both uses of $W_h$ contribute to its
gradient, and only their sum is used: $\frac{\partial L}{\partial W_h} = \delta_1 h_0 + \delta_2 h_1$.

| iteration | $W_h$ | $h_1$ | $h_2$ | $\hat{y}$ | $\delta_2$ | $\delta_1$ | $\frac{\partial L}{\partial W_h}$ | new $W_h$ |
|---|---|---|---|---|---|---|---|---|
{% for of in rows %}
| {{ loop.index }} | ${{ number(of.w, 4) }}$ |
{%- for v in [of.h_1, of.h_2, of.y_hat, of.delta_2, of.delta_1, of.g] %} ${{ number(v, 4) }}$ |
{%- endfor %} ${{ number(of.new, 4) }}$ |
{% endfor %}

Each new weight is $W_h - \alpha \frac{\partial L}{\partial W_h}$, after the whole way back, not after each of its steps. The
gradient of iteration 1 belongs to the old weight; iteration 2 starts its sum from zero. The loss falls from
${{ number(losses[0], 3) }}$ to ${{ number(losses[1], 3) }}$ and ${{ number(losses[2], 3) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    w, w_y, (x_1, x_2, h_0) = draw.one_of(WEIGHT), draw.one_of([1.0, 2.0, -1.0, -2.0]), draw.array(HALVES, 3)
    y_hat = w_y * (x_2 + w * (x_1 + w * h_0))
    y = round(y_hat + draw.one_of([1.0, -1.0, 1.5, -1.5]), 1)  # a target that two small steps come nearer to
    alpha = draw.one_of([0.02, 0.05] if abs(w_y) == 2 else [0.05, 0.1])
    return Problem(W_h=[[w]], W_y=[[w_y]], x=[[x_1], [x_2]], h_0=[h_0], y=[y], alpha=alpha)


def iterations(w, w_y, x_1, x_2, h_0, y, alpha):
    """The lines of two iterations and the three losses, in plain numbers or arrays of them."""
    rows, losses = [], []
    for _ in range(3):
        h_1 = x_1 + w * h_0
        h_2 = x_2 + w * h_1
        y_hat = w_y * h_2
        delta_2 = 2 * w_y * (y_hat - y)
        g = delta_2 * (x_1 + 2 * w * h_0)  # L is a polynomial in w: h_2 = x_2 + x_1 w + h_0 w²
        losses.append((y_hat - y) ** 2)
        row = {"w": w, "h_1": h_1, "h_2": h_2, "y_hat": y_hat, "delta_2": delta_2, "delta_1": w * delta_2, "g": g}
        w = w - alpha * g
        rows.append(row | {"new": w})
    return rows[:2], losses


def of(p, index):
    return iterations(
        *(p.W_h[index][0], p.W_y[index][0], p.x[0][index], p.x[1][index], p.h_0[index], p.y[index], p.alpha)
    )


@exercise.require
def training_helps(p):
    rows, (first, second, third) = iterations(
        *(p.W_h[..., 0, 0], p.W_y[..., 0, 0], p.x[0, ..., 0], p.x[1, ..., 0], p.h_0[..., 0], p.y[..., 0], p.alpha)
    )
    yield "a loss that does not fall", (second > 0.9 * first) | (third > 0.9 * second)
    yield "nothing left to learn", third < 0.05
    yield (
        "a gradient too large or too small",
        np.any([(abs(row["g"]) > 6) | (abs(row["g"]) < 0.3) for row in rows], axis=0),
    )
    yield "a state of nearly 0", np.any([abs(row["h_1"]) < 0.2 for row in rows], axis=0)
    yield "a weight too large", np.any([abs(row["new"]) > 1.6 for row in rows], axis=0)


@exercise.solve
def two_updates(p, RNN):
    one, zero = np.ones_like(p.W_h), np.zeros_like(p.h_0)
    net = RNN(one, p.W_h, zero, p.W_y, zero, activation="identity", output="linear")
    x, h_0 = p.batch("x", "h_0")
    y, grads = p.y[..., None, :], None
    for i in (1, 2):
        trace = net.forward(x, h_0)
        fresh, w_h = net.backward(trace, y), net.W_h
        grads = net.gradients_to_use(fresh, grads)
        bent = net.descend(trace, y, p.alpha).W_h - net.updated(w_h, fresh.W_h, p.alpha)  # 0 for one update
        g = yield f"g_{i}", grads.W_h[..., 0, 0]
        w = yield f"w_{i}", (net.updated(w_h, g[..., None, None], p.alpha) + bent)[..., 0, 0]
        net = net.with_parameters(one, w[..., None, None], zero, p.W_y, zero)


@exercise.second_opinion
def as_a_polynomial(p):
    (first, second), _ = of(p, 0)
    return {"g_1": first["g"], "w_1": first["new"], "g_2": second["g"], "w_2": second["new"]}


@exercise.shown
def table(p):
    rows, losses = of(p, 0)
    w_y = p.W_y[0][0]
    return {"rows": rows, "losses": losses, "factor": {1: "", -1: "-"}.get(w_y, f"{w_y:g}")}
