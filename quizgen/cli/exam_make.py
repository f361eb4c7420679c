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

NAMED = 5  # files of students who have left the roster
TOGETHER = 25  # papers stored in one transaction, before they are printed


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
    "--marking-schemes",
    is_flag=True,
    help="Write for each paper what earns points, and what each likely mistake gives.",
)
@click.option("--html", "web_pages", is_flag=True, help="Write each paper as a web page to print, too.")
@click.option(
    "--out", type=click.Path(path_type=Path), default="exam", show_default=True, metavar="DIR", help="The folder."
)
def command(
    plan_file: Path,
    roster: Path,
    secret_file: Path,
    replaced: tuple[str, ...],
    marking_schemes: bool,
    web_pages: bool,
    out: Path,
) -> None:
    """Draw and print a paper for each student, and the keys.

    The same plan, roster and secret give the same bytes. Nobody's paper depends on who else is on the roster. What is
    finished is not made again, so the same command goes on where one was stopped.
    """
    from datetime import UTC, datetime
    from itertools import islice

    from quizgen.cli.grade import cores
    from quizgen.cli.progress import counting
    from quizgen.documents.exam.exam_files import write_exam
    from quizgen.documents.exam.folder import open_to_write
    from quizgen.documents.exam.marking_scheme import marking_scheme
    from quizgen.documents.exam.page import exam_page
    from quizgen.documents.exam.paper import layout_digest
    from quizgen.documents.exam.print_exam import PrintedPaper
    from quizgen.generate import Follower
    from quizgen.generate.exam.drawing import draw_papers
    from quizgen.generate.exam.evenness import even_variants
    from quizgen.generate.exam.plan_file import read_plan
    from quizgen.generate.exam.questions import exam_questions
    from quizgen.generate.exam.shortfalls import not_on_roster
    from quizgen.grading.question import judge

    plan = read_plan(plan_file)
    every = students_in(roster, plan)
    students = with_ids(every, replaced, roster) if replaced else every
    secret = read_secret(secret_file)
    questions = exam_questions(plan, load_bank())
    texts = sources(tuple(question.exercise for question in questions))
    sheet = 2 if replaced else 1
    with (
        open_store() as store,
        open_to_write(out, plan.name) as folder,
        counting(len(students), "Printing") as printed,
    ):
        drawn = draw_papers(
            plan, questions, students, secret, even_variants(plan), lambda one: layout_digest(plan, one), sheet
        )
        some_at_a_time = iter(lambda: list(islice(drawn, TOGETHER)), [])
        kept = (paper for some in some_at_a_time for paper in store.keep_papers(some, texts, datetime.now(UTC)))
        follow = Follower(store.source)

        changed = 0

        def keep(one: PrintedPaper) -> None:
            nonlocal changed
            store.keep_boxes(one.paper.code, one.boxes)
            changed += sheet == 1 and one.paper.quiz.seed > 1
            printed()

        files = write_exam(
            kept,
            plan,
            folder,
            cores(),
            keep,
            f"-{sheet}" if replaced else "",
            (lambda paper: marking_scheme(paper, plan, follow, judge)) if marking_schemes else None,
            (lambda paper: exam_page(paper, plan)) if web_pages else None,
        )
    count = len(files.papers)
    say(
        f"{count} paper{'s' * (count != 1)} in ",
        (f"{out}/papers/", "bold"),
        f", and in {out}/ {', '.join(files.others)}.",
    )
    if marking_schemes:
        say("The marking schemes are in ", (f"{out}/marking/", "bold"), ".")
    if web_pages:
        say("The papers as web pages are in ", (f"{out}/html/", "bold"), ".")
    if changed:
        say(f"{changed} of them {'was' if changed == 1 else 'were'} made before with other questions. "
            "What is printed already is still graded by its code.")  # fmt: skip
    for sentence in () if replaced else not_on_roster(plan, every):
        say(sentence)
    if files.left and not replaced:
        more = f", and {len(files.left) - NAMED} more" if len(files.left) > NAMED else ""
        say(f"Of nobody on this roster, and left as they are: {', '.join(files.left[:NAMED])}{more}.")


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
