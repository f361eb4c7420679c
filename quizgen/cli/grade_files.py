"""The files that `quizgen grade` was given: which can be graded, whose they are, and a line for each that raises a doubt."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.classroom.collect import (
    Location,
    Reader,
    SearchResult,
    find_owners,
    find_submissions,
    join_own_files,
    students_with_several_files,
)
from quizgen.classroom.collect.find import MISSING
from quizgen.classroom.collect.own_files import with_neighbours
from quizgen.classroom.collect.records import is_archive, is_code
from quizgen.classroom.collect.roster_search import Person
from quizgen.classroom.grading_run import Item
from quizgen.errors import UserError
from quizgen.sandbox.records import printable

if TYPE_CHECKING:
    from quizgen.classroom.collect.gradescope import Submitter
    from quizgen.documents.gradebook import Roster


def find_or_fail(paths: Sequence[Path]) -> SearchResult:
    """The submissions in files and folders. UserError if there is nothing to grade, for one reason."""
    found = find_submissions(paths)
    reasons = {problem.why for problem in found.problems}
    archive_named = any(is_archive(str(path)) and os.path.isfile(path) for path in paths)  # a file, if a broken one
    if not found.locations and len(reasons) == 1 and not archive_named:
        names, why = ", ".join(printable(problem.name) for problem in found.problems), reasons.pop()
        if why == MISSING:
            raise click.BadParameter(f"{names}: {why}", param_hint="'PATHS...'")
        raise UserError(f"{names}: {why}")
    return found


def people_on(roster: Roster) -> list[Person]:
    """The students of a roster, for the search in names of files and folders."""
    rows = ((roster.ids(row), roster.name(row)) for row in roster.students())
    return [Person(ids[0] if ids else name, ids, name) for ids, name in rows]


def assign_owners(
    found: SearchResult, people: Sequence[Person], settled: Mapping[Location, str] | None = None
) -> list[Item]:
    """The files with their students, and why a student is uncertain, which only the file itself can settle.

    `settled`: the student of each file of which a person says whose it is.
    """
    from quizgen.classroom.collect.gradescope import read_submitters

    known = {person.id for person in people}
    listed: dict[str, tuple[Submitter, ...]] = {}
    with Reader() as reader:
        for location in found.metadata:
            try:
                listed |= read_submitters(reader.read(location).decode("utf-8", "replace"))
            except UserError as error:
                warn(location.name, str(error))
        locations = join_own_files(found.locations, reader.read, known_apart(found, people, listed))
    items = []
    for location, owners in find_owners(locations, people, listed).items():
        if location in (settled or {}):
            items.append(Item(location, (settled or {})[location], submitted_at=owners.submitted_at, settled=True))
            continue
        for student in owners.students:
            doubt = "" if student in known else owners.why
            items.append(Item(location, student, doubt, submitted_at=owners.submitted_at))
    return items


def files_read(found: SearchResult) -> Iterator[Path]:
    """The files that are read: those that were found, and what a file that was named itself imports from its folder."""
    for location in found.locations:
        yield location.path
        if is_code(location.name) and not (location.relative or location.members):
            yield from (one.path for _, one in with_neighbours(location).beside)


def known_apart(
    found: SearchResult, people: Sequence[Person], listed: Mapping[str, Sequence[Submitter]]
) -> Callable[[Location, Location], bool]:
    """Whether two files may be one student's: not if both are by students on the roster, and not by the same."""
    known = {person.id for person in people}
    owners = (
        {one: {*who.students} & known for one, who in find_owners(found.locations, people, listed).items()}
        if known
        else {}
    )
    return lambda one, other: not known or not (owners[one] and owners[other]) or owners[one] == owners[other]


def warn_of_several(items: Sequence[Item]) -> None:
    """A warning for each student with several files of code for one assignment."""
    for assignment in dict.fromkeys(item.assignment for item in items):
        names = ((item.location.name, item.student) for item in items if item.assignment == assignment)
        code = ((name, student) for name, student in names if is_code(name))
        for student, found in students_with_several_files(code).items():
            warn(student, f"handed in {len(found)} files, each graded by itself: {', '.join(found[:4])}.")


def warn(name: str, why: str) -> None:
    """Prints a line about one file on the error stream; control characters are spelled out."""
    click.echo(f"quizgen: {printable(name)}: {printable(without_name(name, why))}", err=True)


def without_name(name: str, why: str) -> str:
    """A sentence about a file without the file's name in front."""
    return re.sub(f"^{re.escape(name)}[:,]? ", "", why)
