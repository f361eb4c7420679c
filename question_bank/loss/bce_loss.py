"""Binary cross-entropy of two predictions, one of a positive and one of a negative example."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem

Y_HAT = [
    hundredth / 100 for hundredth in range(20, 81) if abs(hundredth - 50) > 5
]  # beyond these, rounding ŷ changes L too much

exercise = Exercise(
    title="Binary cross-entropy",
    topic="loss",
    level=2,
    covers=["bwd.loss"],
    asks=[Numbers("L_1", decimals=4, tolerance=4), Numbers("L_2", decimals=4, tolerance=4)],
    targets=["loss-sign", "loss-one-term", "loss-target-flipped", "loss-log10", "loss-mse-for-ce"],
    question=r"""
A many-to-one network with one sigmoid output has read two examples:

| example | target $y$ | prediction $\hat{y}$ |
|---|---|---|
| 1 | {{ number(y[0]) }} | {{ number(y_hat[0]) }} |
| 2 | {{ number(y[1]) }} | {{ number(y_hat[1]) }} |

The loss is the binary cross-entropy, with the natural logarithm $\ln$. Compute $L_1$ and $L_2$, the loss of each
example by itself, to 4 decimals.

[[L_1]]

[[L_2]]
""",
    solution=r"""
The binary cross-entropy is $-(y \ln \hat{y} + (1 - y) \ln(1 - \hat{y}))$. Of its two terms only one is left for each
example: the first where $y = 1$, the second where $y = 0$.

{% for i in [0, 1] %}
{% if y[i] == 1 %}
$$L_{{ i + 1 }} = -\ln \hat{y} = -\ln({{ number(y_hat[i]) }}) = {{ number(key["L_%d" % (i + 1)], 4) }}$$
{% else %}
$$L_{{ i + 1 }} = -\ln(1 - \hat{y}) = -\ln({{ number(1 - y_hat[i], 2) }}) = {{ number(key["L_%d" % (i + 1)], 4) }}$$
{% endif %}
{% endfor %}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(y=draw.shuffled([1, 0]), y_hat=draw.array(Y_HAT, 2))


@exercise.require
def two_losses_differ(p):
    y_hat = np.where(p.y == 1, p.y_hat, 1 - p.y_hat)  # the probability predicted for the true label
    yield "two losses alike", abs(y_hat[..., 0] - y_hat[..., 1]) < 0.05


@exercise.solve
def two_examples(p, RNN):
    net = RNN(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))  # only its loss is used
    each = net.loss_at(p.y_hat[..., None], p.y[..., None])
    yield "L_1", each[..., 0]
    yield "L_2", each[..., 1]


@exercise.second_opinion
def log_of_the_inverse(p):
    """The logarithm of 1 over the probability predicted for the true label."""
    L_1, L_2 = (math.log(1 / (q if y == 1 else 1 - q)) for y, q in zip(p.y, p.y_hat, strict=True))
    return {"L_1": L_1, "L_2": L_2}
