"""One input is replaced, or two change places: which states and predictions come out different?"""

from dataclasses import replace
from functools import cache

import numpy as np

from quizgen.authoring import Draw, Exercise, Option, Problem, Several
from quizgen.authoring.pictures import many_to_many, many_to_one

exercise = Exercise(
    title="What changes?",
    topic="hidden-state",
    level=2,
    covers=["arch.depends", "feat.order", "feat.memory"],
    asks=[Several("changes", points=2, by_solve=True)],
    targets=["fwd-no-recurrence"],
    question=r"""
An RNN starts from a given $h_0$, reads the inputs $x_1, \dots, x_{{ T }}$ in this order and computes
$h_t = \tanh(W x_t + W_h h_{t-1} + b)$.
{% if every_step %}
After every step it predicts $\hat{y}_t = \mathrm{softmax}(W_y h_t + b_y)$.
{% else %}
After the last step it predicts $\hat{y} = \mathrm{softmax}(W_y h_{{ T }} + b_y)$.
{% endif %}
No weight is zero, no two inputs are equal, and effects never cancel exactly.

The network is run a second time with the same weights and the same $h_0$, but
{% if places | length == 1 %}
**$x_{{ places[0] }}$ is replaced** by another vector.
{% else %}
**$x_{{ places[0] }}$ and $x_{{ places[1] }}$ change places**.
{% endif %}
Which of these differ from the first run? Choose all that apply.

[[changes]]
""",
    solution=r"""
{% if places | length == 1 %}
Follow the arrows from $x_{{ places[0] }}$ on:
{% else %}
Follow the arrows from $x_{{ places[0] }}$ and $x_{{ places[1] }}$ on:
{% endif %}

{{ picture(net, lit=path) }}

Before step {{ places[0] }} both runs are the same. At step {{ places[0] }} the state comes out different, and every later
state is computed from the one before it, so the difference is carried on to the end.
{% if places | length == 2 %}
After step {{ places[1] }} both runs have read the same vectors, yet in another order: the state is no sum of its inputs, and
it stays different.
{% endif %}
""",
)


@exercise.draw
def question(draw: Draw) -> Problem:
    T, every_step = draw.integer(4, 5), draw.one_of([True, False])
    one, two = [draw.integer(3, T - 1)], sorted(draw.some_of(range(3, T + 1), 2))
    places = draw.one_of([one, two])
    kinds = "hy" if every_step else "h"  # the only prediction would differ every time
    same = [f"{kind}_{t}" for t in range(1, places[0]) for kind in kinds]
    differ = [f"{kind}_{t}" for t in range(places[0] + 1, T + 1) for kind in kinds]
    at_once = f"{draw.one_of(kinds)}_{places[0]}"  # what differs even for whoever leaves the recurrence out
    half = len(kinds) + 1
    nodes = draw.shuffled([*draw.some_of(same, half), at_once, *draw.some_of(differ, half - 1)])
    (ask,) = exercise.asks
    options = tuple(option(letter, node, places) for letter, node in zip("ABCDEF", nodes, strict=False))
    return Problem(
        every_step=int(every_step),
        places=places,
        steps=[int(node[2:]) for node in nodes],
        predicted=[int(node[0] == "y") for node in nodes],
        x=runs(T, places),
        h_0=[START] * 2,
        changes=replace(ask, options=options),
    )


def option(letter, node, places):
    """A state or a prediction; one that is computed before anything changes says so."""
    t = int(node[2:])
    text = f"$h_{t}$" if node[0] == "h" else rf"$\hat{{y}}_{t}$"
    if t < places[0]:
        why = f"{text} is computed before $x_{places[0]}$ is read."
        return Option(letter, text, False, ("c-sees-future",), why)
    return Option(letter, text)


# A small network on which a change shows: nothing in it is zero, and nothing cancels.
W, W_h, b = np.array([[0.3, 0.2], [0.1, 0.4]]), np.array([[0.2, 0.3], [0.4, 0.1]]), np.array([0.1, 0.2])
START = 0.3
INPUTS = [[0.4, 0.1], [0.2, 0.5], [-0.3, 0.6], [0.7, -0.2], [-0.5, -0.4]]
ANOTHER = [0.9, 0.8]


def runs(T, places):
    """For each step its input, what can take its place, and 1 where it does, (T, 5): who misreads one run misreads both."""
    partner = dict(zip(places, reversed(places), strict=True)) if len(places) == 2 else {}
    others = [INPUTS[partner[t] - 1] if t in partner else ANOTHER for t in range(1, T + 1)]
    return [[*INPUTS[t], *others[t], float(t + 1 in places)] for t in range(T)]


@exercise.solve
def run_twice(p, RNN):
    moved = np.array([moved_states(RNN, tuple(map(tuple, x)), tuple(h_0)) for x, h_0 in each(p)])
    steps = p.steps.round().astype(int)  # a prediction differs where its state does
    if steps.max() > moved.shape[1]:
        raise IndexError("this learner's walk has fewer steps")
    yield "changes", np.take_along_axis(moved, steps - 1, axis=1).astype(int)


def each(p):
    """The inputs (T, 5) and h_0 of every problem, as lists."""
    return zip(p.x.swapaxes(0, 1).tolist(), p.h_0.tolist(), strict=True)


@cache  # there are few inputs to run, and what changes depends on nothing else
def moved_states(RNN, x, h_0):
    """Whether h_1, h_2, ... differ between the two runs."""
    rnn, x = RNN(W, W_h, b), np.array(x)
    first, second = x[:, :2], np.where(x[:, 4:] > 0.5, x[:, 2:4], x[:, :2])
    runs = zip(rnn.walk(first, np.array(h_0)), rnn.walk(second, np.array(h_0)), strict=True)
    return [bool(np.abs(h - other).max() > 1e-9) for h, other in runs]


def network(p):
    """The graph of the unfolded network, and all that can be reached from the inputs that change."""
    net = many_to_many(len(p.x)) if p.every_step else many_to_one(len(p.x))
    changed = [f"x_{place}" for place in p.places]
    return net, {*changed, *(node for one in changed for node in net.descendants(one))}


@exercise.second_opinion
def along_the_arrows(p):
    _, reached = network(p)
    nodes = [f"{'y' if predicted else 'h'}_{t}" for t, predicted in zip(p.steps, p.predicted, strict=True)]
    return {"changes": [int(node in reached) for node in nodes]}


@exercise.shown
def drawn(p):
    net, reached = network(p)
    return {"T": len(p.x), "net": net, "path": reached}
