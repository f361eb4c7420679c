"""What judging again would change, on the terminal: whose points, from what to what, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.regrading import Rejudged
from quizgen.documents.remarks import remark
from quizgen.media.terminal_cells import add
from quizgen.media.values import amount

LONG = 160  # characters of a reason


def changes(shown: Sequence[Rejudged], name: Callable[[str], str], lowered: Sequence[Rejudged]) -> RenderableType:
    """A row for each question of each student whose points change; those of `lowered` keep what they have."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("student", "question", "now", "then", "why"):
        table.add_column(
            column, justify="right" if column in ("now", "then") else "left", no_wrap=column in ("now", "then")
        )
    keeping = {one.id for one in lowered}
    for one in shown:
        who = name(one.old.student) or one.old.source
        for change in one.changes:
            then = Text(of(change.after), style="red" if one.lowered else "green")
            kept = "Keeps the points. " if one.id in keeping else ""
            add(table, who, change.question, of(change.before), then, kept + reason(remark(change.mark)))
            who = ""
    return table


def of(points: tuple[float, float]) -> str:
    """ "1 of 2"."""
    return f"{amount(points[0])} of {amount(points[1])}"


def reason(feedback: str) -> str:
    """The first sentences of a mark's feedback, as many as a table has room for."""
    said = ""
    for sentence in re.split(r"(?<=[.!?]) ", " ".join(feedback.split())):
        if said and len(said) + len(sentence) > LONG:
            break
        said = f"{said} {sentence}".strip()
    return said if len(said) <= 2 * LONG else said[: 2 * LONG] + " ..."
