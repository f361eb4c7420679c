"""One of the twelve interview questions, answered in the candidate's own words and read by a person."""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Draw, Exercise, KeyPoint, Problem, Text

exercise = Exercise(
    title="Interview question",
    topic="interview",
    level=3,
    covers=["lo.why-rnn", "why.key-difference", *(f"iq.q{number}" for number in range(1, 13))],
    asks=[Text("answer", points=4, label=r"\text{answer}")],
    question=r"""
{{ asked }}

Answer in your own words, in a few sentences. Use the symbols you are used to, and say what they stand for.

[[answer]]
""",
    solution=r"""
{{ model_answer }}
""",
)


@cache
def questions():
    return tomllib.loads(exercise.data("questions.toml"))["question"]


@exercise.draw
def question(draw: Draw) -> Problem:
    chosen = draw.one_of(questions())
    points = tuple(KeyPoint(weight, text) for weight, text in chosen["points"])
    (ask,) = exercise.asks
    return Problem(
        asked=draw.one_of(chosen["asked"]),
        answer=replace(
            ask, points=sum(point.weight for point in points), key_points=points, wrong_claims=tuple(chosen["wrong"])
        ),
    )


@exercise.shown
def solved(p):
    return {"model_answer": next(one["answer"] for one in questions() if p.asked in one["asked"]).strip()}
