"""Why a function lost: a misconception, or two; another layout; and the smallest network that shows it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from quizgen.model import Verdict
from quizgen.submissions.cases import ALL_DIFFERENT
from quizgen.submissions.checks import CHECKS, Wording, loss_of
from quizgen.submissions.diagnosis.diagnose import Diagnosis, diagnose
from quizgen.submissions.diagnosis.smallest_case import ladder, smallest
from quizgen.submissions.session import Conversation, Learner, Translated, put

log = logging.getLogger(__name__)
PROBES = {
    "rnn_step": ALL_DIFFERENT.step(),
    "rnn_forward": ALL_DIFFERENT.forward(),
    "rnn_step_backward": ALL_DIFFERENT.step_backward(),
    "rnn_backward": ALL_DIFFERENT.backward(),
}


@dataclass
class Reasons:
    """What was found out about each function that lost."""

    names: dict[str, Diagnosis] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)  # function -> the layout for which it is right
    smallest: dict[str, str] = field(default_factory=dict)


def look_for_reasons(
    held: Conversation, learner: Learner, wording: Wording, layouts: Sequence[Translated] = ()
) -> Reasons:
    """A reason for every loss, as far as there is one. A fault of ours in here costs the reason, never a point."""
    found = Reasons()
    losing = held.losing(Verdict.WRONG)
    try:
        with np.errstate(all="ignore"):
            rungs = {function: calls for function in losing if (calls := ladder(function))}
            held.ask(learner, (call for calls in rungs.values() for call in calls if learner.can(call)))
            for function in losing:
                if (diagnosis := diagnose(held.evidence(function))) is not None:
                    found.names[function] = diagnosis
            for function, calls in rungs.items():
                heard = [(call, held.heard[call]) for call in calls if call in held.heard]
                found.smallest[function] = smallest(heard, wording)
            stumped = [f for f in held.losing(Verdict.WRONG, Verdict.CRASHED) if f in PROBES and f not in found.names]
            found.layouts = _other_layouts(stumped, layouts)
    except Exception:
        log.exception("Looking for what is wrong with %s failed", ", ".join(losing))
    return found


def _other_layouts(functions: Sequence[str], layouts: Sequence[Translated]) -> dict[str, str]:
    """The functions that pass every check under another layout; one round sorts out most of them."""
    asked = [(learner, function) for learner in layouts for function in functions]
    if not asked:
        return {}
    results = put(asked[0][0].session, [(learner.interface, PROBES[function]) for learner, function in asked])
    found: dict[str, str] = {}
    for (learner, function), result in zip(asked, results, strict=True):
        if function not in found and loss_of(PROBES[function], result) is None:
            held = Conversation()
            held.hold(learner, CHECKS[function])
            if not any(outcome for check, outcome in held.outcomes.items() if check.points):
                found[function] = learner.interface.layout.name
    return found
