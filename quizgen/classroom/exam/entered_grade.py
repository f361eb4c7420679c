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
from quizgen.model import Action, Decision, Grade
from quizgen.store import Record, Store
from quizgen.store.papers import PaperHead

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

    def stored(
        self, entry: PaperEntry, head: PaperHead, before: Given, content: bytes, now: datetime
    ) -> Grade:
        """The grade of a complete paper, once it is stored in place of an earlier one that was typed in.

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
        again = AGAIN if old and old.grade.source == counted.source else ""
        append = CourseAppender(self.store)
        return append(judged, now, replace_current=True, by=self.by, why=again, content=content)[0]

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
        held, most = holds.get(target), entry.asks[target].points
        new = Decision(head.exam, head.student.id, target, Action.POINTS, points, entry.quiz.id, by=by)
        new = replace(new, typed=typed[target], most=most)
        if before.get(target) == (points, by):
            taken = held or any(one.target == target and one.typed == new.typed for one in known)
        else:
            taken = held and (held.action is not Action.POINTS or held.points_of(most) == points)
        if not taken:
            yield new
