"""The worked instance of the exercise catalogue as a sealed variant, followed over the reference by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from quizgen.ask import Value
from quizgen.asks.numbers import Numbers
from quizgen.grading import grade
from quizgen.model import Answers, Grade, Mark, Quiz, Slip, Variant
from reference_rnn import CATALOGUE, MISCONCEPTIONS, RNN, feedback, is_misreading

PROBLEM: dict[str, Value] = {
    "W": [[-0.8, -0.6], [-0.4, 0.3]],
    "W_h": [[-0.8, -0.6], [0.6, -0.4]],
    "b": [0.2, 0.4],
    "W_y": [[-1.5, -1.5]],
    "b_y": [-0.2],
    "h_0": [-0.4, 0.4],
    "x": [[1.5, 0.5], [1.0, -0.5]],
    "y": 1.0,
}
OUTPUT = Numbers("y_hat", points=2, between=(0, 1))
LOSS = Numbers("L", points=2, tolerance=4)
LIVE = (
    "fwd-no-recurrence",
    "fwd-no-bias",
    "fwd-no-activation",
    "fwd-wh-transposed",
    "fwd-swap-w-wh",
    "fwd-h0-ignored",
    "fwd-wh-identity",
    "fwd-recur-preactivation",
    "fwd-stale-h0",
    "fwd-input-frozen",
    "out-no-activation",
    "out-no-bias",
    "loss-sign",
    "loss-log10",
)


def solve(net: RNN, x: Any, h_0: Any, y: float) -> Iterator[tuple[str, Any]]:
    """Every h_t, the output and the loss; send() the value to go on with."""
    walk, h_t = net.walk(x, h_0), None
    for t in range(1, len(x) + 1):
        h_t = yield f"h_{t}", walk.send(h_t)
    y_hat = yield "y_hat", net.predict(h_t)[0]
    yield "L", net.loss_at(np.array([y_hat]), np.array([y]))


def network(p: Mapping[str, Value], misconceptions: tuple[str, ...]) -> tuple[RNN, Any, Any]:
    """The net under misconceptions, and x and h_0 as its learner reads them."""
    bases = tuple(MISCONCEPTIONS[name] for name in misconceptions)
    cls = bases[0] if len(bases) == 1 else type("Both", bases or (RNN,), {})
    weights = (np.array(p[name]) for name in ("W", "W_h", "b", "W_y", "b_y"))
    net = cls(*weights, activation="tanh", output="sigmoid", outputs="last", loss="bce")
    x, h_0 = np.array(p["x"]), np.array(p["h_0"])
    return (net, net.sequence(x), net.start(h_0)) if any(map(is_misreading, bases)) else (net, x, h_0)


def follow(variant: Variant, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """Every h_t, the output and the loss under misconceptions, going on from typed values."""
    net, x, h_0 = network(variant.problem, misconceptions)
    steps = solve(net, x, h_0, variant.problem["y"])
    answers: dict[str, Value] = {}
    try:
        name, value = next(steps)
        while True:
            answers[name] = np.asarray(value).tolist()
            name, value = steps.send(np.asarray(typed[name]) if name in typed else value)
    except StopIteration:
        return answers


def drawn(seed: int, T: int = 3) -> dict[str, Value]:
    """Another problem of the flagship's kind: one-decimal weights, no a_t that saturates."""
    draw = random.Random(seed)

    def grid(low: float, high: float, *shape: int) -> Any:
        numbers = [draw.choice((-1, 1)) * draw.randint(round(low * 10), round(high * 10)) / 10 for _ in range(4)]
        return np.array(numbers)[: int(np.prod(shape))].reshape(shape).tolist()

    return {
        "W": grid(0.2, 0.6, 2, 2),
        "W_h": grid(0.4, 0.9, 2, 2),
        "b": grid(0.1, 0.4, 2),
        "W_y": grid(1, 1.5, 1, 2),
        "b_y": grid(0.2, 0.5, 1),
        "h_0": grid(0.4, 0.9, 2),
        "x": [grid(0.5, 1.5, 2) for _ in range(T)],
        "y": 1.0,
    }


def states(T: int) -> tuple[Numbers, ...]:
    """h_1 to h_T, two components and two points each."""
    return tuple(Numbers(f"h_{t}", points=2, size=2, between=(-1, 1)) for t in range(1, T + 1))


def sealed(*asks: Numbers, slips: tuple[str, ...] = LIVE, problem: Mapping[str, Value] = PROBLEM) -> Variant:
    """A problem, the flagship unless another is given, with these asks."""
    bare = Variant("flagship", 1, 0, "forward-pass", 2, "Two steps of a vanilla RNN", "", "", problem, asks, {})
    key = follow(bare, (), {})
    live = tuple(
        Slip((name,), follow(bare, (name,), {}), feedback(CATALOGUE[name]), CATALOGUE[name].tier) for name in slips
    )
    names = [ask.name for ask in asks]
    return Variant(**{**vars(bare), "key": {name: key[name] for name in names}, "slips": live})


def graded(variant: Variant, follow: Any = follow, **typed: Any) -> Grade:
    """The grade of a sheet that holds this question alone."""
    return grade(Quiz("quiz", 1, (variant,)), Answers("quiz", "Ada", {"q1": typed}, "answers.toml"), follow)


def marked(variant: Variant, follow: Any = follow, **typed: Any) -> dict[str, Mark]:
    """Its marks by ask."""
    return {mark.ask.removeprefix("q1."): mark for mark in graded(variant, follow, **typed).marks}
