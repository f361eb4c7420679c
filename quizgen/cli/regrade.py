"""quizgen regrade: judges stored work again, with today's rules and with corrected questions."""

from __future__ import annotations

import os
from pathlib import Path

import click

from quizgen.cli.course import assignment_option, by_option, reason_option, roster_option

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@click.command("regrade")
@assignment_option("The assignment; needed where the store has several.")
@click.option("--student", metavar="WHO", help="Only this student's work, by id or, with --roster, by name.")
@click.option("--quiz", metavar="ID", help="Only this quiz.")
@click.option(
    "--question", metavar="NAME", help="Only this question (q2), answer (q2.h_1), function (rnn_step) or exercise."
)
@click.option(
    "--with-corrected-exercise", "exercise", is_flag=True, help="Take the key from the exercise as it is now."
)
@click.option("--accept", metavar="VALUE", help="Accept this answer too: a value, or the id of a misconception.")
@click.option("--everyone-full", "full", is_flag=True, help="Give full points to everybody who handed in.")
@click.option("--drop", metavar="QUESTION", help="Count this question, answer or function no longer.")
@click.option("--worth", type=float, metavar="POINTS", help="Count so many points for the question.")
@click.option("--withdraw", is_flag=True, help="Take back what was corrected in the question.")
@reason_option(required=False)
@by_option
@click.option(
    "--allow-lower", is_flag=True, help="Lower points too; without it whoever would be lowered keeps the old grade."
)
@click.option("--apply", is_flag=True, help="Store the changes; without it they are only shown.")
@roster_option
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Run the code even if this machine cannot isolate it. Only for code you would run yourself.",
)
def command(
    assignment: str | None,
    student: str | None,
    quiz: str | None,
    question: str | None,
    exercise: bool,
    accept: str | None,
    full: bool,
    drop: str | None,
    worth: float | None,
    withdraw: bool,
    why: str | None,
    by: str,
    allow_lower: bool,
    apply: bool,
    roster: Path | None,
    unsafe: bool,
) -> None:
    """Judge stored answers and code again, and show whose points change.

    At most one of --with-corrected-exercise, --accept, --everyone-full, --drop and --worth corrects what --question names,
    for everybody: also for what is handed in later; --withdraw takes corrections back. Nothing is stored without --apply.
    """
    os.environ.update({name: os.environ.get(name, "1") for name in THREAD_VARIABLES})  # threads do not survive a fork
    from quizgen.cli.common import open_store
    from quizgen.cli.regrade_corrections import Wanted
    from quizgen.cli.regrade_run import regrade
    from quizgen.errors import UserError
    from quizgen.sandbox.records import NoWall

    if drop is not None and question is not None:
        raise UserError("--drop names the question itself: --drop q2. Leave --question out.")
    question = question if drop is None else drop
    wanted = Wanted.of(exercise, accept, full, drop is not None, worth, withdraw)
    wanted.check(question, student, why if apply else "not stored")
    try:
        with open_store() as store:
            faults = regrade(
                store,
                wanted,
                assignment,
                student,
                quiz,
                question or "",
                why or "",
                by,
                allow_lower,
                apply,
                roster,
                unsafe,
            )
    except NoWall as error:
        raise UserError(str(error)) from error
    if faults:
        raise SystemExit(1)
