"""A tiny network writes: from a first token on, each token that it chooses is the next input."""

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Problem, families, states_by_unit
from reference_rnn import Generation

STEPS = 3
CLEAR = 0.25  # the least lead of the most probable token, in logits
STATE = {"size": 2, "decimals": 3, "between": (-1, 1)}
VOCABULARIES = [  # what is written, its tokens, and what one of them is called
    ("a melody", ["C", "D", "E"], "note"),
    ("a melody", ["G", "A", "B"], "note"),
    ("a rhythm", ["long", "short", "rest"], "beat"),
    ("a sentence", ["the", "food", "is"], "word"),
    ("a story", ["once", "upon", "a"], "word"),
    ("a weather report", ["sun", "rain", "wind"], "word"),
]

exercise = Exercise(
    title="A network writes, one token at a time",
    topic="sequence-generation",
    level=3,
    covers=["why.app-next-word", "app.text-generation", "type.o2m-music", "type.o2m-text"],
    asks=[
        Numbers("h_1", **STATE),
        Numbers("h_2", **STATE),
        Numbers("h_3", **STATE),
        Numbers("tokens", label=r"\text{tokens}", size=STEPS, decimals=0, tolerance=0),
    ],
    targets=["gen-seed-every-step", "gen-feeds-probabilities", "fwd-no-recurrence"],
    reference=Generation,
    question=r"""
A one-to-many RNN writes {{ what }} from a vocabulary of three {{ token }}s:
1 = “{{ tokens_shown[0] }}”, 2 = “{{ tokens_shown[1] }}”, 3 = “{{ tokens_shown[2] }}”.
{{ token | capitalize }} number $n$ goes in as the one-hot column with a 1 in place $n$. With $f = \tanh$ it computes

$$h_t = f(W x_t + W_h h_{t-1} + b), \qquad \hat{y}_t = \operatorname{softmax}(W_y h_t + b_y).$$

At each step it writes the most probable {{ token }} of $\hat{y}_t$, and this {{ token }} is the next input $x_{t+1}$. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}, {{ matrix("W_y", W_y) }}, {{ vector("b_y", b_y) }}.

It starts from {{ vector("h_0", h_0) }} and first reads $x_1$ = “{{ tokens_shown[(seed - 1) | int] }}” (number
{{ number(seed) }}). Compute the states $h_1, h_2, h_3$, to 3 decimals, and the three {{ token }}s that it writes, as their
numbers (whole numbers, such as 2, 3, 1).

[[h_1]]

[[h_2]]

[[h_3]]

[[tokens]]
""",
    solution=r"""
$W x_t$ with a one-hot $x_t$ is a column of $W$. Softmax keeps the order of the logits, so the largest logit decides.

| step | reads | $h_t$ | $W_y h_t + b_y$ | writes |
|---|---|---|---|---|
{% for row in rows %}
| {{ loop.index }} | {{ row.reads }} | ${{ column(row.h, 3) }}$ | ${{ column(row.z, 3) }}$ | {{ row.writes }} |
{% endfor %}

It writes {{ written }}: {{ key["tokens"] | join(", ") | replace(".0", "") }}. Two things go round: the state $h_t$ inside the
network, and, only because it is writing, the chosen {{ token }} as the next input.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return Problem(
        vocabulary=draw.integer(0, len(VOCABULARIES) - 1),
        W=draw.array(families.W, 2, 3),
        W_h=draw.one_of(families.mixing()),
        b=draw.array(families.B, 2),
        h_0=draw.array(families.W_H, 2),
        W_y=draw.array(families.W_Y, 3, 2),
        b_y=draw.array(families.B_Y, 3),
        seed=draw.integer(1, 3),
    )


def first_input(p):
    """The one-hot vector of the first token: (N, 3)."""
    return np.eye(3)[p.seed.astype(int) - 1]


@exercise.require
def clear_choices(p):
    net = Generation(p.W, p.W_h, p.b, p.W_y, p.b_y, output="softmax")
    steps, chosen = net.write(first_input(p), p.h_0), []
    for _ in range(STEPS):
        next(steps)
        ordered = np.sort(np.log(y_hat := next(steps)), axis=-1)
        yield "two tokens nearly equally probable", ordered[..., 2] - ordered[..., 1] < CLEAR
        chosen.append(net.token(y_hat))
    yield "always the same token", (np.ptp(chosen, axis=0) == 0)


@exercise.solve
def writing(p, Generation):
    net = Generation(p.W, p.W_h, p.b, p.W_y, p.b_y, output="softmax")
    steps, tokens = net.write(*in_batches_of_one(first_input(p), p.h_0)), []
    for t in range(1, STEPS + 1):
        h_t = yield f"h_{t}", next(steps)[..., 0, :]
        tokens.append(net.token(steps.send(*in_batches_of_one(h_t))[..., 0, :]) + 1)
    yield "tokens", np.stack(tokens, axis=-1)


def in_batches_of_one(*vectors):
    """Vectors (N, n) as (N, 1, n): softmax over the wrong axis then stays within a problem."""
    return [vector[..., None, :] for vector in vectors]


def trace(p):
    """(token read, h_t, logits, token written) of each step, counted from 0, unit by unit."""
    found, read, h = [], int(p.seed) - 1, p.h_0
    for _ in range(STEPS):
        h = states_by_unit(p, x=[[float(read == n) for n in range(3)]], h_0=h)[1][1]
        z = [w_1 * h[0] + w_2 * h[1] + bias for (w_1, w_2), bias in zip(p.W_y, p.b_y, strict=True)]
        found.append((read, h, z, z.index(max(z))))
        read = found[-1][3]
    return found


@exercise.second_opinion
def unit_by_unit(p):
    found = trace(p)
    return {f"h_{t}": h for t, (_, h, _, _) in enumerate(found, 1)} | {"tokens": [written + 1 for *_, written in found]}


@exercise.shown
def table(p):
    what, names, token = VOCABULARIES[int(p.vocabulary)]
    rows = [{"reads": names[read], "h": h, "z": z, "writes": names[written]} for read, h, z, written in trace(p)]
    written = ", ".join(f"“{row['writes']}”" for row in rows)
    return {"what": what, "tokens_shown": names, "token": token, "rows": rows, "written": written}
