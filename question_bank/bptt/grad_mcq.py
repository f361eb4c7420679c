"""Which of four matrices is the gradient of W_h? The other three are what known misconceptions give."""

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem, families
from reference_rnn import Trace

STATE = [sign * tenth / 10 for tenth in range(2, 9) for sign in (1, -1)]
SLOPE = families.signed(0.5, 2.0)

exercise = Exercise(
    title="Which one is the gradient of the recurrent weights?",
    topic="bptt",
    level=3,
    covers=["bwd.gradients", "bwd.direction"],
    asks=[
        Choice(
            "dW_h",
            points=2,
            label=r"\frac{\partial L}{\partial W_h}",
            of=Numbers("dW_h", size=(2, 2), decimals=2),
        )
    ],
    targets=["bwd-last-step-only", "bwd-dwh-uses-ht"],
    question=r"""
A many-to-one RNN with two units computes $a_t = W x_t + W_h h_{t-1} + b$ and $h_t = \tanh(a_t)$, vectors being columns. It has
read two inputs, starting from $h_0$:

{{ vector("h_0", h[0]) }}, {{ vector("h_1", h[1]) }}, {{ vector("h_2", h[2]) }}, {{ matrix("W_h", W_h) }}.

It predicts from $h_2$ alone. The gradient of the loss $L$ that comes back from the prediction to $h_2$ is
{{ vector("\\frac{\\partial L}{\\partial h_2}", g) }}.

Which matrix is $\frac{\partial L}{\partial W_h}$, rounded to 2 decimals?

[[dW_h]]
""",
    solution=r"""
Back through $\tanh$, whose slope is $1 - h_t^2$, and from step 2 to step 1 through $W_h^\top$:

$$\delta_2 = (1 - h_2^2) \odot \frac{\partial L}{\partial h_2} = {{ column(delta[1], 4) }}, \qquad
\delta_1 = (1 - h_1^2) \odot W_h^\top \delta_2 = {{ column(delta[0], 4) }}$$

$W_h$ was used twice. At step $t$ it multiplied $h_{t-1}$, which pairs $\delta_t$ with $h_{t-1}$; both contributions are added:

{{ matrix("\\frac{\\partial L}{\\partial W_h} = \\delta_1 h_0^\\top + \\delta_2 h_1^\\top", key["dW_h"], 2) }}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(W_h=draw.one_of(families.mixing()), h=draw.array(STATE, 3, 2), g=draw.array(SLOPE, 2))


@exercise.require
def states_differ(p):
    for t in (1, 2):
        yield "two states in a row alike", (abs(p.h[t] - p.h[t - 1]) < 0.2).all(axis=-1)


@exercise.solve
def summed_over_both_steps(p, RNN):
    net = RNN(np.zeros((2, 1)), p.W_h, np.zeros(2))
    h = p.h[..., None, :]  # a batch of one
    trace = Trace(np.zeros((2, *h.shape[1:-1], 1)), np.arctanh(h[1:]), h, None, None, False)
    dh = np.zeros_like(h[1:])
    dh[1] = p.g[..., None, :]
    yield "dW_h", net.collect(net.through_time(dh, trace), trace).W_h


def by_hand(p):
    """δ_1 and δ_2, unit by unit."""
    units = (0, 1)
    slope = [[(1 - h) * (1 + h) for h in state] for state in p.h[1:]]
    delta_2 = [slope[1][i] * p.g[i] for i in units]
    return [[slope[0][i] * sum(p.W_h[k][i] * delta_2[k] for k in units) for i in units], delta_2]


@exercise.second_opinion
def entry_by_entry(p):
    delta_1, delta_2 = by_hand(p)
    return {"dW_h": [[delta_1[i] * p.h[0][j] + delta_2[i] * p.h[1][j] for j in (0, 1)] for i in (0, 1)]}


@exercise.shown
def errors(p):
    return {"delta": by_hand(p)}
