"""What holds for the grades of a course beside what the grader finds: its assignments, corrections and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from quizgen.classroom.course.corrections import corrected
from quizgen.classroom.course.decisions import decided, owner, undecided
from quizgen.model import Assignment, Correction, Decision, Grade, Quiz

if TYPE_CHECKING:
    from quizgen.classroom.course.calibration import Calibration, FindAsk
    from quizgen.classroom.course.reviewing import RubricKey
    from quizgen.grading.carried import Follow

K = TypeVar("K")
V = TypeVar("V")


class CourseStore(Protocol):
    """Reads what the rules are made of."""

    def assignments(self) -> dict[str, Assignment]: ...
    def decisions(self) -> list[Decision]: ...
    def corrections(self) -> list[Correction]: ...
    def quiz(self, id: str) -> Quiz: ...
    def source(self, digest: str) -> str: ...


@dataclass(frozen=True)
class CourseRules:
    """The rules of a course at one moment; `quiz` and `source` read the store where an answer is judged anew."""

    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    corrections: Sequence[Correction] = ()
    quiz: Callable[[str], Quiz] | None = None
    source: Callable[[str], str] | None = None

    @classmethod
    def of(cls, store: CourseStore) -> CourseRules:
        """The rules that a store holds now."""
        quiz = lru_cache(maxsize=64)(store.quiz)
        return cls(store.assignments(), store.decisions(), store.corrections(), quiz, store.source)

    def applied(self, grade: Grade) -> Grade:
        """A grade as it counts: under the corrections of its assignment, then with what people decided."""
        return self.decided(self.corrected(undecided(grade)))

    def calibrated(self, grade: Grade) -> Grade:
        """A grade as the machine judged it, its answers in words left to a person, or not, as decided ones teach."""
        typed = not grade.is_code and any(mark.typed for mark in grade.marks)
        if not typed or not any(one.key_points is not None for one in self.decisions):
            return grade
        from quizgen.classroom.course.calibration import calibrated

        known, ask_of = self._calibrations
        mine = self._decisions.get((grade.assignment, owner(grade)), ())
        return calibrated(grade, known, ask_of, mine) if known else grade

    def corrected(self, grade: Grade) -> Grade:
        """A grade without decisions, just judged, as decided answers teach and under the corrections of its assignment."""
        grade = self.calibrated(grade)
        if corrections := self._corrections.get(grade.assignment):
            assert self.quiz is not None
            return corrected(grade, corrections, self.quiz, self.follow)
        return grade

    def decided(self, grade: Grade) -> Grade:
        """A grade under corrections with what people decided."""
        decisions = self._decisions.get((grade.assignment, owner(grade)))
        return decided(grade, decisions) if decisions else grade

    def follow(self) -> Follow:
        """What follows a question on from typed values."""
        return self._follower

    @cached_property
    def _follower(self) -> Follow:
        from quizgen.generate import Follower  # imports NumPy

        assert self.source is not None
        return Follower(self.source)

    @cached_property
    def _calibrations(self) -> tuple[Mapping[RubricKey, Calibration], FindAsk]:
        from quizgen.classroom.course.calibration import ask_finder, calibrations

        assert self.quiz is not None
        ask_of = ask_finder(self.quiz)
        return calibrations(self.decisions, ask_of), ask_of

    @cached_property
    def _corrections(self) -> dict[str, list[Correction]]:
        return grouped((one.assignment, one) for one in self.corrections)

    @cached_property
    def _decisions(self) -> dict[tuple[str, str], list[Decision]]:
        return grouped(((one.assignment, one.student), one) for one in self.decisions)


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, in order."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
