"""Does the gradient vanish or explode over many steps? A number, and what it means."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Option, Problem
from quizgen.authoring.pictures import line_plot
from reference_rnn import Flow, feedback

SHRINKING, GROWING = [0.7, 0.8, 0.9, 0.95], [1.6, 1.8, 2.0, 2.2, 2.4]
LINEAR_GROWING = [1.1, 1.2, 1.3, 1.4, 1.5]
STATES = [0.3, 0.4, 0.5, -0.3, -0.4, -0.5]
STEPS = [6, 8, 10]
WAYS = ("vanish", "explode")
WRONG_WAY = {
    "vanish": "Each step multiplies by a factor whose size is above 1, so the product grows.",
    "explode": "Each step multiplies by a factor whose size is below 1, so the product shrinks.",
}
OF_STATES = {"vanish": "c-vanishing-means-h-zero", "explode": "c-exploding-means-h-large"}  # claimed of tanh, wrongly
LINEAR = "Without an activation function the state itself is multiplied by $w_h$ at each step, like the gradient."

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
    targets=["flow-linear"],
    reference=Flow,
    question=r"""
{% if f == "tanh" %}
An RNN with a single unit computes $h_t = \tanh(w x_t + w_h h_{t-1} + b)$ with {{ scalar("w_h", w_h) }}. Suppose that in a
long sequence all its states are close to $h = {{ number(h) }}$.
{% else %}
An RNN with a single unit and no activation function ($f$ is the identity) computes $h_t = w x_t + w_h h_{t-1}$ with
{{ scalar("w_h", w_h) }}. It has read one input that was not zero, so that its state is $h = {{ number(h) }}$, and reads
only zeros from then on.
{% endif %}

How large is the derivative of a state with respect to the one before? Give the exact value of
$\frac{\partial h_t}{\partial h_{t-1}}$.

[[k]]

And with respect to the state $n = {{ number(n) }}$ steps before? Give it to 4 decimals.

[[n_steps]]

What happens over many such steps?

[[means]]
""",
    solution=r"""
{% if f == "tanh" %}
One step back multiplies the gradient by $w_h$ and by the slope of tanh:

$$\frac{\partial h_t}{\partial h_{t-1}} = w_h (1 - h^2) = {{ number(w_h) }} \cdot {{ number(slope) }} =
{{ number(key["k"]) }}$$
{% else %}
One step back multiplies the gradient by $w_h$, and by nothing else, since the slope of the identity is 1:

$$\frac{\partial h_t}{\partial h_{t-1}} = w_h = {{ number(key["k"]) }}$$
{% endif %}

$n$ steps multiply by $n$ such factors:

$$\frac{\partial h_t}{\partial h_{t-n}} = {{ power }}^{ {{- number(n) -}} } = {{ number(key["n_steps"], 4) }}$$

{{ picture(over_time) }}

The picture shows, on a scale of powers of ten, what size $g_t$ a gradient of size 1 has after $t$ steps back, and the size of
the state $h_t$ beside it.

The size of the factor is {{ "above" if grows else "below" }} 1, so the gradient {{ "grows" if grows else "shrinks" }}
exponentially with the number of steps: it {{ "explodes" if grows else "vanishes" }}.
{% if f == "identity" %}
Here the states do so too, because they are multiplied by the same factor: $h_t = w_h h_{t-1}$. With tanh this is not so:
there the states stay between $-1$ and $1$ whatever the gradient does.
{% elif grows %}
The states do not, since tanh keeps them between $-1$ and $1$. Clipping limits such a gradient.
{% else %}
The states do not vanish; what happened many steps before still counts in them, but for almost nothing in the gradient. Gated
cells such as LSTM and GRU ease this.
{% endif %}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    f, way = draw.one_of(["tanh", "identity"]), draw.one_of(WAYS)
    growing = GROWING if f == "tanh" else LINEAR_GROWING
    w_h = draw.one_of(growing if way == "explode" else SHRINKING) * draw.one_of([1, 1, -1])
    right = says(way, "not" if f == "tanh" else "too")
    wrong = [claim for claim in claims(f) if claim.text != right]
    return Problem(
        f=f,
        w_h=w_h,
        h=draw.one_of(STATES),
        n=draw.one_of(STEPS),
        means=Choice("means", options=draw.options([right], wrong)),
    )


def says(way, states):
    """All four claims are of the same length, so that none stands out."""
    does = {"explode": "explodes", "vanish": "vanishes"}[way]
    return f"The gradient at the early steps {does}; the states themselves do {states}."


def claims(f):
    """That gradients vanish or explode, and that the states do so too or not."""
    for way in WAYS:
        if f == "tanh":
            id = OF_STATES[way]
            yield Option("", says(way, "not"), feedback=WRONG_WAY[way])
            yield Option("", says(way, "too"), misconceptions=(id,), feedback=feedback(id))
        else:
            yield Option("", says(way, "too"), feedback=WRONG_WAY[way])
            yield Option("", says(way, "not"), feedback=LINEAR)


def size_of_factor(p):
    return abs(p.w_h) * (1 - p.h**2 if p.f == "tanh" else 1)


@exercise.require
def clearly_smaller_or_larger_than_one(p):
    product = size_of_factor(p) ** p.n
    yield "a product near 1", (product > 0.8) & (product < 1.25)
    yield "a product near 0", product < 0.01
    yield "a slope that hardly matters", (abs(p.w_h) * p.h**2 < 0.055) & (p.f == "tanh")


@exercise.solve
def one_step_and_many(p, Flow):
    """As many equal factors as steps; a problem with words is solved by itself, so there is one number of steps."""
    flow = Flow(p.w_h, p.h[None], activation=p.f)
    k = yield "k", flow.factors()[0]
    steps = np.broadcast_to(k, (round(float(p.n[0])), *np.shape(k)))
    yield "n_steps", flow.combined(flow.on_the_way(steps))


@exercise.second_opinion
def exactly(p):
    h = Fraction(str(p.h)) if p.f == "tanh" else 0
    k = Fraction(str(p.w_h)) * (1 - h * h)
    return {"k": float(k), "n_steps": float(k**p.n)}


@exercise.shown
def shown(p):
    slope = round(1 - p.h * p.h, 6) if p.f == "tanh" else 1
    k, n = round(p.w_h * slope, 6), round(p.n)
    states = [abs(p.h) * (abs(k) ** (n - t) if p.f == "identity" else 1) for t in range(n + 1)]
    sizes = {"g_t": [abs(k) ** t for t in range(n + 1)], "h_t": states[::-1]}
    return {
        "slope": slope,
        "power": f"{k:g}" if k > 0 else f"({k:g})",
        "grows": abs(k) > 1,
        "over_time": line_plot(
            "The size of a gradient after t steps back, and that of a state", sizes, first=0, log=True
        ),
    }
