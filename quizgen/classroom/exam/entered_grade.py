"""The grade of a paper that is typed in: judged like any sheet, under the rules of the course, with the points that people gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.classroom.course.decisions import POINTS, decided, holding
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.exam.entry import PaperEntry
from quizgen.grading import grade
from quizgen.model import Action, Decision, Grade, PaperHead
from quizgen.store import Record, Store

AGAIN = "typed in again"
Given = Mapping[str, tuple[float, str]]
"""Points that people gave to answers that stay on paper, and who."""


@dataclass(frozen=True)
class EnteredGrades:
    """Judges and stores what is typed in from the papers of one exam."""

    store: Store
    rules: CourseRules
    by: str

    def so_far(self, entry: PaperEntry, head: PaperHead, before: Given) -> Grade:
        """The grade of the answers typed so far, as it would count; the others are blank. `before`: as for `stored`."""
        judged = self._judged(entry, head, begun=False)
        known = self.store.decisions(head.exam, head.student.id)
        return decided(judged, [*known, *new_points(entry, head, judged, known, before)])

    def current(self, head: PaperHead) -> Record | None:
        """The grade that a paper has; first that which was typed in."""
        found = self.store.grades(head.student.id, head.quiz, head.exam, latest=True)
        return max(found, key=lambda one: (one.grade.source == source_of(head), one.id), default=None)

    def stored(self, entry: PaperEntry, head: PaperHead, before: Given, content: bytes, now: datetime) -> Grade:
        """The grade of a complete paper, once it is stored in place of an earlier one.

        `before`: the points that people had given when the paper was opened; those are not given again, as somebody may have
        changed them since. Points are stored first: whatever happens between, the next grade has them.
        """
        judged = self._judged(entry, head)
        known = self.store.decisions(head.exam, head.student.id)
        if new := list(new_points(entry, head, judged, known, before)):
            self.store.decide(new, (), now)
        old = self.current(head)
        counted = CourseRules.of(self.store).applied(judged)
        if old and replace(old.grade, digest="") == replace(counted, digest=""):
            return old.grade
        why = AGAIN if old else ""
        replaced = old.id if old and old.grade.source != counted.source else None  # as it was graded from a table
        append = CourseAppender(self.store)
        more = {"replaces": replaced, "replace_current": replaced is None, "by": self.by, "why": why}
        return append(judged, now, content=content, **more)[0]

    def _judged(self, entry: PaperEntry, head: PaperHead, *, begun: bool = True) -> Grade:
        answers = entry.answers(head.student.id, source_of(head), begun=begun)
        judged = grade(entry.quiz, answers, self.rules.follow())
        return self.rules.corrected(replace(judged, assignment=head.exam))


def source_of(head: PaperHead) -> str:
    """What the grade of a paper that was typed in names as its file."""
    return f"entered/{head.code}"


def new_points(
    entry: PaperEntry, head: PaperHead, judged: Grade, known: Sequence[Decision], before: Given
) -> Iterator[Decision]:
    """The decisions on answers that stay on paper, but for those that people have taken already or have replaced since."""
    typed = {mark.ask: mark.typed for mark in judged.marks}
    holds = {one.target: one for one in holding(judged, known) if one.action in POINTS}
    for target, (points, by) in entry.points.items():
        held, most, same = holds.get(target), entry.asks[target].points, before.get(target) == (points, by)
        new = Decision(head.exam, head.student.id, target, Action.POINTS, points, entry.quiz.id, by=by)
        new = replace(new, typed=typed[target], most=most)
        if same and any(one.target == target and one.typed == new.typed for one in known):
            continue
        if held is None or (held.action is Action.POINTS and held.points_of(most) != points and not same):
            yield new
