"""quizgen take: ask one question at a time, with feedback after each."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.asking import Questioner, Stopped
from quizgen.cli.common import console, open_store, say, sources
from quizgen.cli.selecting import DEFAULT_COUNT, Selection, folder_option, selecting

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
    from quizgen.documents.grade_terminal import summary
    from quizgen.documents.quiz_folder import save_answers, unused_sheet, write_quiz
    from quizgen.generate import Follower
    from quizgen.generate.compose import compose, practice_seeds

    exercises = selection.exercises(WHY_NO_CODE)
    picked = selection.questions(exercises)
    quiz = compose(selection.quiz_name, selection.seed, picked, practice_seeds(selection.seed))
    page = console()
    with open_store() as store:
        quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
        token = sheet_token(quiz, store.secret())
        with author_errors(*picked):
            written = unused_sheet(write_quiz(quiz, out, token=token))
        typed: dict[str, dict[str, str]] = {}
        questioner = Questioner(
            quiz,
            Follower(store.source),
            lambda answers: save_answers(quiz, answers, written, token),
            typed,
            str(written),
        )
        say("Enter alone leaves an answer blank. Ctrl-C stops; what you answered is kept.")
        try:
            for number in range(1, len(quiz.variants) + 1):
                questioner.ask(number)
        except (Stopped, KeyboardInterrupt):  # at a prompt, or anywhere between
            say("\nStopped.")
        finally:
            if any(typed.values()):
                whole = questioner.grade_so_far()
                store.append(whole, datetime.now(UTC))
                page.print(summary(whole))
                say("Your answers are in ", (str(written), "bold"), ".")
