"""Which of several failed checks says most about a mistake: the one in whose calls the fewest known mistakes show."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.submissions.cases import Call
from quizgen.submissions.checks import Check
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.diagnosis.diagnose import right_vector
from quizgen.submissions.session import CheckSession


def most_telling(checks: Sequence[Check], session: CheckSession) -> Check:
    """The check that isolates most, of several that failed; the first of those that isolate as much.

    A case with one term at work rules out all mistakes in the others. A check of calls that depend on the learner's own
    numbers comes after those that make the same calls for everybody.
    """
    for_everybody = [check for check in checks if not check.uses_own_states]
    return min(for_everybody or checks, key=lambda check: len(_mistakes_that_show(check, session)))


def _mistakes_that_show(check: Check, session: CheckSession) -> frozenset[str]:
    calls = [call for call in session.calls[check] if call.function == check.function]
    return frozenset().union(*(call.memoised("mistakes that show", _showing) for call in calls))


def _showing(call: Call) -> frozenset[str]:
    right, shown = right_vector(call), set()
    for candidate in singles(call.function):
        value = candidate.value_for(call)
        if value is not None and (
            value.shapes != right.shapes or (abs(value.numbers - right.numbers) > 1e-9 * right.scale).any()
        ):
            shown.add(candidate.ids[0])
    return frozenset(shown)
