"""quizgen import: reads a course, or a quiz, back from its file."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import next_command, open_store, say


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Read a course or a quiz back from its file; what it holds says which it is.

    For a course ('export --course') the store must be empty: name a new one with --db. A quiz ('export --format json') is added.
    Nothing is stored if the file is damaged or contradicts itself, or has a key that an exercise of your bank does not compute.

    Grading runs the exercise files that came with it. So read only files of people whose programs you would run.
    """
    from quizgen.errors import UserError

    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"Cannot read {file}: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{file} is neither a course nor a quiz of quizgen, for it is no text. Name another file."
        ) from error
    from quizgen.store.quiz_file import is_quiz

    if is_quiz(text):
        import_quiz(text, file)
    else:
        import_course(text, file)


def import_course(text: str, file: Path) -> None:
    """Reads a course into the store, which must be empty."""
    with open_store() as store:
        store.load(text, str(file))
        count = len(store.summaries())
        names = store.assignment_names()
    work = f"{count} grade{'s' * (count != 1)}, {len(names)} assignment{'s' * (len(names) != 1)}"
    say(f"Read the course in {file}: {work}. List them:  ", (next_command("results"), "bold"))


def import_quiz(text: str, file: Path) -> None:
    """Adds a quiz to the store. UserError: it is faulty, or the store has another one of that name."""
    from datetime import UTC, datetime

    from quizgen.ask import plain
    from quizgen.cli.common import load_bank, sources
    from quizgen.errors import UserError
    from quizgen.generate import Follower
    from quizgen.laws.imported import inconsistencies, miscalculations
    from quizgen.store.quiz_file import WRITE_AGAIN, read_quiz

    quiz, texts = read_quiz(text, str(file))
    if found := next(inconsistencies(quiz), ""):
        raise UserError(f"{file} contradicts itself, {found}. {WRITE_AGAIN}")
    own = sources(tuple(load_bank().exercises.values()))
    if found := next(miscalculations(quiz, Follower(own.__getitem__)), ""):
        raise UserError(f"{file} has a wrong key, {found}. {WRITE_AGAIN}")
    with open_store() as store:
        known = any(head.id == quiz.id for head in store.quizzes())
        if known and plain(store.quiz(quiz.id, printed=True)) != plain(quiz):
            raise UserError(
                f"This store has another quiz called {quiz.id!r}. Read the file into a new one: "
                f"quizgen --db NEW.db import {file}."
            )
        if not known:
            store.keep_quiz(quiz, texts, datetime.now(UTC))
    count = len(quiz.variants)
    what = f"{quiz.id}, {count} question{'s' * (count != 1)}"
    say(f"The store has this quiz already: {what}." if known else f"Read the quiz in {file}: {what}.")
    foreign = [variant.exercise for variant in quiz.variants if variant.source not in own]
    if foreign:
        names = ", ".join(dict.fromkeys(foreign))
        why = "Not from your bank, and run as they came when an answer is graded; that was not done to check their keys"
        say((f"{why}: {names}.", "yellow"))
    say("Grade its sheets:  ", (next_command("grade", "ANSWERS.toml"), "bold"))
