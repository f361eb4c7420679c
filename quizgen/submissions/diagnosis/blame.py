"""The line of a submission from which on its values are wrong: the first at which they leave the right calculation.

The learner's function runs once more, traced, behind the wall. Its values are looked up among those of the right
calculation and of the misconception's that was named.
"""

from __future__ import annotations

import logging
from collections.abc import Container

import numpy as np

from quizgen.model import BlamedLine, Verdict
from quizgen.sandbox.source import Source
from quizgen.sandbox.traced import read_trace
from quizgen.submissions.diagnosis.blame_cases import traceable
from quizgen.submissions.diagnosis.candidates import pairs, singles
from quizgen.submissions.diagnosis.diagnose import TWO_AT_ONCE
from quizgen.submissions.diagnosis.explain import Explanations
from quizgen.submissions.diagnosis.first_wrong import first_wrong
from quizgen.submissions.diagnosis.statements import JOB, Statements
from quizgen.submissions.diagnosis.why import Blamed
from quizgen.submissions.session import AdaptedSubmission, CheckSession

log = logging.getLogger(__name__)


def blame_lines(session: CheckSession, submission: AdaptedSubmission, explanations: Explanations) -> None:
    """Fills `explanations.lines`: for each function that is wrong the line to blame, where one can be told.

    A fault of ours in here costs the line, never a point.
    """
    right = session.right_functions(submission.interface)
    for function in session.failing_functions(Verdict.WRONG):
        try:
            with np.errstate(all="ignore"):
                line = _blamed(function, submission, explanations, right)
            if line is not None:
                explanations.lines[function] = line
        except Exception:
            log.exception("Looking for the line at which %s is wrong failed", function)
    for function in session.failing_functions(Verdict.CRASHED):
        if function in explanations.lines:
            continue
        for _, result in session.observations(function):
            if result.failure is not None and result.failure.line is not None:
                raised = f"it raises {result.failure.error}" if result.failure.error else ""
                if (line := _line(submission.sandbox.source, Blamed(result.failure.line, raised))) is not None:
                    explanations.lines[function] = line
                    break


def _blamed(
    function: str, submission: AdaptedSubmission, explanations: Explanations, right: Container[str]
) -> BlamedLine | None:
    diagnosis = explanations.diagnoses.get(function)
    names = diagnosis.misconceptions if diagnosis is not None else ()
    candidates = [one for one in singles(function) if one.ids == names[:1]]
    if diagnosis is not None and diagnosis.short_text == TWO_AT_ONCE:
        candidates = [one for one in pairs(function) if one.ids == names[:2]]
    case = traceable(function, submission.interface, candidates)
    if case is None:
        return None
    result, lines = submission.sandbox.run([case.job, JOB])
    traced = read_trace(result.value)
    if traced is None:
        return None
    statements = Statements(lines.value, right)
    blamed = first_wrong(statements.of(traced), case, statements)
    return None if blamed is None else _line(submission.sandbox.source, blamed)


def _line(source: Source, blamed: Blamed) -> BlamedLine | None:
    """The line as people read it; None if the text has no such line."""
    statement = source.statement(blamed.line)
    return BlamedLine(blamed.line, source.place(blamed.line), statement, blamed.why) if statement else None
