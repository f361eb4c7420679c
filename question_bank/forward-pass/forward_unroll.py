"""Three steps of a vanilla RNN, by hand."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem, states_by_unit
from quizgen.authoring.pictures import line_plot

STATE = {"size": 2, "decimals": 4, "between": (-1, 1)}

exercise = Exercise(
    title="Three steps of a vanilla RNN",
    topic="forward-pass",
    level=3,
    covers=["lo.forward", "fwd.eq-t3", "fwd.eq-general", "fwd.final"],
    asks=[Numbers("h_1", **STATE), Numbers("h_2", **STATE), Numbers("h_3", **STATE)],
    targets=["fwd-no-recurrence", "fwd-no-bias", "fwd-wh-transposed", "fwd-recur-preactivation", "fwd-stale-h0"],
    question=r"""
An RNN with $f = \tanh$ computes $h_t = f(W x_t + W_h h_{t-1} + b)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. It reads

{{ vector("x_1", x[0]) }}, {{ vector("x_2", x[1]) }}, {{ vector("x_3", x[2]) }}.

Compute the three states, each to 4 decimals.

[[h_1]]

[[h_2]]

[[h_3]]
""",
    solution=r"""
{% for t in [1, 2, 3] %}
$$h_{{ t }} = \tanh(W x_{{ t }} + W_h h_{{ t - 1 }} + b) = {{ column(key["h_%d" % t], 4) }}$$
{% endfor %}

Both entries of the state stay between $-1$ and $1$, as $\tanh$ demands, and every step mixes them through $W_h$:

{{ picture(over_time) }}
""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=3)


@exercise.solve
def three_steps(p, RNN):
    steps = RNN(p.W, p.W_h, p.b).walk(p.x, p.h_0)
    h_1 = yield "h_1", next(steps)
    h_2 = yield "h_2", steps.send(h_1)
    yield "h_3", steps.send(h_2)


@exercise.second_opinion
def unit_by_unit(p):
    _, h = states_by_unit(p)
    return {"h_1": h[1], "h_2": h[2], "h_3": h[3]}


@exercise.shown
def states_over_time(p):
    _, h = states_by_unit(p)
    entries = {f"h_{{t,{i + 1}}}": [h_t[i] for h_t in h] for i in range(2)}
    return {"over_time": line_plot("The two entries of the state, step by step", entries, first=0)}
