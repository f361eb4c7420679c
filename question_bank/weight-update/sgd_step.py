"""One step of gradient descent on a weight matrix."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families

GRADIENT = [sign * tenth / 10 for tenth in range(2, 16) for sign in (1, -1)]

exercise = Exercise(
    title="One step of gradient descent",
    topic="weight-update",
    level=2,
    covers=["bwd.update-rule"],
    asks=[Numbers("W_new", label=r"W_{\text{new}}", size=(2, 2), decimals=2, tolerance=0)],
    targets=["upd-wrong-sign", "upd-no-learning-rate", "upd-lr-scales-weight"],
    question=r"""
Backpropagation through time has added up the contributions of all steps to the gradient of a loss $L$. For the
weights $W$ it found

{{ matrix("W", W) }}, {{ matrix("\\frac{\\partial L}{\\partial W}", dW) }}.

Make one step of gradient descent with the learning rate {{ scalar("\\alpha", alpha) }}. Give the exact values of the
new weights.

[[W_new]]
""",
    solution=r"""
{% macro factor(v) %}{{ number(v) if v >= 0 else "(" ~ number(v) ~ ")" }}{% endmacro %}
Every weight moves against its own gradient, $\alpha$ times as far as the gradient is large:

$$W_{\text{new}} = W - \alpha \frac{\partial L}{\partial W}$$

For the first entry that is
${{ number(W[0][0]) }} - {{ number(alpha) }} \cdot {{ factor(dW[0][0]) }} = {{ number(key["W_new"][0][0], 2) }}$; all
four:

{{ matrix("W_{\\text{new}}", key["W_new"], 2) }}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        W=draw.array(families.W, 2, 2), dW=draw.array(GRADIENT, 2, 2), alpha=draw.one_of([0.1, 0.2, 0.3, 0.4, 0.5])
    )


@exercise.solve
def one_update(p, RNN):
    H = p.W.shape[-2]
    yield "W_new", RNN(p.W, np.zeros((H, H)), np.zeros(H)).updated(p.W, p.dW, p.alpha)


@exercise.second_opinion
def in_fractions(p):
    def exactly(value):
        return Fraction(str(value))

    return {
        "W_new": [
            [float(exactly(w) - exactly(p.alpha) * exactly(g)) for w, g in zip(row, slopes, strict=True)]
            for row, slopes in zip(p.W, p.dW, strict=True)
        ]
    }
