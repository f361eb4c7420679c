"""quizgen take: one question at a time, with feedback after each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, open_store, quiz_name, select, selection, some_seed, sources

if TYPE_CHECKING:
    from quizgen.model import Ask, Quiz, Variant


@click.command("take")
@selection
@click.option("--count", type=click.IntRange(1, 200), default=5, show_default=True, help="How many questions.")
@click.option("--seed", type=click.IntRange(0), help="The same seed asks the same questions.")
@click.option("--out", type=click.Path(path_type=Path), default=Path(), help="Where to put the quiz's folder.")
def command(
    own: tuple[str, ...],
    topics: tuple[str, ...],
    names: tuple[str, ...],
    level: tuple[int, int],
    kinds: tuple[str, ...],
    count: int,
    seed: int | None,
    out: Path,
) -> None:
    """Take a quiz in the terminal, with feedback after each question.

    Every answer is written down as soon as it is given: Ctrl-C loses nothing, and what was answered is graded.
    """
    from datetime import UTC, datetime

    from quizgen.compose import chosen, compose, practice_seeds
    from quizgen.errors import UserError
    from quizgen.generate import Follower
    from quizgen.grading import grade
    from quizgen.model import Answers
    from quizgen.quizfolder import keep_typed, write_quiz
    from quizgen.render.screen import sheet, summary

    exercises = tuple(e for e in select(own, topics, names, level, kinds) if "code" not in e.kinds)
    if not exercises:
        raise UserError("Code is not answered in the terminal. Use 'quizgen make', complete submission.py, then 'quizgen grade'.")
    seed = some_seed(seed)
    quiz = compose(quiz_name(topics, names), seed, chosen(exercises, count, seed), practice_seeds(seed))
    page = console()
    with open_store() as store:
        quiz = store.keep_quiz(quiz, sources(exercises), datetime.now(UTC))
        folder, follow = write_quiz(quiz, out), Follower(store.source)
        typed: dict[str, dict[str, str]] = {}
        try:
            for number, variant in enumerate(quiz.variants, 1):
                answer_question(quiz, number, variant, typed, folder)
                page.print(sheet(grade(only(quiz, number), Answers(quiz.id, "", {"q1": typed[f"q{number}"]}), follow)))
        except click.Abort:
            page.print(f"\nStopped. What you answered is in [bold]{folder}/answers.toml[/].")
        if typed:
            keep_typed(quiz, typed, folder)
            whole = grade(quiz, Answers(quiz.id, "", typed, str(folder / "answers.toml")), follow)
            store.append(whole, datetime.now(UTC))
            page.print(summary(whole))


def answer_question(quiz: Quiz, number: int, variant: Variant, typed: dict[str, dict[str, str]], folder: Path) -> None:
    """Show a question and take its answers; each is written down at once."""
    from quizgen.quizfolder import keep_typed
    from quizgen.render.screen import question

    console().print(question(variant, number))
    answers: dict[str, str] = {}
    for ask in variant.asks:
        answers[ask.name] = one_answer(ask)
        typed[f"q{number}"] = answers
        keep_typed(quiz, typed, folder)


def one_answer(ask: Ask) -> str:
    """What is typed for one ask; what cannot be read is asked for again, and Enter leaves it blank."""
    from quizgen.reading import read_value, wanted
    from quizgen.render.maths import text

    while True:
        typed: str = click.prompt(f"  {text(ask.tex)}  ({wanted(ask)})", default="", show_default=False)
        reading = read_value(typed, ask)
        if not reading.trouble:
            return typed
        click.echo(f"    {reading.trouble}")


def only(quiz: Quiz, number: int) -> Quiz:
    """A quiz of just one of its questions."""
    from dataclasses import replace

    return replace(quiz, variants=(quiz.variants[number - 1],))
