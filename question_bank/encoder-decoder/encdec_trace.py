"""An encoder reads two numbers, a decoder writes two: every state and output, and what training does otherwise."""

import math

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem, families
from reference_rnn import EncoderDecoder

STATE = {"decimals": 4, "between": (-1, 1)}
LEAST, MOST = 0.2, 1.8  # of every pre-activation

exercise = Exercise(
    title="Encoder and decoder, step by step",
    topic="encoder-decoder",
    level=4,
    covers=["type.m2m-encdec", "beyond.encoder-decoder"],
    asks=[
        Numbers("h_1", **STATE),
        Numbers("h_2", **STATE),
        Numbers("s_1", **STATE),
        Numbers("y_1", label=r"\hat{y}_1", decimals=4),
        Numbers("s_2", **STATE),
        Choice("taught", of=Numbers("taught", decimals=4), label=r"\hat{y}_2 \text{ in training}"),
    ],
    targets=["gen-ignores-targets", "gen-seed-every-step", "dec-zero-init", "fwd-no-recurrence"],
    reference=EncoderDecoder,
    question=r"""
An encoder and a decoder have one unit each, and weights of their own; everything is a plain number, and both use $\tanh$.

The **encoder** computes $h_t = \tanh(U x_t + U_h h_{t-1} + a)$ from $h_0 = 0$, with

{{ scalar("U", U) }}, {{ scalar("U_h", U_h) }}, {{ scalar("a", a) }}, and reads {{ scalar("x_1", x[0]) }},
{{ scalar("x_2", x[1]) }}.

The **decoder** starts from the encoder's last state, $s_0 = h_2$. Its first input is the start symbol
{{ scalar("r_1", start) }}. It computes

$$s_t = \tanh(V r_t + V_s s_{t-1} + b), \qquad \hat{y}_t = W_y s_t + b_y$$

and reads its own output next, $r_2 = \hat{y}_1$. The output is linear (no activation), and

{{ scalar("V", V) }}, {{ scalar("V_s", V_s) }}, {{ scalar("b", b) }}, {{ scalar("W_y", W_y) }}, {{ scalar("b_y", b_y) }}.

Compute the encoder's states, then the decoder's first state, its first output and its second state, each to 4 decimals.

[[h_1]]

[[h_2]]

[[s_1]]

[[y_1]]

[[s_2]]

In training the decoder reads the target instead of its own output: the first target is {{ scalar("y_1", target) }}, so
$r_2 = {{ number(target) }}$. Which is then its second output $\hat{y}_2$, to 4 decimals?

[[taught]]
""",
    solution=r"""
The encoder: $h_1 = \tanh(U x_1 + a) = {{ number(key["h_1"], 4) }}$ and
$h_2 = \tanh(U x_2 + U_h h_1 + a) = {{ number(key["h_2"], 4) }}$. This last state is all that the decoder knows of the input.

The decoder, from $s_0 = h_2$: $s_1 = \tanh(V r_1 + V_s h_2 + b) = {{ number(key["s_1"], 4) }}$ and
$\hat{y}_1 = {{ number(key["y_1"], 4) }}$, which it reads next:
$s_2 = \tanh(V \hat{y}_1 + V_s s_1 + b) = {{ number(key["s_2"], 4) }}$. It can go on for as long as it likes: how much it
writes does not depend on how much the encoder has read.

In training only $r_2$ differs, the target in place of $\hat{y}_1$: then
$s_2 = \tanh(V r_2 + V_s s_1 + b) = {{ number(s_taught, 4) }}$ and $\hat{y}_2 = W_y s_2 + b_y = {{ number(key["taught"], 4) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        U=draw.signed(0.3, 0.9),
        U_h=draw.signed(0.4, 0.9),
        a=draw.signed(0.1, 0.4),
        x=draw.array(families.X, 2),
        V=draw.signed(0.4, 0.9),
        V_s=draw.signed(0.5, 0.9),
        b=draw.signed(0.1, 0.4),
        W_y=draw.one_of(families.W_Y),
        b_y=draw.one_of(families.B_Y),
        start=draw.one_of([1.0, -1.0]),
        target=draw.one_of(families.X),
    )


def column(number):
    """Numbers (N,) as vectors with one entry, (N, 1)."""
    return np.asarray(number)[..., None]


def network(p, EncoderDecoder):
    cells = [
        (column(column(W)), column(column(W_h)), column(b)) for W, W_h, b in ((p.V, p.V_s, p.b), (p.U, p.U_h, p.a))
    ]
    head = column(column(p.W_y)), column(p.b_y)
    return EncoderDecoder(*cells[0], *head, encoder=cells[1], output="linear", feedback="output")


@exercise.solve
def both_halves(p, EncoderDecoder):
    net, start, x = network(p, EncoderDecoder), column(p.start), column(p.x)
    reading = net.encoder.walk(x, 0 * start)
    h_1 = yield "h_1", next(reading)[..., 0]
    h_2 = yield "h_2", reading.send(column(h_1))[..., 0]
    states = np.stack(np.broadcast_arrays(0 * start, column(h_1), column(h_2)))
    writing = net.decode(states, start, x)
    s_1 = yield "s_1", next(writing)[..., 0]
    y_1 = yield "y_1", writing.send(column(s_1))[..., 0]
    yield "s_2", writing.send(column(y_1))[..., 0]
    taught = net.decode(states, start, x, column(p.target)[None])
    next(taught)
    taught.send(column(s_1))  # ŷ_1, in whose place the target is read
    next(taught)
    yield "taught", next(taught)[..., 0]


@exercise.require
def clear_steps(p):
    yield "equal inputs", p.x[0] == p.x[1]
    y_1 = by_hand(p, np.tanh)["y_1"]
    yield "an output like the target or the start symbol", (abs(y_1 - p.target) < 0.2) | (abs(y_1 - p.start) < 0.2)
    for a in preactivations(p, np.tanh):
        yield "a pre-activation near to 0 or far from it", (abs(a) < LEAST) | (abs(a) > MOST)


def preactivations(p, tanh):
    """What tanh is applied to: h_1, h_2, s_1, s_2, and s_2 in training; for one problem, or for arrays of them."""
    found = [p.U * p.x[0] + p.a]
    found.append(p.U * p.x[1] + p.U_h * tanh(found[0]) + p.a)
    found.append(p.V * p.start + p.V_s * tanh(found[1]) + p.b)
    for read in (p.W_y * tanh(found[2]) + p.b_y, p.target):
        found.append(p.V * read + p.V_s * tanh(found[2]) + p.b)
    return found


@exercise.second_opinion
def by_hand(p, tanh=math.tanh):
    h_1, h_2, s_1, s_2, taught = map(tanh, preactivations(p, tanh))
    y_1, y_taught = (p.W_y * s + p.b_y for s in (s_1, taught))
    return {"h_1": h_1, "h_2": h_2, "s_1": s_1, "y_1": y_1, "s_2": s_2, "taught": y_taught}


@exercise.shown
def state_in_training(p):
    return {"s_taught": math.tanh(preactivations(p, math.tanh)[-1])}
