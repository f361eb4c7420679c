"""The loss of a batch of two sequences with a prediction at every step: which reduction over time, which over the batch."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem

Y_HAT = [hundredth / 100 for hundredth in range(20, 81) if abs(hundredth - 50) > 5]
T, B = 3, 2
WORDS = {"sum": ("sum", "added"), "mean": ("mean", "averaged")}

exercise = Exercise(
    title="The loss of a batch of sequences",
    topic="loss",
    level=3,
    covers=["bwd.loss"],
    asks=[
        Numbers("sequences", label=r"(L_A, L_B)", size=2, points=2, decimals=3, tolerance=4),
        Numbers("L", decimals=3, tolerance=4),
    ],
    targets=[
        "loss-time-reduction",
        "loss-batch-reduction",
        "loss-last-step-only",
        "loss-target-flipped",
        "loss-one-term",
    ],
    question=r"""
A many-to-many network with one sigmoid output says after every word whether it belongs to a name. It has read a batch of
two sequences, A and B, of three steps each:

| sequence | step $t$ | target $y_t$ | prediction $\hat{y}_t$ |
|---|---|---|---|
{% for i in [0, 1] %}
{% for t in [0, 1, 2] %}
| {{ "AB"[i] }} | {{ t + 1 }} | {{ number(y[i][t]) }} | {{ number(y_hat[i][t], 2) }} |
{% endfor %}
{% endfor %}

The loss of a step is the binary cross-entropy, with the natural logarithm $\ln$. The loss of a sequence, $L_A$ or $L_B$,
is the **{{ over_time }}** over its three steps; the loss $L$ of the batch is the **{{ over_batch }}** over the two sequences.

Compute $L_A$ and $L_B$, then $L$, to 3 decimals.

[[sequences]]

[[L]]
""",
    solution=r"""
At each step one term of $-(y_t \ln \hat{y}_t + (1 - y_t) \ln(1 - \hat{y}_t))$ is left: $-\ln \hat{y}_t$ where $y_t = 1$, and
$-\ln(1 - \hat{y}_t)$ where $y_t = 0$.

| sequence | step 1 | step 2 | step 3 |
|---|---|---|---|
{% for i in [0, 1] %}
| {{ "AB"[i] }} | {{ number(steps[i][0], 4) }} | {{ number(steps[i][1], 4) }} | {{ number(steps[i][2], 4) }} |
{% endfor %}

Over the steps they are {{ words[over_time] }}, which gives $L_A = {{ number(key["sequences"][0], 3) }}$ and
$L_B = {{ number(key["sequences"][1], 3) }}$; over the batch these two are {{ words[over_batch] }}:

$$L = {{ number(key["L"], 3) }}$$

Sum or mean is a matter of choice, but it has to be stated: the other choice over the three steps would change $L$, and every
gradient with it, by the factor 3, and the other choice over the two sequences by the factor 2.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        over_time=draw.one_of(list(WORDS)),
        over_batch=draw.one_of(list(WORDS)),
        y=draw.array([0, 1], B, T),
        y_hat=draw.array(Y_HAT, B, T),
    )


@exercise.require
def both_targets_and_two_losses(p):
    losses = -np.log(np.where(p.y == 1, p.y_hat, 1 - p.y_hat)).sum(axis=-1)
    yield "a sequence with one target only", (p.y.sum(axis=-1) % T == 0).any(axis=-1)
    yield "two losses alike", abs(losses[..., 0] - losses[..., 1]) < 0.1


@exercise.solve
def over_time_then_over_the_batch(p, RNN):
    net = RNN(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1), outputs="all", time=p.over_time, batch=p.over_batch)
    each = net.loss_at(p.y_hat[..., None], p.y[..., None])
    of_sequence = (each * np.array(net.time_shares(T))).sum(axis=-1)
    of_sequence = yield "sequences", of_sequence
    yield "L", of_sequence.sum(axis=-1) * net.batch_share(B)


def losses(p):
    """The loss of every step, by plain logarithms."""
    return [
        [math.log(1 / (q if y == 1 else 1 - q)) for y, q in zip(*of, strict=True)]
        for of in zip(p.y, p.y_hat, strict=True)
    ]


@exercise.second_opinion
def all_at_once(p):
    L_A, L_B = (math.fsum(row) / (1 if p.over_time == "sum" else T) for row in losses(p))
    return {"sequences": [L_A, L_B], "L": (L_A + L_B) / (1 if p.over_batch == "sum" else B)}


@exercise.shown
def rows(p):
    return {"steps": losses(p), "words": {name: said for name, (_, said) in WORDS.items()}}
