"""Pairs of quantities of a training run: which can be computed at the same time?"""

from dataclasses import replace
from functools import cache

import numpy as np

from quizgen.authoring import Draw, Exercise, Option, Problem, Several
from quizgen.authoring.pictures import stacked

T = 4

exercise = Exercise(
    title="What can be computed at the same time?",
    topic="strengths-and-limits",
    level=2,
    covers=["dis.slow", "iq.q11", "rev.rem-transformers", "arch.kp-sequential"],
    asks=[Several("parallel", points=2, label=r"\text{at the same time}", by_solve=True)],
    targets=["fwd-no-recurrence"],
    question=r"""
An RNN with two layers is trained on long sequences, many examples at once. For each example, layer 1 computes
$h_t^{(1)} = \tanh(W^{(1)} x_t + W_h^{(1)} h_{t-1}^{(1)} + b^{(1)})$ from a given $h_0^{(1)}$, layer 2 reads the states of
layer 1 and computes $h_t^{(2)} = \tanh(W^{(2)} h_t^{(1)} + W_h^{(2)} h_{t-1}^{(2)} + b^{(2)})$ from a given $h_0^{(2)}$,
and $\hat{y}_t = \mathrm{softmax}(W_y h_t^{(2)} + b_y)$. No weight is zero, and all inputs are known before the run. Quantities
with a prime belong to the second example of the batch, all others to the first; $(v)_i$ is entry $i$ of a vector $v$.

Two quantities can be computed **at the same time**, on two processors, if neither is needed for the other, directly or
through others. For which of these pairs is that so? Choose all that apply.

[[parallel]]
""",
    solution=r"""
Follow the arrows of the unfolded network, here of one example. If a path leads from one quantity to the other, the second
has to wait:

{{ picture(net) }}

{% for letter, first, second, path in told %}
- {{ letter }}: {{ "a path leads from " ~ first ~ " to " ~ second ~ ", so one after the other." if path
  else "no path leads from one to the other, so at the same time." }}
{% endfor %}

What an RNN cannot do in parallel are the **time steps** of one example in one layer, and these are what makes training
slow on long sequences. Examples of a batch, units of a state, and products with inputs that are known need not wait;
neither need two layers, at different steps.
""",
)


def node(kind, t, example=1):
    """A quantity by name: "1" and "2" are states of the layers, "y" a prediction, "x" a product W x_t, "r" a W_h h_t."""
    return f"{kind}.{t}.{example}"


NODES = [node(kind, t, example) for example in (1, 2) for t in range(T + 1) for kind in "xruv12y"]


@exercise.draw
def six_pairs(draw: Draw) -> Problem:
    t = draw.integer(1, T - 1)
    later = draw.integer(t + 1, T)
    layer = draw.one_of("12")
    apart = [
        (node(layer, t, 1), node(layer, later, 2)),
        (node("u", t), node("v", t)),
        (node("2", t), node("1", later)),
        (node("x", t), node("x", later)),
        (node("y", t), node(layer, later)),
        (node("1", t), node("x", later)),
    ]
    s = draw.integer(1, T - 1)
    after = draw.integer(s + 1, T)
    other, whose = draw.one_of("12"), draw.one_of([1, 2])
    in_turn = [
        (node(other, s, whose), node(other, after, whose)),
        (node("u", s, whose), node("v", after, whose)),
        (node("1", s), node("2", s)),
        (node("1", s), node("2", after)),
        (node("r", s), node("1", after)),
        (node("1", s), node("y", after)),
        (node("x", s), node("1", after)),
    ]
    together = draw.integer(2, 4)
    pairs = draw.shuffled([*draw.some_of(apart, together), *draw.some_of(in_turn, 6 - together)])
    pairs = [pair if draw.one_of([True, False]) else pair[::-1] for pair in pairs]
    (ask,) = exercise.asks
    options = tuple(option(letter, *pair) for letter, pair in zip("ABCDEF", pairs, strict=True))
    return Problem(
        pairs=[[NODES.index(name) for name in pair] for pair in pairs], parallel=replace(ask, options=options)
    )


def option(letter, first, second):
    """A pair to choose; two states of one layer and example show a belief where they are chosen."""
    text = f"{words(first)} and {words(second)}"
    if first[0] == second[0] and first[-1] == second[-1] and first[0] in "12":
        why = "In one layer each state is computed from the one before it: the steps wait for one another."
        return Option(letter, text, misconceptions=("c-whole-sentence",), feedback=why)
    return Option(letter, text)


