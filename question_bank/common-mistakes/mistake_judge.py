"""One of the six common mistakes, or what is right instead: true or false, and why?"""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem
from reference_rnn import feedback

VERDICTS = {"true": "It is true.", "false": "It is false."}

exercise = Exercise(
    title="A common mistake?",
    topic="common-mistakes",
    level=1,
    covers=[
        *("mist.1", "mist.2", "mist.3", "mist.4", "mist.5", "mist.6", "arch.depends", "arch.kp-same-weights"),
        *("arch.kp-sequential", "dis.short-memory", "feat.memory", "feat.shared"),
    ],
    asks=[Judge("judgement", points=2)],
    question=r"""
Here is a sentence about the vanilla RNN $h_t = f(W x_t + W_h h_{t-1} + b)$, which reads in one direction and predicts
$\hat{y} = g(W_y h + b_y)$. It may be true, or it may be a common mistake.

**Statement.** {{ statement }}

Judge it, and give the reason.

[[judgement]]
""",
    solution=r"""
**{{ verdict }}** {{ because }} {{ insight }}
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("mistakes.toml"))


@exercise.draw
def judged(draw: Draw) -> Problem:
    mistake, verdict = draw.one_of(data()["mistake"]), draw.one_of(list(VERDICTS))
    wrong = [Option("", text, misconceptions=(one,), feedback=feedback(one)) for one, text in mistake["wrong"]]
    statement = draw.one_of(mistake[verdict])
    reasons = draw.options_among(statement, [Option("", text) for text in mistake["right"]], wrong, 3, 3)
    (because,) = (one.text for one in reasons if one.accepted)
    other = {"true": "false", "false": "true"}[verdict]
    missed = Option("", VERDICTS[other], misconceptions=(mistake["misconception"],), feedback=because)
    verdicts = [missed if one == other else text for one, text in VERDICTS.items()]
    (ask,) = exercise.asks
    return Problem(
        statement=statement,
        verdict=VERDICTS[verdict],
        because=because,
        insight=mistake["insight"],
        judgement=ask.of(verdicts, [VERDICTS[verdict]], reasons),
    )
