"""A submission that is graded on every save: what broke last on top, what was fixed in one line, then the whole grade."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from quizgen.documents.grade_terminal import Columns, sheet
from quizgen.documents.remarks import remark
from quizgen.documents.score import of_mark
from quizgen.model import Grade, Mark


def watched(grade: Grade, last: Sequence[Mark], fixed: Sequence[str], removed: Sequence[str]) -> RenderableType:
    """A grade as seen while working: the marks that broke last, the checks fixed and the functions removed, the sheet."""
    parts: list[RenderableType] = []
    if removed:
        parts.append(Text(f"  No longer in the file: {', '.join(removed)}.", style="bold red"))
    if last:
        parts += [Text("  Broke last", style="bold red"), Padding(Columns(tuple(map(row, last))), (0, 0, 0, 6))]
    if fixed:
        names = ", ".join(check.replace(".", " ") for check in fixed)
        parts.append(Text(f"  Fixed  {names}", style="green"))
    return Group(*parts, sheet(grade))


def row(mark: Mark) -> tuple[Text, Text, Text, Text]:
    """A check in full: its function, its name, its points, its sentence."""
    function, _, name = mark.ask.partition(".")
    return Text(function), Text(name), Text(of_mark(mark), style="red"), Text(remark(mark))
