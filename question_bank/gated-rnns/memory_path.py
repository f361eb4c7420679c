"""How much of a gradient comes through a vanilla RNN and along the cell state of an LSTM."""

import math
from itertools import accumulate
from operator import mul

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from quizgen.authoring.pictures import line_plot
from reference_rnn import Flow

STATE = [sign * hundredth / 100 for hundredth in range(30, 90, 5) for sign in (1, -1)]
WEIGHT = [0.8, 0.9, 1.1, 1.2, 1.3, 1.4]
GATE = [0.8, 0.85, 0.9, 0.95]
T = 4

exercise = Exercise(
    title="A gradient through states and through a cell",
    topic="gated-rnns",
    level=3,
    covers=["dis.vanishing", "dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[
        Numbers("vanilla", label=r"\frac{\partial h_4}{\partial h_0}", decimals=4),
        Numbers("cell", label=r"\frac{\partial c_4}{\partial c_0}", decimals=4, between=(0, 1)),
    ],
    targets=["flow-no-derivative", "flow-off-by-one", "flow-linear"],
    reference=Flow,
    question=r"""
A vanilla RNN with a single unit computes $h_t = \tanh(w x_t + w_h h_{t-1} + b)$ with {{ scalar("w_h", w_h) }}. In four
steps its states were

$$h_1 = {{ number(h[0]) }}, \quad h_2 = {{ number(h[1]) }}, \quad h_3 = {{ number(h[2]) }}, \quad
h_4 = {{ number(h[3]) }}.$$

An LSTM with a single unit computes its cell state as $c_t = f_t c_{t-1} + i_t g_t$. In four steps its forget gates were

$$f_1 = {{ number(gates[0]) }}, \quad f_2 = {{ number(gates[1]) }}, \quad f_3 = {{ number(gates[2]) }}, \quad
f_4 = {{ number(gates[3]) }}.$$

How much of a gradient at step 4 comes back to the start? Compute $\frac{\partial h_4}{\partial h_0}$ of the
RNN and, taking the gates and candidates as fixed numbers, $\frac{\partial c_4}{\partial c_0}$ of the LSTM, each to 4
decimals.

[[vanilla]]

[[cell]]
""",
    solution=r"""
The chain rule multiplies one factor a step. In the RNN each is the weight times the slope of tanh,
$\frac{\partial h_t}{\partial h_{t-1}} = w_h (1 - h_t^2)$; here they are ${{ row(factors, 4) }}$, and

$$\frac{\partial h_4}{\partial h_0} = {{ number(key["vanilla"], 4) }}.$$

Along the cell state each factor is the forget gate, $\frac{\partial c_t}{\partial c_{t-1}} = f_t$:

$$\frac{\partial c_4}{\partial c_0} = {{ gates | map("string") | join(" \\cdot ") }} = {{ number(key["cell"], 4) }}$$

{{ picture(over_time) }}

The picture shows what is left of a gradient of size 1 after $t$ of the four steps back: $h_t$ through the states of the
RNN, $c_t$ along the cell state of the LSTM. The LSTM can learn to hold $f_t$ near 1 for as long as something is to be
remembered. A vanilla RNN has no such switch: its factor depends on the state itself. This eases the vanishing of
gradients and does not remove it, since forget gates below 1 make a small product too if there are many of them.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(w_h=draw.one_of(WEIGHT), h=draw.array(STATE, T), gates=draw.array(GATE, T))


@exercise.require
def states_differ_and_more_comes_through_the_cell(p):
    for t in range(1, T):
        yield "two states in a row alike", abs(abs(p.h[t]) - abs(p.h[t - 1])) < 0.04
    through = (p.w_h * (1 - p.h**2)).prod(axis=0)
    yield "an RNN that lets almost nothing through", through < 0.005
    yield "an RNN that lets much through", through > 0.3
    yield "forget gates all alike", p.gates.max(axis=-1) - p.gates.min(axis=-1) < 0.04


@exercise.solve
def both_paths(p, Flow):
    yield "vanilla", Flow(p.w_h, p.h).gradient()
    yield "cell", Flow(p.gates.T, p.gates.T, activation="identity").gradient()  # the gates take the place of w_h


def slopes(p):
    return [p.w_h / math.cosh(math.atanh(h)) ** 2 for h in p.h]


@exercise.second_opinion
def by_logarithms(p):
    """The slope of tanh is 1/cosh², and a product is the exponential of a sum of logarithms."""
    return {
        "vanilla": math.exp(math.fsum(map(math.log, slopes(p)))),
        "cell": math.exp(math.fsum(map(math.log, p.gates))),
    }


@exercise.shown
def factors(p):
    k = slopes(p)
    left = {"c_t": list(accumulate([1.0, *p.gates[::-1]], mul)), "h_t": list(accumulate([1.0, *k[::-1]], mul))}
    return {"factors": k, "over_time": line_plot("What is left of the gradient after t steps back", left, first=0)}
