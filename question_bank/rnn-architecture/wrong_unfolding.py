"""Four drawings of one network, unfolded over three steps: which one is right, and what is wrong with another?"""

from dataclasses import replace

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, in_order
from quizgen.authoring.pictures import (
    backwards,
    draw_side_by_side,
    many_to_many,
    not_joined,
    output_fed_back,
    own_weights,
    same_input,
)

DRAWINGS = "ABCD"
RIGHT = many_to_many(3, start=False)
# Each fault: what it says of the drawing as an option, what is right instead, and the misconception it shows.
FAULTS = {
    "own weights": (
        "A matrix is given a new name at every step, though it is shared by all steps.",
        "Unfolding shows one cell at several times: $W$, $W_h$ and $W_y$ are the same at every step.",
        "c-untied-weights",
    ),
    "backwards": (
        "A state is computed from the state after it, though it follows the state before it.",
        "An RNN goes forward in time: $h_t$ is computed from $h_{t-1}$ and never from a later state.",
        "c-sees-future",
    ),
    "not joined": (
        "The arrows between the states are missing, though each state is needed for the next.",
        "Without arrows from $h_{t-1}$ to $h_t$ these are three feed-forward networks, and nothing is remembered.",
        "c-current-only",
    ),
    "output fed back": (
        "A prediction is passed on to the next step, though the state is what is passed on.",
        "The recurrent term is $W_h h_{t-1}$: the state is fed back, and the prediction leaves the network.",
        "c-output-fed-back",
    ),
    "same input": (
        "The same input is read at every step, though each step is to read an input of its own.",
        "Step $t$ reads $x_t$: a new input at every step.",
        "fwd-input-frozen",
    ),
}

exercise = Exercise(
    title="Which unfolding is right?",
    topic="rnn-architecture",
    level=2,
    covers=["arch.feedforward", "arch.loop", "arch.same-cell", "arch.unfolded", "arch.kp-same-weights"],
    asks=[
        Choice("right", label=r"\text{the right drawing}", shuffled=False),
        Choice("fault", label=r"\text{what is wrong}"),
    ],
    question=r"""
An RNN reads $x_1$, $x_2$ and $x_3$. At every step it computes $h_t = \tanh(W x_t + W_h h_{t-1} + b)$ and the prediction
$\hat{y}_t = \mathrm{softmax}(W_y h_t + b_y)$. It starts from $h_0 = 0$; neither $h_0$ nor the biases are drawn.

One of these four drawings shows it unfolded over its three steps.

{{ picture(drawings) }}

Which drawing is right?

[[right]]

What is wrong with **drawing {{ asked }}**?

[[fault]]
""",
    solution=r"""
Fold each drawing up again: laid on top of one another, its three columns must be the same, and each state must
receive $x_t$ and $h_{t-1}$. Only **drawing {{ right_one }}** passes.

{% for letter, what, instead in wrong %}
- Drawing {{ letter }}: {{ what }} {{ instead }}
{% endfor %}
""",
)


def faulty(fault, weight, t):
    """The right drawing with one fault."""
    return {
        "own weights": lambda: own_weights(RIGHT, weight),
        "backwards": lambda: backwards(RIGHT, t),
        "not joined": lambda: not_joined(RIGHT),
        "output fed back": lambda: output_fed_back(RIGHT),
        "same input": lambda: same_input(RIGHT),
    }[fault]()


@exercise.draw
def four_drawings(draw: Draw) -> Problem:
    faults = draw.some_of(list(FAULTS), 3)
    shown = draw.shuffled(["", *faults])
    asked = draw.one_of([place for place in range(4) if shown[place]])
    right, fault = exercise.asks
    drawings = [
        Option("", f"drawing {letter}", misconceptions=reveals(one), feedback=FAULTS[one][1] if one else "")
        for letter, one in zip(DRAWINGS, shown, strict=True)
    ]
    others = draw.some_of([one for one in FAULTS if one != shown[asked]], 3)
    true, *untrue = [
        Option("", FAULTS[one][0], misconceptions=() if one == shown[asked] else reveals(one))
        for one in [shown[asked], *others]
    ]
    untrue = [replace(one, feedback=f"In drawing {DRAWINGS[asked]}: {FAULTS[shown[asked]][0]}") for one in untrue]
    return Problem(
        shown=shown,
        asked=DRAWINGS[asked],
        weight=draw.one_of(["W", "W_h", "W_y"]),
        t=draw.integer(1, 2),
        right=replace(right, options=in_order(drawings, [f"drawing {DRAWINGS[shown.index('')]}"])),
        fault=replace(fault, options=draw.options([true], untrue)),
    )


def reveals(fault):
    """The misconception of somebody who takes this fault for right."""
    return (FAULTS[fault][2],) if fault else ()


@exercise.shown
def drawn(p):
    nets = [faulty(one, p.weight, p.t) if one else RIGHT for one in p.shown]
    named = {f"Drawing {letter}": net for letter, net in zip(DRAWINGS, nets, strict=True)}
    return {
        "drawings": draw_side_by_side("Four drawings of an RNN over 3 steps", named),
        "right_one": DRAWINGS[p.shown.index("")],
        "wrong": [(letter, *FAULTS[one][:2]) for letter, one in zip(DRAWINGS, p.shown, strict=True) if one],
    }
