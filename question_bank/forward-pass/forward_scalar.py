"""One unit, one input: the recurrence without any matrices."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit

exercise = Exercise(
    title="A single recurrent unit",
    topic="forward-pass",
    level=1,
    covers=["fwd.eq-t1", "fwd.eq-t2"],
    asks=[
        Numbers("h_1", decimals=4, between=(-1, 1)),
        Numbers("h_2", decimals=4, between=(-1, 1)),
    ],
    targets=["fwd-no-recurrence", "fwd-no-bias", "fwd-h0-ignored", "fwd-no-activation"],
    question=r"""
An RNN with a single unit and $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$; everything is a plain number here:

{{ scalar("W", W) }}, {{ scalar("W_h", W_h) }}, {{ scalar("b", b) }}, {{ scalar("h_0", h_0) }}.

It reads {{ scalar("x_1", x[0]) }} and then {{ scalar("x_2", x[1]) }}. Compute both states, to 4 decimals.

[[h_1]]

[[h_2]]
""",
    solution=r"""
$h_1 = \tanh(W x_1 + W_h h_0 + b) = \tanh({{ number(a[0], 4) }}) = {{ number(key["h_1"], 4) }}$ and
$h_2 = \tanh(W x_2 + W_h h_1 + b) = \tanh({{ number(a[1], 4) }}) = {{ number(key["h_2"], 4) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=1, H=1, T=2)


@exercise.solve
def two_steps(p, RNN):
    steps = RNN(p.W, p.W_h, p.b).walk(p.x, p.h_0)
    h_1 = yield "h_1", next(steps)[..., 0]
    yield "h_2", steps.send(h_1[..., None])[..., 0]


@exercise.second_opinion
def by_hand(p):
    _, (_, (h_1,), (h_2,)) = states_by_unit(p)
    return {"h_1": h_1, "h_2": h_2}


@exercise.shown
def preactivations(p):
    return {"a": [a_t for (a_t,) in states_by_unit(p)[0]]}
