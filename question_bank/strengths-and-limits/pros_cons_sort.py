"""Strengths of an RNN and its limits, and what eases these."""

import tomllib
from functools import cache

from quizgen.authoring import Card, Classify, Draw, Exercise, Problem, WrongPair

CLASSES = {
    "strength": "a strength",
    "gates": "a limit that gates ease",
    "clipping": "a limit that clipping eases",
    "neither": "a limit that neither of these eases",
}
SHOWN = 6

exercise = Exercise(
    title="A strength, or a limit with a remedy?",
    topic="strengths-and-limits",
    level=1,
    covers=[
        *("why.app-sentiment-not", "arch.depends", "arch.kp-sequential", "feat.shared-advantage", "feat.order"),
        *("feat.var-o2m", "feat.var-m2o", "adv.sequential", "adv.memory", "adv.var-length", "adv.shared"),
        *("adv.temporal", "dis.vanishing", "dis.vanishing-solution", "dis.exploding", "dis.exploding-solution"),
        *("dis.slow", "dis.short-memory", "dis.short-memory-solution", "dis.cost", "iq.q11", "key.advantages"),
        *("key.disadvantages", "rev.rem-vanishing", "rev.rem-lstm", "rev.rem-transformers"),
    ],
    asks=[Classify("kinds", points=3, label=r"\text{kinds}")],
    question=r"""
The vanilla RNN $h_t = f(W x_t + W_h h_{t-1} + b)$ has strengths, and it has limits. Some of these are eased, if not removed, when
gates are put into the cell (LSTM, GRU), others when gradients are clipped in training.

What does each card hold? Each kind occurs at least once.

[[kinds]]
""",
    solution=r"""
{% for card in cards %}
- {{ card.says }} That is **{{ card.kind }}**. {{ card.why }}
{% endfor %}

Small gradients and a short memory call for gates, large gradients for clipping; that the steps wait for each other comes with
the recurrence.
""",
)


@cache
def data():
    return tomllib.loads(exercise.data("cards.toml"))["card"]


@exercise.draw
def cards(draw: Draw) -> Problem:
    kinds = [*CLASSES, *draw.array(list(CLASSES), SHOWN - len(CLASSES))]
    mixed = draw.shuffled(data())
    shown = []
    for kind in draw.shuffled(kinds):
        shown.append(next(card for card in mixed if card["is"] == kind and card not in shown))
    (ask,) = exercise.asks
    return Problem(
        says=[card["says"] for card in shown],
        kinds=ask.of(
            [Card(card["says"], (CLASSES[card["is"]],)) for card in shown],
            list(CLASSES.values()),
            [wrong for card in shown for wrong in wrong_pairs(card)],
        ),
    )


def wrong_pairs(card):
    for name, text in CLASSES.items():
        if name != card["is"]:
            revealed = card.get("reveals", {}).get(name)
            yield WrongPair(card["says"], text, (revealed,) if revealed else (), card["why"])


@exercise.shown
def solved(p):
    known = {card["says"]: card for card in data()}
    return {"cards": [{**known[says], "kind": CLASSES[known[says]["is"]]} for says in p.says]}
