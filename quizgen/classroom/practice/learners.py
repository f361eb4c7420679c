"""The learners in a store: the grades are read once, and quizzes that several were given are read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from quizgen.classroom.practice.attempt import Asked
from quizgen.classroom.practice.history import Kept, attempts_in
from quizgen.classroom.practice.learner import Learner
from quizgen.errors import UserError
from quizgen.model import Quiz, Variant

HELD = 256  # quizzes in memory at a time


class Store(Protocol):
    """A store of quizzes and of grades, which can be chosen by student and assignment."""

    def grades(
        self, student: str | None = None, quiz: str | None = None, assignment: str | None = None
    ) -> Sequence[Kept]: ...
    def quiz(self, id: str) -> Quiz: ...


@dataclass(frozen=True)
class Learners:
    """Every student with a grade as a learner; of each how many grades are of quizzes in another store, and how many of code."""

    by_student: Mapping[str, Learner]
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    code: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Some:
    """The grades of one student, and where their quizzes are."""

    kept: Sequence[Kept]
    read: Callable[[str], Quiz | None]

    def grades(self, student: str | None = None) -> Sequence[Kept]:
        return self.kept

    def quiz(self, id: str) -> Quiz:
        if (found := self.read(id)) is None:
            raise UserError(f"The quiz {id!r} is not in this store.")
        return found


def learners_in(
    store: Store,
    asked: Callable[[Variant], Asked],
    student: str | None = None,
    assignment: str | None = None,
    key: Callable[[str], str] = lambda student: student,
) -> Learners:
    """The learners in a store, or one; by what they answered, or what of it is for an assignment. `asked` says what a question
    asks, `key` under which name a student is to be found."""

    @lru_cache(maxsize=HELD)
    def read(id: str) -> Quiz | None:
        try:
            return store.quiz(id)
        except UserError:
            return None

    of: dict[str, list[Kept]] = {}
    for record in store.grades(student, assignment=assignment):
        of.setdefault(key(record.grade.student), []).append(record)
    learners, elsewhere, code = {}, {}, {}
    for name, kept in of.items():
        learners[name] = Learner(attempts_in(Some(kept, read), name, asked))
        sheets = [one.grade.quiz for one in kept if not one.grade.is_code]
        elsewhere[name] = sum(not id or read(id) is None for id in sheets)
        code[name] = len(kept) - len(sheets)
    return Learners(learners, elsewhere, code)
