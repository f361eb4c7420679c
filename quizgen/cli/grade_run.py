"""The run of `quizgen grade`: has the files graded, stores the grades, writes reports and shows the result."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeGuard

import click

from quizgen.classroom.collect import Reader
from quizgen.classroom.collect.roster_search import Person, RosterSearch
from quizgen.classroom.grader import Grader
from quizgen.classroom.grading_run import CurrentGrades, Item, prepare, store_grades
from quizgen.classroom.roster import normalized, shown_names
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.cli.common import console, made_again, next_command, open_store, print_grades_json, say
from quizgen.cli.grade_assignments import RunAssignments
from quizgen.cli.grade_files import warn, warn_of_several, without_name
from quizgen.cli.report_files import write_report
from quizgen.cli.unreadable import UnreadableSheet, show_unreadable, unreadable_answers
from quizgen.documents.class_summary import Line, line, summarize
from quizgen.errors import FatalUserError, UserError
from quizgen.model import Grade

if TYPE_CHECKING:
    from quizgen.classroom.course.course_appender import CourseAppender
    from quizgen.classroom.pool import Pool
    from quizgen.cli.grade_tables import Tables
    from quizgen.documents.gradebook import Roster
    from quizgen.documents.record import Record
    from quizgen.store import Store

MAX_SHEETS = 3  # sheets shown in full; more files are shown as a table
IMPORT_LATER = ("quizgen.store", "quizgen.documents.grade_terminal")  # half of the time that one file takes
HINT = "--all lists them."
STOPPED = "stopped after {} grades, which are kept. The same command goes on from there."
FAULT = "quizgen failed on this file by a fault of its own, shown above. Grade it by itself, and report the fault."
CHANGED = "changed while it was being graded; what it contained when it was read is graded. Grade it again."


class GradeRun:
    """One run of `quizgen grade`, from the files found to what is shown."""

    def __init__(
        self,
        items: Sequence[Item],
        options: GradingOptions,
        people: Sequence[Person] = (),
        *,
        assignment: str | None = None,
        tables: Tables | None = None,
    ) -> None:
        self.items, self.options, self.people = items, options, people
        self.assignments = RunAssignments(assignment, lambda: self.store)
        self.names = shown_names((person.id, person.name) for person in people)
        self.sheets = tables.sheets if tables else {}
        self.shown = {**(tables.names if tables else {}), **self.names}
        self.numbers: dict[int, int] = {}  # index of a file -> number of its grade in the store
        self.lines: dict[int, Line] = {}
        self.unreadable: dict[int, tuple[str, ...]] = {}  # index of an answer sheet -> what could not be read in it
        self.titles: dict[str, str] = {}  # of misconceptions, by their ids, as far as the workers said them
        self.ungraded: list[dict[str, str]] = []
        self._current: dict[str, CurrentGrades] = {}
        self.unchanged: dict[int, int] = {}  # number of the current grade -> index of its file
        self._stack = ExitStack()

    def __enter__(self) -> GradeRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @functools.cached_property
    def store(self) -> Store:
        """The store, opened when it is first needed. Raises FatalUserError: without it nothing can be graded."""
        try:
            return self._stack.enter_context(open_store())
        except UserError as error:
            raise FatalUserError(str(error)) from error

    def current_grades(self, kind: str) -> CurrentGrades:
        """The grades of this kind of earlier runs."""
        if kind not in self._current:
            self._current[kind] = self.store.current_grades(kind)
        return self._current[kind]

    def item(self, index: int) -> Item:
        """The item of a task or an outcome: the code of a notebook that has answers too comes with an index of its own."""
        return self.items[index % len(self.items)]

    def in_order(self, indices: Iterable[int]) -> list[int]:
        """Indices in the order of their files, the answers of a notebook before its code."""
        return sorted(indices, key=lambda index: (index % len(self.items), index))

    @functools.cached_property
    def append(self) -> CourseAppender:
        """Stores a grade as it counts in the course."""
        from quizgen.classroom.course.course_appender import CourseAppender

        return CourseAppender(self.store)

    def report_ungraded(self, name: str, why: str) -> None:
        """Prints why a file is not graded, and counts it for the end."""
        warn(name, why)
        self.ungraded.append({"source": name, "why": without_name(name, why)})

    # ---------------------------------------------------------------- grading

    def prepared(self, reader: Reader, *, again: bool) -> Iterator[Task | Outcome]:
        """The tasks, read one at a time, and the outcomes of what needs no task."""
        from quizgen.classroom.course.sheet_quiz import QuizFinder

        roster, functions = RosterSearch(self.people), self.assignments.functions
        quizzes = QuizFinder(lambda: self.store, made_again(), lambda: datetime.now(UTC))
        grader = Grader(quizzes, lambda digest: self.store.source(digest), roster, warn, functions)
        self.items = self.assignments.assigned(self.items)
        warn_of_several(self.items)
        if self.options.functions:
            self.assignments.ask_for(self.options.functions, self.items)
        return prepare(
            self.items,
            reader,
            grader,
            self.options,
            self.current_grades,
            again=again,
            identified=self.identified,
        )

    def identified(self, item: Item, student: str, assignment: str) -> None:
        """Notes for which assignment a file counts; a warning if neither its location nor the file itself names one student
        on the roster."""
        self.assignments.counts_for(assignment, item.location.name)
        if not item.doubt or student in self.names:
            return
        on_sheet = f"its sheet names the student {student!r}, who is not on the roster"
        if several := [one.id for one in self.people if normalized(one.name) == normalized(student)]:
            on_sheet = f"{student!r} is the name of {' and '.join(several)}; --who FILE.csv says whose a file is"
        why = item.doubt if student in ("", item.student) else on_sheet
        warn(item.location.name, f"{why}. It is graded as {student or 'it is'}.")

    def stored(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The same outcomes, their grades stored."""
        return store_grades(outcomes, lambda: self.append, self.current_grades, lambda: datetime.now(UTC))

    def grade(self, pool: Pool, jobs: int, *, again: bool) -> None:
        """Grades all files, `jobs` at a time, and stores each grade as it comes. NoWall: this machine cannot isolate code."""
        from quizgen.cli.progress import counting

        try:
            with Reader(self.sheets) as reader, counting(len(self.items), "Grading") as tick:
                pool.start(min(jobs, sum(self.may_be_code(item) for item in self.items)))
                for outcome in self.stored(pool.outcomes(then_import(self.prepared(reader, again=again)))):
                    self.record(outcome)
                    tick()
                self.warn_at_end(reader)
        except KeyboardInterrupt:
            click.echo(f"\nquizgen: {STOPPED.format(len(self.lines))}", err=True)
            raise SystemExit(130) from None
        for record in self.store.grades_by_number(self.unchanged) if self.unchanged else ():
            self.add(self.unchanged[record.id], record.id, record.grade)

    def may_be_code(self, item: Item) -> bool:
        """Whether an item may need a process of its own."""
        return item.location not in self.sheets and not item.location.name.lower().endswith(".toml")

    def warn_at_end(self, reader: Reader) -> None:
        """A warning where files count for another assignment than the one named, and for each that changed since it was read."""
        self.assignments.warn_of_others()
        for location in reader.changed():
            warn(location.name, CHANGED)

    def record(self, outcome: Outcome) -> None:
        """Records the outcome of one file."""
        if outcome.unchanged is not None:
            self.unchanged[outcome.unchanged] = outcome.index
        elif outcome.grade is not None:
            assert outcome.number is not None
            self.titles.update(outcome.titles)
            self.add(outcome.index, outcome.number, outcome.grade)
        else:
            if outcome.fault:
                click.echo(outcome.fault.rstrip(), err=True)
            self.report_ungraded(self.item(outcome.index).location.name, outcome.why or FAULT)

    def add(self, index: int, number: int, grade: Grade) -> None:
        """Adds a grade to the table. It is not kept: ten thousand would fill the memory, and all are in the store."""
        self.numbers[index] = number
        self.lines[index] = line(grade)
        self.assignments.record(grade)
        if unreadable := unreadable_answers(grade):
            self.unreadable[index] = unreadable

    def submit(self, roster: Path | None, *, again: bool) -> None:
        """Submits code to the queue; answer sheets, which need no worker, are graded here. `roster`: the option's value."""
        from quizgen.classroom.queue import submit

        with Reader(self.sheets) as reader:
            tasks = (task for task in self.prepared(reader, again=again) if self.is_task(task))
            count = submit(self.store, tasks, datetime.now(UTC))
            self.warn_at_end(reader)
        self.show_unreadable(roster)
        say(f"{count} submissions wait for a worker. Start one:  ", (next_command("worker"), "bold"))

    def is_task(self, item: Task | Outcome) -> TypeGuard[Task]:
        """Whether an item is a task; an outcome is stored and recorded."""
        if isinstance(item, Task):
            return True
        for outcome in self.stored([item]):
            self.record(outcome)
        return False

    # ---------------------------------------------------------------- output

    def write(
        self,
        csv: Path | None,
        gradescope: Path | None,
        junit: Path | None,
        sarif: Path | None,
        roster: Roster | None,
        *,
        parts: bool = False,
        column: str = "",
    ) -> None:
        """Writes the report files. UserError, after all were tried, if one could not be written."""
        if not (csv or gradescope or junit or sarif):
            return
        from quizgen.documents import gradebook

        errors = []
        if csv is not None:
            try:
                text, troubles = self.gradebook(csv.stem, roster, parts=parts, column=column)
                errors.append(write_report(csv, text))  # which reads the grades
                for why in troubles:
                    warn(str(csv), why)
            except UserError as error:
                errors.append(f"{csv}: {error} The grades are kept.")
        if junit is not None:
            errors.append(write_report(junit, gradebook.junit(self.grades())))
        if sarif is not None:
            errors.append(write_report(sarif, gradebook.sarif(self.grades())))
        if gradescope is not None:
            names_given = [self.item(index).location.name for index in self.in_order(self.numbers)]
            if max(len(self.items), len(names_given)) > 1:
                shown = [item.location.name for item in self.items] if len(self.items) > 1 else names_given
                names = " and ".join(shown[:2])
                more = f" and {len(shown) - 2} more" if len(shown) > 2 else ""
                errors.append(
                    f"--gradescope reports one submission, and here are {names}{more}. Give one of them alone."
                )
            else:
                graded = next(self.grades(), None)
                public = self.options.public
                text = (
                    gradebook.gradescope(graded, public=public)
                    if graded
                    else gradebook.ungraded(self.ungraded[0]["why"])
                )
                errors.append(write_report(gradescope, [text]))
        if any(errors):
            raise UserError(" ".join(filter(None, errors)))

    def gradebook(
        self, name: str, roster: Roster | None, *, parts: bool, column: str
    ) -> tuple[Iterable[str], Sequence[str]]:
        """The text of --csv and a sentence for what has no place in it: a row for each grade of this run.

        Where the roster is a gradebook, or --parts or --column asks for one: what all work for these assignments comes to.
        """
        from quizgen.documents import gradebook

        lines = [self.lines[index] for index in self.in_order(self.lines)]
        names = list(dict.fromkeys(line.assignment for line in lines if line.assignment))
        if names and (parts or column or (roster and gradebook.is_gradebook(roster, names))):
            from quizgen.cli.gradebook_file import course, course_text

            standings = course(self.store, roster, names)
            text, _, troubles = course_text(self.store, standings, roster, parts=parts, column=column, also=name)
            practice = (line.source for line in lines if not line.assignment)
            return [text], [*troubles, *(f"{source}: counts for no assignment." for source in practice)]
        rows = gradebook.csv(self.records(), roster, name, column)
        return rows, gradebook.unplaced(self.records(), roster) if roster else ()

    def records(self) -> Iterator[Record]:
        """The grades as they are stored, in the order of their files, read a few hundred at a time."""
        return self.store.grades_by_number(self.numbers[index] for index in self.in_order(self.numbers))

    def grades(self) -> Iterator[Grade]:
        """The same without when they were stored."""
        return (record.grade for record in self.records())

    def graded_contents(self) -> Iterator[tuple[Grade, bytes]]:
        """The grades, each with its file."""
        with Reader(self.sheets) as reader:
            for index, grade in zip(self.in_order(self.numbers), self.grades(), strict=True):
                yield grade, reader.read(self.item(index).location)

    def show(self, as_json: bool, roster: Path | None, *, all_checks: bool = False) -> None:
        """Shows the result: as JSON, as sheets, or as a table of the class. `roster`, `all_checks`: the options' values."""
        if as_json:
            print_grades_json(self.grades(), self.ungraded)
            self.show_hints()
            return
        if len(self.items) <= MAX_SHEETS:
            from quizgen.documents.grade_terminal import sheet

            page = console()
            for grade in self.grades():
                name = self.shown.get(grade.student, "")
                hint = "" if all_checks else HINT
                page.print(sheet(grade, name, all_checks=all_checks, hint=hint, titles=self.titles))
        else:
            from quizgen.documents.class_terminal import table

            summary = summarize(self.lines[index] for index in self.in_order(self.lines))
            console().print(table(summary, len(self.ungraded), len(self.unchanged), self.shown))
        if len(self.items) > 1:
            self.show_unreadable(roster)
        self.show_hints()

    def show_hints(self) -> None:
        """Says which assignments do not say yet what they ask for."""
        for hint in self.assignments.hints():
            click.echo(f"quizgen: {hint}", err=True)

    def show_unreadable(self, roster: Path | None) -> None:
        """Lists the answers that could not be read, for a person to settle."""
        found = [(index, self.unreadable[index]) for index in self.in_order(self.unreadable)]
        sheets = [UnreadableSheet(self.item(at).location, self.lines[at].student, answers) for at, answers in found]
        show_unreadable(sheets, self.shown, roster)


def then_import(items: Iterable[Task | Outcome]) -> Iterator[Task | Outcome]:
    """The same items; after the last is taken, the modules needed next are imported while workers grade."""
    yield from items
    for name in IMPORT_LATER:
        import_module(name)
