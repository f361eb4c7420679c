"""The conversation of the checks with a submission: what is asked, round by round, and what each check makes of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Protocol

from quizgen.model import Verdict
from quizgen.sandbox.codec import KEPT
from quizgen.sandbox.host import Session
from quizgen.sandbox.protocol import Fallen
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call
from quizgen.submissions.checks import Check, Lost, Talk
from quizgen.submissions.interfaces import Interface

log = logging.getLogger(__name__)
Outcome = Lost | Exception | None  # lost, our own fault, or won
Heard = Sequence[tuple[Call, Result]]


class Learner(Protocol):
    """Whoever answers calls of the chapter's interface."""

    def can(self, call: Call) -> bool: ...

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]: ...


@dataclass(frozen=True)
class Translated:
    """The functions of a file behind the wall, spoken to in the names and the layout of an interface."""

    session: Session
    interface: Interface

    def can(self, call: Call) -> bool:
        """Whether the interface has words for the call."""
        return self.interface.job(call) is not None

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]:
        """One result for each call, in the chapter's layout."""
        return put(self.session, [(self.interface, call) for call in calls])

    def without(self, *functions: str) -> Translated | None:
        """The same file, with others in the place of these functions; None where the interface has no other."""
        interface = self.interface
        for function in functions:
            if function not in interface.stands_in:
                return None
            interface = interface.without(function)
        return Translated(self.session, interface)


def put(session: Session, asked: Sequence[tuple[Interface, Call]]) -> tuple[Result, ...]:
    """Makes the calls in one round, each in the words of its own interface."""
    jobs = [job for interface, call in asked if (job := interface.job(call)) is not None]
    results = session.run(jobs)
    return tuple(interface.value(call, result) for (interface, call), result in zip(asked, results, strict=True))


@lru_cache(maxsize=KEPT)
def opening(check: Check) -> Sequence[Call]:
    """What a check asks first, of every file."""
    return tuple(next(check.talk()))


@lru_cache(maxsize=KEPT)
def ending(check: Check, answers: tuple[Result, ...]) -> tuple[Lost | None] | None:
    """The outcome of a check after the answers to what it asks first: for the same, the same. None: it asks further."""
    talk = check.talk()
    next(talk)
    try:
        talk.send(answers)
    except StopIteration:
        return (None,)
    except Lost as lost:
        return (lost.bare(),)
    return None


@dataclass
class Conversation:
    """What was asked and heard of a submission, and what became of each check that could be put to it.

    The same call is made once, however many checks build on it: what it returns is remembered.
    """

    outcomes: dict[Check, Outcome] = field(default_factory=dict)
    asked: dict[Check, list[Call]] = field(default_factory=dict)
    heard: dict[Call, Result] = field(default_factory=dict)
    pardons: dict[Check, str] = field(default_factory=dict)  # losses that cost nothing, each with why
    rounds: int = 0

    def hold(self, learner: Learner, checks: Sequence[Check]) -> None:
        """Runs the checks side by side: each round takes the next calls of all that are not done, in one go."""
        talks: dict[Check, Talk] = {}
        waiting = {check: calls for check in checks if (calls := self._next(check, talks, None)) is not None}
        while waiting := {check: calls for check, calls in waiting.items() if all(map(learner.can, calls))}:
            try:
                self.ask(learner, chain.from_iterable(waiting.values()))
            except (OSError, Fallen) as error:  # no process could be started: not the learner's doing
                self.outcomes |= dict.fromkeys(waiting, error)
                return
            following = {}
            for check, calls in waiting.items():
                self.asked.setdefault(check, []).extend(calls)
                results = tuple([self.heard[call] for call in calls])
                if (further := self._next(check, talks, results)) is not None:
                    following[check] = further
            waiting = following

    def ask(self, learner: Learner, calls: Iterable[Call]) -> None:
        """Makes those of the calls that were not made yet, in one round."""
        new = [call for call in dict.fromkeys(calls) if call not in self.heard]
        if new:
            self.rounds += 1
            self.heard.update(zip(new, learner.run(new), strict=True))

    def _next(
        self, check: Check, talks: dict[Check, Talk], answers: tuple[Result, ...] | None
    ) -> Sequence[Call] | None:
        """The next calls of a check; None once its outcome is known. Its talk begins where no outcome is remembered."""
        try:
            if answers is None:
                return opening(check)
            if check not in talks:
                common = False not in [result.common for result in answers]
                if common and (ended := ending(check, answers)) is not None:
                    [self.outcomes[check]] = ended
                    return None
                talks[check] = check.talk()
                next(talks[check])
            return talks[check].send(answers)
        except StopIteration:
            self.outcomes[check] = None
        except Lost as lost:
            self.outcomes[check] = lost
        except Exception as error:
            log.exception("The check %s.%s failed on its own account", check.function, check.id)
            self.outcomes[check] = error
        return None

    def evidence(self, function: str) -> list[tuple[Call, Result]]:
        """What was heard of a function; not where the call rests on the learner's own states."""
        checks = [check for check in self.asked if check.function == function and not check.own]
        calls = dict.fromkeys(chain.from_iterable([self.asked[check] for check in checks]))
        return [(call, self.heard[call]) for call in calls]

    def losing(self, *verdicts: Verdict) -> list[str]:
        """The functions that lost a check with one of the verdicts, in the order in which they were asked."""
        lost = (
            check.function
            for check, outcome in self.outcomes.items()
            if isinstance(outcome, Lost) and outcome.verdict in verdicts and check not in self.pardons
        )
        return list(dict.fromkeys(lost))
