"""A network with some of its labels missing: what stands where?"""

from quizgen.authoring import Draw, Exercise, Label, Problem, WrongPair
from quizgen.authoring.pictures import (
    blanked,
    encoder_decoder,
    folded,
    many_to_many,
    many_to_one,
    one_to_many,
)

OFFERED = 7
CELL = "It computes $h_t = f(W x_t + W_h h_{t-1} + b)$"
SHAPES = {  # each network: its graph from a drawn number of steps, and what the stem says of it
    "folded": (
        lambda T: folded(),
        f"folded up. {CELL} and, from the state, the prediction $\\hat{{y}}_t = \\sigma(W_y h_t + b_y)$ of every step.",
    ),
    "many-to-many": (
        lambda T: many_to_many(T),
        f"unfolded over its steps, from the first on the left to the last. {CELL} and "
        r"the prediction $\hat{y}_t = \sigma(W_y h_t + b_y)$ of every step.",
    ),
    "many-to-one": (
        lambda T: many_to_one(T + 1),
        f"unfolded over its steps, from the first on the left to the last. {CELL} and after the last step, $T$, "
        r"the only prediction, $\hat{y} = \sigma(W_y h_T + b_y)$.",
    ),
    "one-to-many": (
        lambda T: one_to_many(T, fed_back=True),
        "unfolded over its steps, from the first on the left to the last. It reads $x_1$ and starts from $h_0$; after "
        r"that, each prediction $\hat{y}_t = \sigma(W_y h_t + b_y)$ is the input of the next step (dashed): "
        r"$h_{t+1} = f(W \hat{y}_t + W_h h_t + b)$.",
    ),
    "encoder-decoder": (
        lambda T: encoder_decoder(T - 1, T),
        "unfolded over its steps, from the first on the left to the last. An encoder reads the inputs $x_t$ into its "
        r"states $h_t$; a decoder with states $s_k$ then goes on from there and predicts $\hat{y}_k$ from $s_k$.",
    ),
}

exercise = Exercise(
    title="Label the network",
    topic="rnn-architecture",
    level=1,
    covers=[
        *("lo.architecture", "arch.loop", "arch.basic-diagram", "arch.step-inputs", "arch.folded", "arch.unfolded"),
        *("fwd.m2o-diagram", "rev.basic", "rev.unfolded"),
    ],
    asks=[Label("labels", points=2)],
    question=r"""
The picture shows a recurrent network {{ says }}
Biases are not drawn. Circles are inputs and outputs, boxes are states{{ also }}.

Which label belongs at each of the places 1 to 4? A label may be used more than once, or not at all.

[[labels]]
""",
    solution=r"""
{{ picture(net) }}

{% for number, label, why in told %}
- Place {{ number }} is {{ label }}: {{ why }}
{% endfor %}
""",
)


@exercise.draw
def places(draw: Draw) -> Problem:
    name, T = draw.one_of(list(SHAPES)), draw.integer(3, 4)
    net = SHAPES[name][0](T)
    states = [node.name for node in net.nodes if node.role == "state" and node.name != "h_0"]
    others = [node.name for node in net.nodes if node.role != "state"]
    arrows = [arrow.name for arrow in net.arrows if arrow.weight and not arrow.dashed]
    each = 1 if arrows else 2  # where arrows have no labels, all places are nodes
    chosen = {*draw.some_of(states, each), *draw.some_of(others, each), *draw.some_of(arrows, 2)}
    names = [one for one in [*states, *others, *arrows] if one in chosen]
    drawn = blanked(net, names)
    mistakes = [
        WrongPair(str(place), label, ids, why)
        for place, one in enumerate(names, 1)
        for label, ids, why in mistaken(net, one)
    ]
    right = list(dict.fromkeys(drawn.labels.values()))
    others = list(dict.fromkeys(one.right for one in mistakes if one.right not in right))
    spare = [f"${node.tex}$" for node in net.nodes if f"${node.tex}$" not in (*right, *others)]
    wrong = draw.some_of(others, OFFERED - len(right))
    wrong += draw.some_of(spare, OFFERED - len(right) - len(wrong))
    (ask,) = exercise.asks
    return Problem(
        name=name,
        steps=T,
        blanks=" | ".join(names),
        labels=ask.of(drawn, draw.shuffled([*right, *wrong]), mistakes),
    )


def mistaken(net, name):
    """Wrong labels of a place that show something: (label, misconceptions, feedback)."""
    if " > " in name:
        weight = next(arrow.weight for arrow in net.arrows if arrow.name == name)
        untied = "$" + (f"{weight[:-1]}{{{weight[-1]},2}}" if "_" in weight else "W_2") + "$"
        yield untied, ("c-untied-weights",), "Every step uses the same matrices, so they have no number."
        swapped = {"W": "$W_h$", "W_h": "$W$"}.get(weight)
        if swapped:
            yield swapped, ("fwd-swap-w-wh",), "$W$ multiplies the input, $W_h$ the state of the step before."
        else:
            yield "$W_h$", (), "$W_h$ leads from state to state; a prediction is computed with $W_y$."
        return
    node = net.node(name)
    if node.role == "input":
        if node.time > 1:
            yield "$x_1$", ("fwd-input-frozen",), "Every step reads an input of its own."
            yield rf"$\hat{{y}}_{node.time - 1}$", ("c-output-fed-back",), "What enters from below is the step's input."
        return
    if node.role == "output":
        state = next(iter(net.sources(name)))
        yield (
            f"${net.node(state).tex}$",
            ("c-hidden-is-output",),
            "The state is the box; the prediction is computed from it.",
        )
        return
    for arrow in net.arrows:
        if arrow.source == name and net.node(arrow.target).role == "output":
            prediction = net.node(arrow.target).tex
            yield (
                f"${prediction}$",
                ("c-hidden-is-output",),
                "The box is the state; the prediction is computed from it.",
            )
    if node.time > 1:
        yield (
            f"$x_{node.time}$",
            ("c-current-only",),
            "The box holds the state, computed from the input and the state before.",
        )


def reason(net, name):
    """Why a place has its label."""
    if " > " in name:
        weight = next(arrow.weight for arrow in net.arrows if arrow.name == name)
        return {
            "W": "it leads from an input to a state.",
            "W_h": "it leads from a state to the next one; this is the feedback loop of the network.",
            "W_y": "it leads from a state to a prediction.",
        }[weight]
    node = net.node(name)
    if node.role == "state":
        others = [f"${net.node(one).tex}$" for one in net.sources(name)]
        return f"a state, computed from {' and '.join(dict.fromkeys(others))}."
    return "the input of its step." if node.role == "input" else "a prediction, computed from the state below it."


@exercise.shown
def drawn(p):
    net = SHAPES[p.name][0](p.steps)
    names = p.blanks.split(" | ")
    labels = blanked(net, names).labels
    told = [(number, labels[number], reason(net, one)) for number, one in zip(labels, names, strict=True)]
    weighed = any(arrow.weight for arrow in net.arrows)
    also = "; a letter beside an arrow is the matrix that it multiplies by" if weighed else ""
    return {"net": net, "says": SHAPES[p.name][1], "also": also, "told": told}
