"""quizgen export: write papers to print, one per student, and the key; or sheets to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from quizgen.cli.common import next_command, open_store, say, sources
from quizgen.cli.course import assignment_option
from quizgen.cli.exam_options import secret_option
from quizgen.cli.export_exchange import write_whole_quizzes
from quizgen.cli.export_platform import check_losses, write_for_platform
from quizgen.cli.export_quizzes import Quizzes, SelectedQuizzes, planned
from quizgen.cli.selecting import Selection, selecting

if TYPE_CHECKING:
    from quizgen.model import Student
    from quizgen.store import Store

WHY_NO_CODE = "Code is not written on paper. Choose other exercises, or --sheets for a submission.py."


def known_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The name of a format. UserError: no medium makes such files."""
    from quizgen.errors import UserError, did_you_mean
    from quizgen.media import exchanges, formats, platforms

    known = {**formats(), **platforms(), **exchanges()}
    if value not in known:
        raise UserError(f"No format {value!r}.{did_you_mean(value, known)} Formats: {', '.join(sorted(known))}.")
    return value


@click.command("export")
@click.argument("plan_or_topic", metavar="[PLAN_OR_TOPIC]", default="", required=False)
@selecting(
    "The same seed makes the same exam, with the same store.",
    10,
    "Set the number of questions; with --sheets by default 5, or one of each exercise named.",
)
@click.option(
    "--students",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Write for each student of this roster, with columns id and name, or from Canvas or Moodle.",
)
@click.option(
    "--sheets",
    is_flag=False,
    flag_value="folder",
    type=click.Choice(["folder", "zip"]),
    metavar="[=zip]",
    help="Write sheets instead of papers: for each student a folder, or a zip file, with files to answer and hand in.",
)
@assignment_option("Keep them under this assignment.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write into this folder; by default exam, or sheets.",
)
@click.option(
    "--format",
    "file_format",
    default="pdf",
    show_default=True,
    callback=known_format,
    metavar="NAME",
    help="Write this format. To print: pdf, html, md, latex. For Jupyter: ipynb. To import: moodle, qti21, canvas, gift, json.",
)
@click.option(
    "--variants",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    metavar="N",
    help="Write so many variants of each question, for a platform that draws one of them for each student.",
)
@click.option("--check", is_flag=True, help="Only say what the format cannot express of these questions.")
@secret_option
@click.option(
    "--course",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write all that this store holds to one JSON file, which 'quizgen import' reads back, and no exam.",
)
def command(
    selection: Selection,
    students: Path | None,
    sheets: str | None,
    assignment: str | None,
    out: Path | None,
    file_format: str,
    variants: int,
    check: bool,
    secret_file: Path,
    course: Path | None,
    plan_or_topic: str,
) -> None:
    """Write an exam for paper or for a platform, homework as folders, or the whole course.

    PLAN_OR_TOPIC is the plan of 'quizgen exam new', or a topic. An exam is a file for each student, and one key; 'quizgen exam
    make' prints a plan. With a roster, and for platforms, the numbers depend on a secret: quizgen and the seed alone do not
    give the key.

    For a platform it is one file with all questions, their tolerances, feedback and points in part. What the platform cannot
    express is said by name, and refused where the question would be lost.

    With --sheets it is homework: quiz.html and answers.toml to answer and, where code is asked, submission.py. Any quizgen
    can grade what comes back, because a sheet says what its quiz is made of. So a student who has quizgen can make the key.
    """
    if course is not None:
        if students or sheets or assignment or out:
            raise click.UsageError("--course writes all that the store holds. Leave the other options out.")
        write_course(course)
        return
    from dataclasses import replace

    from quizgen.documents.papers import read_roster
    from quizgen.media import exchanges, formats, platforms

    roster = read_roster(students) if students else ()
    given = click.get_current_context().get_parameter_source
    plan = plan_or_topic.endswith(".toml") or Path(plan_or_topic).is_file()
    if plan_or_topic and not plan:
        selection = replace(selection, topics=(plan_or_topic, *selection.topics))
    if sheets:
        if given("file_format") == ParameterSource.COMMANDLINE:
            raise click.UsageError("A sheet is answered in quiz.html or answers.toml. Leave --format out, or --sheets.")
        if plan or check or variants > 1:
            raise click.UsageError(
                "Sheets are made of topics and exercises. Leave the plan, --variants and --check out."
            )
        if given("count") == ParameterSource.DEFAULT:
            selection = replace(selection, count=None)  # as many as `make` asks
        write_homework(selection, roster, students, zipped=sheets == "zip", assignment=assignment or "", out=out)
        return
    platform, exchange = platforms().get(file_format), exchanges().get(file_format)
    if platform is None and variants > 1:
        raise click.UsageError(
            f"--variants is for platforms, which draw one: {', '.join(sorted(platforms()))}. With {file_format}, "
            "--students gives each student a variant."
        )
    if roster and variants > 1:
        raise click.UsageError("With --students each student has questions of their own. Leave --variants out.")
    if plan and platform is None and file_format in ("pdf", "html"):
        raise click.UsageError(
            f"A plan is printed with {next_command('exam', 'make', plan_or_topic, '--roster', 'CSV')}."
        )
    takes_code = platform is not None or exchange is not None or formats()[file_format].for_code
    with open_store() as store:
        secret = store.secret()
        wanted: Quizzes
        if plan:
            wanted = planned(Path(plan_or_topic), secret_file)
        else:
            exercises = selection.exercises("" if takes_code else WHY_NO_CODE)
            wanted = SelectedQuizzes(selection, exercises, secret, open=platform is None)
        if check:
            check_losses(file_format, platform, wanted, roster, variants)
        elif platform is not None:
            write_for_platform(
                file_format, platform, wanted, roster, variants, assignment or "", out or Path("exam"), store
            )
        elif exchange is not None:
            write_whole_quizzes(exchange, wanted, roster, assignment or "", out or Path("exam"), store)
        else:
            write_papers(file_format, wanted, roster, assignment or "", out or Path("exam"), store)


