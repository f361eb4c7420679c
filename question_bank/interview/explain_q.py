"""A further interview question, which the chapter suggests but does not ask, answered in the candidate's own words."""

from quizgen.authoring import Draw, Exercise, Problem, Text

exercise = Exercise(
    title="Explain in your own words",
    topic="interview",
    level=3,
    covers_of="explain.yaml",
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


def questions():
    return exercise.rubrics("explain.yaml")


@exercise.draw
def question(draw: Draw) -> Problem:
    rubric = draw.one_of(questions())
    asked = draw.one_of(rubric.asked)
    (ask,) = exercise.asks
    return Problem(asked=asked, answer=rubric.on(ask, asked))


@exercise.shown
def solved(p):
    return {"model_answer": p.answer.model_answer.strip()}
