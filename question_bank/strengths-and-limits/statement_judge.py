"""A statement about RNNs: true, false, or does it depend, and why?"""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem

VERDICTS = {"true": "It is true.", "false": "It is false.", "depends": "It depends."}
OPPOSITE = {"true": "false", "false": "true"}

exercise = Exercise(
    title="Judge a statement",
    topic="strengths-and-limits",
    level=2,
    version=3,
    covers=[
        *("lo.why-rnn", "lo.vs-ml", "why.avg-w2v-same-vector", "why.order-lost", "why.app-translation"),
        *("why.app-sentiment-not", "why.ml-fixed-vector", "why.ml-no-memory", "why.rnn-pipeline"),
        *("why.key-difference", "app.translation", "app.text-generation", "app.sentiment", "app.time-series"),
        *("arch.feedforward", "arch.output-fed-back", "arch.same-cell", "arch.step-inputs", "arch.depends"),
        *("arch.unfolded", "arch.kp-same-weights", "arch.kp-sequential", "arch.kp-hidden", "type.o2o"),
        *("type.o2o-example", "type.o2o-note", "type.o2m-music", "type.o2m-text", "type.m2o", "type.m2o-sales"),
        *("type.m2m-same", "type.m2m-video", "type.m2m-encdec", "fwd.eq-t1", "fwd.random-init", "fwd.act-choice"),
        *("fwd.sigma-choice", "fwd.setup", "fwd.shape-W", "fwd.shape-Wh", "fwd.shape-Wy", "fwd.param-total"),
        *("bwd.gradients", "bwd.direction", "bwd.update-each-step", "bwd.key-issue", "feat.shared"),
        *("feat.shared-advantage", "feat.order", "feat.memory", "feat.var-m2o", "feat.var-m2m", "adv.sequential"),
        *("adv.memory", "adv.var-length", "adv.shared", "adv.temporal", "dis.vanishing", "dis.vanishing-solution"),
        *("dis.exploding", "dis.exploding-solution", "dis.slow", "dis.short-memory", "dis.short-memory-solution"),
        *("dis.cost", "iq.q2", "iq.q5", "iq.q6", "iq.q7", "iq.q8", "iq.q9", "iq.q10", "iq.q11", "iq.q12", "key.rnn"),
        *("key.purpose", "key.memory", "key.feedback", "key.sequential", "key.shared", "mist.1", "mist.2", "mist.3"),
        *("mist.4", "mist.5", "mist.6", "rev.eq-m2o", "rev.eq-m2m", "rev.rem-sequential-memory", "rev.rem-hidden"),
        *("rev.rem-shared", "rev.rem-vanishing", "rev.rem-lstm", "rev.rem-apps", "rev.rem-transformers"),
        *("beyond.clipping", "beyond.padding"),
    ],
    asks=[Judge("judgement", points=2)],
    question=r"""
Here is a statement about the vanilla RNN $h_t = f(W x_t + W_h h_{t-1} + b)$, which predicts
$\hat{y} = g(W_y h + b_y)$; $x_t$ is the input and $h_t$ the hidden state of step $t = 1, \dots, T$.

**Statement.** {{ statement }}

Judge it, and give the reason. The verdict "it depends" is for a statement that holds in one case, or in one sense of its
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
    reasons = draw.options_among(right_reason(chosen), wrong_reasons(chosen), 2, 3)
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
    truths = data()["truths"]
    return [
        Option("", text, misconceptions=(misconception,), feedback=own[0] if own else truths[misconception])
        for misconception, text, *own in chosen["wrong"]
    ]


@exercise.shown
def solved(p):
    (verdict,) = (option for option in p.judgement.verdicts if option.accepted)
    (reason,) = (option for option in p.judgement.reasons if option.accepted)
    return {"verdict": verdict.text, "because": reason.text, "remark": reason.feedback}
