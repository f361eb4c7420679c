"""quizgen grade: sheets and submissions, one or a class of them, judged and remembered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from quizgen.cli.common import code_functions, grading_options, option_of_program

FILE = click.Path(dir_okay=False, path_type=Path)
REPORTS = (
    "With --queue nothing is graded here, so there is nothing to report. When 'quizgen queue' shows that all is done, "
    "give the same command without --queue."
)
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@grading_options
@click.option("--roster", type=FILE, metavar="CSV", help="The students, to be found in the names of files and folders.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="How many at a time; 0, the default: one a core.")
@click.option("--again", is_flag=True, help="Grade also what was graded as it is now.")
@click.option(
    "--csv", type=FILE, metavar="FILE", help="Write a gradebook: Canvas's or Moodle's, if --roster is theirs."
)
@click.option("--gradescope", type=FILE, metavar="FILE", help="Write results.json as Gradescope's autograder wants it.")
@click.option("--junit", type=FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--queue", is_flag=True, help="Hand the submissions to 'quizgen worker' instead of grading them here.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
def command(
    paths: Sequence[Path],
    names: tuple[str, ...],
    interface: str | None,
    public: bool,
    unsafe: bool,
    roster: Path | None,
    jobs: int,
    again: bool,
    csv: Path | None,
    gradescope: Path | None,
    junit: Path | None,
    queue: bool,
    as_json: bool,
) -> None:
    """Grade answers.toml files, submission.py files, or folders of them.

    What a file is, its content says, whatever its name. In a folder every .toml and .py file is graded, also those in
    zip files as Moodle, Canvas and Gradescope hand them out. What was graded there and has not changed is left alone.

    Exit status 0: all graded, whatever the score; 1: something could not be graded, the rest was; 2: wrong usage.
    """
    os.environ.update(
        {name: os.environ.get(name, "1") for name in THREADS}
    )  # the products are small, and threads do not fork
    from quizgen.classroom.pool import Pool
    from quizgen.cli.own_file import is_own_file
    from quizgen.errors import UserError
    from quizgen.sandbox.records import NoWall

    unsafe = unsafe or (roster is None and not queue and is_own_file(paths))
    try:
        with Pool(unsafe=unsafe) as pool:
            if not queue and any(path.suffix == ".py" and os.path.isfile(path) for path in paths):
                pool.hire(1)  # what it imports takes as long as all that is still to be imported here
            from quizgen.classroom.tasks import Asking
            from quizgen.cli.grading import Run, found_in, owned, people_of, say_why
            from quizgen.cli.reports import spare

            if queue and (csv or gradescope or junit or as_json):
                raise click.UsageError(REPORTS)
            asking = Asking(code_functions(names), interface, public)
            students = None
            if roster is not None:
                from quizgen.documents.gradebook import read_roster

                students = read_roster(roster)
            found = found_in(paths)
            read = [*(place.path for place in found.places), *filter(None, [roster])]
            spare((csv, gradescope, junit), read, option_of_program("db"))
            people = people_of(students) if students else []
            with Run(owned(found, people), asking, keeps=as_json or bool(csv or gradescope or junit)) as run:
                for trouble in found.troubles:
                    (say_why if trouble.graded else run.missed)(trouble.name, trouble.why)
                if queue:
                    run.hand_over(again=again)
                else:
                    run.grade(pool, jobs or cores(), again=again)
                    run.show(as_json, people)
                    run.write(csv, gradescope, junit, students)
    except NoWall as error:
        raise UserError(str(error)) from error
    if run.ungraded:
        raise SystemExit(1)


def cores() -> int:
    """How many processes can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
