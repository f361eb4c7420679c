"""Backpropagation through time in an order in which each computation has what it needs."""

from itertools import pairwise

from quizgen.authoring import Before, Draw, Exercise, Order, Problem

OUTPUTS = ("last", "every")  # where there is an output
DELTA = r"\delta_{}"
EXTRA = ("none", "W_y", "b")  # a gradient that is computed besides

exercise = Exercise(
    title="Backpropagation through time, in order",
    topic="bptt",
    level=2,
    covers=["bwd.direction", "bwd.update-each-step", "bwd.gradients", "bwd.update-rule", "iq.q10"],
    asks=[Order("order", points=3, label=r"\text{order}")],
    question=r"""
A vanilla RNN that is run over {{ T }} steps, from a given $h_0$, {{ outputs }}. It is trained on one example by
backpropagation through time. The gradient of the loss $L$ with respect to $a_t = W x_t + W_h h_{t-1} + b$ is called $\delta_t$.

Put the computations into an order in which each one has what it needs. More than one order may be right.

[[order]]
""",
    solution=r"""
One right order:

{% for step in steps %}
1. {{ step }}
{% endfor %}

The way forward goes from $h_1$ to $h_{{ T }}$, the way back from $\delta_{{ T }}$ to $\delta_1$. $W_h$ was used at every step, so
every step contributes to its gradient; only when all contributions are added is it changed, once.
""",
)


@exercise.draw
def steps(draw: Draw) -> Problem:
    T, where, extra = draw.integer(2, 4), draw.one_of(OUTPUTS), draw.one_of(EXTRA)
    needs = [Before(*one) for one in computations(T, where, extra)]
    shown = list(dict.fromkeys(text for one in needs for text in (one.first, one.second)))
    (ask,) = exercise.asks
    return Problem(
        T=T,
        outputs="predicts at every step" if where == "every" else "predicts after the last step",
        steps=in_order(shown, needs),
        order=ask.of(draw.shuffled(shown), needs),
    )


def computations(T, where, extra):
    """(first, second, why, misconceptions) of computations of which the second needs the first."""
    forward = f"Compute the states {all_of('h_{}', T)}"
    outputs = all_of(r"\hat{{y}}_{}", T) if where == "every" else r"$\hat{y}$"
    predict = f"Compute the {'outputs' if where == 'every' else 'output'} {outputs}"
    loss = f"Compute $L$ from {'outputs and targets' if where == 'every' else 'output and target'}"
    back = [rf"Go back to step {t} and compute $\delta_{t}$" for t in range(T, 0, -1)]
    whole = r"Add up the contributions to $\partial L / \partial W_h$"
    update = r"Change $W_h$ by $-\alpha \, \partial L / \partial W_h$"
    yield forward, predict, "outputs are computed from states.", ()
    yield predict, loss, "the loss compares the prediction with the target.", ()
    yield loss, back[0], "the way back starts at the loss.", ()
    for t, (later, earlier) in zip(range(T, 1, -1), pairwise(back), strict=True):
        yield later, earlier, rf"the gradient comes back to step {t - 1} through step {t}.", ()
    yield back[-1], whole, r"step 1 contributes $\delta_1 h_0^\top$.", ("bwd-last-step-only",)
    yield whole, update, "the weights are updated once, with the sum of all contributions.", ("c-update-every-step",)
    yield (
        back[-1],
        update,
        r"$\delta_1$ belongs to the old weights, with which the states were computed.",
        ("c-update-every-step",),
    )
    if extra == "W_y":
        output = r"Compute $\partial L / \partial W_y$"
        yield loss, output, "the way back starts at the loss.", ()
        changed = r"Change $W_y$ by $-\alpha \, \partial L / \partial W_y$"
        yield output, changed, "an update needs its gradient.", ()
        needing = back[-1] if where == "every" else back[0]
        yield needing, changed, "gradients come back from the outputs through the old $W_y$.", ("c-update-every-step",)
    if extra == "b":
        whole_b = f"Add up {all_of(DELTA, T)} to " + r"$\partial L / \partial b$"
        yield back[-1], whole_b, "every step contributes to the gradient of $b$.", ("bwd-last-step-only",)


def all_of(symbol, T):
    """The symbol of every step, in words."""
    each = [f"${symbol.format(t)}$" for t in range(1, T + 1)]
    return f"{', '.join(each[:-1])} and {each[-1]}"


def in_order(shown, needs):
    """The computations in an order in which each has what it needs."""
    left, found = list(shown), []
    while left:
        found.append(next(one for one in left if not any(n.second == one and n.first in left for n in needs)))
        left.remove(found[-1])
    return found
