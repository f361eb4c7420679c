"""What goes round the loop of an RNN: the state, not the prediction."""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem
from quizgen.authoring.pictures import draw_net, folded

exercise = Exercise(
    title="What is fed back?",
    topic="rnn-architecture",
    level=1,
    covers=["lo.architecture", "arch.output-fed-back", "arch.step-inputs", "key.feedback"],
    asks=[Choice("fed_back", label=r"\text{answer}")],
    question=r"""
An RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ from its inputs $x_t$, and after every step the prediction
$\hat{y}_t = \sigma(W_y h_t + b_y)$. It is not generating: all its inputs are given.

{{ asks_about }}
{% if loop %}

{{ picture(loop) }}
{% endif %}

[[fed_back]]
""",
    solution=r"""
**{{ right[0] | upper }}{{ right[1:] }}.** {{ why }}

The word “output” is used for two things: libraries call the states $h_t$ the output of the recurrent layer, while the
output of the whole network is the prediction $\hat{y}_t$. It is the state that is fed back.
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("feedback.toml"))["card"]


def at_step(text, t):
    """A text of a card at step t."""
    return text.replace("<t-1>", str(t - 1)).replace("<t>", str(t))


@exercise.draw
def card(draw: Draw) -> Problem:
    place, t = draw.integer(0, len(cards()) - 1), draw.integer(3, 6)
    chosen = cards()[place]
    right = Option("", at_step(chosen["right"], t), feedback=at_step(chosen["why"], t))
    wrong = [
        Option("", at_step(text, t), misconceptions=(id,) if id else (), feedback=at_step(why, t))
        for text, id, why in chosen["wrong"]
    ]
    (ask,) = exercise.asks
    return Problem(card=place, t=t, fed_back=replace(ask, options=draw.options([right], wrong)))


@exercise.shown
def words(p):
    chosen = cards()[p.card]
    told = {"asks_about": chosen["question"], "right": chosen["right"], "why": chosen["why"]}
    loop = draw_net(folded(), lit={"h"}) if chosen.get("loop") else ""
    return {name: at_step(text, p.t) for name, text in told.items()} | {"loop": loop}
