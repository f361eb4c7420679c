"""Whether a way back is the learner's own step back, taken from the last step to the first: then what is wrong with it has
been charged there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.model import Verdict
from quizgen.submissions.cases import UNSEEN, Array, Call, array_of, truths
from quizgen.submissions.checks import Check, Lost, tolerance
from quizgen.submissions.diagnosis.sensitivity import hears
from quizgen.submissions.session import Conversation, Learner

BACK, STEP = "rnn_backward", "rnn_step_backward"


def carried_back(held: Conversation, learner: Learner) -> dict[Check, str]:
    """The losses of rnn_backward where rnn_step_backward is wrong too and all gradients follow by it, each with why they
    cost nothing. All passes are retraced side by side, a round for each step."""
    if not {STEP, BACK} <= {*held.losing(Verdict.WRONG)}:
        return {}
    lost = [check for check, o in held.outcomes.items() if check.function == BACK and isinstance(o, Lost) and o.tells]
    why = "right, carried back by your own rnn_step_backward: full points"
    follows = agrees(held, learner, passes_of(held, lost)) and hears(held, learner, STEP)
    return dict.fromkeys(lost, why) if follows else {}


def passes_of(held: Conversation, checks: Sequence[Check]) -> list[Call]:
    """The calls of rnn_backward that these checks rest on."""
    return list(dict.fromkeys(call for check in checks for call in held.asked[check] if call.function == BACK))


def agrees(held: Conversation, learner: Learner, calls: Sequence[Call]) -> bool:
    """Whether in all these calls every gradient follows by rnn_step_backward."""
    passes = [Pass.of(call, held.heard[call].value) for call in calls]
    return all(passes) and all(_retraced([one for one in passes if one], held, learner))


@dataclass(eq=False)
class Pass:
    """A call of rnn_backward, what came back, the states it was taken on; and the gradients of its last steps so far."""

    call: Call
    value: dict[str, Any]
    h: Array
    steps: list[dict[str, Array]] = field(default_factory=list)

    @classmethod
    def of(cls, call: Call, value: Any) -> Pass | None:
        """None if no states or no gradients came back."""
        if not isinstance(value, dict) or not value.keys() >= truths(call).keys():
            return None
        h = array_of(value.get("h"))
        return None if h is None or h.shape != call.args[3].shape else cls(call, value, h)

    def step(self) -> Call | None:
        """The next step back, with all that arrives there; None if all are done."""
        dh, x, h_0, _, *cell = self.call.args
        t = dh.shape[1] - 1 - len(self.steps)
        if t < 0:
            return None
        arriving = dh[:, t] + self.steps[-1]["dh_prev"] if self.steps else dh[:, t]
        return Call(STEP, (arriving, x[:, t], self.h[:, t - 1] if t else h_0, self.h[:, t], *cell))

    def agrees(self) -> bool:
        """Whether all that came back is what the steps add up to."""
        own = {name: np.sum([step[name] for step in self.steps], axis=0) for name in ("dW", "dW_h", "db")}
        own["dx"] = np.stack([step["dx_t"] for step in reversed(self.steps)], axis=1)
        own["dh0"] = self.steps[-1]["dh_prev"]
        return all(self._same(self.value[name], part) for name, part in own.items())

    def _same(self, value: Any, expected: Array) -> bool:
        given = array_of(value)
        if given is None or given.size != expected.size:
            return value is UNSEEN
        off = np.abs(given.ravel() - expected.ravel())
        return bool(off.max() <= tolerance(self.call, value, expected))


def _retraced(passes: Sequence[Pass], held: Conversation, learner: Learner) -> list[bool]:
    """For each pass whether it agrees with its steps."""
    while following := {one: step for one in passes if (step := one.step()) is not None}:
        held.ask(learner, following.values())
        for one, step in following.items():
            given = _gradients(step, held.heard[step].value)
            if given is None:
                return [False]
            one.steps.append(given)
    return [one.agrees() for one in passes]


def _gradients(step: Call, value: Any) -> dict[str, Array] | None:
    """The gradients of one step as arrays of their shapes; None if they are none."""
    found = {}
    for name, expected in truths(step).items():
        part = array_of(value.get(name)) if isinstance(value, dict) else None
        if part is None or part.size != expected.size:
            return None
        found[name] = part.reshape(expected.shape)
    return found
