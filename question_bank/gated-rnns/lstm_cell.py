"""Which of four values is the new cell state? The gates come out at pleasant fractions."""

from fractions import Fraction

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem
from reference_rnn import LSTM

ODDS = [3, 4, 9]  # σ(ln k) = k / (k + 1), tanh(½ ln k) = (k - 1) / (k + 1): 0.75, 0.8, 0.9 and 0.5, 0.6, 0.8
MEMORY = [sign * tenth / 10 for tenth in (5, 10, 15, 20, 25, 30) for sign in (1, -1)]

exercise = Exercise(
    title="What the cell of an LSTM holds now",
    topic="gated-rnns",
    level=3,
    covers=["dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[Choice("c_t", points=2, of=Numbers("c_t", decimals=3))],
    targets=["lstm-no-forget", "lstm-forget-input-swapped", "lstm-update-without-input-gate"],
    reference=LSTM,
    question=r"""
In an LSTM with a single unit the gates are $i_t = \sigma(a_i)$, $f_t = \sigma(a_f)$ and $o_t = \sigma(a_o)$ with the
sigmoid $\sigma$, and the candidate is $g_t = \tanh(a_g)$. At some step, with natural logarithms,

$$a_i = {{ logs[0] }}, \quad a_f = {{ logs[1] }}, \quad a_o = {{ logs[2] }}, \quad a_g = {{ logs[3] }}.$$

The cell held {{ scalar("c_{t-1}", c_prev) }}. Which is its new state $c_t$, to 3 decimals?

[[c_t]]
""",
    solution=r"""
{% macro factor(v) %}{{ number(v) if v >= 0 else "(" ~ number(v) ~ ")" }}{% endmacro %}
$\sigma(\ln k) = \frac{k}{k + 1}$ and $\sigma(-\ln k) = \frac{1}{k + 1}$, so $i_t = {{ number(values[0]) }}$ and
$f_t = {{ number(values[1]) }}$. Likewise $\tanh(\tfrac{1}{2} \ln k) = \frac{k - 1}{k + 1}$, so
$g_t = {{ number(values[2]) }}$. The forget gate says how much of the old content stays, the input gate how much of the
candidate comes in:

$$c_t = f_t c_{t-1} + i_t g_t = {{ number(values[1]) }} \cdot {{ factor(c_prev) }} + {{ number(values[0]) }} \cdot
{{ factor(values[2]) }} = {{ number(values[3]) }}$$

The output gate decides what $h_t = o_t \tanh(c_t)$ shows of it, and does not enter $c_t$. The old content is only
multiplied by $f_t$: with $f_t$ near 1, content and gradient survive many steps.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        odds=draw.array([sign * k for k in ODDS for sign in (1, -1)], 4),  # of i, f, o, g; -k stands for -ln k
        c_prev=draw.one_of(MEMORY),
    )


@exercise.require
def gates_differ(p):
    yield "two gates alike", (p.odds[..., 0] == p.odds[..., 1]) | (p.odds[..., 1] == p.odds[..., 2])


@exercise.solve
def new_content(p, LSTM):
    a = np.sign(p.odds) * np.log(abs(p.odds))
    a_i, a_f, a_g = a[..., 0], a[..., 1], a[..., 3] / 2
    lstm = LSTM(np.zeros((4, 1)), np.zeros((4, 1)), np.zeros(4))  # the sums inside are given
    yield "c_t", lstm.cell_state(lstm.gate(a_i), lstm.gate(a_f), lstm.candidate(a_g), p.c_prev)


def in_fractions(p):
    """i_t, f_t, g_t and c_t exactly."""

    def gate(k):
        return (Fraction(k) if k > 0 else 1) / Fraction(abs(k) + 1)

    i, f = gate(p.odds[0]), gate(p.odds[1])
    g = 2 * gate(p.odds[3]) - 1  # tanh(½ ln k) = 2 σ(ln k) - 1
    return [float(v) for v in (i, f, g, f * Fraction(p.c_prev) + i * g)]


@exercise.second_opinion
def exactly(p):
    return {"c_t": in_fractions(p)[3]}


@exercise.shown
def shown(p):
    signs = ["" if k > 0 else "-" for k in p.odds]
    logs = [rf"{sign}\ln {abs(k)}" for sign, k in zip(signs, p.odds, strict=True)]
    logs[3] = rf"{signs[3]}\tfrac{{1}}{{2}} \ln {abs(p.odds[3])}"
    return {"logs": logs, "values": [round(v, 6) for v in in_fractions(p)]}
