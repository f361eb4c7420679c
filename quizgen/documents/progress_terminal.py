"""A learner's progress in the terminal: bars of results, of the chapter, and of what was active when."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents import progress_words as words
from quizgen.documents.class_summary import practice
from quizgen.documents.progress import MisconceptionRow, Phase, Progress, SectionRow, State, TopicRow
from quizgen.documents.progress_time import COLUMNS, Cell, Event, Timeline
from quizgen.media.terminal_cells import add, printable_text
from quizgen.model import topic_name
from reference_rnn import title

RESULTS = 16  # the last results shown of a topic
BAR = 16  # columns of the bar of a section
MOST = 10  # misconceptions shown
WIDEST = 4  # signs of a column of the chart
SIGNS = {True: ("■", "green"), False: ("□", "red"), None: ("?", "yellow")}
STATES = {State.KNOWN: "green", State.OPEN: "", State.CLOSED: "dim"}
PHASES = {Phase.ACTIVE: "red", Phase.SEEN: "yellow", Phase.CLEARED: "green"}
EVENTS = {Event.NONE: " ", Event.AVOIDED: "·", Event.EXPLAINED: "●", Event.CLEARED: "✓"}


def progress(found: Progress) -> RenderableType:
    """All of it."""
    parts = [
        Text(printable_text(words.heading(found)), style="bold"),
        Text(words.overview(found)),
        *(Text(one, style="dim") for one in words.left_out(found)),
        Text(),
        *topics(found),
        *sections(found),
        *misconceptions(found),
    ]
    return Padding(Group(*parts), (1, 2, 1, 2))


def grid(*columns: str) -> Table:
    """A table without lines; a column is "", "right" or "whole", which is never wrapped."""
    table = Table.grid(padding=(0, 2))
    for kind in columns:
        table.add_column(justify="right" if kind == "right" else "left", no_wrap=kind != "")
    return table


# ---------------------------------------------------------------- topics


def topics(found: Progress) -> Iterator[RenderableType]:
    """The topics: state, last results, how many are right, the level asked next."""
    yield Text.assemble(("Topics", "bold"), "   ", ("■ right  □ wrong  ? waits for a person", "dim"))
    table = grid("", "whole", "whole", "whole", "")
    for row in found.topics:
        if row.state is not State.CLOSED or row.results:
            state = Text(words.state(row), style=STATES[row.state])
            add(table, topic_name(row.topic), squares(row), words.results(row), words.level(row), state)
    yield Padding(table, (0, 0, 0, 2))
    for sentence in words.closed(found.topics):
        yield Padding(Text(sentence, style="dim"), (0, 0, 0, 2))
    yield Padding(Text(words.KNOWN, style="dim"), (0, 0, 1, 2))


def squares(row: TopicRow) -> Text:
    """The last results, oldest first."""
    return Text.assemble(*(SIGNS[one] for one in row.results[-RESULTS:]))


# ---------------------------------------------------------------- the chapter


def sections(found: Progress) -> Iterator[RenderableType]:
    """How much of each section of the chapter was asked and passed."""
    yield Text.assemble(("Chapter", "bold"), "   ", ("█ passed  ▒ asked  ░ never asked", "dim"))
    table = grid("", "whole", "")
    for row in found.sections:
        add(table, row.name, bar(row), words.section(row))
    yield Padding(table, (0, 0, 0, 2))
    yield Padding(Text(words.PASSED, style="dim"), (0, 0, 1, 2))


def bar(row: SectionRow) -> Text:
    """A section as a bar."""
    passed, asked = shares([len(row.passed), len(row.not_yet)], row.items)
    return Text.assemble(("█" * passed, "green"), ("▒" * asked, "yellow"), ("░" * (BAR - passed - asked), "dim"))


def shares(counts: list[int], whole: int, width: int = BAR) -> list[int]:
    """Columns of a bar for each count: at least one for anything that is not 0, and all only for everything."""
    found, left = [], width
    for count in counts:
        columns = min(left, max(count > 0, int(width * count / whole))) if whole else 0
        found.append(columns)
        left -= columns
    if found and sum(counts) == whole:
        found[max(place for place, count in enumerate(counts) if count or place == 0)] += left
    return found


# ---------------------------------------------------------------- misconceptions


def misconceptions(found: Progress) -> Iterator[RenderableType]:
    """What was active when, a row for each misconception, and how the learner stands with each."""
    if not found.misconceptions:
        yield Text("No misconception explained an answer.", style="bold")
    else:
        yield Text.assemble(
            ("Misconceptions", "bold"),
            "   ",
            ("● explained an answer  ━ active  · could have shown  ✓ cleared", "dim"),
        )
        yield Padding(chart(found), (0, 0, 1, 2))
        yield Padding(standings(found), (0, 0, 1, 2))
        more = len(found.misconceptions) - MOST
        if more > 0:
            yield Text(f"{more} more; --html FILE shows all.\n", style="dim")
        yield Padding(Text(words.ACTIVE, style="dim"), (0, 0, 0, 2))
    for sentence in filter(None, (words.avoided(found), words.slips(found))):
        yield Padding(Text(sentence), (0, 0, 0, 2))


def chart(found: Progress) -> Table:
    """The misconceptions over the columns of the time line."""
    table = grid("", "whole", "whole")
    columns = found.timeline.columns
    wide = min(WIDEST, max(1, COLUMNS // max(1, len(columns))))
    for row in found.misconceptions[:MOST]:
        style = PHASES[row.phase]
        strip = Text.assemble(*(part for cell in row.cells for part in sign(cell, wide)))
        add(table, title(row.standing.id), strip, Text(row.phase.value, style=style))
    add(table, Text(words.chart_legend(found.timeline), style="dim"), Text(axis(found.timeline, wide), style="dim"), "")
    return table


def sign(cell: Cell, wide: int) -> Iterator[tuple[str, str]]:
    """A column of a row: what happened, then a line where it is active."""
    if cell.active and cell.event in (Event.NONE, Event.AVOIDED):
        yield "━", "red"
    else:
        colours = {Event.EXPLAINED: "red" if cell.active else "yellow", Event.CLEARED: "green"}
        yield EVENTS[cell.event], colours.get(cell.event, "dim")
    yield ("━" if cell.active and cell.event is not Event.CLEARED else " ") * (wide - 1), "red"


def axis(line: Timeline, wide: int) -> str:
    """The first and the last day below the columns, as far as they fit."""
    if not line.columns:
        return ""
    first, last = (words.short_date(one) for one in (line.columns[0].first, line.columns[-1].last))
    if first == last:
        return first
    gap = wide * len(line.columns) - len(first) - len(last)
    return f"{first}{' ' * gap}{last}" if gap > 0 else f"{first} – {last}"


def standings(found: Progress) -> RenderableType:
    """A sentence for each misconception, with the command that practises it where that is of use."""
    lines: list[RenderableType] = []
    for row in found.misconceptions[:MOST]:
        lines.append(Text.assemble((title(row.standing.id), "bold"), "  ", words.standing(row)))
        if command := to_practise(row):
            lines.append(Text(f"  Practise it:  {command}", style="cyan"))
    return Group(*lines)


def to_practise(row: MisconceptionRow) -> str:
    """The command that practises a misconception; "" for one that is cleared."""
    return "" if row.phase is Phase.CLEARED else practice([row.standing.id])
