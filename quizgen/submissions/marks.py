"""From the outcome of a check to its mark: the verdict, the points, and for every point lost the claim that is not true."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from quizgen.model import Mark, Verdict
from quizgen.sandbox.codec import MEMO_RESULTS
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import (
    DOUBLE,
    FORWARD_OF,
    HALF,
    SINGLE,
    Call,
    on_own_states,
    precision_of,
    reset_acts_after,
    takes_single_precision,
)
from quizgen.submissions.checks import CHECKS, PARTS, Check, CheckFailed, CourseNames, Location, failure_of
from quizgen.submissions.claims import in_words_of
from quizgen.submissions.diagnosis import Diagnosis, Explanations
from quizgen.submissions.session import CheckSession

LESS_PRECISE = {
    DOUBLE: "",
    SINGLE: "right in single precision (float32), and judged as such",
    HALF: "right in half precision (float16), and judged as such",
}


def marks_of(function: str, session: CheckSession, explanations: Explanations, names: CourseNames) -> list[Mark]:
    """The marks of one function, one for each check; a single one if the function is not done at all."""
    checks = [check for check in CHECKS[function] if check in session.outcomes]
    failures = [
        outcome
        for check in checks
        if isinstance(outcome := session.outcomes[check], CheckFailed) and check not in session.excused
    ]
    if len(failures) == len(checks) and {failure.verdict for failure in failures} == {Verdict.NOT_DONE}:
        points = sum(check.points for check in checks)
        return [Mark(function, Verdict.NOT_DONE, 0.0, points, failures[0].text(names))]
    marks: list[Mark] = []
    for check in checks:
        outcome = session.outcomes[check]
        mark = _right_mark(check)
        if check in session.uncounted:
            mark = replace(
                mark, points=0.0, verdict=Verdict.WRONG, feedback=f"{check.claim}: {session.uncounted[check]}"
            )
        elif check in session.excused:
            mark = replace(mark, feedback=session.excused[check])
        elif isinstance(outcome, CheckFailed):
            mark = _failed_mark(mark, check, outcome, explanations, names)
        elif outcome is not None:
            what = traceback.format_exception_only(outcome)[-1].strip()
            why = f"this check failed by a fault of quizgen ({what}), which costs nothing; please report it"
            mark = replace(mark, verdict=Verdict.OUR_FAULT, feedback=why)
        elif note := _note_on(check, session):
            mark = replace(mark, feedback=note)
        marks.append(replace(mark, feedback=in_words_of(mark.feedback, names)) if mark.feedback else mark)
    return marks


def is_unfinished(function: str, marks: Iterable[Mark], session: CheckSession) -> bool:
    """Whether a function whose lines hold None earned nothing, and None is what it computed with."""
    if any(mark.points for mark in marks):
        return False
    outcomes = [outcome for check, outcome in session.outcomes.items() if check.function == function]
    return any(isinstance(outcome, CheckFailed) and outcome.shows_none for outcome in outcomes)


def mark_missing(function: str, checks: Iterable[Check], verdict: Verdict, why: str) -> Mark:
    """The one mark of a function that cannot be called."""
    return Mark(function, verdict, 0.0, sum(check.points for check in checks), why)


def _failed_mark(mark: Mark, check: Check, failed: CheckFailed, explanations: Explanations, names: CourseNames) -> Mark:
    """The mark of a failed check: its claim, and what differs from it; the reason is the function's cause."""
    if check.function in explanations.layouts:
        return replace(mark, points=check.points / 2, verdict=Verdict.PARTLY, feedback=check.claim)
    differs = f"{check.claim}: {failed.text(names)}"
    if failed.share:
        return replace(mark, points=check.points * failed.share, verdict=Verdict.PARTLY, feedback=differs)
    if failed.verdict is not Verdict.WRONG:
        return replace(mark, points=0.0, verdict=failed.verdict, feedback=check.claim)
    diagnosis = explanations.diagnoses.get(check.function)
    ids = _explained_by(diagnosis, failed) if failed.explainable and diagnosis is not None else ()
    verdict = Verdict.SLIP if ids else Verdict.WRONG
    return replace(mark, points=0.0, verdict=verdict, feedback=differs, misconceptions=ids)


def _explained_by(diagnosis: Diagnosis, failed: CheckFailed) -> tuple[str, ...]:
    """The misconceptions that explain a failed check; () if they explain other arrays alone than the one that is wrong."""
    if not diagnosis.arrays:
        return diagnosis.misconceptions
    names = [part.name for part in failed.parts if isinstance(part, Location) and part.name in PARTS]
    return diagnosis.arrays.get(names[0], ()) if names else ()


@lru_cache(maxsize=MEMO_RESULTS)
def _right_mark(check: Check) -> Mark:
    return Mark(f"{check.function}.{check.id}", Verdict.RIGHT, check.points, check.points)


def _note_on(check: Check, session: CheckSession) -> str:
    calls = tuple(session.calls[check])
    results = tuple([session.results[call] for call in calls])
    common = False not in [result.common for result in results]
    return (_note_memoised if common else _note)(check, calls, results)


def _note(check: Check, calls: Sequence[Call], results: Sequence[Result]) -> str:
    """A remark on a check that passed: single precision, or arguments written into; empty if there is none."""
    observed = list(zip(calls, results, strict=True))
    if check.id in ("G11", "S6") and any(result.changed for _, result in observed):
        return "right; it writes into its arguments, which another caller may still need"
    if (
        check.function in FORWARD_OF
        and not check.public
        and any(
            on_own_states(call, result.value) is not call and failure_of(call, result) is None
            for call, result in observed
        )
    ):
        return f"right for the states of your own {FORWARD_OF[check.function][1]}"
    if not check.public and any(reset_acts_after(on_own_states(call, result.value)) for call, result in observed):
        return "right in the form r ⊙ (W_h h_(t-1)), with the reset gate after the weights"
    return LESS_PRECISE[
        min(
            (precision_of(result.value) for call, result in observed if not takes_single_precision(call)),
            default=DOUBLE,
        )
    ]


_note_memoised = lru_cache(maxsize=MEMO_RESULTS)(_note)
