"""quizgen take: ask one question at a time, with feedback after each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, open_store, say, sources
from quizgen.cli.selecting import DEFAULT_COUNT, Selection, folder_option, selecting

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.model import Grade

WHY_NO_CODE = "Code is not answered in the terminal. Use 'quizgen make', complete submission.py, then 'quizgen grade'."


@click.command("take")
@selecting("The same seed asks the same questions.", DEFAULT_COUNT, "Set the number of questions.")
@folder_option
def command(
    selection: Selection,
    out: Path,
) -> None:
    """Take a quiz in the terminal, with feedback after each question.

    Every answer is saved as soon as it is given. Ctrl-C stops the quiz; what was answered is graded.
    """
    from datetime import UTC, datetime

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.documents.grade_terminal import sheet, summary
    from quizgen.documents.quiz_folder import save_answers, unused_sheet, write_quiz
    from quizgen.generate import Follower
    from quizgen.generate.compose import compose, practice_seeds
    from quizgen.grading import grade
    from quizgen.media.terminal import question
    from quizgen.model import Answers

    exercises = selection.exercises(WHY_NO_CODE)
    picked = selection.questions(exercises)
    quiz = compose(selection.quiz_name, selection.seed, picked, practice_seeds(selection.seed))
    page = console()
    with open_store() as store:
        quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
        token = sheet_token(quiz, store.secret())
        with author_errors(*picked):
            written = unused_sheet(write_quiz(quiz, out, token=token))
        follow = Follower(store.source)
        typed: dict[str, dict[str, str]] = {}

        def grade_so_far() -> Grade:
            return grade(quiz, Answers(quiz.id, "", typed, str(written)), follow)

        say("Enter alone leaves an answer blank. Ctrl-C stops; what you answered is kept.")
        try:
            for number, variant in enumerate(quiz.variants, 1):
                page.print(question(variant, number))
                answers = typed[f"q{number}"] = {}
                for ask in variant.asks:
                    answers[ask.name] = prompt_answer(ask)
                    save_answers(quiz, typed, written, token)
                page.print(sheet(grade_of_question(grade_so_far(), f"q{number}")))
        except (click.Abort, KeyboardInterrupt):  # at a prompt, or anywhere between
            say("\nStopped.")
        finally:
            if any(typed.values()):
                whole = grade_so_far()
                store.append(whole, datetime.now(UTC))
                page.print(summary(whole))
                say("Your answers are in ", (str(written), "bold"), ".")


def prompt_answer(ask: Ask) -> str:
    """The answer typed to one ask; what cannot be read is asked again, and Enter alone leaves it blank."""
    from quizgen.markup.formula_text import formula_text
    from quizgen.reading import read_value

    while True:
        typed: str = click.prompt(f"  {formula_text(ask.tex)}  ({ask.hint()})", default="", show_default=False)
        reading = read_value(typed, ask)
        if not reading.trouble:
            return typed
        click.echo(f"    {reading.trouble}")


def grade_of_question(grade: Grade, question: str) -> Grade:
    """The part of a grade that is about one question."""
    from dataclasses import replace

    return replace(grade, marks=tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == question))
