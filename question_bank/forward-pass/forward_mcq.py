"""Which of four values is h_2? The other three are what known misconceptions give."""

from quizgen.authoring import Choice, Draw, Exercise, Numbers, Problem, states_by_unit

exercise = Exercise(
    title="Which one is the second state?",
    topic="forward-pass",
    level=2,
    covers=["fwd.act-choice", "fwd.eq-t2"],
    asks=[Choice("h_2", of=Numbers("h_2", size=2, decimals=2, between=(-1, 1)))],
    targets=["fwd-no-recurrence"],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. It reads {{ vector("x_1", x[0]) }} and then {{ vector("x_2", x[1]) }}.

Which is its second state, rounded to 2 decimals?

[[h_2]]
""",
    solution=r"""
$h_1 = \tanh(W x_1 + W_h h_0 + b) = {{ column(h[1], 4) }}$ and $h_2 = \tanh(W x_2 + W_h h_1 + b) = {{ column(h[2], 4) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=2)


@exercise.solve
def two_steps(p, RNN):
    steps = RNN(p.W, p.W_h, p.b).walk(p.x, p.h_0)
    yield "h_2", steps.send(next(steps))


@exercise.second_opinion
def unit_by_unit(p):
    return {"h_2": states_by_unit(p)[1][2]}


@exercise.shown
def states(p):
    return {"h": states_by_unit(p)[1]}
