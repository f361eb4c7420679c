"""A sentence in an average of word vectors and in an RNN, compared point by point."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair

POINTS, DECOYS = 3, 2
METHODS = {"average": "average", "rnn": "RNN"}

exercise = Exercise(
    title="An average and an RNN, point by point",
    topic="why-sequences",
    level=1,
    covers=[
        *("lo.vs-ml", "why.avg-w2v-same-vector", "why.order-lost", "why.ml-fixed-vector", "why.ml-no-memory"),
        *("why.rnn-pipeline", "why.key-difference", "feat.order", "dis.slow"),
    ],
    asks=[Match("points", points=3, label=r"\text{points}")],
    question=r"""
A sentence of word vectors is processed in two ways: their average is given to a classifier, or an RNN reads them
and its last state is given to a classifier.

What holds for each? Two of the answers are left over: they hold for neither.

[[points]]
""",
    solution=r"""
| | average | RNN |
|---|---|---|
{% for point in points %}
| {{ point.name }} | {{ point.average }} | {{ point.rnn }} |
{% endfor %}

{{ insight }} An RNN has a memory and works step by step; from these two all the other differences follow.
""",
)


@cache
def data():
    return {point["name"]: point for point in tomllib.loads(exercise.data("comparison.toml"))["point"]}


@exercise.draw
def points(draw: Draw) -> Problem:
    chosen = draw.some_of(list(data().values()), POINTS)
    pairs = {f"{shown}: {point['name']}": point[name] for point in chosen for name, shown in METHODS.items()}
    decoys = [point["decoy"][0] for point in draw.some_of(chosen, DECOYS)]
    (ask,) = exercise.asks
    matched = ask.of(list(pairs), draw.shuffled([*pairs.values(), *decoys]), pairs, list(wrong_pairs(chosen)))
    return Problem(names=[point["name"] for point in chosen], points=matched)


def wrong_pairs(chosen):
    """At each point the other method's answer, and what holds of neither."""
    for point in chosen:
        decoy, shows = point["decoy"]
        for shown, other, swapped in zip(METHODS.values(), ("rnn", "average"), point["swapped"], strict=True):
            left = f"{shown}: {point['name']}"
            yield WrongPair(left, point[other], (swapped,) if swapped else (), point["why"])
            yield WrongPair(left, decoy, (shows,) if shows else (), point["why"])


@exercise.shown
def solved(p):
    chosen = [data()[name] for name in p.names]
    return {"points": chosen, "insight": " ".join(point["why"] for point in chosen)}
