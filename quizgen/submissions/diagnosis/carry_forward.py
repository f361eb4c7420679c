"""An error is charged once: what a wrong step costs the forward pass, and the forward pass the gradients, is excused."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import FORWARD_OF, Call, as_array, takes_single_precision
from quizgen.submissions.checks import CHECKS, Check, CheckFailed, failure_of, tolerance
from quizgen.submissions.diagnosis.kept_by_forward import fits_a_wrong_forward
from quizgen.submissions.diagnosis.sensitivity import follows_products, is_sensitive
from quizgen.submissions.session import CheckSession, Submission

STEP, FORWARD = "rnn_step", "rnn_forward"


def excuse_forward(session: CheckSession, submission: Submission) -> dict[Check, str]:
    """The failed checks of rnn_forward to excuse, each with the reason: rnn_step is wrong too, and every state follows
    from the one before by that step. One call for each pass finds out: all its steps as one batch."""
    if not {STEP, FORWARD} <= {*session.failing_functions(Verdict.WRONG)}:
        return {}
    failed = [
        check
        for check, outcome in session.outcomes.items()
        if check.function == FORWARD and isinstance(outcome, CheckFailed) and outcome.explainable
    ]
    why = "right, carried on from your own rnn_step: full points"
    carried = follows_by_steps(session, submission, failed) and is_sensitive(session, submission, STEP)
    return dict.fromkeys(failed, why) if carried else {}


def follows_by_steps(session: CheckSession, submission: Submission, checks: Sequence[Check]) -> bool:
    """Whether in all passes of these checks every state follows from the one before by rnn_step."""
    passes = dict.fromkeys(
        call for check in checks for call in session.calls[check] if not takes_single_precision(call)
    )
    steps = {call: _steps_as_batch(call, session.results[call].value) for call in passes}
    calls = [step for step in steps.values() if step is not None]
    if len(calls) < len(steps):
        return False
    session.run_calls(submission, calls)
    return not any(
        _differ(step, session.results[call].value, session.results[step]) for call, step in steps.items() if step
    )


def _steps_as_batch(call: Call, value: object) -> Call | None:
    """One rnn_step for all steps of a pass, each from the learner's own state before it; None if there are no states."""
    x, h_0, W, W_h, b = call.args
    h = as_array(value)
    if h is None or h.shape != (*x.shape[:2], len(b)) or not np.isfinite(h).all():
        return None
    before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return Call(STEP, (x.reshape(-1, x.shape[2]), before.reshape(-1, len(b)), W, W_h, b))


def _differ(step: Call, value: object, result: Result) -> bool:
    """Whether rnn_step returns other states than the pass did."""
    h, stepped = as_array(value), as_array(result.value)
    if h is None or stepped is None or stepped.size != h.size:
        return True
    return not bool(np.abs(stepped.ravel() - h.ravel()).max() <= tolerance(step, value, h))


def excuse_gradients(session: CheckSession, submission: Submission) -> dict[Check, str]:
    """The failed checks of a backward function to excuse, each with the reason: the forward function is wrong, and the
    gradients are right for the learner's own states or for the chapter's."""
    excused: dict[Check, str] = {}
    for function, (_, forward) in FORWARD_OF.items():
        checks = [check for check in CHECKS[function] if check in session.outcomes]
        excused |= _excuse_gradients_of(session, submission, checks, forward)
    return excused


def _excuse_gradients_of(
    session: CheckSession, submission: Submission, checks: Sequence[Check], forward: str
) -> dict[Check, str]:
    own = next((check for check in checks if check.uses_own_states), None)
    if own is None:
        return {}
    failed = {
        check for check in checks if isinstance(outcome := session.outcomes[check], CheckFailed) and outcome.explainable
    }
    broken = _broken_by_forward(session, checks, forward)
    if not (failed or broken) or not _forward_is_wrong(session, own):
        return {}
    if session.outcomes[own] is None and failed:
        why = f"not the chapter's gradient, but that of your own {forward}: full points"
        of_a_cell = is_sensitive(session, submission, forward) and follows_products(session, submission, own.function)
        return dict.fromkeys(failed, why) if of_a_cell else {}
    if all(check is own or check.public for check in failed):
        why = f"the gradient of the chapter's cell, which your own {forward} is not: full points"
        return dict.fromkeys(failed, why) | broken
    if forward.startswith("rnn_") and fits_a_wrong_forward(session, checks[0].function, forward):
        why = f"the right gradient of the inputs and states that your own {forward} keeps: full points"
        return dict.fromkeys(failed, why) | broken
    return {}


def _broken_by_forward(session: CheckSession, checks: Sequence[Check], forward: str) -> dict[Check, str]:
    """Public checks that failed with an error where the forward function, which is called first, fails with one too; none
    where a check of numbers did so."""
    mine = [check for check in checks if _crashed(session.outcomes[check])]
    if not mine or not all(check.public for check in mine):
        return {}
    if not any(check.function == forward and _crashed(outcome) for check, outcome in session.outcomes.items()):
        return {}
    return dict.fromkeys(mine, f"not reached, as your own {forward} fails there: full points")


def _crashed(outcome: object) -> bool:
    return isinstance(outcome, CheckFailed) and outcome.verdict is Verdict.CRASHED


def _forward_is_wrong(session: CheckSession, own: Check) -> bool:
    """Whether the learner's forward function, which the check calls first, returns states other than the chapter's."""
    if own not in session.calls:
        return False
    first = session.calls[own][0]
    failure = failure_of(first, session.results[first])
    return failure is not None and failure.explainable
