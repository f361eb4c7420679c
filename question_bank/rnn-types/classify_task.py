"""A task card, or a drawn network: which of the four types of RNN is it?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem
from quizgen.authoring.pictures import encoder_decoder, many_to_many, many_to_one, one_to_many, one_to_one

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many")
# What a wrong answer to a many-to-many task shows, by its lengths: a tagger is no row of single decisions, and an
# encoder-decoder falls outside the type only for those who think that its lengths must agree.
REVEALED = {
    "equal": {"one-to-one": ("c-o2o-is-recurrent",)},
    "free": {"many-to-one": ("c-m2m-equal-length",), "one-to-many": ("c-m2m-equal-length",)},
}
ADDED = {
    "c-o2o-is-recurrent": " One-to-one has a single step, where nothing recurs; here a state joins the steps.",
    "c-m2m-equal-length": " Many-to-many may have unequal lengths: an encoder-decoder reads first, then writes.",
}
NETWORKS = {  # what can be drawn: its graph over T steps, its type, and the lengths of a many-to-many
    "one step": (lambda T: one_to_one(), "one-to-one", ""),
    "writer": (lambda T: one_to_many(T), "one-to-many", ""),
    "writer that reads its output": (lambda T: one_to_many(T, fed_back=True), "one-to-many", ""),
    "reader": (lambda T: many_to_one(T), "many-to-one", ""),
    "tagger": (lambda T: many_to_many(T), "many-to-many", "equal"),
    "reader, then shorter writer": (lambda T: encoder_decoder(T, T - 1), "many-to-many", "free"),
    "reader, then longer writer": (lambda T: encoder_decoder(T - 1, T, fed_back=True), "many-to-many", "free"),
}

exercise = Exercise(
    title="Which type of RNN?",
    topic="rnn-types",
    level=1,
    version=2,
    covers=[
        *("lo.types", "type.o2o", "type.o2o-example", "type.o2m", "type.o2m-caption", "type.o2m-text", "type.m2o"),
        *("type.m2o-document", "type.m2o-sales", "type.m2m-same", "type.m2m-ner", "type.m2m-video", "type.m2m-encdec"),
        *("type.m2m-translation", "type.m2m-qa", "iq.q3", "iq.q7", "iq.q8"),
    ],
    asks=[Choice("type", label=r"\text{type}")],
    question=r"""
Count the inputs that one example brings from outside and the outputs that are wanted for it, each as one or many; a
vector counts as one, however many entries it has. Of which type is the network
{{- " for this task" if task else " in the picture" }}?

{% if task %}
**Task.** {{ task }}
{% else %}
{{ picture(net) }}
{% endif %}

[[type]]
""",
    solution=r"""
Given: {{ given }}. Wanted: {{ wanted }}. That is **{{ accepted }}**. {{ remark }}
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("tasks.toml"))["card"]


@exercise.draw
def card(draw: Draw) -> Problem:
    (ask,) = exercise.asks
    if draw.integer(1, 4) == 1:
        wanted, T = draw.one_of(TYPES), draw.integer(3, 4)  # each type as often as any other
        name = draw.one_of([name for name, (_, type_, _) in NETWORKS.items() if type_ == wanted])
        chosen = as_card(name, T)
        task = ""
    else:
        name, T = "", 0
        chosen = draw.one_of(cards())
        task = chosen["task"]
    right = [Option("", name, feedback=chosen.get("remark", "")) for name in chosen["types"]]
    wrong = [wrong_type(chosen, name) for name in TYPES if name not in chosen["types"]]
    return Problem(task=task, network=name, steps=T, type=replace(ask, options=draw.options(right, wrong)))


def as_card(name, T):
    """A drawn network as a card: what it reads from outside, and what it predicts."""
    graph, type_, lengths = NETWORKS[name]
    net = graph(T)
    inputs, outputs = ([f"${node.tex}$" for node in net.nodes if node.role == role] for role in ("input", "output"))
    given, wanted = (listed(nodes, word) for nodes, word in ((inputs, "input"), (outputs, "output")))
    card = {"given": given, "wanted": wanted, "types": [type_], "lengths": lengths, "net": net}
    if any(arrow.dashed for arrow in net.arrows):
        card["remark"] = "An output that is read again (dashed) does not come from outside."
    return card


def listed(nodes, word):
    """ "one input, $x_1$", or "2 outputs, $y_1$ and $y_2$"."""
    if len(nodes) == 1:
        return f"one {word}, {nodes[0]}"
    return f"{len(nodes)} {word}s, {', '.join(nodes[:-1])} and {nodes[-1]}"


def wrong_type(chosen, name):
    revealed = REVEALED.get(chosen.get("lengths"), {}).get(name, ())
    answer = f"Given: {chosen['given']}. Wanted: {chosen['wanted']}. That is {chosen['types'][0]}."
    return Option("", name, misconceptions=revealed, feedback=answer + "".join(ADDED[one] for one in revealed))


@exercise.shown
def solved(p):
    chosen = as_card(p.network, p.steps) if p.network else next(one for one in cards() if one["task"] == p.task)
    return {
        "net": replace(chosen["net"], title="A recurrent network, unfolded") if p.network else "",
        "given": chosen["given"],
        "wanted": chosen["wanted"],
        "accepted": " or ".join(chosen["types"]),
        "remark": chosen.get("remark", ""),
    }
