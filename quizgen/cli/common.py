"""Shared by several commands: opening the bank and the store, options, printing."""

from __future__ import annotations

import functools
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeVar, cast

import click

if TYPE_CHECKING:
    from rich.console import Console

    from quizgen.authoring import Exercise
    from quizgen.authoring.bank import Bank
    from quizgen.model import Grade, Variant
    from quizgen.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def option_of_program(name: str) -> Any:
    """The value of an option of the whole program."""
    return click.get_current_context().find_root().params[name]


def own_banks() -> tuple[str, ...]:
    """The user's own folders of exercises, from --bank of the whole program or QUIZGEN_BANK."""
    return tuple(option_of_program("banks"))


def load_bank(more: tuple[str, ...] = ()) -> Bank:
    """The built-in bank and the user's own folders, of this command or of the whole program."""
    from quizgen.authoring.bank import Bank
    from quizgen.errors import UserError

    folders = [*own_banks(), *more]
    if not all(folders):  # an empty path means the current folder, and every Python file below it would be run
        raise UserError("--bank was given no folder. Name one, or leave --bank out.")
    return Bank.load([Path(folder) for folder in folders])


def open_store() -> Store:
    """The store of --db, QUIZGEN_DB, or ./quizgen.db; prints a line if it was upgraded."""
    from quizgen.store import Store

    store = Store.open(option_of_program("db"))
    if store.backup:
        name = option_of_program("db")
        message = f"{name} was from an older quizgen and has been upgraded; {store.backup} is a copy of the old one."
        click.echo(f"quizgen: {message}", err=True)
    return store


class Trimmed:
    """Standard output without the spaces that rich adds at the ends of lines."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return self.stream.write(re.sub(r" +(?=\n)", "", text))

    def flush(self) -> None:
        self.stream.flush()


def console() -> Console:
    """The console for people: as wide as the terminal; in a pipe, 100 columns without trailing spaces.

    Names, paths and answers come from users, so no text is interpreted as markup: bold text is a rich Text.
    """
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, markup=False, emoji=False)
    return Console(width=100, highlight=False, markup=False, emoji=False, file=cast(IO[str], Trimmed(sys.stdout)))


def say(*parts: str | tuple[str, str]) -> None:
    """Prints one line of parts, plain or (text, style). It is never wrapped, so that a path or a command can be copied."""
    from rich.text import Text

    console().print(Text.assemble(*parts), soft_wrap=True)


def next_command(*words: str) -> str:
    """A command to type next, quoted for a shell, with the --db of this command but without a password."""
    root = click.get_current_context().find_root()
    given = root.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    database = re.sub(r"(://[^:/@]*:)[^/]*@", r"\1***@", root.params["db"])
    return shlex.join(["quizgen", *(["--db", database] if given else []), *words])


def print_json(value: Any) -> None:
    """One JSON document, numbers in full."""
    click.echo(json.dumps(value, ensure_ascii=sys.stdout.encoding.lower() != "utf-8", indent=2))


def print_grades_json(grades: Iterable[Grade], ungraded: Sequence[Mapping[str, str]] = ()) -> None:
    """One JSON document of grades, written as they come."""
    from quizgen.media.json import grades_json

    for piece in grades_json(grades, ungraded, ascii_only=sys.stdout.encoding.lower() != "utf-8"):
        click.echo(piece, nl=False)


INTERFACES = (
    "chapter",
    "cs231n",
    "dlai",
    "torchlike",
    "minchar",
    "scratch",
)  # named here because help must not import them


def known_interface(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of an interface. UserError, before anything is made or graded, if there is no such interface."""
    if value is not None:
        from quizgen.submissions.interfaces import named

        named(value)
    return value


def interface_option(purpose: str) -> Callable[[F], F]:
    """The option --interface, with its purpose in the help."""
    return click.option(
        "--interface", metavar="NAME", callback=known_interface, help=f"{purpose}. One of: {', '.join(INTERFACES)}."
    )


def grading_options(command: F) -> F:
    """Adds the options that say how a submission is graded: names (of exercises), interface, public, unsafe."""
    for option in (
        click.option(
            "--unsafe-no-sandbox",
            "unsafe",
            is_flag=True,
            help="Run the code even if this machine cannot isolate it. Only for code you would run yourself.",
        ),
        click.option(
            "--public", is_flag=True, help="Use only checks that show no expected numbers, for students to run."
        ),
        interface_option("The names and the layout of the code; recognised if left out"),
        click.option(
            "--exercise",
            "names",
            multiple=True,
            metavar="NAME",
            help="Grade a submission on the functions that this exercise asks for.",
        ),
    ):
        command = option(command)
    return command


def sources(bank_exercises: tuple[Exercise, ...]) -> dict[str, str]:
    """The exercise files of a quiz by digest, for the store."""
    from quizgen.authoring.bank import digest

    return {digest(exercise.source): exercise.source for exercise in bank_exercises}


def made_again() -> Callable[[str, int], tuple[Variant, str]]:
    """Makes a variant again from the name of its exercise and its seed; the bank is read for the first."""
    bank = functools.cache(load_bank)

    def make(name: str, seed: int) -> tuple[Variant, str]:
        from quizgen.generate.made_again import made_again

        return made_again(bank(), name, seed)

    return make


def code_functions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The functions that these exercises ask for. UserError if one asks for none, or for another one each time."""
    if not names:
        return ()  # the import below takes a tenth of a second
    from quizgen.classroom.grader import functions_asked
    from quizgen.errors import UserError
    from quizgen.generate import variant

    found: dict[str, None] = {}
    for name in names:
        exercise = load_bank().get(name)
        functions = functions_asked(exercise.asks)
        if not functions:
            raise UserError(f"{name} asks for no code. Grade its answers.toml instead, without --exercise.")
        if functions_asked(variant(exercise, 0).asks) != functions:
            raise UserError(
                f"{name} asks for another function each time. Grade the folder of its quiz, without --exercise."
            )
        found.update(dict.fromkeys(functions))
    return tuple(found)
