"""The conversation of the checks with a submission, and the reasons looked for where a check is lost."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call
from quizgen.submissions.check import Check, Talk
from quizgen.submissions.compare import Lost
from quizgen.submissions.diagnosis import Diagnosis, diagnose, ladder, smallest

log = logging.getLogger(__name__)
Outcome = Lost | Exception | None  # lost, our own fault, or won


@dataclass
class Conversation:
    """What was asked and heard while grading one submission, and what was made of it."""

    outcomes: dict[Check, Outcome] = field(default_factory=dict)
    heard: dict[Check, list[tuple[Call, Result]]] = field(default_factory=dict)
    reasons: dict[str, Diagnosis] = field(default_factory=dict)
    smallest: dict[str, str] = field(default_factory=dict)

    def hold(self, session: Session, checks: Sequence[Check]) -> None:
        """Runs the checks side by side: each round takes the next calls of all that are not done, in one go."""
        talks = {check: check.talk() for check in checks}
        asked = {check: calls for check in checks if (calls := self._next(check, talks[check], None)) is not None}
        while asked:
            try:
                results = iter(session.run([call for calls in asked.values() for call in calls]))
            except OSError as error:  # no process could be started: not the learner's doing
                self.outcomes |= dict.fromkeys(asked, error)
                return
            answers = {check: [next(results) for _ in calls] for check, calls in asked.items()}
            for check, calls in asked.items():
                pairs = list(zip(calls, answers[check], strict=True))
                self.heard.setdefault(check, []).extend(pairs)
            following = {check: self._next(check, talks[check], answers[check]) for check in asked}
            asked = {check: calls for check, calls in following.items() if calls is not None}

    def _next(self, check: Check, talk: Talk, answers: Sequence[Result] | None) -> Sequence[Call] | None:
        """The next calls of a check; None once its outcome is known."""
        try:
            with np.errstate(all="ignore"):  # what the learner's numbers overflow is no news to us
                return next(talk) if answers is None else talk.send(answers)
        except StopIteration:
            self.outcomes[check] = None
        except Lost as lost:
            self.outcomes[check] = lost
        except Exception as error:
            log.exception("The check %s.%s failed on its own account", check.function, check.id)
            self.outcomes[check] = error
        return None

    def evidence(self, function: str) -> list[tuple[Call, Result]]:
        """What was heard of a function; not in G12, whose many calls differ in the fifth decimal only."""
        checks = (check for check in self.heard if check.function == function and check.id != "G12")
        return [pair for check in checks for pair in self.heard[check]]

    def ask_for_reasons(self, session: Session) -> None:
        """Looks for what is behind the losses; a fault of ours in here costs the reason, never a point."""
        losing = {check.function for check, o in self.outcomes.items() if isinstance(o, Lost) and o.tells}
        for function in losing:
            try:
                if (found := diagnose(self.evidence(function))) is not None:
                    self.reasons[function] = found
                calls = ladder(function)
                self.smallest[function] = smallest(tuple(zip(calls, session.run(calls), strict=True))) if calls else ""
            except Exception:
                log.exception("Looking for what is wrong with %s failed", function)
