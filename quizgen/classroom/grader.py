"""Grades sheets, and prepares submissions for grading: which functions are asked, for which quiz and student."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from quizgen.ask import Ask
from quizgen.classroom.collect import Location, Submission
from quizgen.classroom.collect.files import snapshot
from quizgen.classroom.collect.roster_search import RosterSearch
from quizgen.classroom.course.quiz_owner import paper
from quizgen.classroom.tasks import GradingOptions, Task
from quizgen.errors import UserError
from quizgen.model import Answers, Grade, Quiz, Verdict

if TYPE_CHECKING:
    from quizgen.classroom.notebook_sheet import NotebookSheet

STARTERS = ("submission.py", "submission.ipynb")


class Grader:
    """Grades sheets; `quiz` finds a quiz by its id and token, `source` an exercise file by its digest, `roster` a student.

    `report` is told the name of a file and in what its token contradicts the rest of it. `functions` gives the functions
    that an assignment asks for.
    """

    def __init__(
        self,
        quiz: Callable[[str, str], Quiz],
        source: Callable[[str], str],
        roster: RosterSearch | None = None,
        report: Callable[[str, str], None] = lambda name, why: None,
        functions: Callable[[str], tuple[str, ...]] = lambda assignment: (),
    ) -> None:
        self.quiz, self.source, self.roster, self.report = quiz, source, roster or RosterSearch(()), report
        self.functions = functions

    def sheet(self, submission: Submission, assignment: str = "", *, shared: bool = False) -> Grade:
        """The grade of an answers sheet. UserError: it cannot be graded.

        Its student is named by the sheet, else by the quiz, else by the submission, whose student the file's location names.
        With `shared`, several students handed it in together; it is graded for each, so the location counts.
        It counts for the assignment of its quiz, else for `assignment`.
        """
        from quizgen.generate import Follower
        from quizgen.grading import grade
        from quizgen.reading import read_answers

        answers = read_answers(submission.data, submission.name)
        quiz = self.quiz(answers.quiz, answers.token)
        if answers.token and (why := self.contradiction(answers, quiz)):
            self.report(submission.name, why)
        owner = "" if submission.student == quiz.id else submission.student  # a quiz lies in a folder of its name
        own = paper(quiz)[1]  # tells namesakes apart
        names = (answers.student, quiz.student, own if self.roster.person(own) else "", owner)
        student = owner if shared or submission.settled else self.student(*names)
        judged = grade(quiz, replace(answers, student=student), Follower(self.source))
        assignment = quiz.assignment or assignment
        failed = any(mark.verdict is Verdict.OUR_FAULT for mark in judged.marks)  # then the next run grades it again
        digest = hashlib.sha256(submission.data).hexdigest() if assignment and not failed else ""
        return replace(judged, assignment=assignment, submitted_at=submission.submitted_at, digest=digest)

    def notebook(
        self, found: NotebookSheet, submission: Submission, assignment: str = "", *, shared: bool = False
    ) -> Grade:
        """The grade of the answer cells of a notebook, as that of the sheet that says the same. UserError: as above."""
        from quizgen.classroom.notebook_sheet import questions_without_cell

        graded = self.sheet(submission, assignment, shared=shared)
        lacking = questions_without_cell(graded.marks, found.questions)
        for why in filter(None, (*found.remarks, lacking)):
            self.report(submission.name, why)
        return graded

    def asks_code(self, found: NotebookSheet, assignment: str, options: GradingOptions) -> bool:
        """Whether the code of a notebook is graded beside its answers: an option, its assignment or its quiz asks for
        functions."""
        if options.functions or (assignment and self.functions(assignment)):
            return True
        try:
            variants = self.quiz(found.quiz, found.token).variants
        except UserError:  # grading the answers reports it
            return False
        return bool(functions_asked(ask for variant in variants for ask in variant.asks))

    def task(
        self,
        index: int,
        location: Location,
        submission: Submission,
        options: GradingOptions,
        assignment: str = "",
    ) -> Task:
        """A submission to grade. That of a quiz, beside its sheet or with a token of its own, is asked for all its functions.

        It then counts for the quiz and its assignment, and for the student named on the sheet beside it. Without that sheet
        the student whom its location names counts more than the one for whom the quiz was made: code is passed around.
        Any other is asked for all functions of its assignment, as is the code of a practice quiz that is handed in for one.
        """
        found, student = self.quiz_of_code(location, submission)
        assignment = (found.assignment if found else "") or assignment
        wanted = self.functions(assignment) if assignment else ()
        added = found is not None and not found.assignment and wanted
        quiz, student = (None, "") if options.functions or added else (found, student)
        if quiz is not None:
            options = replace(options, functions=functions_asked(ask for v in quiz.variants for ask in v.asks))
        elif assignment and (asked := options.functions or wanted):
            options = replace(options, functions=asked, complete=True)
        if not submission.settled:
            submission = replace(submission, student=self.student(student, submission.student))
        return Task(index, submission, options, quiz.id if quiz else "", assignment)

    def student(self, *names: str) -> str:
        """The student whom these names mean, the most reliable name first: the id of the first who is on the roster.

        If nobody is, or there is no roster, the first name that is not empty; "" if all are.
        """
        for name in filter(None, names):
            if person := self.roster.person(name):
                return person.id
        return next(filter(None, names), "")

    def contradiction(self, answers: Answers, quiz: Quiz) -> str:
        """In what the token of a sheet contradicts the rest of it, as a sentence; or ""."""
        from quizgen.classroom.course.sheet_quiz import contradiction

        return contradiction(answers.token, quiz, answers.student, self.student)

    def quiz_of_code(self, location: Location, submission: Submission) -> tuple[Quiz | None, str]:
        """The quiz that code answers, and its student; (None, "") if nothing says so. UserError: see QuizFinder."""
        quiz, student = self.quiz_beside(location)
        if quiz is not None or b"# made_of:" not in submission.data:
            return quiz, student
        from quizgen.classroom.course.sheet_token import read_token
        from quizgen.reading.token_comment import token_in
        from quizgen.submissions.notebook import source_of

        if not (token := token_in(source_of(submission.data).text.decode("utf-8", "replace"))):
            return None, ""
        quiz = self.quiz(read_token(token).quiz, token)
        return quiz, "" if self.roster.person(submission.student) else quiz.student

    def quiz_beside(self, location: Location) -> tuple[Quiz | None, str]:
        """The quiz in whose folder a submission.py or submission.ipynb is, and the student named there; else (None, "")."""
        sheet = location.path.with_name("answers.toml")
        if location.members or location.path.name not in STARTERS or not sheet.is_file():
            return None, ""
        from quizgen.reading import read_answers

        try:
            answers = read_answers(snapshot(sheet).data, str(sheet))
            return self.quiz(answers.quiz, answers.token), answers.student
        except UserError:  # grading the sheet reports it; the submission is graded without a quiz
            return None, ""


def functions_asked(asks: Iterable[Ask]) -> tuple[str, ...]:
    """The functions that asks want implemented, each one once."""
    return tuple(dict.fromkeys(f for ask in asks for f in ask.functions))
