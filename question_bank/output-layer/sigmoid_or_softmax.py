"""A task and the number of output units: how do the logits become predictions?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem
from reference_rnn import CATALOGUE, feedback

OPTIONS = {
    "sigmoid": "a sigmoid, applied to each logit by itself",
    "softmax": "softmax, over all the logits of an example",
    "axis": "softmax, over the examples of a mini-batch",
    "none": "no function, the logits stay as they are",
}
OTHER_EXAMPLES = "The prediction for an example would depend on which other examples happen to be in its mini-batch."

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
        Option("", text, misconceptions=revealed(name, chosen), feedback=said(name, chosen))
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
        "axis": ("out-softmax-wrong-axis",),
        "none": ("out-no-activation",),
    }[name]


def said(name, chosen):
    if name == "axis":
        return f"{feedback(CATALOGUE['out-softmax-wrong-axis'])} {OTHER_EXAMPLES}"
    return chosen[name]


@exercise.shown
def solved(p):
    return {"why": next(one["why"] for one in cards() if one["task"] == p.task)}
