"""The predictions of a classifier with three classes: softmax over each example's own logits."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families

STATE = [sign * tenth / 10 for tenth in range(2, 10) for sign in (1, -1)]
PROBABILITIES = {"size": 3, "decimals": 3, "between": (0, 1), "total": 1}

exercise = Exercise(
    title="Softmax over three classes",
    topic="output-layer",
    level=2,
    covers=["fwd.sigma-choice", "fwd.eq-output"],
    asks=[
        Numbers("y_hat_A", label=r"\hat{y} \text{ of review A}", **PROBABILITIES),
        Numbers("y_hat_B", label=r"\hat{y} \text{ of review B}", **PROBABILITIES),
    ],
    targets=["out-sigmoid-for-softmax", "out-softmax-wrong-axis", "out-no-bias", "out-no-activation"],
    question=r"""
A many-to-one RNN sorts reviews into three classes that exclude each other: negative, neutral, positive. It has read a
batch of two reviews; their last hidden states, as columns, are

{{ vector("h_A", h_T[0]) }} for review A and {{ vector("h_B", h_T[1]) }} for review B.

For each review the output layer computes the logits $z = W_y h + b_y$ and the prediction
$\hat{y} = \operatorname{softmax}(z)$, with

{{ matrix("W_y", W_y) }}, {{ vector("b_y", b_y) }}.

Compute the three class probabilities of each review, in the order of the rows of $W_y$, to 3 decimals.

[[y_hat_A]]

[[y_hat_B]]
""",
    solution=r"""
Softmax takes the three logits of one review, raises $e$ to each, and divides by their sum:
$\hat{y}_k = e^{z_k} / \sum_j e^{z_j}$.

{% for name, of in reviews.items() %}
Review {{ name }}: $z = W_y h_{{ name }} + b_y = {{ column(of.z) }}$, so $e^z = {{ column(of.e, 4) }}$ with the sum
${{ number(of.total, 4) }}$, and

$$\hat{y}_{{ name }} = {{ column(key["y_hat_" ~ name], 3) }}$$

{% endfor %}
Each review's probabilities add to 1, up to rounding.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(h_T=draw.array(STATE, 2, 2), W_y=draw.array(families.W_Y, 3, 2), b_y=draw.array(families.B_Y, 3))


@exercise.solve
def two_reviews(p, RNN):
    H = p.W_y.shape[-1]
    cell = np.zeros((H, 1)), np.zeros((H, H)), np.zeros(H)  # not used: the states are given
    y_hat = RNN(*cell, p.W_y, p.b_y, output="softmax").predict(p.h_T)
    yield "y_hat_A", y_hat[..., 0, :]
    yield "y_hat_B", y_hat[..., 1, :]


@exercise.require
def reviews_and_classes_differ(p):
    z = np.einsum("...kh,...bh->...bk", p.W_y, p.h_T) + p.b_y[..., None, :]
    yield "two classes with the same weights", (p.W_y == np.roll(p.W_y, 1, axis=-2)).all(axis=-1).any(axis=-1)
    yield "two reviews alike", abs(z[..., 0, :] - z[..., 1, :]).max(axis=-1) < 0.3
    yield "a class too certain or too unlikely", (np.ptp(z, axis=-1) > 3.5).any(axis=-1)
    yield "two equal logits", (abs(z - np.roll(z, 1, axis=-1)) < 0.05).any(axis=(-2, -1))


def logits(p, review):
    return [round(w_1 * review[0] + w_2 * review[1] + b, 9) for (w_1, w_2), b in zip(p.W_y, p.b_y, strict=True)]


@exercise.second_opinion
def by_differences(p):
    """Each probability from the logits' differences alone: 1 / Σ_j e^(z_j - z_k)."""
    found = {}
    for name, review in zip("AB", p.h_T, strict=True):
        z = logits(p, review)
        found[f"y_hat_{name}"] = [1 / sum(math.exp(z_j - z_k) for z_j in z) for z_k in z]
    return found


@exercise.shown
def steps(p):
    shown = {}
    for name, review in zip("AB", p.h_T, strict=True):
        z = logits(p, review)
        powers = [math.exp(z_k) for z_k in z]
        shown[name] = {"z": z, "e": powers, "total": sum(powers)}
    return {"reviews": shown}
