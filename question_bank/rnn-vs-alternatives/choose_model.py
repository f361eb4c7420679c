"""A scenario: which model would you try first, and why?"""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem, Reason

MODELS = {
    "average": "an average of word vectors",
    "rnn": "a vanilla RNN",
    "gated": "an LSTM or a GRU",
    "transformer": "a Transformer",
}

exercise = Exercise(
    title="Which model first?",
    topic="rnn-vs-alternatives",
    level=2,
    covers=[
        *("lo.vs-ml", "iq.q12", "mist.4", "dis.slow", "dis.vanishing-solution", "dis.short-memory-solution"),
        "rev.rem-transformers",
    ],
    asks=[
        Judge(
            "choice",
            points=2,
            verdict_share=0.6,
            prompts=("Which of these models would you try first?", "Which reason is right, and speaks for it?"),
        )
    ],
    question=r"""
An average of word vectors (or of other vectors) feeds a simple classifier; a vanilla RNN, an LSTM or a GRU reads one
element at each step; a Transformer attends to all elements at once.

**Scenario.** {{ scenario }}

[[choice]]
""",
    solution=r"""
{% for model, reason in right %}
Try **{{ model }}**. {{ reason }}

{% endfor %}
{% if right | length > 1 %}
Either can be defended, each for its own reason.
{% endif %}
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("scenarios.toml"))


@exercise.draw
def scenario(draw: Draw) -> Problem:
    wanted = draw.one_of(list(MODELS))  # each model is right equally often, however many scenarios there are of it
    chosen = draw.one_of([one for one in data()["scenario"] if wanted in one["models"]])
    right = [(MODELS[model], chosen[model]) for model in MODELS if model in chosen["models"]]
    wrong = [chosen[model] for model in MODELS if model not in chosen["models"]]
    reasons = draw.options(
        [Reason("", text, verdicts=(model,)) for model, text in right],
        [Option("", text, misconceptions=(one,), feedback=data()["truths"][one]) for one, text in wrong],
    )
    models = [Option("", text, feedback=" ".join(reason for _, reason in right)) for text in MODELS.values()]
    (ask,) = exercise.asks
    return Problem(
        scenario=chosen["says"],
        right=[list(pair) for pair in right],
        choice=ask.of(models, [model for model, _ in right], reasons),
    )
