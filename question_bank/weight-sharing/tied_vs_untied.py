"""What sharing saves: the parameters of a network with one cell for all steps, and with a cell of its own for every step."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import Shapes

COUNT = {"decimals": 0, "tolerance": 0, "points": 0.5}

exercise = Exercise(
    title="What sharing the weights saves",
    topic="weight-sharing",
    level=2,
    covers=["arch.kp-same-weights", "feat.shared", "feat.shared-advantage", "adv.shared", "mist.2"],
    asks=[
        Numbers("tied", label=r"\text{shared, } T \text{ steps}", **COUNT),
        Numbers("untied", label=r"\text{separate, } T \text{ steps}", **COUNT),
        Numbers("tied_2", label=r"\text{shared, } 2T \text{ steps}", **COUNT),
        Numbers("untied_2", label=r"\text{separate, } 2T \text{ steps}", **COUNT),
    ],
    targets=["cnt-times-T", "cnt-untied-free", "cnt-untied-wh-only", "cnt-untied-output", "cnt-no-bias"],
    reference=Shapes,
    question=r"""
A many-to-one RNN reads sequences of $T = {{ number(T) }}$ steps. Each $x_t$ has {{ number(D) }} entries, there are
{{ number(H) }} hidden units, and $h_t = f(W x_t + W_h h_{t-1} + b)$, starting from a given $h_0$ that is not learnt. After
the last step the output layer, $W_y$ and $b_y$, predicts one of {{ number(K) }} classes, with one output for each class.

Compare it with an invented network that has a separate $W$, $W_h$ and $b$ for every step, and the same single output layer.

How many parameters does each network learn, all weights and biases together, and how many if the sequences are twice as
long?

| | {{ number(T) }} steps | {{ number(2 * T) }} steps |
|---|---|---|
| one cell, shared by all steps | [[tied]] | [[tied_2]] |
| a separate cell for every step | [[untied]] | [[untied_2]] |
""",
    solution=r"""
One cell has $H D + H^2 + H = {{ number(cell) }}$ parameters, the output layer $K H + K = {{ number(head) }}$.

| | {{ number(T) }} steps | {{ number(2 * T) }} steps |
|---|---|---|
| one cell | ${{ number(cell) }} + {{ number(head) }} = {{ number(key["tied"]) }}$ | ${{ number(key["tied_2"]) }}$, the same |
| separate cells | ${{ number(T) }} \cdot {{ number(cell) }} + {{ number(head) }} = {{ number(key["untied"]) }}$ |
{%- raw %} {% endraw %}${{ number(2 * T) }} \cdot {{ number(cell) }} + {{ number(head) }} = {{ number(key["untied_2"]) }}$ |

The length of the sequence does not enter the first row. With separate cells the network would grow with every step, and a
sequence longer than any in training would reach steps whose weights were never learnt.
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(
        D=draw.integer(2, 9),
        H=draw.one_of([3, 4, 5, 6, 8, 10]),
        K=draw.integer(2, 5),
        T=draw.one_of([5, 10, 15, 20, 25]),
    )


@exercise.solve
def four_counts(p, Shapes):
    for name, T in (("", p.T), ("_2", 2 * p.T)):
        sizes = Shapes(p.D, p.H, p.K, T=T)
        yield f"tied{name}", sizes.count()
        yield f"untied{name}", sizes.untied_count()


def by_unit(p):
    """Each hidden unit has D + H weights and a bias, each output H weights and a bias."""
    return p.H * (p.D + p.H + 1), p.K * (p.H + 1)


@exercise.second_opinion
def unit_by_unit(p):
    cell, head = by_unit(p)
    return {
        "tied": cell + head,
        "tied_2": cell + head,
        "untied": sum([cell] * p.T, head),
        "untied_2": sum([cell] * 2 * p.T, head),
    }


@exercise.shown
def parts(p):
    cell, head = by_unit(p)
    return {"cell": cell, "head": head}
