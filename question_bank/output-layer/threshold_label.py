"""A logit near 0: the prediction and the label that follows from it."""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, families
from reference_rnn import MISCONCEPTIONS, RNN, feedback

STATE = [sign * tenth / 10 for tenth in range(1, 10) for sign in (1, -1)]
LABELS = {True: "positive", False: "negative"}

exercise = Exercise(
    title="From the logit to the label",
    topic="output-layer",
    level=2,
    covers=["fwd.threshold", "fwd.flow-result", "fwd.eq-output"],
    asks=[Choice("label", label=r"\text{prediction and label}")],
    question=r"""
A many-to-one RNN has read a review, and its last hidden state, a column, is {{ vector("h_T", h_T) }}. The output layer has one
unit with the sigmoid $\sigma$:

$$z = W_y h_T + b_y, \qquad \hat{y} = \sigma(z)$$

with {{ matrix("W_y", W_y) }} and {{ scalar("b_y", b_y) }}. The review is called positive if $\hat{y} \geq 0.5$, otherwise negative.

What does the network predict, rounded to 2 decimals, and what does it call the review?

[[label]]
""",
    solution=r"""
$z = W_y h_T + b_y = {{ number(z) }}$, and $\hat{y} = \frac{1}{1 + e^{ {{- number(-z) -}} }} = {{ number(y_hat, 4) }}$. This is
{{ "at least" if z > 0 else "below" }} 0.5, so the label is **{{ "positive" if z > 0 else "negative" }}**.

The threshold belongs to $\hat{y}$. Since $\sigma(0) = 0.5$, the sign of the logit is enough: positive exactly where $z \geq 0$.
""",
)


@exercise.draw
def review(draw: Draw) -> Problem:
    """States whose logit, with b_y and without it, is near 0 and clearly to one side of it."""
    want = draw.one_of([1, -1])
    W_y, b_y = draw.array(families.W_Y, 1, 2), draw.array(families.B_Y, 1)
    near = [
        [h, g]
        for h in STATE
        for g in STATE
        if 0.12 <= want * logit(W_y, [h, g], b_y) <= 0.45 and 0.12 <= abs(logit(W_y, [h, g], [0.0])) <= 0.9
    ]
    h_T = draw.one_of(near) if near else [0.1, 0.1]
    return Problem(
        refused,
        h_T=h_T,
        W_y=W_y,
        b_y=b_y,
        label=replace(exercise.asks[0], options=options(draw, W_y, h_T, b_y)),
    )


def logit(W_y, h, b_y):
    return round(W_y[0][0] * h[0] + W_y[0][1] * h[1] + b_y[0], 9)


def refused(p):
    z = (p.W_y[..., 0, :] * p.h_T).sum(axis=-1) + p.b_y[..., 0]
    yield "a logit not near 0", (abs(z) < 0.12) | (abs(z) > 0.4501)


def options(draw, W_y, h_T, b_y):
    """Two predictions, right and without b_y, each with both labels, so that neither number nor label gives itself away."""
    cell = np.zeros((2, 1)), np.zeros((2, 2)), np.zeros(2)

    def found(of_z, of_label):
        z = of_z(*cell, W_y, b_y).logit(np.array(h_T))
        label = bool(of_label(*cell, W_y, b_y).label(z)[0])
        return RNN(*cell, W_y, b_y).link(z)[0], label

    no_bias, on_logit = MISCONCEPTIONS["out-no-bias"], MISCONCEPTIONS["out-threshold-on-logit"]
    right, wrong = [], []
    for of_z, ids in ((RNN, ()), (no_bias, ("out-no-bias",))):
        y_hat, label = found(of_z, RNN)
        of_logit = found(of_z, on_logit)[1]
        for named in (label, not label):
            seen = ids if named == label else (*ids, "out-threshold-on-logit") if named == of_logit else ids
            text = rf"$\hat{{y}} = {y_hat:.2f}$, {LABELS[named]}"
            if not seen and named == label:
                right.append(text)
            else:
                wrong.append(Option("", text, misconceptions=seen, feedback=why(seen, y_hat, label)))
    return draw.options(right, wrong)


def why(ids, y_hat, label):
    said = [feedback(MISCONCEPTIONS[name]) for name in ids]
    side = "at least" if label else "below"
    return " ".join(said) if said else f"{y_hat:.2f} is {side} 0.5, so the label is {LABELS[label]}."


@exercise.shown
def numbers(p):
    z = logit(p.W_y, p.h_T, p.b_y)
    return {"z": z, "y_hat": float(1 / (1 + np.exp(-z)))}
