"""quizgen marks: what waits, as a CSV file to fill in, and such a file read back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, next_command, open_store, say
from quizgen.cli.course import assignment_option, by_option, known_assignment, roster_option

if TYPE_CHECKING:
    from quizgen.classroom.course.marks_file import Checked

MOST = 20  # problems shown


@click.command("marks")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--waiting", is_flag=True, help="Write the answers that wait for a person to the file of --csv.")
@click.option(
    "--csv",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file to write, for a spreadsheet.",
)
@click.option("--again", is_flag=True, help="Let the file change points and comments that were given before.")
@assignment_option("Only this assignment's answers.")
@by_option
@roster_option
def command(
    file: Path | None,
    waiting: bool,
    out: Path | None,
    again: bool,
    assignment: str | None,
    by: str,
    roster: Path | None,
) -> None:
    """Write what waits to a CSV file, or read the points in it back.

    'quizgen marks --waiting --csv FILE' writes a row for each answer. Fill in points and comment, in any spreadsheet, then read it
    back with 'quizgen marks FILE'. Rows without points go on waiting. If anything in the file is wrong, everything that is wrong is
    listed and nothing is stored.
    """
    from quizgen.errors import UserError

    if file is not None and not waiting and out is None:
        read(file, by, again=again)
    elif file is None and waiting and out is not None:
        write(out, assignment, roster)
    else:
        raise UserError("Write with 'quizgen marks --waiting --csv FILE', or read with 'quizgen marks FILE'.")


def write(out: Path, assignment: str | None, roster: Path | None) -> None:
    """Writes what waits to a file. UserError: a file there holds marks, or nothing can be written."""
    from quizgen.classroom.course.waiting import waiting
    from quizgen.cli.deciding import name_in, roster_in
    from quizgen.documents.marks_csv import marks_csv, read_marks
    from quizgen.errors import UserError

    people = roster_in(roster)

    with open_store() as store:
        if assignment is not None:
            assignment = known_assignment(store, assignment)
        answers = waiting(store.grades(assignment=assignment, latest=True), store.quiz)
    if not answers:
        say("No answer waits, so nothing is written.")
        return
    try:
        if out.is_file() and any(row.points or row.comment for row in read_marks(out.read_bytes())[0]):
            raise UserError(f"{out} holds points already. Read it with 'quizgen marks {out}', or choose another file.")
        out.write_text(marks_csv(answers, lambda student: name_in(people, student)), encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"Cannot write {out}: {error.strerror or error}. Choose another file.") from error
    say(
        f"{answers_that_wait(len(answers))} in ",
        (str(out), "bold"),
        ". Fill in the columns points and comment, then type:",
    )
    say("  ", (next_command("marks", str(out)), "bold"))


def answers_that_wait(count: int) -> str:
    """ "1 answer waits"."""
    return f"{count} answer that waits is" if count == 1 else f"{count} answers that wait are"


def read(file: Path, by: str, *, again: bool) -> None:
    """Stores the marks in a file. UserError: something in it is wrong; nothing is stored."""
    from datetime import UTC, datetime

    from quizgen.classroom.course.marking import decide
    from quizgen.classroom.course.marks_file import checked
    from quizgen.documents.marks_csv import read_marks
    from quizgen.errors import UserError

    try:
        rows, problems = read_marks(file.read_bytes())
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror or error}. Check the path.") from error
    with open_store() as store:
        result = checked(rows, store.grades(), store.decisions(), by, again=again)
        problems = sorted([*problems, *result.problems], key=row_of)
        if problems:
            shown = "\n".join(f"  {problem}" for problem in problems[:MOST])
            more = f"\n  and {len(problems) - MOST} more" if len(problems) > MOST else ""
            raise UserError(f"Nothing of {file} is stored, since something in it is wrong:\n{shown}{more}")
        decide(store, result.decisions, datetime.now(UTC))
    show(result)


def row_of(problem: str) -> int:
    """The row that a problem names."""
    found = re.match(r"Row (\d+)", problem)
    return int(found[1]) if found else 0


def show(result: Checked) -> None:
    """What was stored and what still waits."""
    from rich.text import Text

    new = len(result.decisions)
    say(
        f"{new} answer{'' if new == 1 else 's'} marked.",
        f" {result.already} had these points before." * bool(result.already),
    )
    if result.empty:
        say(f"{result.empty} without points still wait{'s' * (result.empty == 1)}.")
    if result.commented:
        rows = ", ".join(map(str, result.commented))
        console().print(Text(f"A comment without points is not stored: row {rows}. Add points, or use 'quizgen mark'."))
