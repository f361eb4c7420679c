"""quizgen exam check: says what of a plan cannot be met, how long it takes, and how even the papers are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from quizgen.cli.common import console, load_bank
from quizgen.cli.exam_options import plan_argument, read_secret, secret_option, students_in, students_option

if TYPE_CHECKING:
    from quizgen.generate.exam.plan import ExamPlan
    from quizgen.model import Student

STAND_INS = 30  # students in place of a roster


@click.command("check")
@plan_argument
@students_option("The students; without it the papers of 30 stand-ins are compared.", required=False)
@secret_option
@click.pass_context
def command(context: click.Context, plan_file: Path, roster: Path | None, secret_file: Path) -> None:
    """Say what of a plan cannot be met, how long it takes, and how even the papers are.

    Nothing is written or kept. Without the secret the numbers are others than on the papers. The exit status is 1 if
    something cannot be met.
    """
    from quizgen.cli.progress import counting
    from quizgen.documents.exam.check_terminal import Checked, report
    from quizgen.errors import UserError
    from quizgen.generate.exam.duration import minutes_of
    from quizgen.generate.exam.evenness import unevenness
    from quizgen.generate.exam.plan_file import read_plan
    from quizgen.generate.exam.questions import exam_questions
    from quizgen.generate.exam.shortfalls import shortfalls
    from quizgen.media.texts import read_texts

    plan = read_plan(plan_file)
    read_texts(plan.language)  # a translation that lacks a text stops here too
    students = stand_ins() if roster is None else students_in(roster, plan)
    made_up = not secret_file.exists() and context.get_parameter_source("secret_file") is ParameterSource.DEFAULT
    secret = made_up_secret(plan) if made_up else read_secret(secret_file)
    bank = load_bank()
    try:
        questions = exam_questions(plan, bank)
        faults = shortfalls(plan, questions, () if roster is None else students)
    except UserError as error:
        questions, faults = (), (str(error),)
    took = [minutes_of(question) for question in questions]
    with counting(len(students), "Papers") as drawn:
        spreads = unevenness(plan, questions, students, secret, drawn)
    found = Checked(plan, questions, took, faults, students, spreads, stand_ins=roster is None, made_up=made_up)
    console().print(report(found))
    if faults:
        sys.exit(1)


def stand_ins() -> tuple[Student, ...]:
    """Students to check a plan with before there is a roster."""
    from quizgen.model import Student

    return tuple(Student(f"stand-in {number}", f"stand-in {number}") for number in range(1, STAND_INS + 1))


def made_up_secret(plan: ExamPlan) -> bytes:
    """A secret that no paper is made with: the same check says the same again."""
    return f"check of {plan.name}".encode()
