"""A task and the number of output units: how do the logits become predictions?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

OPTIONS = {
    "sigmoid": "a sigmoid, applied to each logit by itself",
    "softmax": "softmax, applied to all logits together",
    "none": "no function at all, the logits as they are",
}

exercise = Exercise(
    title="Sigmoid or softmax?",
    topic="output-layer",
    level=1,
    covers=["fwd.sigma-choice"],
    asks=[Choice("output", label=r"\text{output function}")],
    question=r"""
The output layer of a recurrent network computes a logit for each of its output units, $z = W_y h + b_y$.

**Task.** {{ task }}

Which function turns the logits into these predictions?

[[output]]
""",
    solution=r"""
{{ why }}

Many texts write $\sigma$ for both functions: a **sigmoid** is applied to each logit by itself, **softmax** to all the logits of one
example together.
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("output_tasks.toml"))["card"]


@exercise.draw
def card(draw: Draw) -> Problem:
    output = draw.one_of(["sigmoid", "softmax", "none"])
    chosen = draw.one_of([one for one in cards() if one["output"] == output])
    wrong = [
        Option("", text, misconceptions=revealed(name, chosen), feedback=chosen[name])
        for name, text in OPTIONS.items()
        if name != output
    ]
    options = draw.options([OPTIONS[output]], wrong)
    return Problem(task=chosen["task"], output=replace(exercise.asks[0], options=options))


def revealed(name, chosen):
    """The misconceptions that a wrong way shows."""
    return {
        "sigmoid": ("out-sigmoid-for-softmax",) if chosen["output"] == "softmax" else (),
        "softmax": ("out-softmax-on-one-unit",) if chosen["units"] == 1 else (),
        "none": ("out-no-activation",),
    }[name]


@exercise.shown
def solved(p):
    return {"why": next(one["why"] for one in cards() if one["task"] == p.task)}
