"""What speaks for an average of word vectors, what for an RNN, and what for neither."""

import tomllib
from functools import cache

from quizgen.authoring import Card, Classify, Draw, Exercise, Problem, WrongPair

CLASSES = {
    "average": "It speaks for the average.",
    "rnn": "It speaks for the RNN.",
    "open": "It speaks for neither.",
}
SHOWN = 6

exercise = Exercise(
    title="An average of word vectors, or an RNN?",
    topic="rnn-vs-alternatives",
    level=1,
    covers=[
        *("lo.vs-ml", "why.avg-w2v-same-vector", "why.order-lost", "why.app-chatbot", "why.app-next-word"),
        *("why.app-sentiment-not", "why.ml-no-memory", "fwd.embed", "feat.order", "feat.memory", "adv.var-length"),
        *("dis.short-memory", "dis.cost", "iq.q12", "mist.4"),
    ],
    asks=[Classify("speaks", points=3, label=r"\text{verdicts}")],
    question=r"""
Texts are to be processed with the help of word vectors. One may take the average of the vectors of a text's words and put a simple
classifier on it, or let a vanilla RNN read the vectors one after another.

What does each of these circumstances speak for, taken by itself? Each answer is right at least once.

[[speaks]]
""",
    solution=r"""
{% for card in cards %}
- {{ card.says }} **{{ card.verdict }}** {{ card.why }}
{% endfor %}

The average keeps which words occur and loses their order, and costs next to nothing. So ask first whether order and context
decide; the length of the texts does not.
""",
)


@cache
def cards():
    return tomllib.loads(exercise.data("considerations.toml"))["card"]


@exercise.draw
def considerations(draw: Draw) -> Problem:
    mixed = draw.shuffled(cards())
    one_each = [next(card for card in mixed if card["for"] == name) for name in CLASSES]
    shown = draw.shuffled([*one_each, *(card for card in mixed if card not in one_each)][:SHOWN])
    (ask,) = exercise.asks
    return Problem(
        says=[card["says"] for card in shown],
        speaks=ask.of(
            [Card(card["says"], (CLASSES[card["for"]],)) for card in shown],
            list(CLASSES.values()),
            [wrong for card in shown for wrong in wrong_pairs(card)],
        ),
    )


def wrong_pairs(card):
    for name, text in CLASSES.items():
        if name != card["for"]:
            revealed = card.get("reveals", {}).get(name)
            yield WrongPair(card["says"], text, (revealed,) if revealed else (), card["why"])


@exercise.shown
def solved(p):
    known = {card["says"]: card for card in cards()}
    return {"cards": [{**known[says], "verdict": CLASSES[known[says]["for"]]} for says in p.says]}
