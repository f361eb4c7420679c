"""A common mistake is claimed of a small network: refute it with numbers of your own."""

import tomllib
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np

from quizgen.authoring import CounterExample, Draw, Exercise, Numbers, Outcome, Problem, Row
from reference_rnn import RNN


class InputsTakenTogether(RNN):
    """Equals what you get if all inputs are taken in at once, so that their order is lost: an RNN reads one at a step."""

    title = "Inputs taken together, without order"

    def walk(self, x, h_0):
        return super().walk(np.sort(x, axis=0), h_0)


class OwnWeightsAtEachStep(RNN):
    """Equals what you get with t W and t W_h at step t: one W and one W_h serve every step."""

    title = "Own weights at each step"

    def walk(self, x, h_0):
        state = h_0
        for t, x_t in enumerate(x, 1):
            h_t = self.with_parameters(t * self.W, t * self.W_h, self.b, self.W_y, self.b_y).step(x_t, state)
            given = yield h_t
            state = h_t if given is None else given


exercise = Exercise(
    title="Refute it with numbers",
    topic="common-mistakes",
    level=3,
    covers=["mist.1", "mist.2", "mist.5", "arch.depends", "arch.kp-same-weights"],
    asks=[
        CounterExample("example", points=3),
        Numbers("results", size=2, decimals=3, points=1),
    ],
    misconceptions=[InputsTakenTogether, OwnWeightsAtEachStep],
    targets=["fwd-no-recurrence", "fwd-no-bias"],
    question=r"""
An RNN with one input, one hidden unit{% if claim != "weights" %}, a linear output{% endif %} and $f = \mathrm{ReLU}$, that is
$f(a) = \max(0, a)$, computes

$$h_t = f({{ cell }}){% if claim != "weights" %}, \qquad \hat{y}_t = {{ output }}{% endif %}$$

**Claim.** {{ says }}

{{ task }}

Your numbers, from −5 to 5; results count as different if they differ by at least 0.01:

[[example]]

What your two runs give, {{ compared }}, to 3 decimals (fewer where they are exact):

[[results]]
""",
    solution=r"""
One pair of runs of many that refute it:

$$\text{first: } {{ first }}$$
$$\text{second: } {{ second }}$$

{{ why }}
""",
)


@cache
def claims():
    return tomllib.loads(exercise.data("claims.toml"))


@exercise.draw
def claim(draw: Draw) -> Problem:
    name = draw.one_of(list(claims()))
    about, of_output = claims()[name], name != "weights"
    sentences = {key: about[key] for key in ("results", "refuted", "agrees", "undecided")}
    outcome = Outcome(**sentences, conditions=tuple(about["conditions"]))
    example, results = exercise.asks
    return Problem(
        claim=name,
        says=draw.one_of(about["says"]),
        w=draw.one_of([1.0, 2.0, 0.5]),
        w_h=draw.one_of([2.0, 3.0, 0.5, -0.5] + [1.0, -1.0] * (name != "order")),  # with 1 it is a sum, in any order
        b=draw.one_of([1.0, 2.0, 0.5, 1.5]),
        w_y=draw.one_of([1.0, 2.0, 3.0, -1.0, -2.0]),
        b_y=draw.one_of([1.0, 2.0, -1.0, -2.0, 0.5]),
        example=example.of([Row(*row) for row in about["rows"]], about["misconception"], outcome, equal=not of_output),
        results=replace(results, label=r"\hat{y}_3, \hat{y}_3'" if of_output else "h_1, h_2'"),
    )


@exercise.solve
def two_runs(p, net):
    numbers = yield "example", found(p)
    pairs = compared(p, *both_runs(p, net, numbers), numbers.T[..., None])
    yield "example_runs", pairs
    yield "results", pairs[..., -2:]


def both_runs(p, net, numbers):
    """The network, and the states of the two runs from h_0 on, for examples (M, n)."""
    M, steps = len(numbers), numbers.T[..., None]  # (n, M, 1)
    W, W_h, W_y = (one[:, None, None] for one in (p.w, p.w_h, p.w_y))
    rnn = net(W, W_h, p.b[:, None], W_y, p.b_y[:, None], activation="relu", output="linear")
    if p.claim == "weights":
        runs = (steps[0], steps[1:2]), (steps[2], steps[3:])
    else:
        runs = (np.zeros((M, 1)), steps[:3]), (np.zeros((M, 1)), steps[3:])
    return rnn, *([h_0, *rnn.walk(x, h_0)] for h_0, x in runs)


