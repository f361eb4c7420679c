"""quizgen export: write papers to print, one per student, and the key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from quizgen.cli.common import open_store, say, sources
from quizgen.cli.course import assignment_option
from quizgen.cli.selecting import Selection, selecting

WHY_NO_CODE = "Code is not written on paper. Choose other exercises, or 'quizgen make' for a submission.py."


def known_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The name of a format. UserError: no medium makes such files."""
    from quizgen.errors import UserError, did_you_mean
    from quizgen.media import formats

    if value not in formats():
        names = ", ".join(sorted(formats()))
        raise UserError(f"No format {value!r}.{did_you_mean(value, formats())} Formats: {names}.")
    return value


@click.command("export")
@selecting("The same seed makes the same exam, with the same store.", 10, "Set the number of questions.")
@assignment_option("Write it for this assignment; its grades then count there.")
@click.option(
    "--students",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Write a paper for each student of this roster, with columns id and name.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("exam"),
    show_default=True,
    metavar="DIR",
    help="Write into this folder.",
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
def command(
    selection: Selection,
    assignment: str | None,
    students: Path | None,
    out: Path,
    file_format: str,
) -> None:
    """Write an exam as PDF or HTML: a paper for each student, and one key.

    With a roster the numbers depend on a secret of this store: quizgen and the seed alone do not give the key.
    """
    from datetime import UTC, datetime

    from quizgen.authoring.bank import author_errors
    from quizgen.cli.progress import show_progress
    from quizgen.documents.papers import export, read_roster
    from quizgen.generate.compose import compose, exam_seeds, for_student, practice_seeds

    roster = read_roster(students) if students else ()
    exercises = selection.exercises(WHY_NO_CODE)
    name, seed, picked = selection.quiz_name, selection.seed, selection.questions(exercises)
    with open_store() as store:
        if roster:
            secret = store.secret()
            papers = [
                for_student(compose(name, seed, picked, exam_seeds(secret, seed, student.id)), student.id, student.name)
                for student in show_progress(roster, "Drawing")
            ]
        else:
            papers = [compose(name, seed, picked, practice_seeds(seed))]
        papers = [replace(paper, assignment=assignment or "") for paper in papers]
        kept = [store.keep_quiz(paper, sources(exercises), datetime.now(UTC)) for paper in papers]
    with author_errors(*picked):
        written = export(show_progress(kept, "Printing"), out, file_format)
    keys = ", ".join(path.name for path in written[len(kept) :])
    say(f"{len(written)} files in ", (f"{out}/", "bold"), f": {len(kept)} to hand out, {keys} to keep.")
