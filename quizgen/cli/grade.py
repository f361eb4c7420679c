"""quizgen grade: grades answer sheets and code, of one student or a class, and stores the grades."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from quizgen.cli.common import code_functions, grading_options, open_store, option_of_program
from quizgen.cli.course import assignment_option
from quizgen.cli.gradebook_file import gradebook_options

FILE = click.Path(dir_okay=False, path_type=Path)
REPORTS = (
    "With --queue the submissions are graded later, so there is nothing to report yet. When 'quizgen queue' shows that "
    "all are graded, give the same command without --queue."
)
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@grading_options
@assignment_option("Count them for this assignment; by default the folder's name.")
@click.option(
    "--roster", type=FILE, metavar="CSV", help="The students; they are recognised in the names of files and folders."
)
@click.option(
    "--jobs", type=click.IntRange(0), default=0, help="How many to grade at a time; 0, the default: one per core."
)
@click.option("--again", is_flag=True, help="Grade unchanged files again.")
@click.option(
    "--csv", type=FILE, metavar="FILE", help="Write a gradebook; for Canvas or Moodle, if --roster is theirs."
)
@gradebook_options
@click.option(
    "--who", type=FILE, metavar="CSV", help="Whose a file is, with columns file and id, where nothing else says it."
)
@click.option(
    "--quiz", metavar="ID", help="The quiz of a responses report without the texts of its questions, which all had."
)
@click.option("--gradescope", type=FILE, metavar="FILE", help="Write results.json for Gradescope's autograder.")
@click.option("--junit", type=FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--sarif", type=FILE, metavar="FILE", help="Write SARIF, so that code views show the line to blame.")
@click.option("--queue", is_flag=True, help="Let 'quizgen worker' grade the submissions, on this or other machines.")
@click.option(
    "--solutions",
    is_flag=True,
    help="Show the right answers and the worked solutions of what was wrong in answer sheets.",
)
@click.option(
    "--repair", is_flag=True, help="For whoever helps: show the smallest change that makes each wrong function right."
)
@click.option("--all", "all_checks", is_flag=True, help="Show every check of code, right and wrong, below the reasons.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
def command(
    paths: Sequence[Path],
    names: tuple[str, ...],
    interface: str | None,
    public: bool,
    unsafe: bool,
    assignment: str | None,
    roster: Path | None,
    jobs: int,
    again: bool,
    csv: Path | None,
    parts: bool,
    column: str,
    who: Path | None,
    quiz: str | None,
    gradescope: Path | None,
    junit: Path | None,
    sarif: Path | None,
    queue: bool,
    solutions: bool,
    all_checks: bool,
    repair: bool,
    as_json: bool,
) -> None:
    """Grade answers.toml files, submission.py files, notebooks, or folders of them.

    A file is recognised by its content, under any name. In a folder every .toml, .py and .ipynb file is graded, also those in
    zip files from Moodle, Canvas and Gradescope. Submissions in a folder that have not changed since they were graded are
    skipped. In a table of answers to an exam on paper (.csv or .xlsx; see 'quizgen exam sheet'), in Moodle's responses and
    in Canvas's student analysis every row is graded.

    Exit status 0: all were graded, with any points; 1: some could not be graded, the others were; 2: wrong usage.
    """
    os.environ.update({name: os.environ.get(name, "1") for name in THREAD_VARIABLES})  # threads do not survive a fork
    from quizgen.classroom.collect.records import is_code
    from quizgen.classroom.pool import Pool
    from quizgen.cli.own_file import is_own_file
    from quizgen.errors import UserError
    from quizgen.sandbox.records import NoWall

    unsafe = unsafe or (roster is None and not queue and is_own_file(paths))
    try:
        with Pool(unsafe=unsafe) as pool:
            if not queue and any(is_code(path.name) and os.path.isfile(path) for path in paths):
                pool.start(1)  # it imports while this process imports
            from quizgen.classroom.tasks import GradingOptions
            from quizgen.cli.grade_files import assign_owners, files_read, find_or_fail, people_on, warn
            from quizgen.cli.grade_repair import show_repairs
            from quizgen.cli.grade_run import MAX_SHEETS, GradeRun
            from quizgen.cli.grade_solutions import check_few, show_solutions
            from quizgen.cli.grade_tables import read_tables
            from quizgen.cli.grade_who import named_owners
            from quizgen.cli.report_files import check_overwriting

            if queue and (csv or gradescope or junit or sarif or as_json or solutions or repair or all_checks):
                raise click.UsageError(REPORTS)
            if as_json and (solutions or repair or all_checks):
                raise click.UsageError("--solutions, --repair and --all are for people. Leave --json out.")
            options = GradingOptions(code_functions(names), interface, public)
            students = None
            if roster is not None:
                from quizgen.documents.gradebook import read_roster

                students = read_roster(roster)
            found = find_or_fail(paths)
            inputs = [*files_read(found), *filter(None, [roster, who])]
            check_overwriting((csv, gradescope, junit, sarif), inputs, option_of_program("db"))
            people = people_on(students) if students else []
            for option, wanted in (("--solutions", solutions), ("--repair", repair), ("--all", all_checks)):
                if wanted:
                    check_few(option, len(found.locations), MAX_SHEETS)
            tables = read_tables(found, open_store, assignment, people if students else None, quiz or "")
            found = tables.others
            items = [*tables.items, *assign_owners(found, people, named_owners(who, found.locations, students))]
            with GradeRun(items, options, people, assignment=assignment, tables=tables) as run:
                for problem in found.problems:
                    (warn if problem.graded else run.report_ungraded)(problem.name, problem.why)
                if queue:
                    run.submit(roster, again=again)
                else:
                    run.grade(pool, jobs or cores(), again=again)
                    run.show(as_json, roster, all_checks=all_checks)
                    if solutions:
                        show_solutions(run.store, run.grades())
                    if repair:
                        show_repairs(run.graded_contents(), unsafe=unsafe)
                    run.write(csv, gradescope, junit, sarif, students, parts=parts, column=column)
    except NoWall as error:
        raise UserError(str(error)) from error
    if run.ungraded:
        raise SystemExit(1)


def cores() -> int:
    """How many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
