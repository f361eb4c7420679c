"""What `quizgen grade` does with what it found: hands it to graders, keeps what comes back, writes it out, shows it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeGuard

import click

from quizgen.classroom.collect import Reader, Survey, doubled, survey, whose
from quizgen.classroom.collect.find import MISSING
from quizgen.classroom.collect.owners import Person
from quizgen.classroom.grader import Grader
from quizgen.classroom.grading_run import Standing, Work, kept, prepared
from quizgen.classroom.tasks import Asking, Outcome, Task
from quizgen.cli.common import console, next_command, open_store, print_json, say
from quizgen.cli.report_files import written
from quizgen.documents.class_summary import Line, line, tally
from quizgen.errors import Hopeless, UserError
from quizgen.model import Grade
from quizgen.sandbox.records import printable

if TYPE_CHECKING:
    from quizgen.classroom.collect.gradescope import Submitter
    from quizgen.classroom.pool import Pool
    from quizgen.documents.gradebook import Roster
    from quizgen.store import Store

SHEETS = 3  # of so many files the whole sheet is shown, of more a table
LATER = ("quizgen.store", "quizgen.documents.grade_terminal")  # of one file, half of its time
STOPPED = "stopped after {} grades, which are kept. The same command goes on from there."
FAULT = "quizgen failed on this file by a fault of its own, told above. Grade it by itself, and report the fault."


def found_in(paths: Sequence[Path]) -> Survey:
    """What lies there. UserError where there is nothing to grade, and one sentence says why."""
    found = survey(paths)
    reasons = {trouble.why for trouble in found.troubles}
    if not found.places and len(reasons) == 1:
        names, why = ", ".join(printable(trouble.name) for trouble in found.troubles), reasons.pop()
        if why == MISSING:
            raise click.BadParameter(f"{names}: {why}", param_hint="'PATHS...'")
        raise UserError(f"{names}: {why}")
    return found


@dataclass(frozen=True)
class Kept:
    """A grade and when it was kept, as a gradebook tells it."""

    when: datetime
    grade: Grade


def people_of(students: Roster) -> list[Person]:
    """The students of a roster, as they are looked for in names."""
    rows = ((students.ids(row), students.name(row)) for row in students.students())
    return [Person(ids[0] if ids else name, ids, name) for ids, name in rows]


def owned(found: Survey, people: Sequence[Person]) -> list[Work]:
    """The work with its students; what is not certain is told."""
    from quizgen.classroom.collect.gradescope import submitters

    lists: dict[str, tuple[Submitter, ...]] = {}
    with Reader() as reader:
        for place in found.metadata:
            try:
                lists |= submitters(reader.read(place).decode("utf-8", "replace"))
            except UserError as error:
                say_why(place.name, str(error))
    works = []
    for place, owners in whose(found.places, people, lists).items():
        works += [Work(place, student) for student in owners.students]
        if owners.why:
            say_why(
                place.name, f"{owners.why}. It is graded as {' and '.join(filter(None, owners.students)) or 'it is'}."
            )
    code = ((work.place.name, work.student) for work in works if work.place.name.lower().endswith(".py"))
    for student, names in doubled(code).items():
        say_why(student, f"handed in {len(names)} files, each taken by itself: {', '.join(names[:4])}.")
    return works


def say_why(name: str, why: str) -> None:
    """A line about one file on the error stream; nothing in it can move a terminal's cursor."""
    click.echo(f"quizgen: {printable(name)}: {printable(re.sub(f'^{re.escape(name)}[:,]? ', '', why))}", err=True)


