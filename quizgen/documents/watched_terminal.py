"""A submission that is graded on every save: what broke last on top, what was fixed in one line, then the whole grade."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from quizgen.documents import labels
from quizgen.documents.code_report import claim_of
from quizgen.documents.grade_terminal import sheet
from quizgen.documents.score import of_mark
from quizgen.media.terminal_cells import printable_text
from quizgen.model import Grade, Mark


def watched(grade: Grade, last: Sequence[Mark], fixed: Sequence[str], removed: Sequence[str]) -> RenderableType:
    """A grade as seen while working: the marks that broke last, the checks fixed and the functions removed, the sheet."""
    parts: list[RenderableType] = []
    if removed:
        parts.append(Text(f"  No longer in the file: {', '.join(removed)}.", style="bold red"))
    marks = {mark.ask: mark for mark in grade.marks}
    for words, changed, style in (("Broke last", last, "red"), ("Fixed", [marks[ask] for ask in fixed], "green")):
        if changed:
            names = [Text(printable_text(name_of(grade, mark))) for mark in changed]
            parts += [Text(f"  {words}", style=f"bold {style}"), Padding(Group(*names), (0, 0, 0, 6))]
    return Group(*parts, sheet(grade))


def name_of(grade: Grade, mark: Mark) -> str:
    """A check by its function, its claim and its points: "rnn_step: h_t = tanh(b), where W is zero (0 of 1)"."""
    function = labels.heading(grade, mark.ask.partition(".")[0]).name
    return f"{': '.join(filter(None, [function, claim_of(grade, mark)]))} ({of_mark(mark)})"