def write_papers(
    file_format: str, wanted: Quizzes, roster: Sequence[Student], assignment: str, out: Path, store: Store
) -> None:
    """Writes a file for each student, or one, and the key."""
    from dataclasses import replace
    from datetime import UTC, datetime
    from functools import partial

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.cli.grade import cores
    from quizgen.cli.make import points_of
    from quizgen.cli.progress import show_progress
    from quizgen.documents.papers import export
    from quizgen.generate.code_questions import count_functions_once
    from quizgen.media import formats

    texts = sources(wanted.exercises)
    once = (count_functions_once(quiz, lambda name: points_of(name, "chapter")) for quiz in wanted.quizzes(roster, 1))
    drawn = [replace(quiz, assignment=assignment or quiz.assignment) for quiz in once]
    with author_errors(*wanted.exercises):
        for quiz in drawn:
            formats()[file_format].check(quiz)
    kept = [store.keep_quiz(quiz, texts, datetime.now(UTC)) for quiz in drawn]
    with author_errors(*wanted.exercises):
        homework = isinstance(wanted, SelectedQuizzes)  # an exam after a plan says nowhere from which seeds it is made
        token = partial(sheet_token, secret=store.secret()) if homework else lambda quiz: ""
        written = export(show_progress(kept, "Writing"), out, file_format, cores(), token=token)
    keys = ", ".join(path.name for path in written[len(kept) :])
    say(f"{len(written)} files in ", (f"{out}/", "bold"), f": {len(kept)} to hand out, {keys} to keep.")


def write_homework(
    selection: Selection,
    roster: Sequence[Student],
    students: Path | None,
    *,
    zipped: bool,
    assignment: str,
    out: Path | None,
) -> None:
    """Writes sheets to answer: for each student a folder or a zip file."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.cli.make import points_of
    from quizgen.cli.progress import show_progress
    from quizgen.documents.sheets import write_sheets
    from quizgen.generate.code_questions import count_functions_once

    with open_store() as store:
        secret = store.secret()
        wanted = SelectedQuizzes(selection, selection.exercises(), secret, open=True)
        drawn = wanted.quizzes(roster, 1)
        papers = [count_functions_once(paper, lambda function: points_of(function, "chapter")) for paper in drawn]
        papers = [replace(paper, assignment=assignment) for paper in papers]
        kept = [store.keep_quiz(paper, sources(wanted.exercises), datetime.now(UTC)) for paper in papers]
    owners = [student.owner for student in roster] or [kept[0].id]
    with author_errors(*wanted.exercises):
        each = zip(owners, show_progress(kept, "Writing"), strict=True)
        folder = out or Path("sheets")
        written = write_sheets(each, folder, lambda quiz: sheet_token(quiz, secret), zipped=zipped)
    what = "zip file" if zipped else "folder"
    say(f"{len(written)} {what}{'s'[: len(written) != 1]} in ", (f"{folder}/", "bold"), " to hand out.")
    known = ["--roster", str(students)] if students else []
    say("Grade what comes back:  ", (next_command("grade", "RETURNED", *known), "bold"))


def write_course(path: Path) -> None:
    """Writes everything in the store into one file that its owner alone can read: it holds the keys."""
    from quizgen.cli.common import option_of_program
    from quizgen.cli.report_files import check_overwriting, write_private
    from quizgen.errors import UserError

    check_overwriting([path], [], option_of_program("db"))
    with open_store() as store:
        count = len(store.summaries())
        if not count and not store.quizzes() and not store.assignments():
            raise UserError(
                f"There is nothing to write: {option_of_program('db')} is empty. Name your store with --db."
            )
        write_private(path, store.dump())
    say("Wrote the course to ", (str(path), "bold"), ". It holds the keys: keep it as you keep the store.")
    say("Read it back elsewhere:  ", (f"quizgen --db NEW.db import {path}", "bold"))
