"""What goes wrong when recurrent networks are trained, and what is done about it."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair

ASKED = 5
ALWAYS = ("vanishing", "exploding")

exercise = Exercise(
    title="Which remedy for which problem?",
    topic="gradient-flow",
    level=1,
    covers=[
        *("type.m2m-encdec", "feat.var-m2m", "adv.var-length", "dis.vanishing", "dis.vanishing-solution"),
        *("dis.exploding", "dis.exploding-solution", "dis.short-memory", "dis.short-memory-solution", "dis.cost"),
        *("rev.rem-lstm", "beyond.clipping", "beyond.attention", "beyond.encoder-decoder", "beyond.truncated-bptt"),
        *("beyond.bidirectional", "beyond.padding"),
    ],
    asks=[Match("remedies", points=3, label=r"\text{remedies}")],
    question=r"""
Each of these problems comes up with recurrent networks. Which remedy is meant for it, even if it eases the problem rather than
removes it? Two of the remedies are left over.

[[remedies]]
""",
    solution=r"""
{% for problem in problems %}
- {{ problem.sign }} The remedy is **{{ problem.remedy }}**. {{ problem.how }}
{% endfor %}

Small gradients and large ones are two sides of one product of factors, but their remedies differ: clipping shortens what is too
long and cannot lengthen what is too short.
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("remedies.toml"))["problem"]


@exercise.draw
def problems(draw: Draw) -> Problem:
    others = draw.some_of([one for one in data() if one["name"] not in ALWAYS], ASKED - len(ALWAYS))
    asked = draw.shuffled([*others, *(one for one in data() if one["name"] in ALWAYS)])
    signs = {one["name"]: draw.one_of(one["signs"]) for one in asked}
    (ask,) = exercise.asks
    return Problem(
        signs=list(signs.values()),
        remedies=ask.of(
            list(signs.values()),
            draw.shuffled([one["remedy"] for one in data()]),
            {signs[one["name"]]: one["remedy"] for one in asked},
            [wrong for one in asked for wrong in wrong_pairs(one, signs[one["name"]])],
        ),
    )


def wrong_pairs(problem, sign):
    """A problem with the remedy of another."""
    for other in data():
        if other is not problem:
            shows = problem["mistaken"].get(other["name"])
            yield WrongPair(sign, other["remedy"], (shows,) if shows else (), problem["how"])


@exercise.shown
def solved(p):
    known = {sign: one for one in data() for sign in one["signs"]}
    return {"problems": [{**known[sign], "sign": sign} for sign in p.signs]}
