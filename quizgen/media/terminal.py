"""The terminal: questions and their answers as rich shows them, readable when piped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, parse
from quizgen.media.terminal_cells import add
from quizgen.media.values import points, show, told
from quizgen.model import Ask, Choice, Formula, Variant
from quizgen.model import Text as FreeText


def question(variant: Variant, number: int) -> RenderableType:
    """A question: its heading, its text, its blanks."""
    heading = Text.assemble(
        (f"\n{number}  ", "bold cyan"), (variant.title, "bold"), f"   {points(variant.points)}", style=""
    )
    asks = {ask.name: ask for ask in variant.asks}
    return Group(heading, Padding(Group(*walked(parse(variant.text), asks)), (1, 0, 1, 3)))


def answer(variant: Variant) -> RenderableType:
    """The key of a variant, its solution, and its live slips."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    shown = [ask for ask in variant.asks if ask.kind in ("numeric", "shape", "choice")]
    for heading in ["", *(formula_text(ask.tex) for ask in shown), "equals what you get ..."]:
        table.add_column(Text(heading), no_wrap=heading != "equals what you get ...")
    if shown:
        add(table, Text("key", style="bold green"), *(told(variant.key[ask.name], ask) for ask in shown))
        for slip in variant.slips:
            values = (show(slip.answers.get(ask.name), ask) for ask in shown)
            add(table, slip.misconceptions[0], *values, Text(slip.feedback))
    keys = [f"{formula_text(a.tex)}: {formula_text(a.display)}" for a in variant.asks if isinstance(a, Formula)]
    keys += [f"{p.weight:g}  {p.text}" for a in variant.asks if isinstance(a, FreeText) for p in a.key_points]
    untested = ", ".join(variant.dropped)
    parts: list[RenderableType] = [Text(line) for line in keys]
    if variant.solution:
        parts += [Text("Solution", style="bold"), *walked(parse(variant.solution), {}), Text()]
    if shown:
        parts.append(table)
    if untested:
        parts += [Text(), Text(f"Not tested by these numbers: {untested}.", style="dim")]
    return Padding(Group(*parts), (0, 0, 1, 3))


def walked(blocks: Iterable[Block], asks: dict[str, Ask]) -> Iterator[RenderableType]:
    """Blocks with an empty line between them."""
    for place, block in enumerate(blocks):
        if place:
            yield Text()
        yield shown(block, asks)


def shown(block: Block, asks: dict[str, Ask]) -> RenderableType:
    """One block."""
    if isinstance(block, Display):
        return Padding(Text(formula_text(block.tex)), (0, 0, 0, 4))
    if isinstance(block, Listing):
        return Padding(Text(block.text), (0, 0, 0, 4))
    if isinstance(block, Items):
        marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
        table = Table.grid(padding=(0, 1))
        for mark, item in zip(marks, block.items, strict=True):
            add(table, mark, Group(*walked(item, asks)))
        return table
    if isinstance(block, Grid):
        head, *body = block.rows
        table = Table(box=None, pad_edge=False, header_style="bold")
        for cell in head:
            table.add_column(line(cell, asks))
        for row in body:
            add(table, *(line(cell, asks) for cell in row))
        return table
    if len(block.line) == 1 and isinstance(block.line[0], Blank):
        return blank(asks[block.line[0].name])
    return line(block.line, asks)


def line(runs: Line, asks: dict[str, Ask]) -> Text:
    """A line of text."""
    said = Text()
    for run in runs:
        if isinstance(run, Maths):
            said.append(formula_text(run.tex), style="cyan")
        elif isinstance(run, Blank):
            said.append(f"[{formula_text(asks[run.name].tex)}: ____]")
        else:
            said.append(run.text, style="bold" if run.strong or run.code else "italic" if run.emphasis else "")
    return said


def blank(ask: Ask) -> RenderableType:
    """Where an ask is answered: its options, or a line."""
    if isinstance(ask, Choice):
        table = Table.grid(padding=(0, 2))
        for option in ask.options:
            add(table, f"  ({option.letter})", Group(*walked(parse(option.text), {})))
        return table
    if ask.kind == "code":
        return Text("  (answer in submission.py)", style="dim")
    return Text(f"  {formula_text(ask.tex)} = ________" if ask.kind != "text" else "  ________")
