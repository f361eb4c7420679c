"""Formulas as the reference and its misconceptions compute them, on a few networks of one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from quizgen.asks.text import KnownFormula
from quizgen.authoring.typeset import with_formulas

if TYPE_CHECKING:
    import numpy as np

    from reference_rnn import RNN, Trace

    Values = np.ndarray[Any, Any]
    Makes = Callable[[type[Any]], Values]

TRIALS = 5  # assignments on which a formula is judged
T = 4  # steps of each network
STEP = 3  # the step that is "t"; it is not the last one, so that step t + 1 exists
DIGITS = 10
UNWRITTEN = {  # misconceptions that no formula in these symbols shows, or that a formula shows which others write rightly
    "fwd-relu-for-tanh": "f may be ReLU as well as tanh",
    "fwd-reversed": "x_(T+1-t) is not read",
    "out-mean-pool": "the mean of the states has no symbol",
    "out-softmax-on-one-unit": "softmax is right with several outputs",
    "bwd-upstream-dropped": "right at every step without an output",
    "loss-double-softmax": "of one output there is no softmax",
}


def formula(
    name: str, display: str, variables: Mapping[str, Any], makes: Makes, truth: type[Any], family: str
) -> KnownFormula:
    """The equation with the values that `makes` computes with the reference, and with each misconception that shows in it.

    `family` is how the ids of the misconceptions begin that are about this equation.
    """
    import numpy as np

    from reference_rnn import NotApplicable, feedback, mutants_of

    right = np.asarray(makes(truth)).reshape(-1)
    wrong: dict[str, list[float]] = {}
    for id, mutant in mutants_of(truth).items():
        try:
            values = np.asarray(makes(mutant)).reshape(-1)
        except (NotApplicable, IndexError):  # it does not apply to one unit, or to one step of several
            continue
        if not id.startswith(family) or id in UNWRITTEN or not np.isfinite(values).all():
            continue
        if not any(np.allclose(values, seen) for seen in (right, *map(np.asarray, wrong.values()))):
            wrong[id] = numbers(values)
    return KnownFormula(
        name,
        display,
        variables={symbol: numbers(values) for symbol, values in variables.items()},
        values=tuple(numbers(right)),
        misconceptions=wrong,
        feedback={id: with_formulas(feedback(id)) for id in wrong},
    )


def numbers(values: Any) -> list[float]:
    """One number an assignment."""
    import numpy as np

    return [round(float(value), DIGITS) for value in np.broadcast_to(np.asarray(values).reshape(-1), (TRIALS,))]


def drawn(*names: str) -> dict[str, Values]:
    """A short decimal for each name and assignment, none of them special; always the same ones."""
    import random

    import numpy as np

    rng = random.Random("rubric formulas")
    return {name: np.array([rng.choice((-1, 1)) * rng.randint(13, 97) / 100 for _ in range(TRIALS)]) for name in names}


class Network:
    """Networks of one unit, one an assignment, with what their forward pass gives; time is the first axis of x, a and h."""

    def __init__(self, outputs: str = "last") -> None:
        import numpy as np

        from reference_rnn import RNN

        self.drawn = drawn("W", "W_h", "b", "W_y", "b_y", "h_0", *(f"x_{t}" for t in range(1, T + 1)))
        self.x = np.stack([self.drawn[f"x_{t}"] for t in range(1, T + 1)])
        self.outputs = outputs
        self.trace: Trace = self.of(RNN).forward(self.x.T[:, None, :, None], self.drawn["h_0"][:, None, None])
        self.a = self.trace.preactivations[:, :, 0, 0]
        self.h = self.trace.states[:, :, 0, 0]

    def of(self, kind: type[RNN]) -> RNN:
        """The same networks, computed by the reference or by a misconception."""
        W, W_h, W_y = (self.drawn[name][:, None, None] for name in ("W", "W_h", "W_y"))
        b, b_y = (self.drawn[name][:, None] for name in ("b", "b_y"))
        return kind(W, W_h, b, W_y, b_y, outputs=self.outputs)

    def parameters(self, *names: str) -> dict[str, Values]:
        return {name: self.drawn[name] for name in names}
