"""Applications of RNNs, sorted by what goes in and what comes out."""

import tomllib
from functools import cache

from quizgen.authoring import Card, Classify, Draw, Exercise, Problem, WrongPair

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many")
SHOWN = 6
# What a wrong answer to a many-to-many task shows, by its lengths: a tagger is no row of single decisions, and an
# encoder-decoder falls outside the type only for those who think that its lengths must agree.
REVEALED = {
    "equal": {"one-to-one": "c-o2o-is-recurrent"},
    "free": {"many-to-one": "c-m2m-equal-length", "one-to-many": "c-m2m-equal-length"},
}

exercise = Exercise(
    title="Applications and their types",
    topic="applications",
    level=1,
    covers=[
        *("lo.types", "lo.applications", "app.chatbots", "app.translation", "app.text-generation", "app.sentiment"),
        *("app.speech", "app.music", "app.time-series", "type.o2o-example", "type.o2m-caption", "type.m2o-document"),
        *("type.m2o-sales", "type.m2m-ner", "type.m2m-video", "type.m2m-qa", "key.types", "key.applications"),
        *("rev.table-o2o", "rev.table-o2m", "rev.table-m2o", "rev.table-m2m", "rev.app-o2m", "rev.app-m2o"),
        *("rev.app-m2m",),
    ],
    asks=[Classify("types", points=3, label=r"\text{types}")],
    question=r"""
Count what one example brings from outside and what is wanted for it, each as one or many. A vector counts as one, however many
entries it has.

Of which type is each application? Each type occurs at least once.

[[types]]
""",
    solution=r"""
{% for card in cards %}
- {{ card.task }} Given: {{ card.given }}. Wanted: {{ card.wanted }}. That is **{{ card.types[0] }}**. {{ card.remark }}
{% endfor %}

One-to-one is the limiting case: with a single step from $h_0 = 0$ nothing recurs, and the network is a feed-forward one.
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("tasks.toml"))["card"]


@exercise.draw
def applications(draw: Draw) -> Problem:
    mixed = draw.shuffled(data())
    shown = []
    for name in draw.shuffled([*TYPES, *draw.array(TYPES, SHOWN - len(TYPES))]):
        shown.append(next(card for card in mixed if card["types"][0] == name and card not in shown))
    (ask,) = exercise.asks
    return Problem(
        tasks=[card["task"] for card in shown],
        types=ask.of(
            [Card(card["task"], tuple(card["types"]), card.get("remark", "")) for card in shown],
            TYPES,
            [wrong for card in shown for wrong in wrong_pairs(card)],
        ),
    )


def wrong_pairs(card):
    """Each wrong type, with what is given and wanted, and the misconception that it shows."""
    revealed = REVEALED.get(card.get("lengths"), {})
    for name in TYPES:
        if name not in card["types"]:
            ids = (revealed[name],) if name in revealed else ()
            yield WrongPair(card["task"], name, ids, f"given is {card['given']}, wanted {card['wanted']}.")


@exercise.shown
def solved(p):
    known = {card["task"]: card for card in data()}
    return {"cards": [{"remark": "", **known[task]} for task in p.tasks]}
