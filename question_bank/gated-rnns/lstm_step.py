"""One step of an LSTM with a single unit: three gates, a candidate, two states."""

import math
from functools import cache
from itertools import product

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import LSTM

GATE = {"decimals": 4, "points": 0.5, "between": (0, 1)}
WEIGHT = [sign * tenth / 10 for tenth in range(2, 13) for sign in (1, -1)]
EVEN = [sign * tenth / 10 for tenth in (4, 6, 8, 12) for sign in (1, -1)]  # times 0.5: one decimal
BIAS = [sign * tenth / 10 for tenth in range(1, 6) for sign in (1, -1)]

exercise = Exercise(
    title="One step of an LSTM",
    topic="gated-rnns",
    level=4,
    covers=["dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[
        Numbers("i_t", **GATE),
        Numbers("f_t", **GATE),
        Numbers("g_t", decimals=4, points=0.5, between=(-1, 1)),
        Numbers("o_t", **GATE),
        Numbers("c_t", decimals=4),
        Numbers("h_t", decimals=4, between=(-1, 1)),
    ],
    targets=[
        "lstm-no-forget",
        "lstm-forget-input-swapped",
        "lstm-gates-tanh",
        "lstm-candidate-sigmoid",
        "lstm-update-without-input-gate",
        "lstm-h-without-tanh",
        "lstm-no-output-gate",
        "lstm-gate-order",
    ],
    reference=LSTM,
    question=r"""
An LSTM with a single hidden unit keeps two numbers, its cell state $c_t$ and its hidden state $h_t$. With the sigmoid
$\sigma$, the input gate $i_t$, the forget gate $f_t$, the output gate $o_t$ and the candidate $g_t$ are

$$i_t, f_t, o_t = \sigma(w x_t + w_h h_{t-1} + b), \qquad g_t = \tanh(w x_t + w_h h_{t-1} + b),$$

each with a $w$, a $w_h$ and a $b$ of its own. Then

$$c_t = f_t c_{t-1} + i_t g_t, \qquad h_t = o_t \tanh(c_t).$$

The weights are stored one below the other, in the order $i$, $f$, $g$, $o$:

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}.

The step receives {{ scalar("x_t", x_t) }}, {{ scalar("h_{t-1}", h_prev) }} and {{ scalar("c_{t-1}", c_prev) }}. Compute
the gates, the candidate and the two new states, each to 4 decimals.

[[i_t]]

[[f_t]]

[[g_t]]

[[o_t]]

[[c_t]]

[[h_t]]
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
Row by row, $w x_t + w_h h_{t-1} + b$ is ${{ row(a, 1) }}$ for $i$, $f$, $g$, $o$. The three gates are shares between 0
and 1, the candidate may be negative:

$$i_t = \sigma({{ number(a[0], 1) }}) = {{ number(key["i_t"], 4) }}, \quad
f_t = \sigma({{ number(a[1], 1) }}) = {{ number(key["f_t"], 4) }}$$

$$g_t = \tanh({{ number(a[2], 1) }}) = {{ number(key["g_t"], 4) }}, \quad
o_t = \sigma({{ number(a[3], 1) }}) = {{ number(key["o_t"], 4) }}$$

The cell keeps a share $f_t$ of what it held and adds a share $i_t$ of the candidate:

$$c_t = {{ number(key["f_t"], 4) }} \cdot {{ factor(c_prev[0]) }} + {{ number(key["i_t"], 4) }} \cdot
{{ factor(key["g_t"], 4) }} = {{ number(key["c_t"], 4) }}$$

$$h_t = o_t \tanh(c_t) = {{ number(key["o_t"], 4) }} \cdot {{ factor(tanh_c, 4) }} = {{ number(key["h_t"], 4) }}$$

From $c_{t-1}$ to $c_t$ there is only the factor $f_t$, no weight and no tanh. With $f_t$ near 1 a gradient passes many
steps almost unchanged, which is how an LSTM eases the vanishing of gradients.
""",
)


@cache
def rows(x_t: float, h_prev: float) -> list[tuple[float, float, float]]:
    """The w, w_h and b with which a gate is clear of a half and of saturation."""
    return [
        row for row in product(WEIGHT, EVEN, BIAS) if 0.3 <= round(abs(row[0] * x_t + row[1] * h_prev + row[2]), 9) <= 2
    ]


@exercise.draw
def numbers(draw: Draw) -> Problem:
    x_t, h_prev = draw.one_of([1.0, -1.0, 2.0]), draw.one_of([0.5, -0.5])
    W, W_h, b = zip(*(draw.one_of(rows(x_t, h_prev)) for _ in range(4)), strict=True)
    return Problem(
        W=[[w] for w in W],
        W_h=[[w] for w in W_h],
        b=list(b),
        x_t=[x_t],
        h_prev=[h_prev],
        c_prev=[draw.one_of([0.6, 0.8, 1.2, 1.5, -0.6, -0.8, -1.2, -1.5])],
    )


@exercise.solve
def one_step(p, LSTM):
    lstm = LSTM(p.W, p.W_h, p.b)
    a_i, a_f, a_g, a_o = lstm.blocks(lstm.preactivation(p.x_t, p.h_prev))
    i = yield "i_t", lstm.gate(a_i)[..., 0]
    f = yield "f_t", lstm.gate(a_f)[..., 0]
    g = yield "g_t", lstm.candidate(a_g)[..., 0]
    o = yield "o_t", lstm.gate(a_o)[..., 0]
    c = yield "c_t", lstm.cell_state(i, f, g, p.c_prev[..., 0])
    yield "h_t", lstm.hidden_state(o, c)


def line_by_line(p):
    """The four pre-activations, and tanh(c_t) with every answer."""
    (x,), (h,), (c_prev,) = p.x_t, p.h_prev, p.c_prev
    a = [math.fsum([w * x, w_h * h, b]) for (w,), (w_h,), b in zip(p.W, p.W_h, p.b, strict=True)]
    i, f, o = (1 - 1 / (1 + math.exp(a[k])) for k in (0, 1, 3))
    g = 1 - 2 / (1 + math.exp(2 * a[2]))
    c = f * c_prev + i * g
    tanh_c = 1 - 2 / (1 + math.exp(2 * c))
    return a, tanh_c, {"i_t": i, "f_t": f, "g_t": g, "o_t": o, "c_t": c, "h_t": o * tanh_c}


@exercise.second_opinion
def without_the_reference(p):
    return line_by_line(p)[2]


@exercise.shown
def halfway(p):
    a, tanh_c, _ = line_by_line(p)
    return {"a": a, "tanh_c": tanh_c}
