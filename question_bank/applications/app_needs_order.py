"""A task card: does what is wanted depend on the order of the input, and why?"""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Judge, Option, Problem, Reason

VERDICTS = {"yes": "It needs the order.", "no": "It does not need the order."}

exercise = Exercise(
    title="Does the order matter?",
    topic="applications",
    level=1,
    covers=[
        *("lo.applications", "why.avg-w2v-same-vector", "why.app-chatbot", "why.app-translation", "why.app-next-word"),
        *("why.app-sentiment-not", "app.chatbots", "app.translation", "app.text-generation", "app.sentiment"),
        *("app.speech", "app.music", "app.time-series", "type.m2o-document", "feat.order"),
    ],
    asks=[
        Judge(
            "judgement",
            points=2,
            verdict_share=0.6,
            prompts=("Does the task need the order of its input?", "Which of these reasons is right, and settles it?"),
        )
    ],
    question=r"""
A task needs the order of its input if shuffling the input can change the right answer.

**Task.** {{ task }}

[[judgement]]
""",
    solution=r"""
{% for verdict, reason in right %}
**{{ verdict }}** {{ reason }}

{% endfor %}
{% if right | length > 1 %}
Either answer can be defended, each for its own reason: it depends on how fine a distinction is wanted.
{% endif %}
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("order_cards.toml"))


@exercise.draw
def card(draw: Draw) -> Problem:
    wanted = draw.one_of(list(VERDICTS))  # each verdict is right equally often, however many cards there are of it
    chosen = draw.one_of([one for one in data()["card"] if one["needs"] in (wanted, "either")])
    accepted = [one for one in VERDICTS if chosen["needs"] in (one, "either")]
    right = [(VERDICTS[one], chosen[one][0]) for one in accepted]
    wrong = [given for one in VERDICTS for given in chosen[one] if isinstance(given, list)]
    reasons = draw.options(
        [Reason("", text, verdicts=(verdict,)) for verdict, text in right],
        [Option("", text, misconceptions=(one,), feedback=data()["truths"][one]) for one, text in wrong],
    )
    verdicts = [Option("", text, feedback=right[0][1]) for text in VERDICTS.values()]
    (ask,) = exercise.asks
    return Problem(
        task=chosen["task"],
        right=[list(pair) for pair in right],
        judgement=ask.of(verdicts, [verdict for verdict, _ in right], reasons),
    )
