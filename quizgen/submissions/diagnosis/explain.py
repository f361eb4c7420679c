"""Why functions failed: a misconception, or two; another layout; and the smallest network that shows the error."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from quizgen.model import BlamedLine, Verdict
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import ALL_DIFFERENT, Call
from quizgen.submissions.checks import CHECKS, CourseNames, failure_of
from quizgen.submissions.diagnosis.array_by_array import diagnose_arrays
from quizgen.submissions.diagnosis.diagnose import TWO_AT_ONCE, Diagnosis, diagnose
from quizgen.submissions.diagnosis.sensitivity import PROBES as WITH_ARGUMENTS
from quizgen.submissions.diagnosis.sensitivity import depends_on_little
from quizgen.submissions.diagnosis.smallest_case import describe_smallest_case, growing_calls
from quizgen.submissions.session import AdaptedSubmission, CheckSession, Observed, Submission, run_in_interfaces

log = logging.getLogger(__name__)
MAX_DIAGNOSES = 512  # that are kept for the next file
PROBES = {
    "rnn_step": ALL_DIFFERENT.step(),
    "rnn_forward": ALL_DIFFERENT.forward(),
    "rnn_step_backward": ALL_DIFFERENT.step_backward(),
    "rnn_backward": ALL_DIFFERENT.backward(),
}


@dataclass
class Explanations:
    """What was found out about each failing function."""

    diagnoses: dict[str, Diagnosis] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)  # function -> the layout for which it is right
    smallest_cases: dict[str, str] = field(default_factory=dict)
    lines: dict[str, BlamedLine] = field(default_factory=dict)  # function -> from which line on it is wrong


def explain_failures(
    session: CheckSession, submission: Submission, names: CourseNames, others: Mapping[str, Sequence[AdaptedSubmission]]
) -> Explanations:
    """Explains the failures, as far as they can be; `others` is, for each function, the submission in its interface's
    other layouts.

    A fault of ours in here costs the explanation, never a point.
    """
    found = Explanations()
    failing = session.failing_functions(Verdict.WRONG)
    try:
        with np.errstate(all="ignore"):
            growing = {function: calls for function in failing if (calls := growing_calls(function))}
            supported = [call for calls in growing.values() for call in calls if submission.supports(call)]
            session.run_calls(submission, supported)
            for function in failing:
                observed = session.observations(function)
                diagnosis = _diagnosed(tuple(observed), names)
                if diagnosis is not None and not _is_chance(diagnosis, session, submission, function):
                    found.diagnoses[function] = diagnosis
            for function, calls in growing.items():
                observed = [(call, session.results[call]) for call in calls if call in session.results]
                found.smallest_cases[function] = describe_smallest_case(observed, names)
            unexplained = [
                function
                for function in session.failing_functions(Verdict.WRONG, Verdict.CRASHED)
                if function in PROBES and function not in found.diagnoses
            ]
            found.layouts = _right_layouts(unexplained, others)
    except Exception:
        log.exception("Looking for what is wrong with %s failed", ", ".join(failing))
    return found


def _is_chance(diagnosis: Diagnosis, session: CheckSession, submission: Submission, function: str) -> bool:
    """Whether two misconceptions at once equal a function that depends on one argument at most."""
    two = diagnosis.short_text == TWO_AT_ONCE and function in WITH_ARGUMENTS
    return two and depends_on_little(session, submission, function)


def _diagnosed(observed: tuple[tuple[Call, Result], ...], names: CourseNames) -> Diagnosis | None:
    """What explains these results, found once for those that many files return: a class makes the same mistakes."""
    common = False not in [result.common for _, result in observed]
    return (_diagnose_memoised if common else _diagnose)(observed, names)


def _diagnose(observed: Observed, names: CourseNames) -> Diagnosis | None:
    return diagnose(observed) or diagnose_arrays(observed, names)


_diagnose_memoised = lru_cache(maxsize=MAX_DIAGNOSES)(_diagnose)


def _right_layouts(functions: Sequence[str], others: Mapping[str, Sequence[AdaptedSubmission]]) -> dict[str, str]:
    """The functions that pass every check in another layout; one round of probes rules out most of them."""
    pairs = [(submission, function) for function in functions for submission in others.get(function, ())]
    if not pairs:
        return {}
    probes = [(submission.interface, PROBES[function]) for submission, function in pairs]
    results = run_in_interfaces(pairs[0][0].sandbox, probes)
    found: dict[str, str] = {}
    for (submission, function), result in zip(pairs, results, strict=True):
        if function not in found and failure_of(PROBES[function], result) is None:
            session = CheckSession()
            session.run_checks(submission, CHECKS[function])
            if not any(outcome for check, outcome in session.outcomes.items() if check.points):
                found[function] = submission.interface.layout.name
    return found
