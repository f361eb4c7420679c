"""How much the last state of a scalar RNN depends on the first: factor by factor, and their product."""

import math

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Flow

T = 4
SMALL = [sign * hundredth / 100 for hundredth in range(10, 50, 5) for sign in (1, -1)]
LARGE = [sign * hundredth / 100 for hundredth in range(50, 90, 5) for sign in (1, -1)]
REGIMES = (  # recurrent weights and states under which the product shrinks, or grows
    ([0.6, 0.7, 0.8, 0.9, 1.1, 1.2, -0.7, -0.9, -1.1], SMALL + LARGE),
    ([1.6, 1.7, 1.8, 1.9, 2.1, 2.2, -1.6, -1.8, -2.1], SMALL),
)

exercise = Exercise(
    title="The gradient from the last state to the first",
    topic="gradient-flow",
    level=3,
    covers=["bwd.key-issue", "dis.vanishing", "dis.exploding", "iq.q9"],
    asks=[
        Numbers("factors", label="k_1, k_2, k_3, k_4", size=T, decimals=4, points=2),
        Numbers("product", label=r"\frac{\partial h_4}{\partial h_0}", decimals=4, points=2, tolerance=6),
    ],
    targets=["flow-no-derivative", "flow-linear", "flow-off-by-one", "flow-first-factor-only"],
    reference=Flow,
    question=r"""
An RNN with a single unit computes $h_t = \tanh(w x_t + w_h h_{t-1} + b)$ with the recurrent weight
{{ scalar("w_h", w_h) }}. In a forward pass over four inputs its states were

$$h_1 = {{ number(h[0]) }}, \quad h_2 = {{ number(h[1]) }}, \quad h_3 = {{ number(h[2]) }}, \quad
h_4 = {{ number(h[3]) }}.$$

Backpropagation through time carries a gradient from $h_4$ back to $h_0$. Compute the factor
$k_t = \frac{\partial h_t}{\partial h_{t-1}}$ of every step, in the order $k_1, k_2, k_3, k_4$, and the derivative of
$h_4$ with respect to $h_0$. Give all to 4 decimals.

[[factors]]

[[product]]
""",
    solution=r"""
{% macro factor(v, d) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
At every step the gradient is multiplied by the recurrent weight and by the slope of tanh:

$$k_t = \frac{\partial h_t}{\partial h_{t-1}} = w_h (1 - h_t^2)$$

{% for k in key["factors"] %}
- $k_{{ loop.index }} = {{ number(w_h) }} \cdot (1 - {{ number(squares[loop.index0]) }}) = {{ number(k, 4) }}$
{% endfor %}

There are four arrows from $h_0$ to $h_4$, and by the chain rule their factors are multiplied:

$$\frac{\partial h_4}{\partial h_0} = {% for k in key["factors"] %}{{ factor(k, 4) }}
{%- if not loop.last %} \cdot {% endif %}{% endfor %} = {{ number(key["product"], 4) }}$$

{% if small %}
After four steps only this much of the gradient is left, and after four more such steps only this share of the rest: over a
long sequence the gradient **vanishes**, and the network hardly learns from what happened many steps ago.
{% else %}
Four steps multiply the gradient by this number, and four more such steps multiply the result by it once again: over a long
sequence the gradient **explodes**, and training becomes unstable unless it is clipped.
{% endif %}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    weights, states = draw.one_of(REGIMES)
    return Problem(w_h=draw.one_of(weights), h=draw.array(states, T))


@exercise.require
def clearly_smaller_or_larger_than_one(p):
    for t in range(1, T):
        yield "two states in a row of one size", abs(abs(p.h[t]) - abs(p.h[t - 1])) < 0.04
    size = abs(p.w_h * (1 - p.h**2)).prod(axis=0)
    yield "a product near 1", (size > 0.5) & (size < 2)
    yield "a product near 0", size < 0.01


@exercise.solve
def factor_by_factor(p, Flow):
    flow = Flow(p.w_h, p.h)
    k = yield "factors", flow.factors().T
    yield "product", flow.combined(flow.on_the_way(k.T))


def slopes(p):
    return [p.w_h / math.cosh(math.atanh(h)) ** 2 for h in p.h]


@exercise.second_opinion
def by_logarithms(p):
    """The slope of tanh at atanh(h) is 1/cosh²; a product is the exponential of a sum of logarithms, times the signs."""
    k = slopes(p)
    size = math.exp(math.fsum(math.log(abs(factor)) for factor in k))
    return {"factors": k, "product": size * math.copysign(1, p.w_h) ** T}


@exercise.shown
def shown(p):
    return {"squares": [round(h * h, 4) for h in p.h], "small": abs(math.prod(slopes(p))) < 1}
