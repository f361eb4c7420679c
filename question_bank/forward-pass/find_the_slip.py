"""A worked solution goes wrong at one line: which, how, and what is right?"""

import numpy as np

from quizgen.authoring import Draw, Exercise, FindTheLine, Numbers, Option, Problem, states_by_unit, with_formulas
from quizgen.authoring.problem import stack
from reference_rnn import MISCONCEPTIONS, RNN, feedback

IN_PREACTIVATION = [
    "fwd-no-recurrence",
    "fwd-no-bias",
    "fwd-bias-twice",
    "fwd-wh-transposed",
    "fwd-wh-identity",
    "fwd-swap-w-wh",
]
BETWEEN_STEPS = ["fwd-recur-preactivation"]
IN_ACTIVATION = ["fwd-no-activation", "fwd-sigmoid-for-tanh", "fwd-tan-for-tanh"]
STEPS = 3
NAMES = [f"{symbol}_{t}" for t in range(1, STEPS + 1) for symbol in "ah"]
ROUNDING = 1e-4
CLEAR = 0.01  # the least difference between the wrong line and the right one, or what another option gives

exercise = Exercise(
    title="Find the slip",
    topic="forward-pass",
    level=3,
    version=2,
    covers=["fwd.act-choice", "fwd.eq-t2", "fwd.eq-t3"],
    asks=[
        FindTheLine(
            "slip",
            points=3,
            value=Numbers("value", size=2, decimals=4),
            prompts=(
                "Which is the first wrong line?",
                "What do its numbers equal?",
                "What should that line be, to 4 decimals?",
            ),
        )
    ],
    targets=["fwd-no-recurrence", "fwd-no-bias"],
    question=r"""
An RNN with $f = \tanh$ computes $a_t = W x_t + W_h h_{t-1} + b$ and $h_t = f(a_t)$, all vectors being columns. It has

{{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}

and starts from {{ vector("h_0", h_0) }}. It reads {{ vector("x_1", x[0]) }}, {{ vector("x_2", x[1]) }}, {{ vector("x_3", x[2]) }}.

A classmate worked out the three states, to 4 decimals. From one line on, the work goes wrong: the same slip in every step
from there.

| line | result |
|---|---|
{% for name, value in lines %}
| ${{ name }}$ | ${{ column(value, 4) }}$ |
{% endfor %}

[[slip]]
""",
    solution=r"""
Line ${{ lines[place][0] }}$ is the first wrong one; it should be ${{ column(key["slip"], 4) }}$. {{ words }}
""",
)


@exercise.draw
def worked_solution(draw: Draw) -> Problem:
    place = draw.integer(0, len(NAMES) - 1)
    before = IN_PREACTIVATION + (BETWEEN_STEPS if place > 1 else [])
    # two of each sort, of which either may be the one: nothing but the numbers says which
    kinds = [draw.some_of(before, 2), draw.some_of(IN_ACTIVATION, 2)]
    injected, other = kinds[place % 2]
    p = draw.vanilla(D=2, H=2, T=STEPS).but(place=place, injected=injected, others=[other, *kinds[1 - place % 2]])
    stacked, (ask,) = stack([p]), exercise.asks
    wrong = [
        Option("", said(name), feedback=f"That would give ${NAMES[place]} = {shown(line_of(stacked, name))}$.")
        for name in p.others
    ]
    lines = [f"${name}$" for name in NAMES]
    printed = line_of(stacked, injected)
    return p.but(slip=ask.of(lines, place, draw.options([said(injected)], wrong), printed))


def said(name):
    """A misconception as an option: the first part of its feedback."""
    return with_formulas(
        feedback(MISCONCEPTIONS[name]).removeprefix("Equals ").split(":")[0].split(". ")[0].rstrip(".")
    )


def shown(values):
    return f"({', '.join(f'{value:.4f}' for value in values)})"


def line_of(p, name):
    """The first wrong line of one stacked problem under a misconception."""
    return lines_with_slip(p, name)[int(p.place[0])][0].round(9).tolist()


def lines_with_slip(p, slip):
    """a_1, h_1, a_2, ... of stacked problems, with the slip from its line on."""
    right, wrong = (net(p.W, p.W_h, p.b) for net in (RNN, MISCONCEPTIONS[slip]))
    lines, first = [], int(p.place[0]) // 2
    for t, x_t in enumerate(p.x):
        net = wrong if t >= first else right
        state = net.carry(lines[-1], lines[-2], p.h_0) if t else p.h_0
        lines += net.cell(net.driven(x_t), net.recurrent_part(state))
    return lines


@exercise.require
def only_one_explanation(p):
    place = int(p.place[0])
    truth, lines = right_lines(p)[place], lines_with_slip(p, p.injected)
    wrong = lines[place]
    yield "the slip hardly shows", abs(wrong - truth).max(axis=-1) < CLEAR
    printed = np.concatenate(lines, axis=-1)
    same = abs(abs(printed[..., None, :]) - abs(truth[..., None])) < ROUNDING
    yield "a right number stands on the page", same.any(axis=(-1, -2))
    for name in p.others:
        other = lines_with_slip(p, name)[place]
        yield "another option gives the same line", abs(other - wrong).max(axis=-1) < CLEAR


def right_lines(p):
    """a_1, h_1, a_2, ... of stacked problems, without a slip."""
    net, h, lines = RNN(p.W, p.W_h, p.b), p.h_0, []
    for x_t in p.x:
        lines += [net.preactivation(x_t, h), h := net.step(x_t, h)]
    return lines


@exercise.solve
def right_value(p, RNN):
    t, activated = divmod(int(p.place[0]), 2)
    net, h = RNN(p.W, p.W_h, p.b), p.h_0
    for x_s in p.x[:t]:
        h = net.step(x_s, h)
    yield "slip", net.step(p.x[t], h) if activated else net.preactivation(p.x[t], h)


@exercise.second_opinion
def unit_by_unit(p):
    t, activated = divmod(p.place, 2)
    a, h = states_by_unit(p)
    return {"slip": h[t + 1] if activated else a[t]}


@exercise.shown
def lines(p):
    values = [value[0].tolist() for value in lines_with_slip(stack([p]), p.injected)]
    words = with_formulas(feedback(MISCONCEPTIONS[p.injected]))
    return {"lines": list(zip(NAMES, values, strict=True)), "words": words}
