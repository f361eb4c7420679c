"""The unfolded network as a graph: on which inputs, states and predictions does one of them depend?"""

from dataclasses import replace
from functools import cache

import numpy as np

from quizgen.authoring import Draw, Exercise, Option, Problem, Several
from quizgen.authoring.pictures import many_to_many, many_to_one

exercise = Exercise(
    title="What does it depend on?",
    topic="rnn-architecture",
    level=2,
    version=2,
    covers=["arch.depends"],
    asks=[Several("depends_on", points=2, label=r"\text{depends on}", by_solve=True)],
    targets=["fwd-no-recurrence"],
    question=r"""
A recurrent network with $f = \tanh$ starts from a given $h_0$, reads {{ joined(inputs) }} in this order and computes
$h_t = f(W x_t + W_h h_{t-1} + b)$.
{% if every_step %}
After every step it predicts $\hat{y}_t = \sigma(W_y h_t + b_y)$ with the sigmoid $\sigma$.
{% else %}
After the last step it predicts $\hat{y} = \sigma(W_y h_{{ inputs | length }} + b_y)$ with the sigmoid $\sigma$.
{% endif %}
The weights and biases are fixed, and none of them is zero.

On which of these does ${{ tex(asked) }}$ depend, directly or through other quantities? Choose all that apply.

[[depends_on]]
""",
    solution=r"""
Follow the arrows of the unfolded network backwards from ${{ tex(asked) }}$:

{% for node, sources in arrows %}
- ${{ tex(node) }}$ is computed from {{ joined(sources) }}
{% endfor %}

{{ picture(net, lit=path) }}

So, of the quantities offered, ${{ tex(asked) }}$ depends on {{ joined(reached) }}: on all that was read so far, and on nothing
that is read later. A prediction is computed from a state; no arrow leads from a prediction to a later state.
""",
)


@exercise.draw
def question(draw: Draw) -> Problem:
    T, every_step = draw.integer(4, 5), draw.one_of([True, False])
    t = draw.integer(2, T - 1)
    asked = f"{draw.one_of('yh') if every_step else 'h'}_{t}"
    inputs = [f"x_{s}" for s in range(1, T + 1)]
    earlier = [*inputs[: t - 1], *(f"h_{s}" for s in range(t))]
    later = [*inputs[t:], *(f"h_{s}" for s in range(t + 1, T + 1))]
    prediction = [f"y_{t - 1}"] if every_step and draw.one_of([True, True, False]) else []
    right = [f"x_{t}", *draw.some_of(earlier, 2)]  # x_t is there even for whoever leaves the recurrence out
    wrong = [*prediction, *draw.some_of(later, 3 - len(prediction))]
    offered = draw.shuffled(right + wrong)
    (ask,) = exercise.asks
    options = tuple(option(letter, node, asked, every_step) for letter, node in zip("ABCDEF", offered, strict=False))
    return Problem(
        inputs=inputs,
        every_step="yes" if every_step else "",
        asked=asked,
        offered=offered,
        depends_on=replace(ask, options=options),
    )


def option(letter, node, asked, every_step):
    """A quantity to choose; one that comes later than what is asked, or is a prediction, says what is wrong with it."""
    text, of = (f"${tex(name, every_step)}$" for name in (node, asked))
    if node[0] == "y":
        why = f"{text} is computed from a state, and no state is computed from it."
        return Option(letter, text, False, ("c-output-fed-back",), why)
    if step(node) > step(asked):
        come = "read" if node[0] == "x" else "computed"
        return Option(letter, text, False, ("c-sees-future",), f"{text} is {come} only after {of}.")
    return Option(letter, text)


def step(node):
    return int(node[2:])


def tex(node, every_step):
    """A quantity as LaTeX; the only prediction has no index."""
    if node[0] != "y":
        return node
    return rf"\hat{{y}}_{step(node)}" if every_step else r"\hat{y}"


# A small network on which a dependency shows: everything in it is positive, so that nothing is cut off or cancels.
W = np.array([[0.3, 0.2], [0.1, 0.4]])
W_h = np.array([[0.2, 0.3], [0.4, 0.1]])
b = np.array([0.1, 0.2])
W_y, b_y = np.array([[0.3, 0.5], [0.4, 0.2]]), np.array([0.1, 0.3])
START, INPUT, MOVE = 0.5, 0.4, 0.25


@exercise.solve
def moved_one_by_one(p, RNN):
    """A quantity depends on those that change it when they are moved."""
    T = len(p.inputs)
    still = run(RNN, T, moved="")[p.asked]
    yield (
        "depends_on",
        np.array([[(run(RNN, T, moved=node)[p.asked] != still).any() for node in p.offered]]).astype(int),
    )


@cache
def run(RNN, T, moved):
    """Every state and prediction, with one quantity moved."""
    rnn = RNN(W, W_h, b, W_y, b_y)

    def value(node, computed):
        return computed + MOVE if node == moved else computed

    found, h = {}, value("h_0", np.full(2, START))
    for t in range(1, T + 1):
        h = found[f"h_{t}"] = value(f"h_{t}", rnn.step(value(f"x_{t}", np.full(2, INPUT)), h))
        found[f"y_{t}"] = value(f"y_{t}", rnn.predict(h))
    return found


def sources(node):
    """What a quantity is computed from."""
    t = step(node)
    return {"h": [f"x_{t}", f"h_{t - 1}"] if t else [], "y": [f"h_{t}"], "x": []}[node[0]]


def arrows_into(asked):
    """(quantity, what it is computed from), backwards from the one asked for."""
    found, waiting = [], [asked]
    while waiting:
        node = waiting.pop()
        if sources(node):
            found.append((node, sources(node)))
            waiting += sources(node)
    return found


@exercise.second_opinion
def backwards_along_the_arrows(p):
    reached = {one for _, those in arrows_into(p.asked) for one in those}
    return {"depends_on": [int(node in reached) for node in p.offered]}


@exercise.shown
def drawn(p):
    reached = {one for _, those in arrows_into(p.asked) for one in those}

    def joined(nodes):
        *first, last = [f"${tex(node, p.every_step)}$" for node in nodes]
        return f"{', '.join(first)} and {last}" if first else last

    T = len(p.inputs)
    net = many_to_many(T) if p.every_step else many_to_one(T)
    return {
        "tex": lambda node: tex(node, p.every_step),
        "net": net,
        "path": net.ancestors(p.asked) | {p.asked},
        "joined": joined,
        "arrows": arrows_into(p.asked),
        "reached": [node for node in p.offered if node in reached],
    }
