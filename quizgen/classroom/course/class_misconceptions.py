"""Which misconceptions a class holds: how many students show each, and the papers that show it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.classroom.course.item_responses import NOT_JUDGED, Responses, responses
from quizgen.classroom.course.item_statistics import FEW
from quizgen.classroom.course.misconception_shares import Share, by_assignment
from quizgen.classroom.course.report import Work
from quizgen.model import Grade, Mark, Quiz

PAPERS = 3  # that show a misconception, each of another student


@dataclass(frozen=True)
class Paper:
    """A student's answers to one question, or a function of theirs, that a misconception explains."""

    student: str
    grade: Grade
    question: str  # "q1", or the name of a function
    marks: tuple[Mark, ...]

    @property
    def alone(self) -> bool:
        """Whether one of the answers is explained by nothing else."""
        return any(len(mark.misconceptions) == 1 for mark in self.marks)


@dataclass(frozen=True)
class Held:
    """A misconception: how many students show it of how many who could, of how many of those nothing else explains an answer,
    and papers that show it, the clearest first."""

    id: str
    share: Share
    alone: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class ClassMisconceptions:
    """What a class holds, the most frequent first.

    `avoided`: what at least FEW students could have shown and nobody did, with how many could. `elsewhere`: sheets whose quiz is
    not in the store, so that what they could have shown is not known.
    """

    students: int
    held: tuple[Held, ...]
    avoided: tuple[tuple[str, int], ...] = ()
    elsewhere: int = 0


def class_misconceptions(works: Sequence[Work], quiz: Callable[[str], Quiz | None]) -> ClassMisconceptions:
    """The misconceptions in this work; a student who shows one in several assignments counts once.

    `quiz` finds a quiz by its id, None where it is not kept.
    """
    grades = [pair for work in works for pair in work.grades]
    missing: set[str] = set()

    def known(id: str) -> Quiz | None:
        found = quiz(id)
        if found is None:
            missing.add(id)
        return found

    table = responses(grades, known)
    papers: dict[str, list[Paper]] = {}
    for student, grade in grades:
        for id, paper in papers_of(student, grade):
            papers.setdefault(id, []).append(paper)
    held = [
        Held(id, share, len({one.student for one in papers[id] if one.alone}), clearest(papers[id]))
        for id, (share,) in by_assignment([table]).items()
    ]
    return ClassMisconceptions(
        len({student for student, _ in grades}),
        tuple(sorted(held, key=lambda one: (-one.share.shown, one.share.could, one.id))),
        tuple(avoided(table, {one.id for one in held})),
        sum(not grade.is_code and grade.quiz in missing for _, grade in grades),
    )


def papers_of(student: str, grade: Grade) -> Iterator[tuple[str, Paper]]:
    """The misconceptions that explain answers in a grade, each with the answers to every question in which it does."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in grade.marks:
        if mark.max_points > 0 and mark.verdict not in NOT_JUDGED:
            for id in mark.misconceptions:
                found.setdefault((id, mark.ask.partition(".")[0]), []).append(mark)
    for (id, question), marks in found.items():
        yield id, Paper(student, grade, question, tuple(marks))


def clearest(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Three papers of three students: those that nothing else explains first, then what was typed, then more answers."""
    ranked = sorted(papers, key=lambda one: (not one.alone, one.grade.is_code, -len(one.marks), one.student))
    of_student: dict[str, Paper] = {}
    for paper in ranked:
        of_student.setdefault(paper.student, paper)
    return tuple(list(of_student.values())[:PAPERS])


def avoided(table: Responses, held: set[str]) -> Iterator[tuple[str, int]]:
    """What nobody showed although at least FEW students gave an answer that could have shown it, the most first."""
    could = Counter(
        id
        for row in table.students.values()
        for id in {id for one in row.values() if one.given for id in one.live}
        if id not in held
    )
    yield from ((id, count) for id, count in sorted(could.items(), key=lambda one: (-one[1], one[0])) if count >= FEW)
