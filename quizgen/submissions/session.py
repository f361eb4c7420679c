"""A session of checks with a submission: the calls made, round by round, their results, and the outcome of each check."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Protocol

from quizgen.model import Verdict
from quizgen.sandbox.codec import MEMO_SIZE
from quizgen.sandbox.host import Session
from quizgen.sandbox.protocol import WallFailed
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Call, MadeResult
from quizgen.submissions.checks import Check, CheckFailed, Procedure
from quizgen.submissions.interfaces import Interface

log = logging.getLogger(__name__)
Outcome = CheckFailed | Exception | None  # failed, a fault of ours, or passed
Observed = Sequence[tuple[Call, Result]]


class Submission(Protocol):
    """Anything that returns results for calls of the chapter's interface."""

    def supports(self, call: Call) -> bool: ...

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]: ...


@dataclass(frozen=True)
class AdaptedSubmission:
    """A file in the sandbox, called by the names and in the layout of its interface."""

    sandbox: Session
    interface: Interface

    def supports(self, call: Call) -> bool:
        """Whether the interface can express the call."""
        return self.interface.job(call) is not None

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]:
        """One result for each call, in the chapter's layout."""
        return run_in_interfaces(self.sandbox, [(self.interface, call) for call in calls])

    def with_stubs(self, *functions: str) -> AdaptedSubmission | None:
        """The same file with stubs in place of these functions; None if the interface has no stub for one of them."""
        interface = self.interface
        for function in functions:
            if function not in interface.stubs:
                return None
            interface = interface.with_stub(function)
        return AdaptedSubmission(self.sandbox, interface)


def run_in_interfaces(sandbox: Session, calls: Sequence[tuple[Interface, Call]]) -> tuple[Result, ...]:
    """Makes the calls in one round, each through its own interface."""
    jobs = [job for interface, call in calls if (job := interface.job(call)) is not None]
    results = sandbox.run(jobs)
    return tuple(interface.read(call, result) for (interface, call), result in zip(calls, results, strict=True))


@lru_cache(maxsize=MEMO_SIZE)
def first_calls(check: Check) -> Sequence[Call]:
    """The calls that a check starts with, the same for every file."""
    return tuple(next(check.procedure()))


@lru_cache(maxsize=MEMO_SIZE)
def outcome_of_first_calls(check: Check, results: tuple[Result, ...]) -> tuple[CheckFailed | None] | None:
    """The outcome of a check that these results of its first calls decide, in a tuple; None if it makes more calls."""
    procedure = check.procedure()
    next(procedure)
    try:
        procedure.send(results)
    except StopIteration:
        return (None,)
    except CheckFailed as failed:
        return (failed.without_traceback(),)
    return None


@dataclass
class CheckSession:
    """The calls that each check made, their results, and the outcomes of the checks that the interface supports.

    A call is made once, however many checks use it: its result is kept.
    """

    outcomes: dict[Check, Outcome] = field(default_factory=dict)
    calls: dict[Check, list[Call]] = field(default_factory=dict)
    results: dict[Call, Result] = field(default_factory=dict)
    excused: dict[Check, str] = field(default_factory=dict)  # failed checks that cost nothing, each with the reason
    uncounted: dict[Check, str] = field(default_factory=dict)  # passed checks that earn nothing, each with the reason
    rounds: int = 0

    def run_checks(self, submission: Submission, checks: Sequence[Check]) -> None:
        """Runs the checks side by side: each round makes the next calls of all checks that are not finished."""
        procedures: dict[Check, Procedure] = {}
        waiting = {check: calls for check in checks if (calls := self._next(check, procedures, None)) is not None}
        while waiting := {check: calls for check, calls in waiting.items() if all(map(submission.supports, calls))}:
            try:
                self.run_calls(submission, chain.from_iterable(waiting.values()))
            except (OSError, WallFailed) as error:  # no process could be started, which is not the learner's fault
                self.outcomes |= dict.fromkeys(waiting, error)
                return
            following = {}
            for check, calls in waiting.items():
                self.calls.setdefault(check, []).extend(calls)
                results = tuple([self.results[call] for call in calls])
                if (further := self._next(check, procedures, results)) is not None:
                    following[check] = further
            waiting = following

    def run_calls(self, submission: Submission, calls: Iterable[Call]) -> None:
        """Makes those of the calls that were not made before, in one round."""
        new = [call for call in dict.fromkeys(calls) if call not in self.results]
        if new:
            self.rounds += 1
            self.results.update(zip(new, submission.run(new), strict=True))

    def _next(
        self, check: Check, procedures: dict[Check, Procedure], results: tuple[Result, ...] | None
    ) -> Sequence[Call] | None:
        """The next calls of a check; None once its outcome is known. Its procedure starts only if no outcome is memoised."""
        try:
            if results is None:
                return first_calls(check)
            if check not in procedures:
                common = False not in [result.common for result in results]
                if common and (decided := outcome_of_first_calls(check, results)) is not None:
                    [self.outcomes[check]] = decided
                    return None
                procedures[check] = check.procedure()
                next(procedures[check])
            return procedures[check].send(results)
        except StopIteration:
            self.outcomes[check] = None
        except CheckFailed as failed:
            self.outcomes[check] = failed
        except Exception as error:
            log.exception("The check %s.%s failed by a fault of ours", check.function, check.id)
            self.outcomes[check] = error
        return None

    def observations(self, function: str) -> list[tuple[Call, Result]]:
        """The calls of a function with their results, without calls that are based on the learner's own states; in the place
        of a call that an interface puts together from others, those."""
        checks = [check for check in self.calls if check.function == function and not check.uses_own_states]
        calls = dict.fromkeys(chain.from_iterable([self.calls[check] for check in checks]))
        pairs = [(call, self.results[call]) for call in calls]
        return [one for pair in pairs for one in (pair[1].made if isinstance(pair[1], MadeResult) else (pair,))]

    def right_functions(self, interface: Interface) -> set[str]:
        """The learner's functions, by their names, whose checks were all made and passed."""
        passed: dict[str, bool] = {}
        for check, outcome in self.outcomes.items():
            if (name := interface.functions.get(check.function)) is not None:
                passed[name] = passed.get(name, True) and outcome is None
        return {name for name, all_passed in passed.items() if all_passed}

    def failing_functions(self, *verdicts: Verdict) -> list[str]:
        """The functions with a failed check of one of these verdicts that is not excused, in the order of the checks."""
        failing = (
            check.function
            for check, outcome in self.outcomes.items()
            if isinstance(outcome, CheckFailed) and outcome.verdict in verdicts and check not in self.excused
        )
        return list(dict.fromkeys(failing))
