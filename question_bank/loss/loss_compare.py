"""Two examples with their predictions: which has the lower loss?"""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, in_order
from reference_rnn import MISCONCEPTIONS, RNN, feedback

OPTIONS = ("example 1", "example 2", "both the same")
Y_HAT = [twentieth / 20 for twentieth in range(2, 19) if twentieth != 10]
WRONG = ("loss-target-flipped", "loss-one-term", "loss-sign")
SAME = 1e-9

exercise = Exercise(
    title="Which prediction has the lower loss?",
    topic="loss",
    level=1,
    covers=["bwd.loss"],
    asks=[Choice("lower", label=r"\text{lower loss}", shuffled=False)],
    question=r"""
A network with one sigmoid output is trained with the binary cross-entropy, with the natural logarithm $\ln$. For two examples it
predicts

| example | target $y$ | prediction $\hat{y}$ |
|---|---|---|
| 1 | {{ number(y[0]) }} | {{ number(y_hat[0], 2) }} |
| 2 | {{ number(y[1]) }} | {{ number(y_hat[1], 2) }} |

Which of the two has the lower loss?

[[lower]]
""",
    solution=r"""
The loss of an example depends only on the probability that is given to its true label: $\hat{y}$ where $y = 1$, and
$1 - \hat{y}$ where $y = 0$. The larger this probability, the lower the loss.

| example | probability of the true label | loss |
|---|---|---|
{% for i in [0, 1] %}
| {{ i + 1 }} | {{ number(given[i], 2) }} | $-\ln {{ number(given[i], 2) }} = {{ number(losses[i], 3) }}$ |
{% endfor %}
""",
)


@exercise.draw
def examples(draw: Draw) -> Problem:
    right, y = draw.one_of(OPTIONS), draw.array([0, 1], 2)
    if right == "both the same":
        y = draw.shuffled([0, 1])
    given = draw.some_of(Y_HAT, 2)  # the probabilities of the true labels
    given = {
        "both the same": [given[0]] * 2,
        "example 1": sorted(given, reverse=True),
        "example 2": sorted(given),
    }[right]
    y_hat = [round(q if label == 1 else 1 - q, 9) for q, label in zip(given, y, strict=True)]
    wrong = [mistaken(name, right, y, y_hat) for name in OPTIONS]
    return Problem(y=y, y_hat=y_hat, lower=replace(exercise.asks[0], options=in_order(wrong, [right])))


def losses(kind, y, y_hat):
    """The two losses, by the reference or one of its misconceptions."""
    net = kind(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))
    return net.loss_at(np.array(y_hat)[:, None], np.array(y, dtype=float)[:, None]).tolist()


def lower(one, other):
    return OPTIONS[2] if abs(one - other) < SAME else OPTIONS[one > other]


def mistaken(name, right, y, y_hat):
    """An option with the misconceptions that lead to it and not to the right one."""
    if name == right:
        return Option("", name)
    ids = tuple(id for id in WRONG if lower(*losses(MISCONCEPTIONS[id], y, y_hat)) == name)
    said = " ".join(feedback(MISCONCEPTIONS[id]) for id in ids[:1])
    one, other = losses(RNN, y, y_hat)
    return Option("", name, misconceptions=ids, feedback=f"{said} The losses are {one:.3f} and {other:.3f}.".strip())


@exercise.shown
def probabilities(p):
    given = [q if y == 1 else 1 - q for y, q in zip(p.y, p.y_hat, strict=True)]
    return {"given": given, "losses": [float(-np.log(q)) for q in given]}
