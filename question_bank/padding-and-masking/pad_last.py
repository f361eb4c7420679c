"""A padded sequence: the state that counts, what the padding would do to it, and a loss that leaves the padding out."""

import math

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem, families
from reference_rnn import Padded

STATE = {"decimals": 4, "between": (-1, 1)}
STEPS = 4  # the padded length
LOSSES = [hundredth / 100 for hundredth in range(12, 96)]

exercise = Exercise(
    title="The last word of a padded sentence",
    topic="padding-and-masking",
    level=3,
    covers=["adv.var-length", "beyond.padding"],
    asks=[
        Numbers("h", label=r"h \text{ that counts}", **STATE),
        Numbers("y_hat", label=r"\hat{y}", decimals=4, between=(0, 1)),
        Numbers("h_end", label=r"h \text{ without a mask}", **STATE),
        Choice("loss", of=Numbers("loss", decimals=3), label="L"),
    ],
    targets=["pad-changes-state", "pad-counted-in-loss", "pad-mean-over-all"],
    reference=Padded,
    question=r"""
In theory an RNN reads sequences of any length and needs no padding. In a batch, however, all sequences are filled up to the
same length: here to {{ steps }} steps, with the input 0 for every missing word (PAD). One of the sequences has only
{{ number(length) }} words:

| step | {% for x_t in x %}{{ loop.index }} | {% endfor %}

|---|{% for x_t in x %}---|{% endfor %}

| $x_t$ | {% for x_t in x %}${{ number(x_t) }}${{ " (PAD)" if loop.index > length }} | {% endfor %}


The network has one unit and computes $h_t = \tanh(W x_t + W_h h_{t-1} + b)$; it predicts once for the sequence,
$\hat{y} = \sigma(W_y h + b_y)$ with the sigmoid $\sigma$. Everything is a plain number:

{{ scalar("W", W) }}, {{ scalar("W_h", W_h) }}, {{ scalar("b", b) }}, {{ scalar("W_y", W_y) }}, {{ scalar("b_y", b_y) }},
{{ scalar("h_0", h_0) }}.

With a mask, a PAD step leaves the state as it is. Which state counts, and what is predicted from it, to 4 decimals?

[[h]]

[[y_hat]]

Without a mask the network goes on over the PAD steps. With which state does it end, to 4 decimals?

[[h_end]]

Another network predicts at every step of this sequence. The losses of the {{ steps }} steps come out as {{ row(losses, 2) }}.
Which is the masked loss of the sequence, averaged over its real steps, to 3 decimals?

[[loss]]
""",
    solution=r"""
The state of the last real step counts: $h_{ {{- number(length) -}} } = {{ number(key["h"], 4) }}$, so
$\hat{y} = \sigma(W_y h_{ {{- number(length) -}} } + b_y) = {{ number(key["y_hat"], 4) }}$.

A PAD step is not nothing: with $x_t = 0$ there remains $h_t = \tanh(W_h h_{t-1} + b)$, which changes the state at every step,
to $h_{{ steps }} = {{ number(key["h_end"], 4) }}$. Read from there, the prediction would be ${{ number(y_end, 4) }}$, and it
would depend on how long the other sequences of the batch are.

The masked loss leaves the PAD steps out, in the sum and in the number of steps:
$({{ terms }}) / {{ number(length) }} = {{ number(key["loss"], 3) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    length = draw.one_of([2, 3])
    net = draw.vanilla(D=1, H=1, T=length, K=1)
    ((W,),), ((W_h,),), (b,), ((W_y,),), (b_y,), (h_0,) = net.W, net.W_h, net.b, net.W_y, net.b_y, net.h_0
    x = [value for (value,) in net.x] + [0.0] * (STEPS - length)
    losses = draw.array(LOSSES, STEPS)
    return Problem(W=W, W_h=W_h, b=b, W_y=W_y, b_y=b_y, h_0=h_0, x=x, length=length, losses=losses)


def column(number):
    """Numbers (N,) as vectors with one entry, (N, 1)."""
    return np.asarray(number)[..., None]


def network(p, Padded):
    W, W_h, W_y = (column(column(value)) for value in (p.W, p.W_h, p.W_y))
    return Padded(W, W_h, column(p.b), W_y, column(p.b_y), lengths=p.length, time="mean")


@exercise.solve
def with_and_without(p, Padded):
    net, h = network(p, Padded), column(p.h_0)
    for t, x_t in enumerate(p.x, 1):
        h = net.kept(net.step(column(x_t), h), h, net.is_real(t))
    h = column((yield "h", h[..., 0]))
    yield "y_hat", net.predict(h)[..., 0]
    for t, x_t in enumerate(p.x, 1):
        h = np.where(column(t > p.length), net.step(column(x_t), h), h)
    yield "h_end", h[..., 0]
    yield "loss", net.reduced(p.losses.T)


@exercise.require
def padding_shows(p):
    states = by_hand(p, np.tanh)
    for t in range(STEPS):
        a = states[t][0]
        real = t < p.length
        yield "a pre-activation near to 0 or far from it", real & ((abs(a) < families.LEAST) | (abs(a) > families.MOST))
    yield "equal inputs", (p.x[0] == p.x[1]) | (p.x[1] == p.x[2])
    last = np.where(p.length == 2, states[1][1], states[2][1])
    yield "padding that hardly changes the state", abs(states[-1][1] - last) < 0.1
    for h in (last, states[-1][1]):
        yield "a prediction too near to 0 or 1", abs(p.W_y * h + p.b_y) > 2.5


def by_hand(p, tanh=math.tanh):
    """(a_t, h_t) of all steps, PAD steps too; for one problem, or for arrays of them."""
    found, h = [], p.h_0
    for x_t in p.x:
        a = p.W * x_t + p.W_h * h + p.b
        h = tanh(a)
        found.append((a, h))
    return found


@exercise.second_opinion
def step_by_step(p):
    n, states = int(p.length), by_hand(p)
    h, h_end = states[n - 1][1], states[-1][1]
    loss = math.fsum(p.losses[:n]) / n
    return {"h": h, "y_hat": predicted(p, h), "h_end": h_end, "loss": loss}


def predicted(p, h):
    return 1 / (1 + math.exp(-(p.W_y * h + p.b_y)))


@exercise.shown
def words(p):
    y_end = predicted(p, by_hand(p)[-1][1])
    return {"steps": STEPS, "y_end": y_end, "terms": " + ".join(f"{loss:.2f}" for loss in p.losses[: int(p.length)])}