def words(name):
    """A quantity as markup."""
    kind, t, example = name.split(".")
    prime = "'" if example == "2" else ""
    return {
        "1": f"$h_{t}^{{{prime}(1)}}$",
        "2": f"$h_{t}^{{{prime}(2)}}$",
        "y": rf"$\hat{{y}}_{t}$",
        "x": f"$W^{{(1)}} x_{t}$",
        "r": f"$W_h^{{(1)}} h_{t}^{{(1)}}$",
        "u": f"$(h_{t}^{{{prime}(1)}})_1$",
        "v": f"$(h_{t}^{{{prime}(1)}})_2$",
    }[kind]


# Two small layers on which a dependency shows: everything in them is positive, so that nothing cancels.
W, W_h, b = np.array([[0.3, 0.2], [0.1, 0.4]]), np.array([[0.2, 0.3], [0.4, 0.1]]), np.array([0.1, 0.2])
INPUT, START, MOVE = 0.4, 0.5, 0.25


@exercise.solve
def moved_one_by_one(p, RNN):
    """Two quantities are computed at the same time if neither changes when the other is moved."""
    needs = needed(RNN)
    first, second = np.moveaxis(p.pairs.round().astype(int), -1, 0)
    yield "parallel", (~(needs[first, second] | needs[second, first])).astype(int)


@cache
def needed(RNN):
    """[other, one]: whether one quantity changes when the other is moved."""
    count = len(NODES) + 1  # runs in which one quantity is moved, and a last one in which none is
    rnn = RNN(*(np.broadcast_to(parameter, (count, *parameter.shape)) for parameter in (W, W_h, b)))
    needs = np.zeros((len(NODES), len(NODES)), bool)
    for name, values in run(rnn, np.eye(count, len(NODES)) * MOVE).items():
        needs[:, NODES.index(name)] = np.abs(values[:-1] - values[-1]).reshape(len(NODES), -1).max(axis=1) > 1e-9
    return needs


def run(rnn, moves):
    """Every quantity of two examples in each of the runs."""
    found = {}

    def keep(name, value):
        found[name] = value + moves[:, NODES.index(name)].reshape(-1, *(1,) * (value.ndim - 1))
        return found[name]

    for example in (1, 2):
        one = two = np.full((len(moves), 2), START)
        for t in range(1, T + 1):
            product = keep(node("x", t, example), rnn.input_part(np.full((len(moves), 2), INPUT)))
            recurrent = keep(node("r", t - 1, example), rnn.recurrent_part(one))
            _, h = rnn.cell(product + rnn.bias(), recurrent)
            entries = [keep(node(unit, t, example), h[:, place]) for place, unit in enumerate("uv")]
            one = keep(node("1", t, example), np.stack(entries, axis=1))
            two = keep(node("2", t, example), rnn.step(one, two))
            keep(node("y", t, example), two)  # a prediction changes where its state does
    return found


def names(pair):
    """Two quantities by their names."""
    return [NODES[round(place)] for place in pair]


def path(pair):
    """The two quantities in the order of the arrows, if a path leads from one to the other; else None."""
    for first, second in (pair, pair[::-1]):
        if first[-1] == second[-1] and first != second and second in reached_from(first):
            return first, second
    return None


def reached_from(name):
    """All that is computed from a quantity, arrow by arrow."""
    found, waiting = set(), [name]
    while waiting:
        kind, t, example = waiting.pop().split(".")
        now, following = int(t), int(t) + 1
        into = {
            "x": [("u", now), ("v", now)],
            "r": [("u", following), ("v", following)],
            "u": [("1", now)],
            "v": [("1", now)],
            "1": [("2", now), ("r", now)],
            "2": [("y", now), ("2", following)],
            "y": [],
        }[kind]
        new = {node(one, step, example) for one, step in into if step <= T} - found
        found |= new
        waiting += new
    return found


@exercise.second_opinion
def along_the_arrows(p):
    return {"parallel": [int(path(names(pair)) is None) for pair in p.pairs]}


@exercise.shown
def drawn(p):
    rows = []
    for letter, pair in zip("ABCDEF", map(names, p.pairs), strict=True):
        first, second = path(pair) or pair
        rows.append((letter, words(first), words(second), path(pair) is not None))
    return {"net": stacked(T), "told": rows}
