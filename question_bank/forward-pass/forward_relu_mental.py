"""Two steps of a ReLU network in small integers, without a calculator."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit

exercise = Exercise(
    title="A ReLU network in your head",
    topic="forward-pass",
    level=1,
    covers=["fwd.act-choice"],
    asks=[
        Numbers("h_1", size=2, decimals=0, tolerance=0),
        Numbers("h_2", size=2, decimals=0, tolerance=0),
    ],
    targets=["fwd-no-recurrence", "fwd-no-bias", "fwd-no-activation", "fwd-wh-transposed"],
    question=r"""
An RNN with $f = \mathrm{ReLU}$, that is $f(a) = \max(0, a)$, computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being
columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. It reads {{ vector("x_1", x[0]) }} and then {{ vector("x_2", x[1]) }}.

Compute the two states in your head. All numbers are whole, and the answers are exact.

[[h_1]]

[[h_2]]
""",
    solution=r"""
$$a_1 = {{ column(a[0]) }}, \quad h_1 = \max(0, a_1) = {{ column(key["h_1"]) }}$$
$$a_2 = {{ column(a[1]) }}, \quad h_2 = \max(0, a_2) = {{ column(key["h_2"]) }}$$
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.mental(D=2, H=2, T=2)


@exercise.solve
def two_steps(p, RNN):
    steps = RNN(p.W, p.W_h, p.b, activation="relu").walk(p.x, p.h_0)
    h_1 = yield "h_1", next(steps)
    yield "h_2", steps.send(h_1)


def relu(a):
    return max(0, a)


@exercise.second_opinion
def unit_by_unit(p):
    _, h = states_by_unit(p, relu)
    return {"h_1": h[1], "h_2": h[2]}


@exercise.shown
def preactivations(p):
    return {"a": states_by_unit(p, relu)[0]}
