"""A small bidirectional network by hand: both directions, realigned and put together."""

import math

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families
from reference_rnn import Bidirectional

exercise = Exercise(
    title="A bidirectional RNN by hand",
    topic="bidirectional",
    level=3,
    covers=["beyond.bidirectional"],
    asks=[
        Numbers("h_1", size=2, decimals=3, between=(-1, 1)),
        Numbers("h_2", size=2, decimals=3, between=(-1, 1)),
        Numbers("h_3", size=2, decimals=3, between=(-1, 1)),
    ],
    targets=["birnn-not-realigned", "birnn-same-order", "fwd-no-recurrence"],
    reference=Bidirectional,
    question=r"""
A bidirectional RNN consists of two RNNs with one unit each; everything is a plain number. One reads $x_1, x_2, x_3$ and computes

$$f_t = \tanh(W x_t + W_h f_{t-1} + b) \quad \text{with} \quad {{ given(W, W_h, b) }}.$$

The other reads the sequence from its end. With weights of its own it computes

$$g_t = \tanh(V x_t + V_h g_{t+1} + c) \quad \text{with} \quad {{ given(V, V_h, c, "V", "c") }}.$$

Both start from zero, $f_0 = 0$ and $g_4 = 0$. They read {{ scalar("x_1", x[0]) }}, {{ scalar("x_2", x[1]) }},
{{ scalar("x_3", x[2]) }}.

The state at $x_t$ has two entries, $h_t = (f_t, g_t)$. Compute the three states, to 3 decimals.

[[h_1]]

[[h_2]]

[[h_3]]
""",
    solution=r"""
Forwards, from $x_1$ to $x_3$:

$$f_1 = \tanh(W x_1 + b) = {{ number(f[0], 3) }}$$

$$f_2 = \tanh(W x_2 + W_h f_1 + b) = {{ number(f[1], 3) }}$$

$$f_3 = \tanh(W x_3 + W_h f_2 + b) = {{ number(f[2], 3) }}$$

Backwards, from $x_3$ to $x_1$:

$$g_3 = \tanh(V x_3 + c) = {{ number(g[2], 3) }}$$

$$g_2 = \tanh(V x_2 + V_h g_3 + c) = {{ number(g[1], 3) }}$$

$$g_1 = \tanh(V x_1 + V_h g_2 + c) = {{ number(g[0], 3) }}$$

The states at the same input belong together: $h_1 = {{ column(key["h_1"], 3) }}$, $h_2 = {{ column(key["h_2"], 3) }}$,
$h_3 = {{ column(key["h_3"], 3) }}$. The first $g_t$ to be computed, $g_3$, stands beside the last $f_t$. Together the two
entries of any $h_t$ have read the whole sequence.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    one, other = (draw.vanilla(D=1, H=1, T=3, zero_start=True) for _ in range(2))
    return Problem(W=one.W, W_h=one.W_h, b=one.b, V=other.W, V_h=other.W_h, c=other.b, x=one.x)


@exercise.require
def both_directions_clear(p):
    zero = 0 * p.b
    yield from families.calculator(p.but(h_0=zero))
    yield from families.calculator(p.but(W=p.V, W_h=p.V_h, b=p.c, x=p.x[::-1], h_0=zero))


@exercise.solve
def pairs(p, Bidirectional):
    net, zero = Bidirectional(p.W, p.W_h, p.b, back=(p.V, p.V_h, p.c)), 0 * p.b
    ahead = np.stack(list(net.walk(p.x, zero)))
    back = np.stack(list(net.back.walk(net.read_backwards(p.x), zero)))
    h = net.combined(ahead, back)
    for t in (1, 2, 3):
        yield f"h_{t}", h[t - 1]


def both(p):
    """f_1, f_2, f_3 and g_1, g_2, g_3, unit by unit."""
    (x_1,), (x_2,), (x_3,) = p.x

    def step(x, state, weights):
        ((w,),), ((w_h,),), (bias,) = weights
        return math.tanh(w * x + w_h * state + bias)

    f, g = [0.0], [0.0]
    for x in (x_1, x_2, x_3):
        f.append(step(x, f[-1], (p.W, p.W_h, p.b)))
    for x in (x_3, x_2, x_1):
        g.insert(0, step(x, g[0], (p.V, p.V_h, p.c)))
    return f[1:], g[:-1]


@exercise.second_opinion
def one_after_the_other(p):
    return {f"h_{t}": [f_t, g_t] for t, (f_t, g_t) in enumerate(zip(*both(p), strict=True), 1)}


@exercise.shown
def both_ways(p):
    f, g = both(p)

    def given(W, W_h, b, letter="W", bias="b"):
        return ", ".join(
            f"{name} = {value:g}" for name, value in ((letter, W[0][0]), (f"{letter}_h", W_h[0][0]), (bias, b[0]))
        )

    return {"f": f, "g": g, "given": given}