class Run:
    """One `quizgen grade`, from what was found to what is shown."""

    def __init__(self, works: Sequence[Work], asking: Asking, *, keeps: bool) -> None:
        self.works, self.asking = works, asking
        self.keeps = keeps or len(works) <= SHEETS  # ten thousand grades are not held where nobody asks for them
        self.grades: dict[int, Kept] = {}
        self.lines: dict[int, Line] = {}
        self.ungraded: list[dict[str, str]] = []
        self.unchanged: dict[int, int] = {}  # number of the grade that stands -> place of its file
        self._stack = ExitStack()

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @functools.cached_property
    def store(self) -> Store:
        """The store, opened when it is first needed. Raises Hopeless: without it there is nothing to go on with."""
        try:
            return self._stack.enter_context(open_store())
        except UserError as error:
            raise Hopeless(str(error)) from error

    @functools.cached_property
    def standing(self) -> Standing:
        """What was graded before."""
        return self.store.current_grades()

    def missed(self, name: str, why: str) -> None:
        """Something is not graded: said at once, and remembered for the end."""
        say_why(name, why)
        self.ungraded.append({"source": name, "why": re.sub(f"^{re.escape(name)}[:,]? ", "", why)})

    # ---------------------------------------------------------------- grading

    def items(self, reader: Reader, *, again: bool) -> Iterator[Task | Outcome]:
        """What is to be done, read one at a time."""
        grader = Grader(lambda id: self.store.quiz(id), lambda digest: self.store.source(digest))
        return prepared(self.works, reader, grader, self.asking, lambda: self.standing, again=again)

    def grade(self, pool: Pool, jobs: int, *, again: bool) -> None:
        """Grades all there is, so many at a time, keeping each grade as it comes. NoWall where no wall can be had."""
        from quizgen.cli.progress import counting

        try:
            with Reader() as reader, counting(len(self.works), "Grading") as tick:
                pool.hire(min(jobs, sum(not work.place.name.lower().endswith(".toml") for work in self.works)))
                outcomes = pool.outcomes(then_imported(self.items(reader, again=again)))
                for outcome in kept(outcomes, lambda: self.store, lambda: self.standing, lambda: datetime.now(UTC)):
                    self.heard(outcome)
                    tick()
        except KeyboardInterrupt:
            click.echo(f"\nquizgen: {STOPPED.format(len(self.lines))}", err=True)
            raise SystemExit(130) from None
        for record in self.store.grades_by_number(self.unchanged) if self.unchanged else ():
            self.count(self.unchanged[record.id], Kept(record.when, record.grade))

    def heard(self, outcome: Outcome) -> None:
        """Takes up what became of one piece of work."""
        if outcome.kept is not None:
            self.unchanged[outcome.kept] = outcome.place
        elif outcome.grade is not None:
            self.count(outcome.place, Kept(datetime.now(UTC), outcome.grade))
        else:
            if outcome.fault:
                click.echo(outcome.fault.rstrip(), err=True)
            self.missed(self.works[outcome.place].place.name, outcome.why or FAULT)

    def count(self, place: int, kept: Kept) -> None:
        """Counts a grade for the table, and holds it where it is wanted whole."""
        self.lines[place] = line(kept.grade)
        if self.keeps:
            self.grades[place] = kept

    def hand_over(self, *, again: bool) -> None:
        """Hands the submissions to the queue; sheets, which need no worker, are graded here."""
        from quizgen.classroom.queue import hand_over

        with Reader() as reader:
            tasks = (task for task in self.items(reader, again=again) if self.is_code(task))
            count = hand_over(self.store, tasks, datetime.now(UTC))
        say(f"{count} submissions wait for a worker. Start one:  ", (next_command("worker"), "bold"))

    def is_code(self, item: Task | Outcome) -> TypeGuard[Task]:
        """Whether an item is for the queue; what is none is taken up at once."""
        if isinstance(item, Task):
            return True
        for outcome in kept([item], lambda: self.store, lambda: self.standing, lambda: datetime.now(UTC)):
            self.heard(outcome)
        return False

    # ---------------------------------------------------------------- telling

    def write(self, csv: Path | None, gradescope: Path | None, junit: Path | None, students: Roster | None) -> None:
        """Writes the files that were asked for. UserError in the end where one could not be."""
        if not (csv or gradescope or junit):
            return
        from quizgen.documents import gradebook

        grades = [kept.grade for kept in self.held]
        hindered = []
        if csv is not None:
            hindered.append(written(csv, gradebook.csv(self.held, students, csv.stem)))
            for why in gradebook.unplaced(grades, students) if students else ():
                say_why(str(csv), why)
        if junit is not None:
            hindered.append(written(junit, gradebook.junit(grades)))
        if gradescope is not None:
            if len(self.works) > 1:
                count = len(self.works)
                hindered.append(f"--gradescope reports one submission, and here are {count}. Name one file.")
            elif grades:
                hindered.append(written(gradescope, gradebook.gradescope(grades[0], public=self.asking.public)))
            else:
                hindered.append(written(gradescope, gradebook.ungraded(self.ungraded[0]["why"])))
        if any(hindered):
            raise UserError(" ".join(filter(None, hindered)))

    @property
    def held(self) -> list[Kept]:
        """The grades held, in the order of their files."""
        return [self.grades[place] for place in sorted(self.grades)]

    def show(self, as_json: bool, people: Sequence[Person]) -> None:
        """Shows what came of it: as JSON, as sheets, or as a table of the class."""
        if as_json:
            from quizgen.media.json import grades_said

            said = grades_said(kept.grade for kept in self.held)
            print_json(said | ({"ungraded": self.ungraded} if self.ungraded else {}))
        elif len(self.works) <= SHEETS:
            from quizgen.documents.grade_terminal import sheet

            page = console()
            for kept in self.held:
                page.print(sheet(kept.grade))
        else:
            from quizgen.documents.class_terminal import table

            counted = tally(self.lines[place] for place in sorted(self.lines))
            names = {person.id: person.name for person in people}
            console().print(table(counted, len(self.ungraded), len(self.unchanged), names))


def then_imported(items: Iterable[Task | Outcome]) -> Iterator[Task | Outcome]:
    """The same items; when the last is handed out, what comes after it is imported while it is graded."""
    yield from items
    for name in LATER:
        import_module(name)
