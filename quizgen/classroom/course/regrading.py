"""Stored work judged again with today's rules, beside the grades that it has."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from quizgen.classroom.collect import Submission
from quizgen.classroom.course.corrections import FindQuiz, is_about, names
from quizgen.classroom.course.corrections import question_of as variant_of
from quizgen.classroom.course.decisions import undecided
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.grader import functions_asked
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.errors import UserError
from quizgen.model import Answers, Assignment, Grade, Mark, Verdict

NO_FILE = "its file was not kept, as it was graded by an older quizgen. Grade the file again."
SAME = 1e-6  # points that differ by less are equal


class Record(Protocol):
    """A grade in the store and the digest of the file that was graded, "" where it was not kept."""

    @property
    def id(self) -> int: ...
    @property
    def grade(self) -> Grade: ...
    @property
    def content(self) -> str: ...


@dataclass(frozen=True)
class QuestionChange:
    """A question, or a function, whose points change: from (points, max points) to (points, max points), and why."""

    question: str
    before: tuple[float, float]
    after: tuple[float, float]
    mark: Mark  # the first that changes


@dataclass(frozen=True)
class Rejudged:
    """A current grade, by its number, and the grade that its work gets today."""

    id: int
    old: Grade
    new: Grade

    @property
    def moved(self) -> bool:
        """Whether points change, earned or possible."""
        return bool(self.changes)

    @property
    def changed(self) -> bool:
        """Whether there is anything to store. Of code, words alone are no change: they may tell how long something took."""
        return self.moved or [kept(mark, self.old) for mark in self.old.marks] != [
            kept(mark, self.new) for mark in self.new.marks
        ]

    @property
    def gained(self) -> float:
        """By how much the part of the points earned grows; below 0 where the student is lowered."""
        return share(self.new) - share(self.old)

    @property
    def lowered(self) -> bool:
        """Whether the student has a smaller part of the points. What counts no longer lowers whoever had it right."""
        return self.gained < -SAME

    @property
    def changes(self) -> list[QuestionChange]:
        """What changes, question by question."""
        found = []
        for question in dict.fromkeys(question_of(mark) for grade in (self.old, self.new) for mark in grade.marks):
            old, new = marks_of(self.old, question), marks_of(self.new, question)
            before, after = total(old.values()), total(new.values())
            differing = (mark for name, mark in new.items() if total([mark]) != total(filter(None, [old.get(name)])))
            if before != after:
                found.append(
                    QuestionChange(question, before, after, next(differing, next(iter((new or old).values()))))
                )
        return found


def share(grade: Grade) -> float:
    """The part of its points that a grade earns; all where nothing counts."""
    return grade.points / grade.max_points if grade.max_points else 1.0


def kept(mark: Mark, grade: Grade) -> Mark:
    """A mark with what is compared of it."""
    return replace(mark, feedback="") if grade.is_code else mark


def question_of(mark: Mark) -> str:
    """The question or function of a mark."""
    return question_named(mark.ask)


def question_named(target: str) -> str:
    """The question or function that a target or the name of a mark begins with."""
    return target.partition(".")[0]


def marks_of(grade: Grade, question: str) -> dict[str, Mark]:
    """The marks of a question by what they are about."""
    return {mark.ask: mark for mark in grade.marks if question_of(mark) == question}


def total(marks: Iterable[Mark]) -> tuple[float, float]:
    """The points of marks, earned and possible."""
    marks = tuple(marks)
    return round(sum(mark.points for mark in marks), 6), round(sum(mark.max_points for mark in marks), 6)


# ---------------------------------------------------------------- judging again


def prepare(
    records: Sequence[Record],
    content: Callable[[str], bytes],
    judge: Callable[[Grade, Mapping[str, Mapping[str, Any]]], Grade],
    options: Callable[[Grade], GradingOptions],
) -> Iterator[Task | Outcome]:
    """For the record at each place the task that judges its code again; for a sheet, the outcome.

    `judge` grades a sheet by what was typed in it, `options` are those of code.
    """
    for index, record in enumerate(records):
        grade = record.grade
        try:
            if not grade.is_code:
                yield Outcome(index, judge(grade, typed(record, content)))
            elif record.content:
                submission = Submission(grade.source, grade.student, content(record.content), grade.submitted_at)
                yield Task(index, submission, options(grade), grade.quiz, grade.assignment)
            else:
                yield Outcome(index, why=NO_FILE)
        except UserError as error:
            yield Outcome(index, why=str(error))
        except Exception:
            yield Outcome(index, fault=traceback.format_exc())


def typed(record: Record, content: Callable[[str], bytes]) -> Mapping[str, Mapping[str, Any]]:
    """What was typed in a sheet: read from the file, or for an older row from its marks."""
    if record.content:
        from quizgen.reading import read_answers

        return read_answers(content(record.content), record.grade.source).typed
    found: dict[str, dict[str, str]] = {}
    for mark in record.grade.marks:
        question, _, answer = mark.ask.partition(".") if "." in mark.ask else ("", "", mark.ask)
        if mark.typed:
            found.setdefault(question, {})[answer] = mark.typed
    return found


class SheetJudge:
    """Grades sheets of known students by what was typed."""

    def __init__(self, quiz: FindQuiz, source: Callable[[str], str], target: str = "") -> None:
        from quizgen.generate import Follower

        self.quiz, self.follow, self.question = quiz, Follower(source), question_named(target)

    def __call__(self, old: Grade, typed: Mapping[str, Mapping[str, Any]]) -> Grade:
        """The grade with its answers judged again; with a target, those of other questions are left out."""
        from quizgen.grading import grade

        if self.question:
            typed = {self.question: typed.get(self.question, {})}
        answers = Answers(old.quiz, old.student, typed, old.source)
        judged = grade(self.quiz(old.quiz), answers, self.follow)
        return replace(old, marks=judged.marks, judged=(), titles=judged.titles)


def options_of(grade: Grade, assignments: Mapping[str, Assignment], quiz: FindQuiz) -> GradingOptions:
    """How code is graded today: on what its quiz or its assignment asks, else on the functions that it was graded on.

    In the interface that it was graded in; where it lost the points of what that has not, that was recognised and is again.
    """
    from quizgen.submissions.grading import PUBLIC
    from quizgen.submissions.interfaces import INTERFACES

    described = assignments.get(grade.assignment)
    of_quiz = (
        functions_asked(ask for variant in quiz(grade.quiz).variants for ask in variant.asks) if grade.quiz else ()
    )
    asked = described.functions if described and not of_quiz else ()
    found = INTERFACES.get(grade.interface)
    recognised = found is not None and not {*grade.titles} <= {*found.functions}
    return GradingOptions(
        of_quiz or asked or tuple(grade.titles),
        None if recognised else grade.interface or None,
        PUBLIC in grade.notes,
        complete=bool(asked),
    )


def rejudged(record: Record, judged: Grade, rules: CourseRules, targets: Sequence[str], quiz: FindQuiz) -> Rejudged:
    """The record beside its new grade as it counts in the course; with `targets`, of these questions alone."""
    today = rules.corrected(undecided(judged))
    new = undecided(record.grade) if targets else today
    for target in targets:
        new = only(new, today, target, quiz)
    return Rejudged(record.id, record.grade, rules.decided(new))


def concerns(target: str, grade: Grade, quiz: FindQuiz) -> bool:
    """Whether work was asked the question, or may be asked the function, that a target names."""
    question = question_named(target)
    is_question = question.removeprefix("q").isdecimal()
    if is_question:
        return bool(grade.quiz) and variant_of(quiz(grade.quiz), question) is not None
    return grade.is_code


def only(old: Grade, new: Grade, target: str, quiz: FindQuiz) -> Grade:
    """The old grade with the new marks of the question, or of the function, that `target` names."""
    wanted = names(new, question_named(target), quiz)
    marks = mixed(old.marks, new.marks, wanted)
    judged = mixed(undecided(old).marks, undecided(new).marks, wanted)
    return replace(new, marks=marks, judged=judged if judged != marks else (), titles={**new.titles, **old.titles})


def mixed(old: Sequence[Mark], new: Sequence[Mark], wanted: Sequence[str]) -> tuple[Mark, ...]:
    """The old marks with the new ones of these questions or functions in place of theirs."""
    inside = [mark for mark in new if is_about(mark.ask, wanted)]
    place = next((i for i, mark in enumerate(old) if is_about(mark.ask, wanted)), len(old))
    before, after = ([mark for mark in part if not is_about(mark.ask, wanted)] for part in (old[:place], old[place:]))
    return (*before, *inside, *after)


def failed(one: Rejudged) -> str:
    """Why judging failed by a fault of quizgen's own where it had not failed before; or ""."""
    before = {mark.ask for mark in one.old.marks if mark.verdict is Verdict.OUR_FAULT}
    faults = (mark.feedback for mark in one.new.marks if mark.verdict is Verdict.OUR_FAULT and mark.ask not in before)
    return next(faults, "")
