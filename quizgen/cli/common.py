"""What several commands share: the bank, the store, printing."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeVar, cast

import click

if TYPE_CHECKING:
    from rich.console import Console

    from quizgen.authoring import Exercise
    from quizgen.authoring.bank import Bank
    from quizgen.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def option_of_program(name: str) -> Any:
    """What was given for an option of the whole program."""
    return click.get_current_context().find_root().params[name]


def own_banks() -> tuple[str, ...]:
    """The user's own folders of exercises, from --bank of the whole program or QUIZGEN_BANK."""
    return tuple(option_of_program("banks"))


def load_bank(more: tuple[str, ...] = ()) -> Bank:
    """The built-in bank and the user's own folders, of this command or of the whole program."""
    from quizgen.authoring.bank import Bank
    from quizgen.errors import UserError

    folders = [*own_banks(), *more]
    if not all(folders):  # an empty path would be the current folder, and every Python file below it would run
        raise UserError("--bank was given no folder. Name one, or leave --bank out.")
    return Bank.load([Path(folder) for folder in folders])


def open_store() -> Store:
    """The store of --db, QUIZGEN_DB, or ./quizgen.db; that it was upgraded is told."""
    from quizgen.store import Store

    store = Store.open(option_of_program("db"))
    if store.backup:
        click.echo(
            f"quizgen: {option_of_program('db')} was from an older quizgen and is upgraded; {store.backup} is as it was.",
            err=True,
        )
    return store


class Trimmed:
    """Standard output without the spaces that rich fills lines up with."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return self.stream.write(re.sub(r" +(?=\n)", "", text))

    def flush(self) -> None:
        self.stream.flush()


def console() -> Console:
    """Where people read: as wide as the terminal; piped, 100 columns without trailing spaces.

    Names, paths and answers are anybody's words, so no text is markup: what is bold is a rich Text.
    """
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, markup=False, emoji=False)
    return Console(width=100, highlight=False, markup=False, emoji=False, file=cast(IO[str], Trimmed(sys.stdout)))


def say(*parts: str | tuple[str, str]) -> None:
    """One line, its parts plain or (text, style); never wrapped, so that a path or a command can be copied."""
    from rich.text import Text

    console().print(Text.assemble(*parts), soft_wrap=True)


def next_command(*words: str) -> str:
    """A command to type next, with the --db of this one, but for its password, and quoted for a shell."""
    root = click.get_current_context().find_root()
    given = root.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    database = re.sub(r"(://[^:/@]*:)[^/]*@", r"\1***@", root.params["db"])
    return shlex.join(["quizgen", *(["--db", database] if given else []), *words])


def print_json(said: Any) -> None:
    """One JSON document, numbers in full."""
    click.echo(json.dumps(said, ensure_ascii=sys.stdout.encoding.lower() != "utf-8", indent=2))


INTERFACES = ("chapter", "cs231n", "dlai", "torchlike", "minchar")  # in help, which shall not import them


def known_interface(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of an interface. UserError if there is none of this name, before anything is made or graded."""
    if value is not None:
        from quizgen.submissions.interfaces import named

        named(value)
    return value


def interface_option(purpose: str) -> Callable[[F], F]:
    """--interface, and what it is for."""
    return click.option(
        "--interface", metavar="NAME", callback=known_interface, help=f"{purpose}. One of: {', '.join(INTERFACES)}."
    )


def grading_options(command: F) -> F:
    """The options that say how a submission is asked: names (of exercises), interface, public, unsafe."""
    for option in (
        click.option(
            "--unsafe-no-sandbox",
            "unsafe",
            is_flag=True,
            help="Run the code even where this machine cannot shut it in. Only for code you would run yourself.",
        ),
        click.option("--public", is_flag=True, help="Only checks that show no expected number, as for handing out."),
        interface_option("Whose names and layout the code has; recognised unless you say"),
        click.option(
            "--exercise",
            "names",
            multiple=True,
            metavar="NAME",
            help="Grade a submission on all that this exercise asks.",
        ),
    ):
        command = option(command)
    return command


def sources(bank_exercises: tuple[Exercise, ...]) -> dict[str, str]:
    """The exercise files of a quiz by digest, to be sealed into the store."""
    from quizgen.authoring.bank import digest

    return {digest(exercise.source): exercise.source for exercise in bank_exercises}


def code_functions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The functions that these exercises ask for. UserError when one asks for none."""
    from quizgen.classroom.grader import functions_asked
    from quizgen.errors import UserError

    found: dict[str, None] = {}
    for name in names:
        functions = functions_asked(load_bank().get(name).asks)
        if not functions:
            raise UserError(f"{name} asks for no code. Grade its answers.toml instead, without --exercise.")
        found.update(dict.fromkeys(functions))
    return tuple(found)
