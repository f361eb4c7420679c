"""Two steps of a vanilla RNN, by hand."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="Two steps of a vanilla RNN",
    topic="forward-pass",
    level=2,
    covers=["fwd.eq-t2"],
    asks=[Numbers("h_1", **STATE), Numbers("h_2", **STATE)],
    targets=[
        "fwd-no-recurrence",
        "fwd-h0-ignored",
        "fwd-no-bias",
        "fwd-wh-transposed",
        "fwd-recur-preactivation",
        "fwd-stale-h0",
        "fwd-swap-w-wh",
    ],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. It reads {{ vector("x_1", x[0]) }} and then {{ vector("x_2", x[1]) }}.

Compute the two states, each to 4 decimals.

[[h_1]]

[[h_2]]
""",
    solution=r"""
$$h_1 = \tanh(W x_1 + W_h h_0 + b) = \tanh {{ column(a[0], 4) }} = {{ column(key["h_1"], 4) }}$$
$$h_2 = \tanh(W x_2 + W_h h_1 + b) = \tanh {{ column(a[1], 4) }} = {{ column(key["h_2"], 4) }}$$

$h_2$ depends on $x_1$ too: it reaches the second step inside $h_1$.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=2)


@exercise.solve
def two_steps(p, RNN):
    steps = RNN(p.W, p.W_h, p.b).walk(p.x, p.h_0)
    h_1 = yield "h_1", next(steps)
    yield "h_2", steps.send(h_1)


@exercise.second_opinion
def unit_by_unit(p):
    _, h = states_by_unit(p)
    return {"h_1": h[1], "h_2": h[2]}


@exercise.shown
def preactivations(p):
    return {"a": states_by_unit(p)[0]}
