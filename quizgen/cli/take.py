"""quizgen take: ask one question at a time, with feedback after each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.asking import KEYS, Move, Questioner, Stopped
from quizgen.cli.common import console, next_command, open_store, say, sources
from quizgen.cli.selecting import DEFAULT_COUNT, Selection, folder_option, selecting

if TYPE_CHECKING:
    from quizgen.authoring import Exercise
    from quizgen.documents.taken_sheets import LeftSheet
    from quizgen.model import Quiz
    from quizgen.store import Store

WHY_NO_CODE = "Code is not answered in the terminal. Use 'quizgen make', complete submission.py, then 'quizgen grade'."


@click.command("take")
@selecting("The same seed asks the same questions.", DEFAULT_COUNT, "Set the number of questions.")
@folder_option
@click.option("--student", default="", metavar="NAME", help="Keep the grade under this name.")
@click.option(
    "--solutions",
    type=click.Choice(["after", "never"]),
    default="after",
    show_default=True,
    help="Show the worked solution after the last try of a question.",
)
def command(selection: Selection, out: Path, student: str, solutions: str) -> None:
    """Take a quiz in the terminal, with feedback after each question.

    A wrong answer can be given once more, with the explanation in view. ? at a prompt shows help, :hint a hint, which costs part of
    the points. Every answer is saved as soon as it is given: Ctrl-C or :stop stops the quiz, and the same command goes on with it.
    """
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.documents.quiz_folder import save_answers
    from quizgen.documents.taken import comment_of
    from quizgen.generate import Follower

    exercises = selection.exercises(WHY_NO_CODE)
    with open_store() as store:
        quiz, path, left = found_or_made(selection, exercises, out, student, store)
        token, own = sheet_token(quiz, store.secret()), replace(quiz, student=student)
        questioner = Questioner(
            quiz,
            Follower(store.source),
            lambda answers: save_answers(own, answers, path, token, comment_of(questioner.asked)),
            left.typed if left else {},
            str(path),
            student,
            solutions=solutions == "after",
            back=True,
            asked=left.asked if left else {},
        )
        before = state_of(questioner)
        say(KEYS)
        if left:
            say(f"{quiz.id} goes on: {left.answered} of {len(quiz.variants)} answered.")
        try:
            ask_all(questioner)
        except (Stopped, KeyboardInterrupt):  # at a prompt, or anywhere between
            say("\nStopped.")
        finally:
            if state_of(questioner) != before and questioner.grade_so_far().marks:
                finish(questioner, store, replace(selection, seed=quiz.seed), out)


def found_or_made(
    selection: Selection, exercises: tuple[Exercise, ...], out: Path, student: str, store: Store
) -> tuple[Quiz, Path, LeftSheet | None]:
    """The quiz to take and its sheet; and what was answered of it before, where it was left unfinished."""
    from datetime import UTC, datetime

    from quizgen.authoring.bank import author_errors
    from quizgen.classroom.course.sheet_token import sheet_token
    from quizgen.documents.quiz_folder import unused_sheet, write_quiz
    from quizgen.documents.taken_sheets import left_sheets
    from quizgen.generate.compose import compose, practice_seeds

    if not seed_given() and (found := unfinished(selection, exercises, out, student, store)):
        quiz, left = found
        if go_on(quiz, left):
            return quiz, left.path, left
    picked = selection.questions(exercises)
    quiz = compose(selection.quiz_name, selection.seed, picked, practice_seeds(selection.seed))
    quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
    if one := next((one for one in left_sheets(out / quiz.id) if one.belongs_to(quiz, student)), None):
        return quiz, one.path, one
    with author_errors(*picked):
        folder = write_quiz(quiz, out, token=sheet_token(quiz, store.secret()))
    return quiz, unused_sheet(folder), None


def seed_given() -> bool:
    """Whether --seed was given; else it is random."""
    return click.get_current_context().get_parameter_source("seed") is not click.core.ParameterSource.DEFAULT


def unfinished(
    selection: Selection, exercises: tuple[Exercise, ...], out: Path, student: str, store: Store
) -> tuple[Quiz, LeftSheet] | None:
    """The quiz of the same selection that was left unfinished last."""
    from quizgen.documents.taken_sheets import left_sheets
    from quizgen.errors import UserError

    folders = [path for path in out.glob(f"{selection.quiz_name}-*") if path.is_dir()]
    sheets = sorted((one for path in folders for one in left_sheets(path)), key=lambda one: -one.path.stat().st_mtime)
    for sheet in sheets:
        try:
            quiz = store.quiz(sheet.quiz)
        except UserError:  # of another store
            continue
        picked = [one.name for one in replace(selection, seed=quiz.seed).questions(exercises)]
        if sheet.belongs_to(quiz, student) and [one.exercise for one in quiz.variants] == picked:
            return quiz, sheet
    return None


def go_on(quiz: Quiz, left: LeftSheet) -> bool:
    """Asks whether to go on with an unfinished quiz. Abort: Ctrl-C."""
    many = len(quiz.variants)
    return click.confirm(f"{quiz.id} is unfinished: {left.answered} of {many} answered. Go on with it?", default=True)


def ask_all(questioner: Questioner) -> None:
    """Every question that is not closed; then once more those that were left for later. Stopped."""
    for again in (False, True):
        waiting = [number for number in numbers(questioner) if not closed(questioner, number)]
        if again and waiting:
            say(f"\nLeft for later: {', '.join(map(str, waiting))}.")
        ask_in_turn(questioner, waiting)


def ask_in_turn(questioner: Questioner, waiting: list[int]) -> None:
    """The questions that wait, each until it is answered or left for later; on the way back also those before. Stopped."""
    number = next(iter(waiting), 0)
    while waiting:
        move = questioner.ask(number).move
        if move is Move.BACK:
            if number == 1:
                say("    This is the first question.")
            number = max(1, number - 1)
            continue
        if number in waiting:
            waiting.remove(number)
        number = next(iter(waiting), 0)


def numbers(questioner: Questioner) -> Sequence[int]:
    """The numbers of the questions."""
    return range(1, len(questioner.quiz.variants) + 1)


def closed(questioner: Questioner, number: int) -> bool:
    """Whether nothing more can be answered in a question."""
    state = questioner.asked.get(f"q{number}")
    return state is not None and state.closed


def state_of(questioner: Questioner) -> str:
    """All that was typed and seen, to compare with later."""
    typed = {name: answers for name, answers in questioner.typed.items() if answers}
    return repr(
        (typed, [(name, one.tries, one.hints) for name, one in questioner.asked.items() if one.tries or one.hints])
    )


def finish(questioner: Questioner, store: Store, selection: Selection, out: Path) -> None:
    """Stores the grade of the first tries, and that of the last where it is another; shows the end of the quiz."""
    from datetime import UTC, datetime

    from quizgen.classroom.course.course_appender import CourseAppender
    from quizgen.documents.grade_terminal import summary

    append = CourseAppender(store)
    whole, first = questioner.grade_so_far(), questioner.grade_of_first_tries()
    for grade in [first, whole] if first.marks != whole.marks else [whole]:
        counted, _ = append(grade, datetime.now(UTC))
    console().print(summary(counted))
    say("Your answers are in ", (questioner.source, "bold"), ".")
    many = len(questioner.quiz.variants)
    if left := sum(not closed(questioner, number) for number in numbers(questioner)):
        say(f"{many - left} of {many} questions answered. Go on:  ", (next_command(*words_of(selection, out)), "bold"))


def words_of(selection: Selection, out: Path) -> list[str]:
    """The command that takes the quiz of a selection."""
    found = ["take"]
    given = {"topic": selection.topics, "exercise": selection.names, "kind": selection.kinds, "bank": selection.banks}
    for name, values in given.items():
        found += [word for value in values for word in (f"--{name}", value)]
    if selection.level != (1, 5):
        found += ["--level", "-".join(map(str, selection.level))]
    if selection.count not in (None, DEFAULT_COUNT):
        found += ["--count", str(selection.count)]
    return [*found, "--seed", str(selection.seed), *(["--out", str(out)] if out != Path() else [])]
