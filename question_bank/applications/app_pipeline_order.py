"""The steps of an application, from its data to its result, in an order in which each has what it needs."""

import tomllib
from functools import cache

from quizgen.authoring import Before, Draw, Exercise, Order, Problem

exercise = Exercise(
    title="From data to result, in order",
    topic="applications",
    level=1,
    covers=[
        *("why.app-chatbot", "why.app-translation", "why.app-next-word", "why.app-sentiment-not", "app.chatbots"),
        *("app.translation", "app.text-generation", "app.sentiment", "app.speech", "app.music", "app.time-series"),
        *("type.o2m-music", "type.o2m-caption", "type.m2o-sentiment", "type.m2m-translation", "type.m2m-qa"),
        *("fwd.embed", "rev.app-o2m", "rev.app-m2o", "rev.app-m2m"),
    ],
    asks=[Order("order", points=2, label=r"\text{order}")],
    question=r"""
{{ task }} This is done with a recurrent network.

Put the steps into an order in which each step has what it needs.{{ remark }}

[[order]]
""",
    solution=r"""
A right order:

{% for step in steps %}
1. {{ step }}
{% endfor %}

{{ last }}
""",
)


@cache
def pipelines():
    return {one["task"]: one for one in tomllib.loads(exercise.data("pipelines.toml"))["pipeline"]}


@exercise.draw
def pipeline(draw: Draw) -> Problem:
    chosen = draw.one_of(list(pipelines().values()))
    steps = chosen["steps"]
    pairs = [
        Before(steps[first - 1], steps[second - 1], why, tuple(misconceptions))
        for first, second, why, *misconceptions in chosen["before"]
    ]
    (ask,) = exercise.asks
    return Problem(task=chosen["task"], order=ask.of(draw.shuffled(steps), pairs))


@exercise.shown
def solved(p):
    chosen = pipelines()[p.task]
    free = len(chosen["before"]) >= len(chosen["steps"])  # more pairs than a chain of the steps has
    remark = " More than one order may be right." if free else ""
    return {"steps": chosen["steps"], "last": chosen["last"], "remark": remark}
