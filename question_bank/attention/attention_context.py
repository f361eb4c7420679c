"""Dot attention with scores whose exponentials are whole numbers: weights that are fractions, and the context they give."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem
from reference_rnn import Attention

STATES = [[0, 1], [1, 0], [1, 1], [0, 2], [2, 0], [1, 2], [2, 1], [1, -1], [-1, 1], [-1, 2], [2, -1]]
BASES = [[2, 3], [3, 2], [2, 2], [3, 3], [2, 4], [4, 2]]
WIDEST = 40.0  # the largest exponential over the smallest: beyond, one state has nearly all the weight
CONTEXT = {"size": 2, "decimals": 3, "between": (-1, 2)}  # between the smallest and the largest entry of a state

exercise = Exercise(
    title="Attention: from scores to the context",
    topic="attention",
    level=4,
    covers=["dis.short-memory-solution", "beyond.attention"],
    asks=[
        Numbers("w", label="w", size=3, decimals=3, between=(0, 1), total=1),
        Numbers("c", label="c", **CONTEXT),
        Choice("next_c", of=Numbers("next_c", **CONTEXT), label="c'"),
    ],
    targets=["attn-not-normalised", "attn-scaled", "attn-equal-weights"],
    reference=Attention,
    question=r"""
A decoder does not have to rely on the encoder's last state alone: with attention it looks at all of them. The encoder's three
states, as columns, are

{{ vector("h_1", h[0]) }}, {{ vector("h_2", h[1]) }}, {{ vector("h_3", h[2]) }},

and the decoder asks with the query ${{ query(q) }}$, where $\ln$ is the natural logarithm.

The score of a state is the dot product $s_t = q \cdot h_t$, without scaling; the weights are
$w = \operatorname{softmax}(s)$ over the three states; the context is $c = w_1 h_1 + w_2 h_2 + w_3 h_3$.

Compute the weights $(w_1, w_2, w_3)$ and the context, to 3 decimals or as fractions.

[[w]]

[[c]]

At its next step the decoder asks with ${{ query(next_q, "q'") }}$. Which context $c'$ does it get, to 3 decimals?

[[next_c]]
""",
    solution=r"""
A score is a sum of logarithms, so its exponential is a product:

{% for step in steps %}
- $s_{{ loop.index }} = {{ step.score }}$, so $e^{s_{{ loop.index }}} = {{ step.power }}$
{% endfor %}

Softmax divides each by their sum, ${{ total }}$: the weights are ${{ weights }}$, which add to 1. Each state counts with its
weight: $c = {{ column(key["c"], 3) }}$. In the same way the second query gives ${{ column(key["next_c"], 3) }}$.

The encoder's $h_1$ reaches the decoder directly here, and not through all later states: this is how attention helps where
a single last state would have to remember a long sequence.
""",
)


@exercise.draw
def states_and_queries(draw: Draw) -> Problem:
    q, next_q = draw.some_of(BASES, 2)
    return Problem(h=draw.some_of(STATES, 3), q=q, next_q=next_q)


def spread(h, bases):
    """The largest exponential of a score over the smallest."""
    s = (np.log(bases) * h).sum(axis=-1)
    return np.exp(np.ptp(s, axis=0)), s


@exercise.require
def every_state_matters(p):
    yield "an entry that all states share", (np.ptp(p.h, axis=0) == 0).any(axis=-1)
    for bases in (p.q, p.next_q):
        ratio, s = spread(p.h, bases)
        yield "a state with nearly all the weight", ratio > WIDEST
        yield "states with equal weights", ratio < 1.5
        yield "scores that add to nearly nothing", abs(s.sum(axis=0)) < 0.3


@exercise.solve
def two_contexts(p, Attention):
    first, second = (Attention(p.h, np.log(bases)) for bases in (p.q, p.next_q))
    w = yield "w", np.moveaxis(first.weights(first.scores()), 0, -1)
    yield "c", first.context(np.moveaxis(w, -1, 0))
    yield "next_c", second.context(second.weights(second.scores()))


def by_fractions(h, bases):
    """e^s of each state, the weights, and the context: all exact."""
    powers = [Fraction(bases[0]) ** a * Fraction(bases[1]) ** b for a, b in h]
    weights = [power / sum(powers) for power in powers]
    return powers, weights, [sum(w * state[i] for w, state in zip(weights, h, strict=True)) for i in (0, 1)]


@exercise.second_opinion
def exactly(p):
    _, weights, context = by_fractions(p.h, p.q)
    _, _, following = by_fractions(p.h, p.next_q)
    found = {"w": weights, "c": context, "next_c": following}
    return {name: [float(value) for value in values] for name, values in found.items()}


def tex(number):
    fraction = Fraction(number).limit_denominator(10_000)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    sign = "-" if fraction < 0 else ""
    return rf"{sign}\frac{{{abs(fraction.numerator)}}}{{{fraction.denominator}}}"


def query(bases, name="q"):
    return rf"{name} = \begin{{pmatrix}}\ln {bases[0]:g} \\ \ln {bases[1]:g}\end{{pmatrix}}"


def score(state, bases):
    """A dot product with logarithms, as it is written on the blackboard."""
    return " + ".join(
        f"{f'({a:g})' if a < 0 else f'{a:g}'} \\cdot \\ln {base:g}" for a, base in zip(state, bases, strict=True)
    )


@exercise.shown
def written_out(p):
    powers, weights, _ = by_fractions(p.h, p.q)
    steps = [{"score": score(state, p.q), "power": tex(power)} for state, power in zip(p.h, powers, strict=True)]
    return {
        "query": query,
        "steps": steps,
        "total": tex(sum(powers)),
        "weights": ", ".join(map(tex, weights)),
    }
