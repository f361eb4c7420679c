"""What an assignment asks of each student: the quizzes of their own, those for everybody, and the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from quizgen.classroom.course.quiz_owner import QuizHead, paper
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.grader import functions_asked
from quizgen.classroom.roster import Roster, normalized
from quizgen.model import CODE, Assignment, Grade, Mark, PaperHead, Quiz, Verdict

RENAMED = re.compile(r"-(?:[0-9a-f]{4})+$")  # what the store adds to an id that another quiz has
NOT_HANDED_IN = "Not handed in."


@dataclass(frozen=True)
class Asked:
    """A quiz that a student is asked; `paper` is the name that the whole class's papers of one exam share."""

    paper: str
    quiz: str
    owner: str  # "" for a quiz that everybody is asked


class People:
    """Who is who in an assignment: the key under which a student's work is brought together, the name, whose a quiz is."""

    def __init__(
        self,
        roster: Roster | None,
        heads: Iterable[QuizHead] = (),
        others: Iterable[str] = (),
        papers: Sequence[PaperHead] = (),
    ) -> None:
        self.roster = roster
        self.papers = {one.quiz: one for one in papers}  # of an exam on paper, by their quizzes
        self.newest = {
            self.key(one.student.id): one.quiz for one in papers
        }  # the quiz of each student's paper made last
        self.names = {roster.key(row): roster.name(row) for row in roster.students()} if roster else {}
        self.known = {*self.names, *filter(None, map(self.key, others))}
        self.heads = {head.id: head for head in heads}
        self.alike = Counter((paper(head)[0], normalized(head.student)) for head in self.heads.values())

    def key(self, student: str) -> str:
        """The student's id, by id or by name where the roster has one such student; what is not on it stays as it is."""
        row = self.roster.row_of(student) if self.roster else None
        return student if self.roster is None or row is None else self.roster.key(row)

    def owner(self, head: QuizHead) -> str:
        """The student whom a quiz was made for, "" if for everybody.

        A quiz keeps the name that its paper shows, and its id ends in the student's id, which tells namesakes apart. Of an
        exam on paper the store knows the id.
        """
        if head.id in self.papers:
            return self.key(self.papers[head.id].student.id)
        if not head.student:
            return ""
        name, ending = paper(head)
        for id in (ending, RENAMED.sub("", ending)):
            if (key := self.key(id)) in self.known:  # the roster at hand may know this student by another id
                return key
        alone = self.alike[name, normalized(head.student)] == 1
        return self.key(head.student) if alone or not ending else ending

    def whose(self, grade: Grade) -> str:
        """The student whose work was graded: whom the roster has, else the one whom the quiz was made for."""
        student, head = self.key(grade.student), self.heads.get(grade.quiz)
        if head is None or not head.student or student in self.names or student in self.owners:
            return student
        return self.owner(head)

    def paper(self, head: QuizHead) -> str:
        """The name that the quizzes of one exam share."""
        return self.papers[head.id].exam if head.id in self.papers else paper(head)[0]

    @cached_property
    def owners(self) -> set[str]:
        """The students for whom there is a quiz."""
        return {self.owner(head) for head in self.heads.values()}


def asked_quizzes(people: People, handed_in: Collection[str]) -> list[Asked]:
    """The quizzes of an assignment that count, in the order in which they were made.

    A quiz or an exam that nobody handed in, while others were, was a draft and is left out. A quiz that is known from a
    student's file alone asks nobody else for anything.
    """
    own = (head for head in people.heads.values() if not head.signer)
    heads = sorted(own, key=lambda head: (head.made_at, head.id))
    found = [Asked(people.paper(head), head.id, people.owner(head)) for head in heads]
    taken = {one.paper for one in found if one.quiz in handed_in}
    return [one for one in found if one.paper in taken or not taken]


# ---------------------------------------------------------------- what was not handed in, as a grade without points


def code_functions(quiz: Quiz) -> tuple[str, ...]:
    """The functions that a quiz asks for."""
    return functions_asked(ask for variant in quiz.variants for ask in variant.asks)


def blank_code(functions: Sequence[str], quiz: str, interface: str) -> Grade:
    """The grade of code in which nothing is written."""
    from quizgen.submissions.points import points_of

    worth = {function: points_of(function, interface or "chapter") for function in functions}
    marks = [Mark(name, Verdict.BLANK, 0, most, NOT_HANDED_IN) for name, most in worth.items() if most]
    return Grade("", CODE, quiz, "", tuple(marks), interface=interface)


@dataclass(frozen=True)
class Missing:
    """Judges what was not handed in: corrections change what it could have earned, only decisions give it points."""

    assignment: Assignment
    corrections: CourseRules
    decisions: CourseRules

    @classmethod
    def under(cls, assignment: Assignment, rules: CourseRules, people: People) -> Missing:
        """With the rules of a course; decisions about a student are found under that student's key."""
        keyed = [replace(one, student=people.key(one.student)) for one in rules.decisions]
        return cls(assignment, replace(rules, decisions=()), replace(rules, corrections=(), decisions=keyed))

    def judged(self, blank: Grade, student: str) -> Grade:
        """A blank grade of a student as it counts."""
        blank = replace(blank, student=student, assignment=self.assignment.name)
        corrected = self.corrections.applied(blank)
        without = tuple(replace(mark, points=0.0, verdict=Verdict.BLANK) for mark in corrected.marks)
        return self.decisions.applied(replace(corrected, marks=without))


def functions_of(grade: Grade) -> Mapping[str, None]:
    """The functions that a grade of code judges."""
    return dict.fromkeys(mark.ask.partition(".")[0] for mark in grade.marks)


def restricted(grade: Grade, functions: Collection[str]) -> Grade | None:
    """A grade of code for these functions alone; None where it judges none of them."""
    marks = tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] in functions)
    return replace(grade, marks=marks) if marks else None
