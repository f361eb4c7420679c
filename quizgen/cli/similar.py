"""quizgen similar: pairs of students whose work is more alike than chance explains, for a person to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizgen.cli.common import console, next_command, open_store, print_json, say
from quizgen.cli.course import assignment_option, known_assignment, roster_option

if TYPE_CHECKING:
    from quizgen.classroom.course.similar_answers import ComparedSheets
    from quizgen.classroom.course.similar_code import AlikePrograms, ComparedPrograms
    from quizgen.classroom.course.similar_outlines import NotCompared
    from quizgen.store import Store
    from quizgen.store.row_mapping import Record


@dataclass(frozen=True)
class Found:
    """What was compared, and what was not."""

    sheets: ComparedSheets
    programs: ComparedPrograms
    left_out: Sequence[NotCompared]


@click.command("similar")
@assignment_option("The assignment to look at; needed where there are several.")
@roster_option
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON instead.")
def command(assignment: str | None, roster: Path | None, as_json: bool) -> None:
    """Show pairs of students with similar wrong answers or programs.

    Each pair comes with how often honest classes have one as similar. It is evidence to look at and never a verdict: students
    may have worked together as they were allowed to. Nothing is stored or changed.
    """
    from quizgen.classroom.course.counting import counting

    with open_store() as store:
        name = known_assignment(store, assignment)
        records = counting(store.grades(assignment=name, latest=True))
        found = compared(store, records)
    if as_json:
        print_json(as_data(name, found))
        return
    from quizgen.documents.similar_terminal import report

    students = {record.grade.student for record in records if record.grade.student}
    console().print(report(found.sheets, found.programs, found.left_out, names(students, roster)))
    first = next(pairs_of(found), None)
    if first is None:
        return
    say("  This is evidence to look at, not a verdict. Students may have worked together as they")
    say("  were allowed to. Look at the work of both, and talk to them:")
    for student in first:
        say(f"    {next_command('history', student)}")


def compared(store: Store, records: Sequence[Record]) -> Found:
    """Both comparisons of the work that counts."""
    from quizgen.classroom.course.similar_answers import Sheet, compare_sheets
    from quizgen.classroom.course.similar_code import ComparedPrograms, compare_programs
    from quizgen.classroom.course.similar_outlines import NotCompared, given_outlines, outlined
    from quizgen.sandbox.records import NoWall
    from quizgen.sandbox.wall import Wall

    quizzes = {id: store.quiz(id) for id in sorted({one.grade.quiz for one in records if one.grade.quiz})}
    sheets, files, left_out = [], [], []
    for record in records:
        grade = record.grade
        student = grade.student or grade.source
        if not grade.is_code:
            sheets.append(Sheet(student, quizzes[grade.quiz], grade))
        elif record.content:
            files.append((student, grade.source, store.content(record.content)))
        else:
            left_out.append(NotCompared(student, grade.source, "the file was not kept; grade it again to compare it"))
    programs = ComparedPrograms()
    if files:
        try:
            with Wall() as wall:
                outlines, unread = outlined(files, wall)
                programs = compare_programs(outlines, given_outlines(quizzes.values(), wall))
            left_out += unread
        except NoWall as none:
            why = str(none).rstrip(".")
            left_out += [NotCompared(student, source, why) for student, source, _ in files]
    return Found(compare_sheets(sheets), programs, left_out)


def pairs_of(found: Found) -> Iterator[tuple[str, str]]:
    """The students of all pairs, those of sheets first."""
    yield from (pair.students for pair in found.sheets.alike)
    yield from ((pair.first.student, pair.second.student) for pair in found.programs.alike)


def names(students: Iterable[str], roster: Path | None) -> Callable[[str], str]:
    """What each student is called: by name where the roster has one, with the id where two share it."""
    from collections import Counter

    from quizgen.cli.feedback import names_in
    from quizgen.cli.gradebook_file import roster_of

    on_roster = names_in(roster_of(roster))
    called = {student: on_roster(student) for student in students}
    often = Counter(called.values())

    def name(student: str) -> str:
        known = called.get(student, "")
        return f"{known} ({student})" if known and often[known] > 1 else known or student

    return name


def as_data(assignment: str, found: Found) -> dict[str, Any]:
    """The pairs as JSON."""
    sheets = found.sheets
    answers = [
        {**asdict(pair), "false_alarms": pair.reached / sheets.classes, "classes": sheets.classes}
        for pair in sheets.alike
    ]
    return {
        "assignment": assignment,
        "answers": {"pairs_compared": sheets.pairs, "least_strength": sheets.least, "pairs": answers},
        "code": {"pairs_compared": found.programs.pairs, "pairs": [program_pair(one) for one in found.programs.alike]},
        "not_compared": [asdict(one) for one in found.left_out],
    }


def program_pair(pair: AlikePrograms) -> dict[str, Any]:
    """A pair of programs as JSON."""
    return {
        "students": [pair.first.student, pair.second.student],
        "sources": [pair.first.source, pair.second.source],
        "strength": pair.strength,
        "false_alarms": pair.rate,
        "functions": [asdict(one) for one in pair.functions],
    }
