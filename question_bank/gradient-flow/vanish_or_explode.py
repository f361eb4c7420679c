"""Does the gradient vanish or explode over many steps? A number, and what it means."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Option, Problem
from reference_rnn import Flow, feedback

SHRINKING, GROWING = [0.7, 0.8, 0.9, 0.95, 1.0], [1.6, 1.8, 2.0, 2.2, 2.4]
STATES = [0.3, 0.4, 0.5, -0.3, -0.4, -0.5]
STEPS = [6, 8, 10]
OF_STATES = {"vanish": "c-vanishing-means-h-zero", "explode": "c-exploding-means-h-large"}
WRONG_WAY = {
    "vanish": "Each step multiplies by a factor whose size is above 1, so the product grows.",
    "explode": "Each step multiplies by a factor whose size is below 1, so the product shrinks.",
}

exercise = Exercise(
    title="Vanishing or exploding?",
    topic="gradient-flow",
    level=2,
    covers=["bwd.key-issue", "dis.vanishing", "dis.exploding", "iq.q9"],
    asks=[
        Numbers("k", label=r"\frac{\partial h_t}{\partial h_{t-1}}", decimals=4, tolerance=0),
        Numbers("n_steps", label=r"\frac{\partial h_t}{\partial h_{t-n}}", decimals=4, tolerance=6, carried=6),
        Choice("means"),
    ],
    targets=["flow-no-derivative", "flow-linear"],
    reference=Flow,
    question=r"""
An RNN with a single unit computes $h_t = \tanh(w x_t + w_h h_{t-1} + b)$ with {{ scalar("w_h", w_h) }}. Suppose that in a
long sequence all its states are close to $h = {{ number(h) }}$.

How large is the derivative of a state with respect to the one before? Give the exact value of
$\frac{\partial h_t}{\partial h_{t-1}}$.

[[k]]

And with respect to the state $n = {{ number(n) }}$ steps before? Give it to 4 decimals.

[[n_steps]]

What happens over many such steps?

[[means]]
""",
    solution=r"""
One step back multiplies the gradient by $w_h$ and by the slope of tanh:

$$\frac{\partial h_t}{\partial h_{t-1}} = w_h (1 - h^2) = {{ number(w_h) }} \cdot {{ number(slope) }} =
{{ number(key["k"]) }}$$

$n$ steps multiply by $n$ such factors:

$$\frac{\partial h_t}{\partial h_{t-n}} = {{ power }}^{ {{- number(n) -}} } = {{ number(key["n_steps"], 4) }}$$

{% if grows %}
The size of the factor is above 1, so the gradient grows exponentially with the number of steps: it explodes. Clipping
limits it. The states do not grow, since tanh stays between $-1$ and $1$.
{% else %}
The size of the factor is below 1, so the gradient shrinks exponentially with the number of steps: it vanishes. The
states do not vanish; what happened many steps before only counts for almost nothing in the gradient. Gated cells such
as LSTM and GRU ease this.
{% endif %}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    weights = draw.one_of([SHRINKING, GROWING])
    w_h, h = draw.one_of(weights) * draw.one_of([1, 1, -1]), draw.one_of(STATES)
    wrong = [claim for claim in claims() if claim.text != truth(w_h, h)]
    return Problem(
        w_h=w_h, h=h, n=draw.one_of(STEPS), means=Choice("means", options=draw.options([truth(w_h, h)], wrong))
    )


def truth(w_h, h):
    return says("explode" if abs(w_h) * (1 - h * h) > 1 else "vanish", "not")


def says(way, states):
    """All four claims are of the same length, so that none stands out."""
    does = {"explode": "explodes", "vanish": "vanishes"}[way]
    return f"The gradient at the early steps {does}; the states themselves do {states}."


def claims():
    """That gradients vanish or explode, and that the states do so too or not."""
    for way, id in OF_STATES.items():
        yield Option("", says(way, "not"), feedback=WRONG_WAY[way])
        yield Option("", says(way, "too"), misconceptions=(id,), feedback=feedback(id))


@exercise.require
def clearly_smaller_or_larger_than_one(p):
    product = abs(p.w_h * (1 - p.h**2)) ** p.n
    yield "a product near 1", (product > 0.8) & (product < 1.25)
    yield "a product near 0", product < 0.01
    yield "a slope that hardly matters", abs(p.w_h) * p.h**2 < 0.055


@exercise.solve
def one_step_and_many(p, Flow):
    """As many equal factors as steps; each problem counts its own."""
    k = yield "k", Flow(p.w_h, p.h[None]).factors()[0]
    flow = Flow(p.w_h, p.h[None])
    steps = np.broadcast_to(k, (int(p.n.max()), *k.shape))
    yield "n_steps", np.stack([flow.combined(flow.on_the_way(steps[: int(n), i])) for i, n in enumerate(p.n)])


@exercise.second_opinion
def exactly(p):
    k = Fraction(str(p.w_h)) * (1 - Fraction(str(p.h)) ** 2)
    return {"k": float(k), "n_steps": float(k**p.n)}


@exercise.shown
def shown(p):
    k = round(p.w_h * (1 - p.h * p.h), 6)
    return {"slope": round(1 - p.h * p.h, 6), "power": f"{k:g}" if k > 0 else f"({k:g})", "grows": abs(k) > 1}
