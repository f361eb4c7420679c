"""From the outcome of a check to its mark: the verdict, the points, and a sentence for every point lost."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from quizgen.model import Mark, Verdict
from quizgen.sandbox.codec import MEMO_SIZE
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import (
    DOUBLE,
    FORWARD_OF,
    HALF,
    SINGLE,
    Call,
    on_own_states,
    precision_of,
    takes_single_precision,
)
from quizgen.submissions.checks import CHECKS, PARTS, Check, CheckFailed, CourseNames, Location, failure_of
from quizgen.submissions.diagnosis import Diagnosis, Explanations
from quizgen.submissions.session import CheckSession

BEGINNINGS = ("first ", "smallest ", "the ", "two ")  # words with which an explanation of ours may begin
LESS_PRECISE = {
    DOUBLE: "",
    SINGLE: "right in single precision (float32), and judged as such",
    HALF: "right in half precision (float16), and judged as such",
}
OWN_FUNCTION = re.compile(r"(?<=your own )rnn_\w+")  # the chapter's name of a function, in sentences of ours


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
    explained = False
    for check in checks:
        outcome = session.outcomes[check]
        mark = _right_mark(check)
        if check in session.uncounted:
            why = f"{check.claim}: {session.uncounted[check]}"
            mark = replace(mark, points=0.0, verdict=Verdict.WRONG, feedback=why)
        elif check in session.excused:
            mark = replace(mark, feedback=session.excused[check])
        elif isinstance(outcome, CheckFailed):
            mark = _failed_mark(mark, check, outcome, explanations, names, brief=explained)
            explained = explained or mark.verdict in (Verdict.SLIP, Verdict.WRONG, Verdict.PARTLY)
        elif outcome is not None:
            what = traceback.format_exception_only(outcome)[-1].strip()
            why = f"this check failed by a fault of quizgen ({what}), which costs nothing; please report it"
            mark = replace(mark, verdict=Verdict.OUR_FAULT, feedback=why)
        elif note := _note_on(check, session):
            mark = replace(mark, feedback=note)
        marks.append(replace(mark, feedback=OWN_FUNCTION.sub(lambda m: names.functions.get(m[0], m[0]), mark.feedback)))
    return marks


def mark_missing(function: str, checks: Iterable[Check], verdict: Verdict, why: str) -> Mark:
    """The one mark of a function that cannot be called."""
    return Mark(function, verdict, 0.0, sum(check.points for check in checks), why)


def _failed_mark(
    mark: Mark, check: Check, failed: CheckFailed, explanations: Explanations, names: CourseNames, *, brief: bool
) -> Mark:
    """The mark of a failed check: the first of a function has the whole explanation, the others refer to it."""
    why = failed.text(names)
    if (layout := explanations.layouts.get(check.function)) is not None:
        whole = f"your code is right for the layout {layout}: half the points"
        explanation = "right for that other layout, half the points" if brief else whole
        return replace(mark, points=check.points / 2, verdict=Verdict.PARTLY, feedback=f"{check.claim}: {explanation}")
    if not failed.explainable:
        verdict = Verdict.PARTLY if failed.share else failed.verdict
        return replace(mark, points=check.points * failed.share, verdict=verdict, feedback=why)
    diagnosis, smallest = (
        explanations.diagnoses.get(check.function),
        explanations.smallest_cases.get(check.function, ""),
    )
    ids = () if diagnosis is None else _explained_by(diagnosis, failed)
    if diagnosis is not None and ids:
        whole = f"{diagnosis.text} {_capitalised(smallest or why)}"
        explanation = f"{check.claim}: {diagnosis.short_text}" if brief else whole
        return replace(mark, points=0.0, verdict=Verdict.SLIP, feedback=explanation, misconceptions=ids)
    explanation = "" if brief or not smallest else f"; {smallest}"
    return replace(mark, points=0.0, verdict=Verdict.WRONG, feedback=f"{check.claim}: {why}{explanation}")


def _explained_by(diagnosis: Diagnosis, failed: CheckFailed) -> tuple[str, ...]:
    """The misconceptions that explain a failed check; () if they explain other arrays alone than the one that is wrong."""
    if not diagnosis.arrays:
        return diagnosis.misconceptions
    names = [part.name for part in failed.parts if isinstance(part, Location) and part.name in PARTS]
    return diagnosis.arrays.get(names[0], ()) if names else ()


@lru_cache(maxsize=MEMO_SIZE)
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
    return LESS_PRECISE[
        min(
            (precision_of(result.value) for call, result in observed if not takes_single_precision(call)),
            default=DOUBLE,
        )
    ]


_note_memoised = lru_cache(maxsize=MEMO_SIZE)(_note)


def _capitalised(sentence: str) -> str:
    """The same as a sentence of its own. A name in front, dW or h or rnn_step, stays as it is."""
    return sentence[:1].upper() + sentence[1:] if sentence.startswith(BEGINNINGS) else sentence
