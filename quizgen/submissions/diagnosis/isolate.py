"""A function that rests on a broken step is asked with another in the step's place: it is right if all follows by that one.

The other function is none that is taught: what a learner's code hands to it and makes of it is all that is looked at.
"""

from __future__ import annotations

from quizgen.model import Verdict
from quizgen.submissions.checks import Check, Lost
from quizgen.submissions.diagnosis import carry_back, carry_forward
from quizgen.submissions.session import Conversation, Translated

LOST = (Verdict.CRASHED, Verdict.NOT_DONE, Verdict.WRONG)


def right_without(held: Conversation, learner: Translated) -> dict[Check, str]:
    """The losses that a broken step accounts for, each with why they cost nothing.

    A way back rests on both steps: on its own, and on that forwards, which makes its cache. A function that crashes over
    what a right step returns, an array flat where it wants a column, loses its first check: as it is it does not run.
    """
    found: dict[Check, str] = {}
    losing = held.losing(*LOST)
    for steps, function, judge in WAYS:
        lost = [check for check in _lost(held, function) if check not in found]
        charged = steps[0] in losing
        if not lost or not (charged or function in held.losing(Verdict.CRASHED)):
            continue
        if (instead := learner.without(*steps)) is not None:
            places = " and ".join(f"your own {step}" for step in steps)
            why = f"right with another function in the place of {places}: full points"
            found |= dict.fromkeys(
                [check for check in judge(held, instead, lost) if charged or check is not lost[0]], why
            )
    return found


def _lost(held: Conversation, function: str) -> list[Check]:
    lost = [check for check, o in held.outcomes.items() if isinstance(o, Lost) and o.verdict in LOST]
    return [check for check in lost if check.function == function and check not in held.pardons]


def _forward(held: Conversation, instead: Translated, lost: list[Check]) -> list[Check]:
    """Properties are held as they are; of the numbers each state is to follow from the one before."""
    other = Conversation()
    other.hold(instead, lost)
    numbers = [check for check in lost if not check.public]
    kept = [check for check in lost if check.public and other.outcomes.get(check, Lost()) is None]
    return kept + numbers if carry_forward.follows(other, instead, numbers) else kept


def _back(held: Conversation, instead: Translated, lost: list[Check]) -> list[Check]:
    other, calls = Conversation(), carry_back.passes_of(held, lost)
    other.ask(instead, calls)
    return lost if carry_back.agrees(other, instead, calls) else []


WAYS = (
    ((carry_forward.STEP,), carry_forward.FORWARD, _forward),
    ((carry_back.STEP,), carry_back.BACK, _back),
    ((carry_forward.STEP, carry_back.STEP), carry_back.BACK, _back),
)
