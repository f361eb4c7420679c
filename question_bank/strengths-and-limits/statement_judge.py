"""A statement about RNNs: true, false, or does it depend, and why?"""

import re
import tomllib
from functools import cache
from itertools import combinations

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem
from reference_rnn import feedback

VERDICTS = {"true": "It is true.", "false": "It is false.", "depends": "It depends."}
OPPOSITE = {"true": "false", "false": "true"}
FEWEST_AND_MOST = (2, 3)  # wrong reasons that are shown
QUALIFIED = re.compile(
    r"\b(?:can|may|might|usually|often|mostly|mainly|some|sometimes|in general|in part|as far as|only|alone)\b"
)
MEASURES = (  # by which somebody who knows nothing might find the right reason
    len,
    lambda text: text.count("$"),
    lambda text: len(QUALIFIED.findall(text)),
)

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
    chosen = draw.one_of(data()["statement"])
    (ask,) = exercise.asks
    reasons = draw.options([right_reason(chosen)], draw_wrong_reasons(draw, chosen))
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


def draw_wrong_reasons(draw, chosen):
    """Two or three of the wrong reasons, such that the right one is now the longest, now the shortest, as far as they allow.

    By each measure the right reason is to have a rank that is drawn; those reasons are shown with which it comes nearest.
    """
    wrong = wrong_reasons(chosen)
    count = min(draw.integer(*FEWEST_AND_MOST), len(wrong))
    wanted = [draw.integer(0, count) for _ in MEASURES]

    def off(shown):
        return sum(
            abs(rank(measure, chosen["right"], shown) - place) for measure, place in zip(MEASURES, wanted, strict=True)
        )

    return min(draw.shuffled(list(combinations(wrong, count))), key=off)


def rank(measure, right, wrong):
    """How many of the wrong reasons are below the right one by a measure; of equal ones, half."""
    differences = [measure(right) - measure(option.text) for option in wrong]
    return sum(1.0 if difference > 0 else 0.5 if difference == 0 else 0.0 for difference in differences)


@exercise.shown
def solved(p):
    (verdict,) = (option for option in p.judgement.verdicts if option.accepted)
    (reason,) = (option for option in p.judgement.reasons if option.accepted)
    return {"verdict": verdict.text, "because": reason.text, "remark": reason.feedback}
