"""The smallest repairs that `quizgen grade --repair` shows below the grades: for whoever helps, never for a learner's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizgen.cli.common import console, say

if TYPE_CHECKING:
    from rich.text import Text

    from quizgen.model import Grade

NONE = "No change of one or two statements was found with which it passes all its checks."
SHEET = "Repairs are of code; answer sheets have none."
RIGHT = "Everything is right: there is nothing to repair."


def show_repairs(grades: Iterable[tuple[Grade, bytes]], *, unsafe: bool) -> None:
    """For each wrong function the smallest change with which it passes all its checks, as a diff."""
    from rich.padding import Padding
    from rich.text import Text

    from quizgen.documents import labels
    from quizgen.media.terminal_cells import printable_text
    from quizgen.sandbox.wall import Wall
    from quizgen.submissions.repair import repairs

    page = console()
    for grade, content in grades:
        if not grade.is_code:
            say(SHEET)
            continue
        with Wall(unsafe) as wall:
            found = [*repairs(content, grade, wall)]
        if not found:
            say(RIGHT)
        for function, repair in found:
            name = labels.heading(grade, function)[0]
            page.print(Text.assemble("  The smallest repair of ", (printable_text(name), "bold")))
            said = Text("\n").join(map(_line, repair.diff.split("\n"))) if repair else Text(NONE)
            page.print(Padding(said, (0, 0, 1, 6)))


def _line(line: str) -> Text:
    from rich.text import Text

    from quizgen.media.terminal_cells import printable_text

    style = {"+": "green", "-": "red", "@": "dim"}.get(line[:1], "")
    return Text(printable_text(line), style="dim" if line.startswith(("+++", "---")) else style)
