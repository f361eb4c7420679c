"""What each earlier input still contributes to the state: the memory of a linear RNN, input by input."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Flow

T, LATER = 4, 10
EXACT = {"decimals": 4, "tolerance": 0}

exercise = Exercise(
    title="What is left of each input",
    topic="hidden-state",
    level=2,
    covers=["arch.kp-hidden", "feat.memory", "adv.memory", "dis.short-memory", "key.memory"],
    asks=[
        Numbers("parts", label=r"\text{contributions}", size=T, points=2, **EXACT),
        Numbers("h_4", **EXACT),
        Numbers("left", label=r"\text{share}", decimals=4, between=(0, 1)),
    ],
    targets=["flow-off-by-one", "flow-linear", "flow-equal-losses"],
    reference=Flow,
    question=r"""
The state of an RNN is its memory. To see what it keeps, take one with a single unit, without an activation function ($f$ is
the identity) and without a bias:

$$h_t = w x_t + w_h h_{t-1}, \qquad w = {{ number(w) }}, \quad w_h = {{ number(w_h) }}, \quad h_0 = 0.$$

It reads $x_1 = {{ number(inputs[0]) }}$, $x_2 = {{ number(inputs[1]) }}$, $x_3 = {{ number(inputs[2]) }}$ and
$x_4 = {{ number(inputs[3]) }}$. The state $h_4$ is a sum with a contribution of each input. Give the exact values of
the four contributions, in the order of the inputs, and of $h_4$.

[[parts]]

[[h_4]]

It reads on. What share of what $x_1$ contributed to $h_1$ is still in $h_{11}$? Give it to 4 decimals (1 would be all
of it).

[[left]]
""",
    solution=r"""
{% macro factor(v) %}{{ number(v) if v >= 0 else "(" ~ number(v) ~ ")" }}{% endmacro %}
{% macro term(k, x) %}
${{ number(w_h) }}^{{ 3 - k }} \cdot {{ factor(w) }} \cdot {{ factor(x) }} = {{ number(key["parts"][k]) }}$
{%- endmacro %}
An input enters with $w$, and every later step multiplies its contribution by $w_h$. Between $x_k$ and $h_4$ there are
$4 - k$ such steps, so $x_k$ contributes $w_h^{4-k} w x_k$:

| input | steps | contribution to $h_4$ |
|---|---|---|
{% for x in inputs %}
| $x_{{ loop.index }} = {{ number(x) }}$ | {{ 4 - loop.index }} | {{ term(loop.index0, x) }} |
{% endfor %}

Their sum is $h_4 = {{ number(key["h_4"]) }}$; running the equation step by step gives the same. Every input is in the
state, so the network remembers. But the older an input is, the less is left of it: from $h_1$ to $h_{11}$ there are ten
steps, and

$${{ number(w_h) }}^{10} = {{ number(key["left"], 4) }}$$

of its contribution remains. In principle nothing is ever lost completely; in practice such a memory is short.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        w=draw.one_of([1.0, 2.0, 3.0, -1.0, -2.0]),
        w_h=draw.one_of([0.7, 0.8, 0.9]),
        inputs=draw.some_of([1.0, 2.0, 3.0, 4.0, 5.0, -1.0, -2.0, -3.0], T),
    )


@exercise.solve
def input_by_input(p, Flow):
    """An input reaches h_4 along as many equal steps as come after it."""

    def through(steps):
        equal = np.broadcast_to(p.w_h, (steps, *p.w_h.shape))
        return Flow(p.w_h, equal, activation="identity").gradient() if steps else np.ones_like(p.w_h)

    left = np.stack([through(T - k) for k in range(1, T + 1)], axis=-1)
    parts = yield "parts", left * (p.w[..., None] * p.inputs)
    yield "h_4", parts.sum(axis=-1)
    yield "left", through(LATER)


@exercise.second_opinion
def by_running_it(p):
    """Run with one input at a time, the others being zero, and with all of them; in fractions."""
    w, w_h = Fraction(str(p.w)), Fraction(str(p.w_h))

    def last_state(x):
        h = Fraction(0)
        for x_t in x:
            h = w * Fraction(x_t) + w_h * h
        return h

    alone = [[x if j == k else 0 for j, x in enumerate(p.inputs)] for k in range(T)]
    kept = last_state([1] + [0] * LATER) / last_state([1])
    return {"parts": [float(last_state(x)) for x in alone], "h_4": float(last_state(p.inputs)), "left": float(kept)}
