"""quizgen take: one question at a time, with feedback after each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, open_store, say, sources
from quizgen.cli.selecting import SEVERAL, Selection, folder_option, selecting

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.model import Grade

NO_CODE = "Code is not answered in the terminal. Use 'quizgen make', complete submission.py, then 'quizgen grade'."


@click.command("take")
@selecting("The same seed asks the same questions.", SEVERAL, "How many questions.")
@folder_option
def command(
    wanted: Selection,
    out: Path,
) -> None:
    """Take a quiz in the terminal, with feedback after each question.

    Every answer is written down as soon as it is given: Ctrl-C loses nothing, and what was answered is graded.
    """
    from datetime import UTC, datetime

    from quizgen.authoring.bank import blamed
    from quizgen.documents.grade_terminal import sheet, summary
    from quizgen.documents.quiz_folder import fresh_sheet, keep_typed, write_quiz
    from quizgen.generate import Follower
    from quizgen.generate.compose import compose, practice_seeds
    from quizgen.grading import grade
    from quizgen.media.terminal import question
    from quizgen.model import Answers

    exercises = wanted.exercises(NO_CODE)
    picked = wanted.drawn(exercises)
    quiz = compose(wanted.title, wanted.seed, picked, practice_seeds(wanted.seed))
    page = console()
    with open_store() as store:
        quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
        with blamed(*picked):
            written = fresh_sheet(write_quiz(quiz, out))
        follow = Follower(store.source)
        typed: dict[str, dict[str, str]] = {}

        def judged() -> Grade:
            return grade(quiz, Answers(quiz.id, "", typed, str(written)), follow)

        say("Enter alone leaves an answer blank. Ctrl-C stops; what you answered is kept.")
        try:
            for number, variant in enumerate(quiz.variants, 1):
                page.print(question(variant, number))
                answers = typed[f"q{number}"] = {}
                for ask in variant.asks:
                    answers[ask.name] = one_answer(ask)
                    keep_typed(quiz, typed, written)
                page.print(sheet(of_question(judged(), f"q{number}")))
        except (click.Abort, KeyboardInterrupt):  # at a prompt, or anywhere between
            say("\nStopped.")
        finally:
            if any(typed.values()):
                whole = judged()
                store.append(whole, datetime.now(UTC))
                page.print(summary(whole))
                say("Your answers are in ", (str(written), "bold"), ".")


def one_answer(ask: Ask) -> str:
    """What is typed for one ask; what cannot be read is asked for again, and Enter leaves it blank."""
    from quizgen.markup.formula_text import formula_text
    from quizgen.reading import read_value

    while True:
        typed: str = click.prompt(f"  {formula_text(ask.tex)}  ({ask.hint()})", default="", show_default=False)
        reading = read_value(typed, ask)
        if not reading.trouble:
            return typed
        click.echo(f"    {reading.trouble}")


def of_question(grade: Grade, question: str) -> Grade:
    """The part of a grade that is about one question."""
    from dataclasses import replace

    return replace(grade, marks=tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == question))
