"""The parts of a student's work for an assignment: every sheet and all code that is asked, handed in or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from quizgen.classroom.course.asked_work import (
    Asked,
    Missing,
    People,
    asked_quizzes,
    blank_code,
    code_functions,
    functions_of,
    restricted,
)
from quizgen.classroom.course.counting import Record, counting
from quizgen.classroom.course.rules import CourseRules
from quizgen.grading import unanswered
from quizgen.model import CODE, Assignment, Grade, Quiz, Verdict

SHEET = "answers"


@dataclass(frozen=True)
class Part:
    """One sheet, or one file of code, of a student; `grade` is None where it was not handed in.

    `name` is the same for the whole class, `title` is what people read. Where several files were handed in for it `files`
    is their number, and the grade is that of the best.
    """

    name: str
    title: str
    quiz: str
    kind: str
    grade: Grade | None
    points: float
    max_points: float
    waiting: float = 0.0
    submitted_at: datetime | None = None
    files: int = 0
    pending: bool = False  # not handed in, and not due yet: it counts neither way

    @property
    def missing(self) -> bool:
        """Whether it was not handed in."""
        return self.grade is None


@dataclass(frozen=True)
class StudentRecord:
    """A grade under the key of its student."""

    id: int
    when: datetime
    grade: Grade


@dataclass(frozen=True)
class PartsOf:
    """Gives the parts of each student's work."""

    assignment: Assignment
    people: People
    missing: Missing
    asked: tuple[Asked, ...]
    quiz: Callable[[str], Quiz]

    @classmethod
    def under(cls, assignment: Assignment, rules: CourseRules, people: People, records: Iterable[Record]) -> PartsOf:
        """With the rules of a course; `records` are all grades of the assignment."""
        handed_in = {record.grade.quiz for record in records}
        asked = tuple(asked_quizzes(people, handed_in))
        return cls(assignment, people, Missing.under(assignment, rules, people), asked, rules.quiz or no_quiz)

    def __call__(self, student: str, records: Sequence[Record], worth: Callable[[Grade], float]) -> tuple[Part, ...]:
        """The parts of one student, those of quizzes first, in the order in which they were made."""
        own = [StudentRecord(one.id, one.when, replace(one.grade, student=student)) for one in records]
        own = [one for one in own if self.is_part(one.grade)]
        counted = counting(own, lambda record: worth(record.grade))
        best = {(one.grade.kind, one.grade.quiz): one.grade for one in counted}
        paper = self.paper(student, best, worth)
        other = self.people.papers.keys() - {paper}
        # one file has several current grades where it was graded under several names of its student
        sources = {(one.grade.kind, one.grade.quiz, one.grade.source) for one in own}
        files = Counter((kind, paper if quiz in other else quiz) for kind, quiz, _ in sources)
        best = {(kind, quiz): grade for (kind, quiz), grade in best.items() if quiz not in other}
        asked = {one.quiz: one for one in self.asked if one.owner in ("", student) and one.quiz not in other}
        loose, belongs, of_quizzes = best.get((CODE, "")), set[str](), set[str]()
        parts: list[Part] = []
        for quiz in dict.fromkeys([*asked, *sorted(quiz for _, quiz in best if quiz)]):
            name = self.papers.get(quiz, quiz)
            sheet, code = best.get((SHEET, quiz)), best.get((CODE, quiz))
            blank = self.blank_sheet(quiz) if quiz in asked and sheet is None else None
            functions = self.functions(quiz) if quiz in asked and may_ask_code(sheet) else ()
            of_quizzes |= set(functions)
            if sheet or (blank and blank.max_points):
                parts.append(self.part(student, name, sheet, blank, quiz, SHEET, files[SHEET, quiz]))
            count = files[CODE, quiz]
            if loose and (found := restricted(loose, functions)):
                belongs |= set(functions)
                code, count = max(filter(None, (code, found)), key=worth), count + 1
            if code or functions:
                parts.append(self.code(student, f"{name} code", code, functions, quiz, count))
        wanted = [name for name in self.assignment.functions if name not in of_quizzes]
        rest = loose and restricted(loose, functions_of(loose).keys() - belongs)
        if rest or wanted:
            parts.append(self.code(student, CODE, rest, wanted, "", files[CODE, ""]))
        return tuple(parts)

    def paper(self, student: str, best: Mapping[tuple[str, str], Grade], worth: Callable[[Grade], float]) -> str:
        """The quiz of the one paper of an exam that a student is asked, "" where there is none; of several that were made
        for the student the one that was handed in, of several handed in the one that is worth most, else the one made last.
        """
        handed_in: dict[str, float] = {}
        for (_, quiz), grade in best.items():  # in the order in which they were graded: of equal ones the newest counts
            if quiz in self.people.papers:
                handed_in[quiz] = handed_in.pop(quiz, 0.0) + worth(grade)
        return max(reversed(handed_in), key=handed_in.__getitem__, default=self.people.newest.get(student, ""))

    def is_part(self, grade: Grade) -> bool:
        """Whether a grade is of what the assignment asks, as far as that is known: what a student adds does not count."""
        known = self.people.heads or self.assignment.functions
        return not known or not grade.quiz or grade.quiz in self.people.heads

    def part(
        self, student: str, name: str, grade: Grade | None, blank: Grade | None, quiz: str, kind: str, files: int
    ) -> Part:
        """A part from its grade, or from a blank one where it was not handed in."""
        judged = grade or self.missing.judged(blank or Grade("", kind, quiz, student, ()), student)
        waiting = sum(mark.max_points for mark in judged.marks if mark.verdict is Verdict.NEEDS_A_PERSON)
        words = judged.titles.get("quiz", quiz)
        title = words if kind == SHEET else f"{words}: code" if quiz else "Code"
        submitted = grade.submitted_at if grade else None
        return Part(
            name, title, quiz, kind, grade, judged.points, judged.max_points, round(waiting, 6), submitted, files
        )

    def code(
        self, student: str, name: str, grade: Grade | None, functions: Collection[str], quiz: str, files: int
    ) -> Part:
        """A part of code; functions that are asked and not in the file earn nothing."""
        have = functions_of(grade) if grade else {}
        interface = grade.interface if grade else ""
        blank = blank_code([one for one in functions if one not in have], quiz, interface)
        titles = {"quiz": self.quiz(quiz).title} if quiz and functions else {}
        blank = replace(blank, titles=titles)
        if grade is not None:
            left_out = self.missing.judged(blank, student).marks if blank.marks else ()
            grade = replace(grade, marks=(*grade.marks, *left_out), titles=titles | dict(grade.titles))
        return self.part(student, name, grade, blank, quiz, CODE, files)

    def blank_sheet(self, quiz: str) -> Grade:
        """The sheet of a quiz without an answer."""
        return unanswered(self.quiz(quiz))

    def functions(self, quiz: str) -> tuple[str, ...]:
        """The functions that a quiz asks for."""
        return code_functions(self.quiz(quiz))

    @cached_property
    def papers(self) -> Mapping[str, str]:
        """The name that the class's papers of one exam share, by quiz."""
        return {one.quiz: one.paper for one in self.asked}


def may_ask_code(sheet: Grade | None) -> bool:
    """Whether the quiz of a sheet may ask for code, as far as its grade tells; to load it takes longer than all else."""
    return sheet is None or any(mark.verdict is Verdict.NOT_RUN for mark in sheet.marks)


def no_quiz(id: str) -> Quiz:
    """Where there is no store there are no quizzes."""
    raise LookupError(id)
