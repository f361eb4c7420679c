"""quizgen export: papers to print, one per student, and the key."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import open_store, say, sources
from quizgen.cli.selecting import Selection, selecting

NO_CODE = "Code is not written on paper. Choose other exercises, or 'quizgen make' for a submission.py."


@click.command("export")
@selecting("The same seed makes the same exam, with the same store.", 10, "How many questions.")
@click.option("--students", type=click.Path(path_type=Path), metavar="CSV", help="A roster with columns id and name.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("exam"),
    show_default=True,
    metavar="DIR",
    help="The folder to write.",
)
@click.option(
    "--format", "form", type=click.Choice(["pdf", "html"]), default="pdf", show_default=True, help="What to write."
)
def command(
    wanted: Selection,
    students: Path | None,
    out: Path,
    form: str,
) -> None:
    """Write an exam as PDF or HTML: a paper of their own for every student, and one key.

    With a roster the numbers follow from a secret of this store: owning quizgen and the seed does not give the key.
    """
    from datetime import UTC, datetime

    from quizgen.authoring.bank import blamed
    from quizgen.cli.progress import tracked
    from quizgen.documents.papers import export, read_roster
    from quizgen.generate.compose import compose, exam_seeds, for_student, practice_seeds

    roster = read_roster(students) if students else ()
    exercises = wanted.exercises(NO_CODE)
    name, seed, picked = wanted.title, wanted.seed, wanted.drawn(exercises)
    with open_store() as store:
        if roster:
            secret = store.secret()
            papers = [
                for_student(compose(name, seed, picked, exam_seeds(secret, seed, student.id)), student.id, student.name)
                for student in tracked(roster, "Drawing")
            ]
        else:
            papers = [compose(name, seed, picked, practice_seeds(seed))]
        kept = [store.keep_quiz(paper, sources(exercises), datetime.now(UTC)) for paper in papers]
    with blamed(*picked):
        written = export(tracked(kept, "Printing"), out, form)
    keys = ", ".join(path.name for path in written[len(kept) :])
    say(f"{len(written)} files in ", (f"{out}/", "bold"), f": {len(kept)} to hand out, {keys} to keep.")
