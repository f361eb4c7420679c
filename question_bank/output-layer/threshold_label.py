"""A logit near 0: the prediction and the label that follows from it."""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, families
from reference_rnn import MISCONCEPTIONS, RNN, feedback

LEAST, MOST = 0.119, 0.351  # of |z|: every prediction lies between the lowest and the highest threshold
ASIDE = 0.012  # of a prediction from the threshold
STATE = [sign * tenth / 10 for tenth in range(1, 10) for sign in (1, -1)]
THRESHOLDS = [0.4, 0.45, 0.5, 0.5, 0.55, 0.6]  # so that every prediction offered is positive for one, negative for another
LABELS = {True: "positive", False: "negative"}

exercise = Exercise(
    title="From the logit to the label",
    topic="output-layer",
    level=2,
    version=2,
    covers=["fwd.threshold", "fwd.flow-result", "fwd.eq-output"],
    asks=[Choice("label", label=r"\text{prediction and label}")],
    question=r"""
A many-to-one RNN has read a review, and its last hidden state, a column, is {{ vector("h_T", h_T) }}. The output layer has one
unit with the sigmoid $\sigma$:

$$z = W_y h_T + b_y, \qquad \hat{y} = \sigma(z)$$

with {{ matrix("W_y", W_y) }} and {{ scalar("b_y", b_y) }}. The review is called positive if
$\hat{y} \geq {{ number(threshold) }}$, otherwise negative.

What does the network predict, rounded to 2 decimals, and what does it call the review?

[[label]]
""",
    solution=r"""
$z = W_y h_T + b_y = {{ number(z) }}$, and $\hat{y} = \frac{1}{1 + e^{ {{- number(-z) -}} }} = {{ number(y_hat, 4) }}$. This is
{{ "at least" if positive else "below" }} {{ number(threshold) }}, so the label is **{{ "positive" if positive else "negative" }}**.

The threshold belongs to $\hat{y}$, not to $z$.
{% if threshold == 0.5 %}
Since $\sigma(0) = 0.5$, the sign of the logit is enough: positive exactly where $z \geq 0$.
{% endif %}
""",
)


@exercise.draw
def review(draw: Draw) -> Problem:
    """States whose predictions, with b_y and without it, are near the middle and clearly to one side of the threshold."""
    threshold = draw.one_of(THRESHOLDS)
    W_y, b_y = draw.array(families.W_Y, 1, 2), draw.array(families.B_Y, 1)
    near = [
        [h, g]
        for h in STATE
        for g in STATE
        if clear(logit(W_y, [h, g], b_y), threshold) and clear(logit(W_y, [h, g], [0.0]), threshold)
    ]
    by_label = [
        some
        for positive in (True, False)
        if (some := [h for h in near if (sigmoid(logit(W_y, h, b_y)) >= threshold) == positive])
    ]
    h_T = draw.one_of(draw.one_of(by_label)) if near else STATE[:2]
    return Problem(
        refused,
        h_T=h_T,
        W_y=W_y,
        b_y=b_y,
        threshold=threshold,
        label=replace(exercise.asks[0], options=options(draw, W_y, h_T, b_y, threshold)),
    )


def logit(W_y, h, b_y):
    return round(W_y[0][0] * h[0] + W_y[0][1] * h[1] + b_y[0], 9)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def clear(z, threshold):
    """Whether a logit is near 0 and not 0, and its prediction, also rounded, clearly on one side of the threshold."""
    return (abs(z) > LEAST) & (abs(z) < MOST) & (abs(sigmoid(z) - threshold) > ASIDE)


def refused(p):
    z = (p.W_y[..., 0, :] * p.h_T).sum(axis=-1)
    yield "a logit not near 0, or a prediction at the threshold", ~clear(z + p.b_y[..., 0], p.threshold)
    yield "the same without b_y", ~clear(z, p.threshold)


def options(draw, W_y, h_T, b_y, threshold):
    """Two predictions, right and without b_y, each with both labels, so that neither number nor label gives itself away."""
    cell = np.zeros((2, 1)), np.zeros((2, 2)), np.zeros(2)
    right, wrong = [], []
    for of_z, ids in ((RNN, ()), (MISCONCEPTIONS["out-no-bias"], ("out-no-bias",))):
        z, y_hat = (value[0] for value in of_z(*cell, W_y, b_y).readout(np.array(h_T)))
        label, of_logit = bool(y_hat >= threshold), bool(z >= threshold)
        for named in (label, not label):
            on_logit = named == of_logit != label
            text = rf"$\hat{{y}} = {y_hat:.2f}$, {LABELS[named]}"
            if not ids and named == label:
                right.append(text)
            else:
                seen = (*ids, *(("out-threshold-on-logit",) * on_logit))
                told = why(ids, on_logit, y_hat, threshold, label)
                wrong.append(Option("", text, misconceptions=seen, feedback=told))
    return draw.options(right, wrong)


def why(ids, on_logit, y_hat, threshold, label):
    said = [feedback(MISCONCEPTIONS[name]) for name in ids]
    if on_logit:
        said.append(rf"Equals what you get if $z$ is compared with {threshold:g}: the threshold belongs to $\hat{{y}}$.")
    side = "at least" if label else "below"
    return " ".join(said) if said else f"{y_hat:.2f} is {side} {threshold:g}, so the label is {LABELS[label]}."


@exercise.shown
def numbers(p):
    z = logit(p.W_y, p.h_T, p.b_y)
    return {"z": z, "y_hat": float(sigmoid(z)), "positive": bool(sigmoid(z) >= p.threshold)}
