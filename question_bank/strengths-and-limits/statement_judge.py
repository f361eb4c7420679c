"""A statement about RNNs: true, false, or does it depend, and why?"""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem
from reference_rnn import feedback

VERDICTS = {"true": "It is true.", "false": "It is false.", "depends": "It depends."}
OPPOSITE = {"true": "false", "false": "true"}

exercise = Exercise(
    title="Judge a statement",
    topic="strengths-and-limits",
    level=2,
    version=3,
    covers_of="statements.toml",
    asks=[Judge("judgement", points=2)],
    question=r"""
Here is a statement about the vanilla RNN $h_t = f(W x_t + W_h h_{t-1} + b)$, which predicts
$\hat{y} = g(W_y h + b_y)$; $x_t$ is the input and $h_t$ the hidden state of step $t = 1, \dots, T$.

**Statement.** {{ statement }}

Judge it, and give the reason. The verdict “it depends” is for a statement that holds in one case, or in one sense of its
words, and not in another.

[[judgement]]
""",
    solution=r"""
**{{ verdict }}** {{ because }} {{ remark }}
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("statements.toml"))


@exercise.draw
def statement(draw: Draw) -> Problem:
    verdict = draw.one_of(list(VERDICTS))  # each is right equally often, however many statements there are of it
    chosen = draw.one_of([one for one in data()["statement"] if one["verdict"] == verdict])
    (ask,) = exercise.asks
    reasons = draw.options_among(chosen["says"], [right_reason(chosen)], wrong_reasons(chosen), 2, 3)
    return Problem(
        statement=chosen["says"], judgement=ask.of(judgements(chosen), [VERDICTS[chosen["verdict"]]], reasons)
    )


def judgements(chosen):
    """The verdicts in their usual order, with what to say of a wrong one; the opposite one may reveal a misconception."""
    revealed = {OPPOSITE[chosen["verdict"]]: (chosen["reveals"],)} if "reveals" in chosen else {}
    return [
        text
        if verdict == chosen["verdict"]
        else Option("", text, misconceptions=revealed.get(verdict, ()), feedback=chosen["right"])
        for verdict, text in VERDICTS.items()
    ]


def right_reason(chosen):
    return Option("", chosen["right"], feedback=chosen.get("remark", ""))


def wrong_reasons(chosen):
    """Each with its misconception and with feedback: its own, or the usual one for the misconception."""
    return [
        Option("", text, misconceptions=(misconception,), feedback=own[0] if own else feedback(misconception))
        for misconception, text, *own in chosen["wrong"]
    ]


@exercise.shown
def solved(p):
    (verdict,) = (option for option in p.judgement.verdicts if option.accepted)
    (reason,) = (option for option in p.judgement.reasons if option.accepted)
    return {"verdict": verdict.text, "because": reason.text, "remark": reason.feedback}
