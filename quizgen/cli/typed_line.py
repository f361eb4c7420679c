"""Reads what is typed, blank by blank: Tab ends a blank like Enter, in a terminal and in a pipe."""

from __future__ import annotations

import sys
from collections import deque

import click

from quizgen.model import storable

SHIFT_TAB = r'"\e[Z": "\C-e\C-u:u\C-m"'


class TypedLines:
    """Standard input as the texts of blanks."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._terminal = sys.stdin.isatty()
        if self._terminal:
            set_keys()

    def next(self, prompt: str) -> str:
        """What is typed after a prompt. EOFError: the input ends; KeyboardInterrupt: Ctrl-C."""
        shown = not self._waiting and self._terminal
        if not self._waiting:
            line = input(prompt) if self._terminal else sys.stdin.readline()
            if not line and not self._terminal:
                raise EOFError
            self._waiting.extend(line.rstrip("\r\n").split("\t"))
        text = storable(self._waiting.popleft()).strip()
        if not shown:
            click.echo(f"{prompt}{text}")
        return text

    def drop(self) -> None:
        """Leaves out what follows on the same line: it was typed for something else."""
        self._waiting.clear()


def set_keys() -> None:
    """Tab ends the line, Shift-Tab takes back the last blank; without the module readline a Tab is read within the line."""
    try:
        import readline
    except ImportError:
        return
    if "libedit" in (readline.__doc__ or ""):
        readline.parse_and_bind("bind ^I ed-newline")
        return
    readline.set_auto_history(False)
    readline.parse_and_bind("tab: accept-line")
    readline.parse_and_bind(SHIFT_TAB)
