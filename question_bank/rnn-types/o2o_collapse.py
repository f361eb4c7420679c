"""A single step, once as an RNN and once as a feed-forward layer: does the recurrent weight matter?"""

from dataclasses import replace
from functools import cache
from itertools import product

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Option, Problem, families, states_by_unit

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}
CLEAR = 0.1  # a row of W_h gives zero with h_0, or at least this
COMPARISONS = {  # where W_h h_0 adds something -> how the two compare; each is right on one kind of draw
    "no start": "They are equal, because $h_0$ is zero.",
    "lost": "They are equal though the start is not zero, because $W_h h_0$ is.",
    "one entry": "They differ in one entry alone, because the other of $W_h h_0$ is zero.",
    "both entries": "They differ in both entries, because neither of $W_h h_0$ is zero.",
}
FACTS = {
    "no start": r"$h_0$ is zero here, and so is $W_h h_0$: nothing of the recurrence is left.",
    "lost": r"$h_0$ is not zero here, but both rows of $W_h$ give zero with it: $W_h h_0$ adds nothing.",
    "one entry": r"$h_0$ is not zero here; one row of $W_h$ gives zero with it, the other does not.",
    "both entries": r"$h_0$ is not zero here, and no row of $W_h$ gives zero with it: $W_h h_0$ enters the only step there is.",
}

exercise = Exercise(
    title="A recurrent network with a single step",
    topic="rnn-types",
    level=2,
    version=2,
    covers=["type.o2o-note", "type.o2o", "fwd.eq-t1"],
    asks=[
        Numbers("recurrent", label=r"h_1", **STATE),
        Numbers("forward", label=r"g", **STATE),
        Choice("comparison", label=r"\text{comparison}"),
    ],
    targets=["fwd-no-bias", "fwd-no-activation"],
    question=r"""
A one-to-one RNN reads a single input, $T = 1$. Its state is $h_1 = \tanh(W x_1 + W_h h_0 + b)$, all vectors being columns, with

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}, {{ vector("x_1", x[0]) }}, {{ vector("h_0", h_0) }}.

A feed-forward layer with the same $W$ and $b$, and no $W_h$, computes $g = \tanh(W x_1 + b)$. Compute both, to 4 decimals,

[[recurrent]]

[[forward]]

and say how they compare.

[[comparison]]
""",
    solution=r"""
$h_1 = \tanh{{ column(a, 4) }} = {{ column(key["recurrent"], 4) }}$ and
$g = \tanh{{ column(plain, 4) }} = {{ column(key["forward"], 4) }}$.

{{ fact }}
{% if compared == "no start" %}
With $h_0 = 0$ the weights $W_h$ might as well not exist. A one-to-one network that starts from zero is a feed-forward layer
under another name: nothing recurs in it. That is why images are not classified by an RNN with a single step.
{% else %}
In numbers, $W_h h_0 = {{ column(added, 2) }}$. Nothing recurs in any case: $h_0$ is one more input, and with $h_0 = 0$ the
network would be the feed-forward layer.
{% endif %}
""",
)


@cache
def rows():
    """h_0 -> the rows that give zero with it, and those that do not, all of the grid."""
    found = {}
    for h, g in product(families.W_H, repeat=2):
        products = {(p, q): round(p * h + q * g, 9) for p, q in product(families.W_H, repeat=2)}
        zero = [row for row, value in products.items() if not value]
        found[h, g] = zero, [row for row, value in products.items() if abs(value) >= CLEAR]
    return found


@exercise.draw
def numbers(draw: Draw) -> Problem:
    compared = draw.one_of(list(COMPARISONS))
    h_0 = draw.one_of(list(rows()))
    zero, other = rows()[h_0]
    W_h = {
        "no start": draw.one_of(families.mixing()),
        "lost": draw.some_of(zero, 2),
        "one entry": draw.shuffled([draw.one_of(zero), draw.one_of(other)]),
        "both entries": draw.some_of(other, 2),
    }[compared]
    W_h, h_0 = [list(row) for row in W_h], [0.0, 0.0] if compared == "no start" else list(h_0)
    W, b = draw.array(families.W, 2, 2), draw.array(families.B, 2)
    wrong = [
        Option(
            "",
            text,
            misconceptions=("c-o2o-is-recurrent",) * (compared == "no start" and name == "both entries"),
            feedback=FACTS[compared],
        )
        for name, text in COMPARISONS.items()
        if name != compared
    ]
    comparison = replace(exercise.asks[2], options=draw.options([COMPARISONS[compared]], wrong))
    return Problem(
        clear,
        W=W,
        W_h=W_h,
        b=b,
        h_0=h_0,
        x=families.clear_inputs(draw, W, W_h, b, h_0, 1),
        compared=compared,
        comparison=comparison,
    )


def clear(p):
    """Refuse a pre-activation near 0 or saturated, as the calculator family does; its W_h is never singular."""
    a = abs(families.preactivations(p, "tanh"))
    yield "a pre-activation near 0 or saturated", ((a < families.LEAST) | (a > families.MOST)).any(axis=(0, -1))


@exercise.solve
def both(p, RNN):
    net = RNN(p.W, p.W_h, p.b)
    yield "recurrent", net.step(p.x[0], p.h_0)
    yield "forward", net.cell(net.driven(p.x[0]), 0 * p.b)[1]


@exercise.second_opinion
def unit_by_unit(p):
    return {"recurrent": states_by_unit(p)[1][1], "forward": states_by_unit(p, h_0=[0.0, 0.0])[1][1]}


@exercise.shown
def preactivations(p):
    (a,), (plain,) = states_by_unit(p)[0], states_by_unit(p, h_0=[0.0, 0.0])[0]
    added = [with_start - without for with_start, without in zip(a, plain, strict=True)]
    return {"a": a, "plain": plain, "added": added, "fact": FACTS[p.compared]}
