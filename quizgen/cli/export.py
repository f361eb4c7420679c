"""quizgen export: write papers to print, one per student, and the key; or sheets to answer."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from quizgen.cli.common import next_command, open_store, say, sources
from quizgen.cli.course import assignment_option
from quizgen.cli.selecting import Selection, selecting

WHY_NO_CODE = "Code is not written on paper. Choose other exercises, or --sheets for a submission.py."


def known_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The name of a format. UserError: no medium makes such files."""
    from quizgen.errors import UserError, did_you_mean
    from quizgen.media import formats

    if value not in formats():
        names = ", ".join(sorted(formats()))
        raise UserError(f"No format {value!r}.{did_you_mean(value, formats())} Formats: {names}.")
    return value


@click.command("export")
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
    help="Write files of this format: pdf, html, or one that a plug-in adds.",
)
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
    course: Path | None,
) -> None:
    """Write an exam as PDF or HTML, homework as folders, or the whole course.

    An exam is a paper for each student, and one key; 'quizgen exam' plans one with sections, points and layout. With a roster
    the numbers depend on a secret of this store: quizgen and the seed alone do not give the key.

    With --sheets it is homework: quiz.html and answers.toml to answer and, where code is asked, submission.py. Any quizgen
    can grade what comes back, because a sheet says what its quiz is made of. So a student who has quizgen can make the key.
    """
    if course is not None:
        if students or sheets or assignment or out:
            raise click.UsageError("--course writes all that the store holds. Leave the other options out.")
        write_course(course)
        return
    from dataclasses import replace
    from datetime import UTC, datetime
    from functools import partial

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.cli.grade import cores
    from quizgen.cli.make import points_of
    from quizgen.cli.progress import show_progress
    from quizgen.documents.papers import export, read_roster
    from quizgen.documents.sheets import write_sheets
    from quizgen.generate.code_questions import count_functions_once
    from quizgen.generate.compose import compose, exam_seeds, for_student, practice_seeds

    roster = read_roster(students) if students else ()
    given = click.get_current_context().get_parameter_source
    if sheets and given("count") == ParameterSource.DEFAULT:
        selection = replace(selection, count=None)  # as many as `make` asks
    if sheets and given("file_format") == ParameterSource.COMMANDLINE:
        raise click.UsageError("A sheet is answered in quiz.html or answers.toml. Leave --format out, or --sheets.")
    exercises = selection.exercises("" if sheets else WHY_NO_CODE)
    name, seed, picked = selection.quiz_name, selection.seed, selection.questions(exercises)
    with open_store() as store:
        secret = store.secret()
        if roster:
            papers = [
                for_student(compose(name, seed, picked, exam_seeds(secret, seed, student.id)), student.id, student.name)
                for student in show_progress(roster, "Drawing")
            ]
        else:
            papers = [compose(name, seed, picked, practice_seeds(seed))]
        if sheets:
            papers = [count_functions_once(paper, lambda function: points_of(function, "chapter")) for paper in papers]
        papers = [replace(paper, assignment=assignment or "") for paper in papers]
        kept = [store.keep_quiz(paper, sources(exercises), datetime.now(UTC)) for paper in papers]
    if sheets:
        owners = [student.owner for student in roster] or [kept[0].id]
        with author_errors(*picked):
            each = zip(owners, show_progress(kept, "Writing"), strict=True)
            folder, named = out or Path("sheets"), lambda quiz: sheet_token(quiz, secret)
            written = write_sheets(each, folder, named, zipped=sheets == "zip")
        what = "zip file" if sheets == "zip" else "folder"
        say(f"{len(written)} {what}{'s'[: len(written) != 1]} in ", (f"{folder}/", "bold"), " to hand out.")
        known = ["--roster", str(students)] if students else []
        say("Grade what comes back:  ", (next_command("grade", "RETURNED", *known), "bold"))
        return
    out = out or Path("exam")
    with author_errors(*picked):
        token = partial(sheet_token, secret=secret)
        written = export(show_progress(kept, "Printing"), out, file_format, cores(), token=token)
    keys = ", ".join(path.name for path in written[len(kept) :])
    say(f"{len(written)} files in ", (f"{out}/", "bold"), f": {len(kept)} to hand out, {keys} to keep.")


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
