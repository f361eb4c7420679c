"""The report on the terminal, readable when piped."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.report import AssignmentReport, CourseReport
from quizgen.documents import report_words as words
from quizgen.documents.remarks import plain_text
from quizgen.documents.report_page import COLUMNS, Suspect, all_titles, rows, suspects
from quizgen.media.terminal_cells import add, printable_text

BAR = 30  # columns of the longest bar
MOST = 10  # misconceptions shown


def report(found: CourseReport) -> RenderableType:
    """The whole report."""
    parts = [part for one in found.assignments for part in assignment(one)]
    return Padding(Group(*parts, *misconceptions(found)), (1, 2, 1, 2))


def assignment(one: AssignmentReport) -> Iterator[RenderableType]:
    """One assignment: points, reliability, what looks faulty, all items."""
    yield Text(printable_text(words.heading(one.name)), style="bold")
    yield Text(words.handed_in(one))
    yield Text()
    if one.scores:
        yield Padding(histogram(one), (0, 0, 1, 0))
    yield Text(words.spread(one))
    yield Text(words.reliability(one))
    yield Text()
    faulty = suspects(one, looks_faulty=True)
    yield Text("Questions that look faulty" if faulty else "No question looks faulty.", style="bold")
    yield listed(faulty, "red")
    if waiting := suspects(one, looks_faulty=False):
        yield Text("Not judged yet", style="bold")
        yield listed(waiting, "cyan")
    if one.items:
        yield Padding(items(one), (0, 0, 2, 0))


def histogram(one: AssignmentReport) -> Table:
    """How many students have which part of the points."""
    assert one.scores is not None
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right")
    counts = one.scores.histogram
    for place, count in enumerate(counts):
        bar = "█" * round(BAR * count / max(counts)) or ("▏" if count else "")
        label = f"{100 * place // len(counts)} to {100 * (place + 1) // len(counts)}%"
        add(table, label, Text.assemble((bar, "blue"), f" {count}" if count else ""))
    return table


def listed(found: tuple[Suspect, ...], colour: str) -> RenderableType:
    """Items with their sentences."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for one in found:
        lines = [Text(shown(one.name), style="bold"), *(Text(shown(why)) for why in one.why)]
        add(table, Text(str(one.number), style=f"bold {colour}"), Padding(Group(*lines), (0, 0, 1, 0)))
    return Padding(table, (0, 0, 0, 2) if found else (0, 0, 1, 0))


def items(one: AssignmentReport) -> Table:
    """The table of all items."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right")
    table.add_column("question", overflow="fold")
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    faulty = {finding.item for finding in one.findings if finding.looks_faulty}
    for number, name, *values in rows(one):
        style = "bold red" if int(number) in faulty else ""
        add(table, Text(number, style=style), Text(shown(name), style=style), *values)
    return table


def misconceptions(found: CourseReport) -> Iterator[RenderableType]:
    """Each misconception's share in each assignment, the most frequent first."""
    if not found.misconceptions:
        yield Text("No answer was explained by a known misconception.")
        return
    yield Text("Misconceptions: of the students whose answers could show one, how many did", style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("misconception", overflow="fold")
    for one in found.assignments:
        table.add_column(printable_text(words.heading(one.name)), justify="right")
    for title, trend in list(zip(all_titles(found), found.misconceptions, strict=True))[:MOST]:
        add(table, title, *map(words.share, trend.shares))
    yield table
    more = len(found.misconceptions) - MOST
    if more > 0:
        yield Text(
            f"{more} more {'is' if more == 1 else 'are'} rarer; --html FILE shows {'it' if more == 1 else 'all'}."
        )


def shown(markup: str) -> str:
    """Markup as plain text that no terminal takes for a command."""
    return printable_text(plain_text(markup))
