"""Networks with and without a loop, and what follows for the sentences they can read."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair

ASKED = 4

exercise = Exercise(
    title="With and without a loop",
    topic="rnn-architecture",
    level=1,
    covers=[
        *("why.order-lost", "why.ml-fixed-vector", "arch.feedforward", "arch.loop", "arch.depends"),
        *("arch.kp-same-weights", "feat.shared", "feat.memory", "adv.var-length", "iq.q2", "beyond.bidirectional"),
    ],
    asks=[Match("networks", points=2, label=r"\text{networks}")],
    question=r"""
Sentences, given as one vector for each word, are read by these networks. What is true of each? Three of the answers are left
over.

[[networks]]
""",
    solution=r"""
{% for network in networks %}
- {{ network.called }}: **{{ network.holds }}**. {{ network.why }}
{% endfor %}

A loop alone is not enough: what makes an RNN is that the state goes through it and that all steps share their weights.
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("networks.toml"))["network"]


@exercise.draw
def networks(draw: Draw) -> Problem:
    worded = [  # wording 0 or 1 for all properties: two of different wordings would be harder to tell apart
        {**network, "called": draw.one_of(network["called"]), "holds": network["holds"][wording]}
        for wording in [draw.integer(0, 1)]
        for network in data()
    ]
    asked = draw.some_of(worded, ASKED)
    (ask,) = exercise.asks
    return Problem(
        called=[one["called"] for one in asked],
        holds=[one["holds"] for one in asked],
        networks=ask.of(
            [one["called"] for one in asked],
            draw.shuffled([one["holds"] for one in worded]),
            {one["called"]: one["holds"] for one in asked},
            [wrong for one in asked for wrong in wrong_pairs(one, worded)],
        ),
    )


def wrong_pairs(network, worded):
    """A network with the property of another."""
    for other in worded:
        if other is not network:
            shows = network["mistaken"].get(other["name"])
            yield WrongPair(network["called"], other["holds"], (shows,) if shows else (), network["why"])


@exercise.shown
def solved(p):
    why = {called: one["why"] for one in data() for called in one["called"]}
    return {
        "networks": [
            {"called": called, "holds": holds, "why": why[called]}
            for called, holds in zip(p.called, p.holds, strict=True)
        ]
    }
