"""How far two readers agree, as a table on the terminal: question by question, and in total."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.agreement import Agreement, Readings
from quizgen.documents.remarks import plain_text
from quizgen.markup.parse import Paragraph, parse
from quizgen.media.terminal_cells import add, printable_text

POINTS = "none, part or all of the points"


def table(found: Readings) -> RenderableType:
    """For each question the agreement on points and on its key points, then that on all."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("question", "read twice", "the same", "kappa"):
        shown.add_column(name, justify="left" if name == "question" else "right", no_wrap=name != "question")
    for one in found.questions:
        add(shown, Text(first_line(one.text), style="bold"), "", "", "")
        row(shown, POINTS, one.points)
        for text, each in one.key_points:
            row(shown, plain_text(text), each)
    if len(found.questions) > 1:
        add(shown, Text("all questions", style="bold"), "", "", "")
        row(shown, POINTS, found.points)
        row(shown, "key points", found.key_points)
    return Group(Text(), shown)


def row(shown: Table, what: str, one: Agreement) -> None:
    """A row: a kappa is a dash where chance alone would make two readers agree."""
    if one.both:
        kappa = "–" if one.kappa is None else f"{one.kappa:.2f}".replace("-", "−")
        add(shown, Text(f"  {printable_text(what)}"), str(one.both), str(one.same), kappa)


def first_line(text: str) -> str:
    """The first paragraph of a question as plain text."""
    for block in parse(text):
        if isinstance(block, Paragraph):
            return printable_text(plain_text(text.strip().split("\n\n")[0].replace("\n", " ")))
    return printable_text(text)
