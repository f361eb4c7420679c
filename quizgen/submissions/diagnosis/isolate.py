"""A function that calls a broken step is run with a stub in the step's place: it is right if all follows by the stub.

The stub is none of the functions taught: all that counts is what the learner's code passes to it and does with its result.
"""

from __future__ import annotations

from quizgen.model import Verdict
from quizgen.submissions.checks import Check, CheckFailed
from quizgen.submissions.diagnosis import carry_back, carry_forward
from quizgen.submissions.session import AdaptedSubmission, CheckSession

FAILED = (Verdict.CRASHED, Verdict.NOT_DONE, Verdict.WRONG)


def excuse_with_stubs(session: CheckSession, submission: AdaptedSubmission) -> dict[Check, str]:
    """The failed checks that a broken step accounts for, each with the reason why they cost nothing.

    A backward function rests on both steps: on its own, and on the forward step, which makes its cache. A function that
    crashes on what a right step returns, a flat array where it wants a column, keeps its first failed check: it does not
    run as it is.
    """
    excused: dict[Check, str] = {}
    failing = session.failing_functions(*FAILED)
    for steps, function, right_checks in ROUTES:
        failed = [check for check in _failed(session, function) if check not in excused]
        charged = steps[0] in failing
        if not failed or not (charged or function in session.failing_functions(Verdict.CRASHED)):
            continue
        if (stubbed := submission.with_stubs(*steps)) is not None:
            places = " and ".join(f"your own {step}" for step in steps)
            why = f"right with another function in the place of {places}: full points"
            right = right_checks(session, stubbed, failed)
            excused |= dict.fromkeys([check for check in right if charged or check is not failed[0]], why)
    return excused


def _failed(session: CheckSession, function: str) -> list[Check]:
    failed = [
        c for c, outcome in session.outcomes.items() if isinstance(outcome, CheckFailed) and outcome.verdict in FAILED
    ]
    return [check for check in failed if check.function == function and check not in session.excused]


def _right_forward(session: CheckSession, stubbed: AdaptedSubmission, failed: list[Check]) -> list[Check]:
    """Public checks must pass with the stub; for the others each state must follow from the one before."""
    other = CheckSession()
    other.run_checks(stubbed, failed)
    numbers = [check for check in failed if not check.public]
    passed = [check for check in failed if check.public and other.outcomes.get(check, CheckFailed()) is None]
    return passed + numbers if carry_forward.follows_by_steps(other, stubbed, numbers) else passed


def _right_backward(session: CheckSession, stubbed: AdaptedSubmission, failed: list[Check]) -> list[Check]:
    other, calls = CheckSession(), carry_back.backward_calls(session, failed)
    other.run_calls(stubbed, calls)
    return failed if carry_back.follows_by_steps_back(other, stubbed, calls) else []


ROUTES = (  # the steps to stub, the function that calls them, and which of its failed checks are right then
    ((carry_forward.STEP,), carry_forward.FORWARD, _right_forward),
    ((carry_back.STEP,), carry_back.BACKWARD, _right_backward),
    ((carry_forward.STEP, carry_back.STEP), carry_back.BACKWARD, _right_backward),
)
