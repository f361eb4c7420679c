"""Whether a function computes anything: what holds of constants, of copies and of zeros counts only once it does."""

from __future__ import annotations

from quizgen.submissions.checks import Check, CheckFailed, failure_of
from quizgen.submissions.diagnosis.sensitivity import PROBES, is_sensitive
from quizgen.submissions.diagnosis.smallest_case import growing_calls
from quizgen.submissions.session import CheckSession, Submission

EASY = {  # checks of numbers that a constant, a copy of an argument or a function of one argument alone may pass
    "rnn_step": ("F4", "F5", "F6"),
    "rnn_forward": ("F4", "F5", "F6"),
    "bce_loss": ("L2",),
    "sequence_ce": ("L2",),
    "clip_gradients": ("N1",),
    "check_gradients": ("C1",),
}
TRUE_OF_ANY = "true, as it is of constants; it counts once the numbers are right somewhere"
EASILY_RIGHT = (
    "right, as a function of a part of its arguments may be; it counts once the numbers are right somewhere else"
)


def uncounted_checks(
    session: CheckSession, submission: Submission, function: str, *, explained: bool
) -> dict[Check, str]:
    """The passed checks of a function that count for nothing, each with the reason; none where its numbers are right
    somewhere, or where they are `explained` by a misconception or another layout.

    The numbers are right somewhere if a check of numbers passes, an easy one (`EASY`) only in a function that depends on
    its arguments, or if they are right for networks of some size.
    Gradients that fit the learner's own forward pass prove nothing: zeros fit zeros.
    """
    outcomes = {check: outcome for check, outcome in session.outcomes.items() if check.function == function}
    passed = [check for check, outcome in outcomes.items() if outcome is None or check in session.excused]
    ours = any(outcome is not None and not isinstance(outcome, CheckFailed) for outcome in outcomes.values())
    if explained or ours or len(passed) == len(outcomes):
        return {}
    right = [check for check in passed if compares_numbers(check)]
    if any(check.id not in EASY.get(function, ()) for check in right):
        return {}
    growing = [call for call in growing_calls(function) if call in session.results]
    if any(failure_of(call, session.results[call]) is None for call in growing):
        return {}
    if right and function in PROBES and is_sensitive(session, submission, function):
        return {}
    return {check: EASILY_RIGHT if check in right else TRUE_OF_ANY for check in passed if check.points}


def compares_numbers(check: Check) -> bool:
    """Whether a check, if it passes, shows that numbers are right."""
    return check.points > 0 and not check.public and not check.uses_own_states
