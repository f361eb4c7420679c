"""A statement about RNNs: true, false, or does it depend, and why?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

VERDICTS = {"true": "It is true.", "false": "It is false.", "depends": "It depends."}
OPPOSITE = {"true": "false", "false": "true"}

exercise = Exercise(
    title="Judge a statement",
    topic="strengths-and-limits",
    level=2,
    covers=[],
    asks=[Choice("verdict", points=0.8, label=r"\text{verdict}"), Choice("reason", points=1.2, label=r"\text{reason}")],
    question=r"""
Judge this statement about the vanilla RNN, $h_t = f(W x_t + W_h h_{t-1} + b)$ with the prediction
$\hat{y} = g(W_y h + b_y)$, where $x_t$ is the input and $h_t$ the hidden state of step $t$, and $t$ runs from $1$ to $T$:

> {{ statement }}

*It depends* is the verdict on a statement that holds in one case, or under one reading of its words, but not in another.

[[verdict]]

Which reason decides it?

[[reason]]
""",
    solution=r"""
**{{ judgement }}** {{ because }} {{ remark }}
""",
)


@cache
def told():
    return tomllib.loads(exercise.data("statements.toml"))


@exercise.draw
def statement(draw: Draw) -> Problem:
    chosen = draw.one_of(told()["statement"])
    verdict, reason = exercise.asks
    return Problem(
        statement=chosen["says"],
        verdict=replace(verdict, options=draw.options([judged(chosen, chosen["verdict"])], others(chosen))),
        reason=replace(reason, options=draw.options([right_reason(chosen)], [wrong_reason(*w) for w in chosen["wrong"]])),
    )


def others(chosen):
    return [judged(chosen, verdict) for verdict in VERDICTS if verdict != chosen["verdict"]]


def judged(chosen, verdict):
    reveals = (chosen["reveals"],) if "reveals" in chosen and verdict == OPPOSITE[chosen["verdict"]] else ()
    return Option("", VERDICTS[verdict], misconceptions=reveals, feedback=chosen["right"])


def right_reason(chosen):
    return Option("", chosen["right"], feedback=chosen.get("remark", ""))


def wrong_reason(misconception, text, feedback=None):
    return Option("", text, misconceptions=(misconception,), feedback=feedback or told()["truths"][misconception])


@exercise.shown
def solved(p):
    (verdict,) = (option for option in p.verdict.options if option.accepted)
    (reason,) = (option for option in p.reason.options if option.accepted)
    return {"judgement": verdict.text, "because": reason.text, "remark": reason.feedback}
