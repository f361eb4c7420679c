"""The prompt for one answer: what is typed, or a command, which no answer can be."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

import click

from quizgen.model import storable

if TYPE_CHECKING:
    from quizgen.ask import Ask

HELP, NEW, FENCE = "?", ":new", '"""'
SHORT = 40  # characters of an earlier answer that the prompt repeats
INDENT = "  "
AN_EMPTY_LINE = "An empty line ends it."


class Command(Enum):
    """What can be typed in place of an answer."""

    HELP = HELP
    HINT = ":hint"
    SKIP = ":skip"
    BACK = ":back"
    STOP = ":stop"


class Ended(Exception):
    """Ctrl-C, or the end of the input; `typed` is what was complete before."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


def prompt(ask: Ask, before: str = "") -> str | Command:
    """What is typed for an ask, or a command; what cannot be read is asked again. Enter alone keeps the answer `before`.

    Ended: Ctrl-C, or the end of the input.
    """
    from quizgen.reading import read_value

    edit_lines()
    while True:
        typed = free_text(ask, before) if ask.free_text else one_line(ask, before)
        if isinstance(typed, Command):
            return typed
        reading = read_value(typed, ask)
        if not reading.trouble:
            return typed
        click.echo(f"    {reading.trouble}")


def one_line(ask: Ask, before: str) -> str | Command:
    """An answer of one line. A word after a colon is a command: no such answer begins with a colon."""
    from quizgen.errors import did_you_mean
    from quizgen.markup.formula_text import formula_text

    shown = before if len(before) <= SHORT else f"{before[: SHORT - 1]}…"
    label = f"{INDENT}{formula_text(ask.tex)}  ({ask.hint()}){f' [{shown}]' if before else ''}"
    while True:
        typed = line(label + ": ")
        command = command_in(typed)
        if command is not None:
            return command
        if typed.strip()[:1] != ":":
            return typed if typed.strip() else before
        names = [one.value for one in Command]
        click.echo(f"    No command {typed.strip()!r}.{did_you_mean(typed.strip(), names)} ? shows them.")


def free_text(ask: Ask, before: str) -> str | Command:
    r"""An answer of several lines. An empty line ends it; after a first line of three quotes only three quotes do."""
    from quizgen.markup.formula_text import formula_text

    then = f"Enter keeps your answer; what you type is added to it; {NEW} begins anew." if before else AN_EMPTY_LINE
    click.echo(f"{INDENT}{formula_text(ask.tex)}  (free text) {then}")
    lines: list[str] = []
    fenced = False
    while True:
        try:
            typed = line(f"{INDENT}> ")
        except Ended:
            if lines:
                raise Ended(joined(before, lines)) from None
            raise
        if not fenced and (command := command_in(typed)) is not None:
            if lines and command is not Command.STOP:
                click.echo("    End your answer with an empty line first.")
                continue
            if lines:
                raise Ended(joined(before, lines))
            return command
        if before and not lines and typed.strip().lower() == NEW:
            before = ""
            click.echo(f"{INDENT}{AN_EMPTY_LINE}")
            continue
        if not lines and not fenced and typed.strip().startswith(FENCE):
            fenced, typed = True, typed.strip().removeprefix(FENCE)
            if not typed:
                continue
        if fenced and typed.rstrip().endswith(FENCE):
            return joined(before, [*lines, typed.rstrip().removesuffix(FENCE)])
        if not fenced and not typed.strip():
            return joined(before, lines)
        lines.append(typed)


def joined(before: str, lines: list[str]) -> str:
    """An earlier answer with lines added."""
    return "\n".join(filter(None, [before, "\n".join(lines).strip()]))


def command_in(typed: str) -> Command | None:
    """The command that a line is."""
    return next((one for one in Command if typed.strip().lower() == one.value), None)


def line(label: str) -> str:
    """One line as it was typed. Ended: Ctrl-C, or the end of the input."""
    try:
        typed: str = click.prompt(label, default="", show_default=False, prompt_suffix="")
    except (click.Abort, KeyboardInterrupt, EOFError):
        raise Ended from None
    return storable(typed)


def edit_lines() -> None:
    """Lets the arrow keys edit a line, and lines be longer than a terminal's 4096 bytes, where the module is there."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401
