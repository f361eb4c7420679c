"""Points for the answer to one of the twelve interview questions: which of them are right?"""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Draw, Exercise, Option, Problem, Several
from reference_rnn import feedback

OFFERED = 6
RIGHT = (2, 4)  # fewest and most of them that are right

exercise = Exercise(
    title="Points for an interview",
    topic="interview",
    level=2,
    covers_of="points.toml",
    asks=[Several("points", points=2, label=r"\text{points}")],
    question=r"""
In an interview you are asked about vanilla RNNs, $h_t = f(W x_t + W_h h_{t-1} + b)$ with the output layer
$\hat{y} = g(W_y h + b_y)$:

**{{ asked }}**

Which of these points would be right in an answer? Choose all that apply.

[[points]]
""",
    solution=r"""
Right:

{% for point in right %}
- {{ point }}
{% endfor %}

Not right:

{% for point, why in wrong %}
- {{ point }} *{{ why }}*
{% endfor %}
""",
)


@cache
def questions():
    return tomllib.loads(exercise.data("points.toml"))["question"]


@exercise.draw
def points(draw: Draw) -> Problem:
    chosen = draw.one_of(questions())
    count = draw.integer(*RIGHT)
    right = draw.some_of(chosen["right"], count)
    wrong = [wrong_point(*one) for one in draw.some_of(chosen["wrong"], OFFERED - count)]
    (ask,) = exercise.asks
    return Problem(asked=chosen["asked"], points=replace(ask, options=draw.options(right, wrong)))


def wrong_point(misconception, text, *own):
    """A point with its misconception and its feedback: its own, or the usual one for the misconception."""
    ids = (misconception,) if misconception else ()
    return Option("", text, misconceptions=ids, feedback=own[0] if own else feedback(misconception))


@exercise.shown
def solved(p):
    options = p.points.options
    return {
        "right": [option.text for option in options if option.accepted],
        "wrong": [(option.text, option.feedback) for option in options if not option.accepted],
    }
