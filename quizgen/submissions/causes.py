"""Why a function lost points: its causes, each with the marks it explains, the line to blame and the smallest case."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from quizgen.model import BlamedLine, Cause, Mark, Verdict
from quizgen.submissions.checks import Check, CheckFailed, CourseNames
from quizgen.submissions.claims import in_words_of
from quizgen.submissions.diagnosis import Explanations, most_telling
from quizgen.submissions.session import CheckSession

KEPT = (Verdict.RIGHT, Verdict.OUR_FAULT)
ENDED = (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.CRASHED)  # after which later calls may not be made
BEGINNINGS = ("first ", "smallest ", "the ", "two ")  # words with which a sentence of ours may begin
SHAPE = re.compile(r"\(\d[\d, ]*\)")  # which differs between checks that failed for one reason
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


class Reason(NamedTuple):
    """Equal for the checks of one function that failed for one reason; `what` tells reasons of one verdict apart."""

    verdict: Verdict
    what: str = ""


NUMBERS_DIFFER, EACH_ITS_OWN = Reason(Verdict.WRONG, "numbers"), Reason(Verdict.WRONG, "each its own")


def causes_of(
    function: str, marks: Sequence[Mark], session: CheckSession, explanations: Explanations, names: CourseNames
) -> list[Cause]:
    """The causes for which a function lost points, those that explain most marks first, and last what holds and does not count."""
    return _Function(function, session, explanations, names).causes(marks)


def whole_function(mark: Mark, line: BlamedLine | None = None) -> Cause:
    """The cause of a function that has one mark: it is not done, not in the file, or could not be loaded."""
    where = f" ({line.place})" if line else ""
    return Cause(mark.ask, sentence(mark.feedback.replace(where, "", 1)), (mark.ask,), line)


@dataclass(frozen=True)
class _Function:
    """One function of a submission, checked and explained."""

    name: str
    session: CheckSession
    explanations: Explanations
    names: CourseNames

    def causes(self, marks: Sequence[Mark]) -> list[Cause]:
        checks = {f"{check.function}.{check.id}": check for check in self.session.outcomes}
        together: dict[Reason, list[Check]] = {}
        for mark in marks:
            if mark.verdict not in KEPT:
                if mark.ask not in checks:
                    return [whole_function(mark)]
                reason = self._reason(checks[mark.ask], mark)
                together.setdefault(reason, []).append(checks[mark.ask])
        not_run, ended = Reason(Verdict.NOT_RUN), next((one for one in together if one.verdict in ENDED), None)
        if not_run in together and ended:
            together[ended] += together.pop(not_run)
        alone = [
            reason
            for reason, several in together.items()
            if reason.verdict is Verdict.WRONG
            and reason != NUMBERS_DIFFER
            and len(several) == 1
            and several[0] not in self.session.uncounted
        ]
        if len(alone) > 1:
            together[EACH_ITS_OWN] = [check for reason in alone for check in together.pop(reason)]
        order = sorted(together, key=lambda reason: self._order(reason, together[reason]))
        causes = [self._cause(reason, together[reason]) for reason in order]
        raised = {cause.line.place for cause in causes if cause.line and not cause.line.why}
        return [*_said_once(causes, raised)]

    def _order(self, reason: Reason, checks: Sequence[Check]) -> tuple[bool, int, bool]:
        """What explains most comes first, of two that explain as much the one that says why numbers differ; last of all what
        holds and does not count, since it follows from the others."""
        return checks[0] in self.session.uncounted, -len(checks), reason == NUMBERS_DIFFER

    def _reason(self, check: Check, mark: Mark) -> Reason:
        if check in self.session.uncounted:
            return Reason(mark.verdict, self.session.uncounted[check])
        failed = self._failure(check)
        if failed.share:
            return Reason(failed.verdict, failed.text(self.names))
        if mark.verdict in (Verdict.PARTLY, Verdict.SLIP, Verdict.NOT_RUN):
            return Reason(mark.verdict)
        if failed.explainable:
            return NUMBERS_DIFFER
        told = failed.text(self.names)
        return Reason(mark.verdict, f"{failed.error} {failed.line.place}" if failed.line else SHAPE.sub("", told))

    def _cause(self, reason: Reason, checks: Sequence[Check]) -> Cause:
        explains = tuple(f"{check.function}.{check.id}" for check in checks)
        if reason.verdict is Verdict.PARTLY:
            kept = f"{self._counted(checks, 'keep')} half of the points for this reason."
            return Cause(
                self.name, f"Right for another layout: {self.explanations.layouts[self.name]}. {kept}", explains
            )
        if reason.verdict is Verdict.SLIP or reason in (NUMBERS_DIFFER, EACH_ITS_OWN):
            diagnosis = self.explanations.diagnoses[self.name] if reason.verdict is Verdict.SLIP else None
            text = (
                f"{diagnosis.text} {self._fail(checks, diagnosis.several)}" if diagnosis else self._most_telling(checks)
            )
            if reason == EACH_ITS_OWN:
                return Cause(self.name, text, explains)
            smallest, line = self.explanations.smallest_cases.get(self.name), self.explanations.lines.get(self.name)
            names = diagnosis.misconceptions if diagnosis else ()
            return Cause(self.name, text, explains, line, sentence(smallest) if smallest else "", names)
        if checks[0] in self.session.uncounted:
            why = f"{self._counted(checks, 'earn')} nothing yet: what they claim is {reason.what}"
            why = why.replace("they claim", "it claims") if len(checks) == 1 else why
            return Cause(self.name, sentence(why), explains)
        failed = self._failure(checks[0])
        why = sentence(failed.text(self.names).replace(failed.where, "", 1))
        return Cause(self.name, f"{why} {self._fail(checks)}", explains, failed.line)

    def _most_telling(self, checks: Sequence[Check]) -> str:
        """Several checks that failed, by the one that says most."""
        check = most_telling(checks, self.session)
        claim, why = in_words_of(check.claim, self.names), sentence(self._failure(check).text(self.names))
        most = ". The one that says most" if len(checks) > 1 else ""
        return f"{self._counted(checks, 'fail')}{most}: {claim}. {why}"

    def _fail(self, checks: Sequence[Check], several: bool = False) -> str:
        words = "these reasons" if several else "this reason" if len(checks) == 1 else "this one reason"
        return f"{self._counted(checks, 'fail')} for {words}."

    def _counted(self, checks: Sequence[Check], verb: str) -> str:
        """How many of all checks: "Two checks fail", "One check fails", "All seven checks fail", "Both checks fail"."""
        count, total = len(checks), sum(check.function == self.name for check in self.session.outcomes)
        words = NUMBERS[count - 1] if count <= len(NUMBERS) else str(count)
        if count == 1:
            return f"One check {verb}s"
        if count == total:
            return f"Both checks {verb}" if count == 2 else f"All {words} checks {verb}"
        return f"{words.capitalize()} checks {verb}"

    def _failure(self, check: Check) -> CheckFailed:
        failed = self.session.outcomes[check]
        assert isinstance(failed, CheckFailed), "only a failed check loses points"
        return failed


def _said_once(causes: Sequence[Cause], raised: Container[str]) -> Iterator[Cause]:
    """The causes without a line or a smallest case that one before them has, or a line at which one of them was raised."""
    said: set[object] = set()
    for cause in causes:
        line = cause.line
        if line and (line in said or (line.why and line.place in raised)):
            line = None
        smallest = "" if cause.smallest_case in said else cause.smallest_case
        said |= {line, smallest}
        yield replace(cause, line=line, smallest_case=smallest)


def sentence(text: str) -> str:
    """The text as a sentence: a capital in front and a full stop. A name in front, dW or rnn_step, stays as it is."""
    text = text[:1].upper() + text[1:] if text.startswith(BEGINNINGS) else text
    return text if text.endswith((".", "?", "!")) else f"{text}."
