"""quizgen report: how a class did, what it got wrong, and which questions look faulty."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, next_command, open_store, option_of_program, print_json, say
from quizgen.cli.course import assignment_option, known_assignment, roster_option

if TYPE_CHECKING:
    from quizgen.classroom.course.report import CourseReport
    from quizgen.classroom.roster import Roster
    from quizgen.model import Quiz
    from quizgen.store import Store


@click.command("report")
@assignment_option("Only this assignment; repeat it for several. By default all.", multiple=True)
@roster_option
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report, with plots, as one page that needs no network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON instead.")
def command(assignment: tuple[str, ...], roster: Path | None, page: Path | None, as_json: bool) -> None:
    """Show how a class did, its misconceptions, and which questions look faulty.

    For each assignment: how the points are distributed, how difficult each question is, whether better students do better
    on it, and how reliable the points are. No student is named. The report says where there are too few students.
    """
    from quizgen.cli.report_files import check_overwriting, write_report
    from quizgen.errors import UserError

    check_overwriting([page], [roster] if roster else [], option_of_program("db"))
    listed = None
    if roster:
        from quizgen.classroom.roster import read_roster

        listed = read_roster(roster)
    with open_store() as store:
        wanted = assignment or tuple(store.assignment_names())
        names = dict.fromkeys(known_assignment(store, name) for name in wanted)
        found = report_of(store, listed, list(names))
    if not any(one.students for one in found.assignments):
        graded = (
            f"Nothing is graded for {', '.join(names)} yet." if names else "Nothing is graded for an assignment yet."
        )
        raise UserError(
            f"{graded} Grade it:  {next_command('grade', 'FOLDER', '--assignment', next(iter(names), 'NAME'))}"
        )
    if page:
        from quizgen.documents.report_page import page as written

        if problem := write_report(page, [written(found)]):
            raise UserError(problem)
    if as_json:
        from quizgen.documents.report_json import report_json

        print_json(report_json(found))
        return
    from quizgen.documents.report_terminal import report

    console().print(report(found))
    if page:
        say("The report with its plots is in ", (str(page), "bold"), ".")


def report_of(store: Store, roster: Roster | None, names: list[str]) -> CourseReport:
    """The report of these assignments."""
    from quizgen.classroom.course.counted_work import counted_work
    from quizgen.classroom.course.report import course_report
    from quizgen.errors import UserError

    @lru_cache(maxsize=64)
    def quiz(id: str) -> Quiz | None:
        try:
            return store.quiz(id)
        except UserError:  # it is kept elsewhere; its questions are told by their titles
            return None

    return course_report(counted_work(store, roster, datetime.now(UTC), names), quiz)
