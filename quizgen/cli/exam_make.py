"""quizgen exam make: draws and prints a paper for each student, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import load_bank, open_store, say, sources
from quizgen.cli.exam_options import plan_argument, read_secret, secret_option, students_in, students_option

if TYPE_CHECKING:
    from quizgen.model import Student


@click.command("make")
@plan_argument
@students_option("The students, with columns id and name, or from Canvas or Moodle.")
@secret_option
@click.option(
    "--replacement",
    "replaced",
    multiple=True,
    metavar="ID",
    help="Only a second paper with other numbers for the student with this id; may be repeated.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default="exam", show_default=True, metavar="DIR", help="The folder."
)
def command(plan_file: Path, roster: Path, secret_file: Path, replaced: tuple[str, ...], out: Path) -> None:
    """Draw and print a paper for each student, and the keys."""
    from datetime import UTC, datetime

    from quizgen.documents.exam.folder import open_to_write
    from quizgen.documents.exam.paper import layout_digest
    from quizgen.documents.exam.print_exam import print_papers
    from quizgen.generate.exam.drawing import draw_papers
    from quizgen.generate.exam.evenness import even_variants
    from quizgen.generate.exam.plan_file import read_plan
    from quizgen.generate.exam.questions import exam_questions

    plan = read_plan(plan_file)
    students = students_in(roster, plan)
    if replaced:
        students = with_ids(students, replaced, roster)
    secret = read_secret(secret_file)
    questions = exam_questions(plan, load_bank())
    accept = even_variants(plan, questions, secret)
    texts = sources(tuple(question.exercise for question in questions))
    with open_store() as store, open_to_write(out, plan.name) as folder:
        drawn = draw_papers(
            plan,
            questions,
            students,
            secret,
            accept,
            lambda student: layout_digest(plan, student),
            2 if replaced else 1,
        )
        kept = (paper for one in drawn for paper in store.keep_papers([one], texts, datetime.now(UTC)))
        printed = print_papers(kept, plan, folder, 2, lambda one: store.keep_boxes(one.paper.code, one.boxes))
    say(f"{len(printed)} paper{'s' * (len(printed) != 1)} in ", (f"{out}/", "bold"), ".")


def with_ids(students: Sequence[Student], ids: Sequence[str], roster: Path) -> tuple[Student, ...]:
    """The students with these ids, in the roster's order. UserError: it has no such student."""
    from quizgen.errors import UserError, did_you_mean

    known = [student.id for student in students]
    for id in ids:
        if id not in known:
            raise UserError(
                f"--replacement {id}: {roster} has no student with this id.{did_you_mean(id, known)} "
                "Give an id as the roster writes it."
            )
    return tuple(student for student in students if student.id in ids)