def compared(p, rnn, first, second, steps):
    """The pairs that are compared, (M, ...): what has to be the same, then the two results."""
    if p.claim == "weights":
        pairs = [(steps[1], steps[4]), (first[0], second[1]), (first[1], second[2])]
    else:
        x, other = steps[:3], steps[3:]
        in_order = zip(np.sort(x, axis=0), np.sort(other, axis=0), strict=True)
        alike = [(x[2], other[2])] if p.claim == "current" else in_order
        pairs = [*alike, (rnn.predict(first[-1]), rnn.predict(second[-1]))]
    return np.concatenate([one for pair in pairs for one in pair], axis=-1)


def found(p):
    """The first example of the list that refutes the claim by states that are all positive."""
    return first_that_refutes(p.claim, *(p[name].item() for name in ("w", "w_h", "b", "w_y", "b_y")))


@cache  # there are few networks, and none depends on who asks
def first_that_refutes(claim, w, w_h, b, w_y, b_y):
    tried = np.array(examples(claim, w, w_h, b))
    numbers = {"w": w, "w_h": w_h, "b": b, "w_y": w_y, "b_y": b_y}
    p = Problem(claim=claim, **{name: np.full(len(tried), number) for name, number in numbers.items()})
    rnn, *runs = both_runs(p, RNN, tried)
    alive = np.min([h for run in runs for h in run[1:]], axis=(0, 2)) > 0
    if p.claim != "weights":
        *_, one, other = compared(p, rnn, *runs, tried.T[..., None]).T
        return tried[np.flatnonzero(alive & (one != other))[:1]]
    *_, claimed = both_runs(p, OwnWeightsAtEachStep, tried)
    return tried[np.flatnonzero(alive & (claimed[2] != runs[1][2]).all(axis=-1))[:1]]


def examples(claim, w, w_h, b):
    """Examples with small numbers, the simplest first: their order is a choice and no calculation."""
    numbers = sorted(product(range(1, 5), repeat=4), key=lambda some: (sum(some), some))
    if claim == "current":
        return [[u, v, x, other, v, x] for u, v, x, other in numbers if u != other]
    if claim == "order":
        return [[u, v, x, *((v, u, x) if turn % 2 else (x, v, u))] for u, v, x, turn in numbers]
    after = [(max(0.0, w * u + w_h * (turn - 1) + b), x, turn - 1, u, x) for u, x, turn, _ in numbers]
    return [list(example) for example in after if 0 < example[0] <= 5]


def run_by_hand(p, h, x):
    """The states, and the line of the blackboard of each step."""
    states, lines = [], []
    for t, x_t in enumerate(x, 1):
        states.append(max(0.0, p.w * x_t + p.w_h * h + p.b))
        lines.append(rf"h_{t} = f({p.w:g} \cdot {x_t:g} {signed(p.w_h)} \cdot {h:g} {signed(p.b)}) = {states[-1]:g}")
        h = states[-1]
    return states, lines


def signed(number):
    return f"{'-' if number < 0 else '+'} {abs(number):g}"


def times(number, symbol, first=False):
    """A term of a formula: "x_t", "- 2 h_(t-1)"."""
    size = symbol if abs(number) == 1 else rf"{abs(number):g} \, {symbol}"
    return f"{'-' if number < 0 else '' if first else '+'} {size}"


def simplest(p):
    """The example, and states and lines of its two runs."""
    for example in examples(p.claim, p.w, p.w_h, p.b):
        own_start = p.claim == "weights"
        first, second = (example[:2], example[2:]) if own_start else ([0.0, *example[:3]], [0.0, *example[3:]])
        runs = [run_by_hand(p, h_0, x) for h_0, *x in (first, second)]
        last, other = (states[-1] for states, _ in runs)
        decides = p.w * example[1] + p.w_h * example[0] != 0 if own_start else last != other
        if min(state for states, _ in runs for state in states) > 0 and decides:
            return example, runs, [last, other] if own_start else [p.w_y * h + p.b_y for h in (last, other)]
    return None


@exercise.second_opinion
def by_hand(p):
    example, _, results = simplest(p)
    return {"example": example, "results": results}


@exercise.shown
def on_the_blackboard(p):
    _, runs, results = simplest(p)
    about, of_output = claims()[p.claim], p.claim != "weights"
    lines = []
    for (_, steps), result, prime in zip(runs, results, ("", "'"), strict=True):
        marked = [step.replace(" =", f"{prime} =", 1) for step in steps]
        lines.append(r", \quad ".join(marked + [rf"\hat{{y}}_3{prime} = {result:g}"] * of_output))
    return {
        "cell": f"{times(p.w, 'x_t', first=True)} {times(p.w_h, 'h_{t-1}')} {signed(p.b)}",
        "output": f"{times(p.w_y, 'h_t', first=True)} {signed(p.b_y)}",
        "task": about["task"],
        "compared": about["compared"],
        "why": about["why"],
        "first": lines[0],
        "second": lines[1],
    }
