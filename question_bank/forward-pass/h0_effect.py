"""The same network from a zero state and from a given one: what h_0 changes, and how it fades."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="What the initial state changes",
    topic="forward-pass",
    level=2,
    covers=["fwd.eq-t1"],
    asks=[
        Numbers("zero_1", label=r"h_1 \text{ from } h_0 = 0", **STATE),
        Numbers("zero_2", label=r"h_2 \text{ from } h_0 = 0", **STATE),
        Numbers("given_1", label=r"h_1 \text{ from the given } h_0", **STATE),
        Numbers("given_2", label=r"h_2 \text{ from the given } h_0", **STATE),
    ],
    targets=["fwd-h0-ignored", "fwd-no-bias", "fwd-recur-preactivation"],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and reads {{ vector("x_1", x[0]) }} and then {{ vector("x_2", x[1]) }}.

Compute both states twice, each to 4 decimals: first from $h_0 = 0$, the zero vector,

[[zero_1]]

[[zero_2]]

then from {{ vector("h_0", h_0) }}.

[[given_1]]

[[given_2]]
""",
    solution=r"""
From zeros the first step has no recurrent term: $h_1 = \tanh(W x_1 + b) = {{ column(key["zero_1"], 4) }}$, then
$h_2 = {{ column(key["zero_2"], 4) }}$.

From the given state $h_1 = \tanh(W x_1 + W_h h_0 + b) = {{ column(key["given_1"], 4) }}$ and
$h_2 = {{ column(key["given_2"], 4) }}$. What $h_0$ changes is usually smaller at the second step than at the first.
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=2)


@exercise.solve
def both_ways(p, RNN):
    rnn = RNN(p.W, p.W_h, p.b)
    for name, start in (("zero", 0 * p.h_0), ("given", p.h_0)):
        steps = rnn.walk(p.x, start)
        h_1 = yield f"{name}_1", next(steps)
        yield f"{name}_2", steps.send(h_1)


@exercise.second_opinion
def unit_by_unit(p):
    (_, zero), (_, given) = states_by_unit(p, h_0=[0.0, 0.0]), states_by_unit(p)
    return {"zero_1": zero[1], "zero_2": zero[2], "given_1": given[1], "given_2": given[2]}
