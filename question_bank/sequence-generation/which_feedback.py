"""A scenario or a drawn network: does the state, the prediction, both or nothing enter the next step?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem
from quizgen.authoring.pictures import many_to_many, not_joined, one_to_many, output_fed_back

ENTERS = {
    "state": r"the state $h_{t-1}$, and not the prediction $\hat{y}_{t-1}$",
    "both": r"the state $h_{t-1}$, and as input the prediction $\hat{y}_{t-1}$",
    "prediction": r"the prediction $\hat{y}_{t-1}$, and not the state $h_{t-1}$",
    "nothing": r"neither the state $h_{t-1}$ nor the prediction $\hat{y}_{t-1}$",
}
REVEALED = {  # (what is right, what is chosen) -> the misconception
    ("state", "prediction"): "c-output-fed-back",
    ("state", "both"): "c-output-fed-back",
    ("both", "prediction"): "c-output-fed-back",
    ("state", "nothing"): "c-current-only",
    ("both", "nothing"): "c-current-only",
}
NETWORKS = {
    "one-to-many, fed back": lambda T: one_to_many(T, fed_back=True),
    "many-to-many": many_to_many,
    "output fed back": lambda T: output_fed_back(many_to_many(T, start=False)),
    "not joined": lambda T: not_joined(many_to_many(T, start=False)),
}

exercise = Exercise(
    title="What enters the next step?",
    topic="sequence-generation",
    level=2,
    covers=["arch.output-fed-back", "type.o2m-music", "type.o2m-text", "arch.feedforward"],
    asks=[Choice("enters", label=r"\text{answer}")],
    question=r"""
{% if net %}
The picture shows a network unfolded over its steps; what is drawn is all that is computed.

{{ picture(net) }}
{% else %}
{{ says }}
{% endif %}

What of step $t - 1$ enters the computation of step $t$ directly, for $t \ge 2$? ($h_t$ is the hidden layer at step $t$,
$\hat{y}_t$ what is predicted or written there.)

[[enters]]
""",
    solution=r"""
{{ why }} So of step $t - 1$ there enters {{ answer }}.

A prediction becomes an input only where a network goes on from what it wrote itself. Otherwise the input comes from the
data, and the hidden state alone joins the steps of a vanilla RNN.
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("scenarios.toml"))["card"]


@exercise.draw
def scenario(draw: Draw) -> Problem:
    enters = draw.one_of(list(ENTERS))
    chosen = draw.one_of([card for card in cards() if card["enters"] == enters])
    right = Option("", ENTERS[enters])
    wrong = [
        Option(
            "",
            text,
            misconceptions=(REVEALED[enters, other],) if (enters, other) in REVEALED else (),
            feedback=chosen["why"],
        )
        for other, text in ENTERS.items()
        if other != enters
    ]
    (ask,) = exercise.asks
    options = draw.options([right], wrong)
    return Problem(card=cards().index(chosen), T=draw.integer(3, 4), enters=replace(ask, options=options))


@exercise.shown
def shown(p):
    chosen = cards()[p.card]
    net = ""
    if "network" in chosen:
        net = replace(NETWORKS[chosen["network"]](p.T), title=f"A network, unfolded over {p.T} steps")
    return {"net": net, "says": chosen.get("says", ""), "why": chosen["why"], "answer": ENTERS[chosen["enters"]]}
