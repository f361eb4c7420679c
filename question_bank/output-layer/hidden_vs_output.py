"""Which of four vectors is the prediction, and not the hidden state? With as many outputs as units both look alike."""

import math

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem

STATE = [twentieth / 20 for twentieth in range(2, 19)]  # a state that could be a prediction
W_Y = [1.0, -1.0, 1.5, -1.5, 2.0, -2.0]
B_Y = [sign * tenth / 10 for tenth in range(8, 16) for sign in (1, -1)]

exercise = Exercise(
    title="State or prediction?",
    topic="output-layer",
    level=2,
    covers=["mist.6", "fwd.eq-output", "rev.eq-m2o"],
    asks=[
        Choice("y_hat", label=r"\hat{y}", of=Numbers("y_hat", label=r"\hat{y}", size=2, decimals=2, between=(0, 1))),
    ],
    targets=["out-hidden-is-output", "out-no-bias", "out-lagged-state"],
    question=r"""
A many-to-one RNN with two hidden units says of a review whether it is about the food and whether it is about the service; both may
be so. It has read a review of two words, and its hidden states were

{{ vector("h_1", h[1]) }} after the first word and {{ vector("h_2", h[2]) }} after the second.

Its output layer has one unit for each label, with the sigmoid $\sigma$: $\hat{y} = \sigma(W_y h + b_y)$, where $h$ is the
state that a many-to-one network reads. Vectors are columns, and

{{ matrix("W_y", W_y) }}, {{ vector("b_y", b_y) }}.

Which is the prediction $\hat{y}$, rounded to 2 decimals?

[[y_hat]]
""",
    solution=r"""
The last state, $h_2$, is the network's memory of the review, not yet an answer. The output layer turns it into one:

$$z = W_y h_2 + b_y = {{ column(z, 3) }}, \qquad \hat{y} = \sigma(z) = {{ column(y_hat, 2) }}$$

Here $h_2$ has as many entries as $\hat{y}$; with another number of units the two could not even be confused.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        h=[[0.0, 0.0], draw.array(STATE, 2), draw.array(STATE, 2)], W_y=draw.array(W_Y, 2, 2), b_y=draw.array(B_Y, 2)
    )


@exercise.require
def labels_differ(p):
    z = np.einsum("...kh,...h->...k", p.W_y, p.h[2]) + p.b_y
    yield "two labels nearly alike", abs(z[..., 0] - z[..., 1]) < 0.3
    yield "a label too certain", (abs(z) > 2.5).any(axis=-1)


@exercise.solve
def one_prediction(p, RNN):
    net = RNN(np.zeros((2, 1)), np.zeros((2, 2)), np.zeros(2), p.W_y, p.b_y)
    yield "y_hat", net.predict(net.read_states(p.h))


def logits(p):
    return [sum(w * h for w, h in zip(row, p.h[2], strict=True)) + b for row, b in zip(p.W_y, p.b_y, strict=True)]


@exercise.second_opinion
def odds(p):
    return {"y_hat": [math.exp(z) / (1 + math.exp(z)) for z in logits(p)]}


@exercise.shown
def lines(p):
    z = logits(p)
    return {"z": z, "y_hat": [1 / (1 + math.exp(-z_k)) for z_k in z]}
