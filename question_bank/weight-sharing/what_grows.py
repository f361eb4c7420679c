"""What grows with the length of the sequence, and what sharing the weights keeps the same."""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Draw, Exercise, Option, Problem, Several

OFFERED = 6

exercise = Exercise(
    title="What grows with the sequence?",
    topic="weight-sharing",
    level=2,
    covers=["arch.kp-same-weights", "feat.shared", "feat.shared-advantage", "bwd.update-each-step"],
    asks=[Several("grows", points=2, label=r"\text{grows}")],
    question=r"""
A many-to-one RNN computes $h_t = f(W x_t + W_h h_{t-1} + b)$ from a given $h_0$, and after the last step
$\hat{y} = \sigma(W_y h_T + b_y)$. It is trained by backpropagation through time over whole sequences of {{ T }} steps, one sequence
at a time. Then its sequences become twice as long, {{ 2 * T }} steps.

Which of these grow? Choose all that apply.

[[grows]]
""",
    solution=r"""
{% for one in offered %}
- {{ one.text }}: **{{ "grows" if one.grows else "the same" }}**. {{ one.why }}
{% endfor %}

What is computed grows with the sequence; what is learnt does not.
""",
)


@cache
def quantities():
    return tomllib.loads(exercise.data("what_grows.toml"))["quantity"]


@exercise.draw
def network(draw: Draw) -> Problem:
    growing = draw.integer(2, 4)
    right = draw.some_of([one for one in quantities() if one["grows"]], growing)
    wrong = draw.some_of([one for one in quantities() if not one["grows"]], OFFERED - growing)
    options = draw.options([option(one) for one in right], [option(one) for one in wrong])
    return Problem(T=draw.integer(4, 20), grows=replace(exercise.asks[0], options=options))


def option(one):
    revealed = (one["reveals"],) if "reveals" in one else ()
    return Option("", one["text"], misconceptions=revealed, feedback="" if one["grows"] else one["why"])


@exercise.shown
def answers(p):
    texts = [item.text for item in p.grows.options]
    return {
        "offered": sorted(
            (one for one in quantities() if one["text"] in texts), key=lambda one: texts.index(one["text"])
        )
    }
