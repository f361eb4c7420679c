"""Why a function lost points: its causes, each with the marks it explains, the line to blame and the smallest case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.model import Cause, Mark, Verdict
from quizgen.submissions.diagnosis import Explanations

EXPLAINED = (Verdict.SLIP, Verdict.WRONG)


def causes_of(function: str, marks: Sequence[Mark], explanations: Explanations) -> Iterator[Cause]:
    """The causes for which a function lost points."""
    diagnosis = explanations.diagnoses.get(function)
    partly = diagnosis is not None and bool(diagnosis.arrays)  # some of the arrays alone
    lost = tuple(mark.ask for mark in marks if mark.verdict in ((Verdict.SLIP,) if partly else EXPLAINED))
    if diagnosis is not None and lost:
        line, smallest = explanations.lines.get(function), explanations.smallest_cases.get(function, "")
        yield Cause(function, diagnosis.text, lost, line, smallest, diagnosis.misconceptions)
