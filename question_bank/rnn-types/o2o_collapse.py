"""A single step, once as an RNN and once as a feed-forward layer: does the recurrent weight matter?"""

from dataclasses import replace

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Option, Problem, states_by_unit

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}
REASONS = {  # the first two are each right on one kind of draw, the last two on none
    "equal": "They are equal, because $W_h h_0$ is zero at $t = 1$.",
    "differ": "They differ, because $W_h h_0$ is added at $t = 1$.",
    "equal, unused": "They are equal, because $W_h$ starts at step $t = 2$.",
    "differ, on x": "They differ, because $W_h x_1$ is added at $t = 1$.",
}
WHY = {
    "equal": r"$h_0$ is given here and not zero, so $W_h h_0$ enters the only step there is.",
    "differ": r"$h_0$ is zero here, and so is $W_h h_0$: nothing of the recurrence is left.",
    "equal, unused": r"The first step does have a term with $W_h$, namely $W_h h_0$; it vanishes only where $h_0$ does.",
    "differ, on x": r"$W_h$ multiplies the state before, at this step $h_0$; it is $W$ that multiplies $x_1$.",
}

exercise = Exercise(
    title="A recurrent network with a single step",
    topic="rnn-types",
    level=2,
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

{% if zero %}
With $h_0 = 0$ the term $W_h h_0$ is zero, and $W_h$ might as well not exist. A one-to-one network that starts from zero is a
feed-forward layer under another name: nothing recurs in it. That is why images are not classified by an RNN with a single step.
{% else %}
The given $h_0$ enters through $W_h h_0$, so the two differ. But nothing recurs here either: $h_0$ is one more input, and with
$h_0 = 0$ the network would be the feed-forward layer.
{% endif %}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    zero = draw.one_of([True, False])
    right = "equal" if zero else "differ"
    wrong = [
        Option("", text, misconceptions=("c-o2o-is-recurrent",) if name == "differ" else (), feedback=WHY[name])
        for name, text in REASONS.items()
        if name != right
    ]
    comparison = replace(exercise.asks[2], options=draw.options([REASONS[right]], wrong))
    return draw.vanilla(D=2, H=2, T=1, zero_start=zero).but(comparison=comparison)


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
    return {"a": a, "plain": plain, "zero": not any(p.h_0)}
