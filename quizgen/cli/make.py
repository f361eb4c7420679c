"""quizgen make: show a quiz and write its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from quizgen.cli.common import console, interface_option, next_command, open_store, print_json, say, sources
from quizgen.cli.course import assignment_option
from quizgen.cli.selecting import Selection, folder_option, selecting

if TYPE_CHECKING:
    from quizgen.authoring import Exercise


@click.command("make")
@selecting(
    "The same seed makes the same quiz.",
    None,
    "Set the number of questions; by default 5, or one of each exercise named.",
    by_misconception=True,
)
@folder_option
@assignment_option("Make it for this assignment; its grades then count there.")
@interface_option("Write submission.py with the names and layout of this course")
@click.option("--notebook", is_flag=True, help="Write submission.ipynb, a Jupyter notebook, in place of submission.py.")
@click.option("--json", "as_json", is_flag=True, help="Print the quiz as JSON.")
@click.option(
    "--with-key", is_flag=True, help="With --json: print the numbers, the key and the known wrong answers too."
)
def command(
    selection: Selection,
    out: Path,
    assignment: str | None,
    interface: str | None,
    notebook: bool,
    as_json: bool,
    with_key: bool,
) -> None:
    """Make a quiz with numbers of its own.

    Show it, and write a folder with quiz.html to print, answers.toml to fill in and, when there is code to write,
    submission.py to complete. The quiz is stored for grading. With --misconception fwd-stale-h0 every question has numbers on which
    that misconception gives an answer of its own, as far from all others as possible.
    """
    from datetime import UTC, datetime

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.documents.quiz_folder import has_answers, write_quiz
    from quizgen.generate.code_questions import count_functions_once, in_interface
    from quizgen.generate.compose import compose
    from quizgen.media.json import quiz_json

    if with_key and not as_json:
        raise click.UsageError("--with-key goes with --json, so that no key is shown by accident. Add --json.")
    exercises = selection.exercises()
    fitting = list(exercises)
    if interface not in (None, "chapter"):
        with author_errors(*exercises):
            fitting = in_interface(exercises, lambda function: points_of(function, interface))
        named = [name.rsplit("/", 1)[-1] for name in selection.names]
        for exercise in exercises:
            if exercise not in fitting and (exercise.name in named or not fitting):
                refuse(exercise, interface)
    picked = selection.questions(tuple(fitting))
    quiz = compose(selection.quiz_name, selection.seed, picked, selection.seeds(picked))
    with author_errors(*picked):
        quiz = count_functions_once(quiz, lambda function: points_of(function, interface or "chapter"))
    quiz = replace(quiz, assignment=assignment or "")
    with open_store() as store:
        quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
        token = sheet_token(quiz, store.secret(), interface)
    with author_errors(*picked):
        folder = write_quiz(quiz, out, interface, token, notebook)
    if as_json:
        print_json(quiz_json(quiz, with_key=with_key))
        return
    from quizgen.media.terminal import question

    page = console()
    for number, variant in enumerate(quiz.variants, 1):
        page.print(question(variant, number))
    sheet = "with your answers in it, as you left it" if has_answers(folder / "answers.toml") else "to fill in"
    starter = "submission.ipynb" if notebook else "submission.py"
    code = f", {starter} to complete" if (folder / starter).exists() else ""
    if len(quiz.variants) < (selection.count or 0):
        questions = "1 question" if len(quiz.variants) == 1 else f"{len(quiz.variants)} questions"
        say(f"\n{questions} and not {selection.count}: a function to write is asked once.")
    say("\n", (f"{folder}/", "bold"), f"  quiz.html to print, answers.toml {sheet}{code}")
    say("Fill in the answers, then type:  ", (next_command("grade", str(folder)), "bold"))


def refuse(exercise: Exercise, interface: str) -> NoReturn:
    """UserError: why an exercise cannot be answered in an interface, and in which it can."""
    from quizgen.errors import UserError
    from quizgen.generate import variant
    from quizgen.submissions.starter import starter

    asks = [ask for ask in variant(exercise, 0).asks if ask.functions]
    given = {name: text for ask in asks for name, text in ask.given_code.items()}
    starter([function for ask in asks for function in ask.functions], interface, given)
    raise UserError(f"{exercise.name} cannot be answered in the interface {interface}: leave --interface out.")


def points_of(function: str, interface: str) -> float:
    """What the grade of a submission counts for a function; the checks are imported only where code is asked."""
    from quizgen.submissions.points import points_of

    return points_of(function, interface)
