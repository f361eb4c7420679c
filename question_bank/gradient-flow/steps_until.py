"""After how many steps has a gradient fallen below a given share?"""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Flow

WEIGHT = [0.8, 0.85, 0.9, 0.95]
STATES = [0.3, 0.4, 0.5, 0.6, -0.3, -0.4, -0.5, -0.6]
SHARES = [0.1, 0.05, 0.02, 0.01, 0.001]
MOST = 120  # steps counted

exercise = Exercise(
    title="How far back does the gradient reach?",
    topic="gradient-flow",
    level=3,
    covers=["dis.vanishing", "dis.short-memory", "iq.q9"],
    asks=[
        Numbers("k", label=r"\frac{\partial h_t}{\partial h_{t-1}}", decimals=4, tolerance=0),
        Numbers("n", decimals=0, tolerance=0, points=2),
    ],
    targets=["flow-no-derivative", "flow-off-by-one", "flow-equal-losses"],
    reference=Flow,
    question=r"""
An RNN with a single unit computes $h_t = \tanh(w x_t + w_h h_{t-1} + b)$ with {{ scalar("w_h", w_h) }}. In a long sequence
all its states are close to $h = {{ number(h) }}$, so that the derivative of a state with respect to the one before is
the same at every step. Give its exact value.

[[k]]

A gradient reaches $h_t$. After how many steps back in time is less than {{ number(100 * share) }} % of it left? Give the
smallest whole number $n$ of steps.

[[n]]
""",
    solution=r"""
One step multiplies the gradient by $k = w_h (1 - h^2) = {{ number(w_h) }} \cdot {{ number(slope) }} =
{{ number(key["k"]) }}$, and $n$ steps multiply it by $k^n$:

$$k^n < {{ number(share) }} \quad \text{means} \quad n > \frac{\ln {{ number(share) }}}{\ln {{ number(key["k"]) }} }
= {{ number(border, 2) }}$$

(both logarithms are negative). The smallest whole number is $n = {{ number(key["n"]) }}$.

The decay is exponential: after another {{ number(key["n"]) }} steps less than {{ number(100 * share) }} % of this rest is left.
That is why such a network hardly learns dependencies over much longer distances, although it can read sequences of any length.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(w_h=draw.one_of(WEIGHT), h=draw.one_of(STATES), share=draw.one_of(SHARES))


@exercise.require
def not_on_the_border(p):
    n = np.log(p.share) / np.log(p.w_h * (1 - p.h**2))
    yield "a number of steps near a whole one", abs(n - n.round()) < 0.08
    yield "too few steps, or too many", (n < 4) | (n > 60)
    yield "a slope that hardly matters", p.w_h * p.h**2 < 0.055


@exercise.solve
def count(p, Flow):
    flow = Flow(p.w_h, p.h[None])
    k = yield "k", flow.factors()[0]
    steps = np.broadcast_to(k, (MOST, *np.shape(k)))
    left = np.stack([flow.combined(flow.on_the_way(steps[:n])) for n in range(1, MOST + 1)])
    yield "n", np.where((left < p.share).any(axis=0), (left < p.share).argmax(axis=0) + 1, np.nan)


@exercise.second_opinion
def step_by_step(p):
    k = p.w_h - p.w_h * p.h * p.h
    left, n = 1.0, 0
    while left >= p.share:
        left, n = left * k, n + 1
    return {"k": k, "n": n}


@exercise.shown
def shown(p):
    slope = round(1 - p.h * p.h, 6)
    return {"slope": slope, "border": float(np.log(p.share) / np.log(p.w_h * slope))}
