"""The first state of a vanilla RNN, by hand."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit, times

exercise = Exercise(
    title="The first hidden state",
    topic="forward-pass",
    level=1,
    covers=["fwd.eq-t1"],
    asks=[
        Numbers("a_1", size=2, decimals=2, tolerance=0),
        Numbers("h_1", size=2, decimals=4, between=(-1, 1)),
    ],
    targets=["fwd-no-recurrence", "fwd-no-bias", "fwd-wh-transposed", "fwd-no-activation"],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(a_t)$ with $a_t = W x_t + W_h h_{t-1} + b$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. The first input is {{ vector("x_1", x[0]) }}.

Compute the pre-activation, exactly (it has 2 decimals), and the state, to 4 decimals.

[[a_1]]

[[h_1]]
""",
    solution=r"""
$$W x_1 = {{ column(input_part, 2) }}, \quad W_h h_0 = {{ column(recurrent_part, 2) }}, \quad b = {{ column(b) }}$$

The sum is $a_1 = {{ column(key["a_1"], 2) }}$, and $h_1 = \tanh(a_1) = {{ column(key["h_1"], 4) }}$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=1)


@exercise.solve
def first_step(p, RNN):
    rnn = RNN(p.W, p.W_h, p.b)
    a_1 = yield "a_1", rnn.preactivation(p.x[0], p.h_0)
    yield "h_1", rnn.nonlinearity().f(a_1)


@exercise.second_opinion
def unit_by_unit(p):
    a, h = states_by_unit(p)
    return {"a_1": a[0], "h_1": h[1]}


@exercise.shown
def terms(p):
    return {"input_part": times(p.W, p.x[0]), "recurrent_part": times(p.W_h, p.h_0)}
