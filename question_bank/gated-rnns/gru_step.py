"""One step of a GRU with a single unit, in either of the two forms in which z is used."""

import math
from functools import cache
from itertools import product

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from reference_rnn import GRU

GATE = {"decimals": 4, "points": 0.5, "between": (0, 1)}
WEIGHT = [sign * tenth / 10 for tenth in range(2, 13) for sign in (1, -1)]
EVEN = [sign * tenth / 10 for tenth in (4, 6, 8, 12, 14, 16) for sign in (1, -1)]  # times 0.5: one decimal
BIAS = [sign * tenth / 10 for tenth in range(1, 6) for sign in (1, -1)]
FORMS = {  # what z is the share of -> the equation of h_t, the other one, and what z does in words
    "z": (r"z_t h_{t-1} + (1 - z_t)\, n_t", r"(1 - z_t)\, h_{t-1} + z_t n_t", "the old state"),
    "1-z": (r"(1 - z_t)\, h_{t-1} + z_t n_t", r"z_t h_{t-1} + (1 - z_t)\, n_t", "the candidate"),
}

exercise = Exercise(
    title="One step of a GRU",
    topic="gated-rnns",
    level=4,
    covers=["dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[
        Numbers("r_t", **GATE),
        Numbers("z_t", **GATE),
        Numbers("n_t", decimals=4, between=(-1, 1)),
        Numbers("h_t", decimals=4, between=(-1, 1)),
    ],
    targets=["gru-z-swapped", "gru-reset-ignored", "gru-no-recurrence", "gru-no-bias", "gru-candidate-sigmoid"],
    reference=GRU,
    question=r"""
A GRU with a single hidden unit has a reset gate $r_t$, an update gate $z_t$ and a candidate $n_t$. With the sigmoid
$\sigma$,

$$r_t, z_t = \sigma(w x_t + w_h h_{t-1} + b), \qquad n_t = \tanh(w x_t + w_h (r_t h_{t-1}) + b),$$

each with a $w$, a $w_h$ and a $b$ of its own, and

$$h_t = {{ form }}.$$

The weights are stored one below the other, in the order $r$, $z$, $n$:

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}.

The step receives {{ scalar("x_t", x_t) }} and {{ scalar("h_{t-1}", h_prev) }}. Compute the gates, the candidate and the
new state, each to 4 decimals.

[[r_t]]

[[z_t]]

[[n_t]]

[[h_t]]
""",
    solution=r"""
{% macro factor(v, d=None) %}{{ number(v, d) if v >= 0 else "(" ~ number(v, d) ~ ")" }}{% endmacro %}
The gates first:

$$r_t = \sigma({{ number(a[0], 1) }}) = {{ number(key["r_t"], 4) }}, \qquad
z_t = \sigma({{ number(a[1], 1) }}) = {{ number(key["z_t"], 4) }}$$

The candidate sees the share $r_t$ of the old state,

$$n_t = \tanh({{ factor(W[2][0]) }} \cdot {{ factor(x_t[0]) }} + {{ factor(W_h[2][0]) }} \cdot
{{ factor(reset, 4) }} + {{ factor(b[2]) }}) = \tanh({{ number(a[2], 4) }}) = {{ number(key["n_t"], 4) }},$$

and the new state lies between the old one and the candidate:

$$h_t = {{ form }} = {{ number(keep, 4) }} \cdot {{ factor(h_prev[0]) }} + {{ number(1 - keep, 4) }} \cdot
{{ factor(key["n_t"], 4) }} = {{ number(key["h_t"], 4) }}$$

Here $z_t$ is the share of {{ share }}. Other texts write $h_t = {{ other }}$: the same cell with $z_t$ and $1 - z_t$
exchanged, so go by the equation that is given. Where the share of the old state is near 1, the state and its gradient
pass the step almost unchanged; that is how a GRU eases the vanishing of gradients.
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
    W, W_h, b = zip(*(draw.one_of(rows(x_t, h_prev)) for _ in range(3)), strict=True)
    return Problem(
        W=[[w] for w in W],
        W_h=[[w] for w in W_h],
        b=list(b),
        x_t=[x_t],
        h_prev=[h_prev],
        keeps=draw.one_of(list(FORMS)),
    )


@exercise.require
def a_state_that_moves(p):
    a_n = p.W[..., 2, 0] * p.x_t[..., 0] + p.W_h[..., 2, 0] * p.h_prev[..., 0] + p.b[..., 2]
    yield "a candidate and an old state too alike", abs(a_n - p.h_prev[..., 0]) < 0.4


@exercise.solve
def one_step(p, GRU):
    gru = GRU(p.W, p.W_h, p.b, keeps=p.keeps)
    (into_r, into_z, into_n), (w_r, w_z, _) = gru.driven(p.x_t), gru.recurrent_weights()
    r = yield "r_t", gru.gate(into_r, w_r, p.h_prev)[..., 0]
    z = yield "z_t", gru.gate(into_z, w_z, p.h_prev)[..., 0]
    n = yield "n_t", gru.candidate(into_n, gru.reset_past(r[..., None], p.h_prev))[..., 0]
    yield "h_t", gru.mixed(z, n, p.h_prev[..., 0])


def line_by_line(p):
    """The three pre-activations, r_t h_(t-1), the share of the old state, and every answer."""
    (x,), (h,) = p.x_t, p.h_prev
    rows = [(w * x + b, w_h) for (w,), (w_h,), b in zip(p.W, p.W_h, p.b, strict=True)]
    a = [into + w_h * h for into, w_h in rows[:2]]
    r, z = (1 - 1 / (1 + math.exp(value)) for value in a)
    a.append(rows[2][0] + rows[2][1] * r * h)
    n = 1 - 2 / (1 + math.exp(2 * a[2]))
    keep = z if p.keeps == "z" else 1 - z
    return a, r * h, keep, {"r_t": r, "z_t": z, "n_t": n, "h_t": n + keep * (h - n)}


@exercise.second_opinion
def without_the_reference(p):
    return line_by_line(p)[3]


@exercise.shown
def halfway(p):
    a, reset, keep, _ = line_by_line(p)
    form, other, share = FORMS[p.keeps]
    return {"a": a, "reset": reset, "keep": keep, "form": form, "other": other, "share": share}
