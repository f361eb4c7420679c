"""An error is charged once, backwards: what a wrong rnn_step_backward costs rnn_backward is excused, if rnn_backward is
right as the learner's own step back repeated from the last step to the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.model import Verdict
from quizgen.submissions.cases import NOT_OBSERVABLE, Array, Call, as_array, expected_parts
from quizgen.submissions.checks import Check, CheckFailed, tolerance
from quizgen.submissions.diagnosis.sensitivity import is_sensitive
from quizgen.submissions.session import CheckSession, Submission

BACKWARD, STEP = "rnn_backward", "rnn_step_backward"


def excuse_backward(session: CheckSession, submission: Submission) -> dict[Check, str]:
    """The failed checks of rnn_backward to excuse, each with the reason: rnn_step_backward is wrong too, and all
    gradients follow by it. All passes are repeated side by side, a round for each step."""
    if not {STEP, BACKWARD} <= {*session.failing_functions(Verdict.WRONG)}:
        return {}
    failed = [
        check
        for check, outcome in session.outcomes.items()
        if check.function == BACKWARD and isinstance(outcome, CheckFailed) and outcome.explainable
    ]
    why = "right, carried back by your own rnn_step_backward: full points"
    passes = backward_calls(session, failed)
    carried = follows_by_steps_back(session, submission, passes) and is_sensitive(session, submission, STEP)
    return dict.fromkeys(failed, why) if carried else {}


def backward_calls(session: CheckSession, checks: Sequence[Check]) -> list[Call]:
    """The calls of rnn_backward that these checks made."""
    return list(dict.fromkeys(call for check in checks for call in session.calls[check] if call.function == BACKWARD))


def follows_by_steps_back(session: CheckSession, submission: Submission, calls: Sequence[Call]) -> bool:
    """Whether in all these calls of rnn_backward every gradient follows by rnn_step_backward."""
    passes = [Pass.of(call, session.results[call].value) for call in calls]
    return all(passes) and all(_repeat([one for one in passes if one], session, submission))


@dataclass(eq=False)
class Pass:
    """A call of rnn_backward, what it returned, the states it used, and the gradients of its last steps so far."""

    call: Call
    value: dict[str, Any]
    h: Array
    steps: list[dict[str, Array]] = field(default_factory=list)

    @classmethod
    def of(cls, call: Call, value: Any) -> Pass | None:
        """None if the value holds no states or lacks a gradient."""
        if not isinstance(value, dict) or not value.keys() >= expected_parts(call).keys():
            return None
        h = as_array(value.get("h"))
        return None if h is None or h.shape != call.args[3].shape else cls(call, value, h)

    def next_step(self) -> Call | None:
        """The next step back, with all gradients that arrive there; None after the first step of the sequence."""
        dh, x, h_0, _, *cell = self.call.args
        t = dh.shape[1] - 1 - len(self.steps)
        if t < 0:
            return None
        arriving = dh[:, t] + self.steps[-1]["dh_prev"] if self.steps else dh[:, t]
        return Call(STEP, (arriving, x[:, t], self.h[:, t - 1] if t else h_0, self.h[:, t], *cell))

    def equals_steps(self) -> bool:
        """Whether every gradient returned is what the steps add up to."""
        own = {name: np.sum([step[name] for step in self.steps], axis=0) for name in ("dW", "dW_h", "db")}
        own["dx"] = np.stack([step["dx_t"] for step in reversed(self.steps)], axis=1)
        own["dh0"] = self.steps[-1]["dh_prev"]
        return all(self._equal(self.value[name], part) for name, part in own.items())

    def _equal(self, value: Any, expected: Array) -> bool:
        array = as_array(value)
        if array is None or array.size != expected.size:
            return value is NOT_OBSERVABLE
        off = np.abs(array.ravel() - expected.ravel())
        return bool(off.max() <= tolerance(self.call, value, expected))


def _repeat(passes: Sequence[Pass], session: CheckSession, submission: Submission) -> list[bool]:
    """For each pass whether it equals its own steps."""
    while following := {one: step for one in passes if (step := one.next_step()) is not None}:
        session.run_calls(submission, following.values())
        for one, step in following.items():
            gradients = _gradients(step, session.results[step].value)
            if gradients is None:
                return [False]
            one.steps.append(gradients)
    return [one.equals_steps() for one in passes]


def _gradients(step: Call, value: Any) -> dict[str, Array] | None:
    """The gradients of one step as arrays of their shapes; None if one is missing or has another size."""
    found = {}
    for name, expected in expected_parts(step).items():
        part = as_array(value.get(name)) if isinstance(value, dict) else None
        if part is None or part.size != expected.size:
            return None
        found[name] = part.reshape(expected.shape)
    return found
