"""The terminal: questions and their answers as rich shows them, readable when piped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.ask import Ask
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload, Write
from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, parse
from quizgen.markup.pictures import Picture
from quizgen.media.terminal_cells import add
from quizgen.media.values import amount, points
from quizgen.model import Variant
from reference_rnn import title

TITLE = 24  # columns of a misconception's title
WIDE = 44  # columns of labels and values in one line, beside which there is room for sentences


def question(variant: Variant, number: int) -> RenderableType:
    """A question: its heading, its text, its blanks."""
    heading = Text.assemble(
        (f"\n{number}  ", "bold cyan"), (variant.title, "bold"), f"   {points(variant.points)}", style=""
    )
    asks = {ask.name: ask for ask in variant.asks}
    return Group(heading, Padding(Group(*walked(parse(variant.text), asks)), (1, 0, 1, 3)))


def answer(variant: Variant) -> RenderableType:
    """The key of a variant, its solution, and its live slips."""
    keyed = [(ask, variant.key[ask.name]) for ask in variant.asks if variant.key[ask.name] is not None]
    shown = [ask for ask, value in keyed if not ask.tex_of(value)]
    keys = [f"{formula_text(ask.tex)}: {formula_text(tex)}" for ask, value in keyed if (tex := ask.tex_of(value))]
    untested = ", ".join(map(title, variant.dropped))
    parts: list[RenderableType] = [Text(line) for line in keys]
    for ask in variant.asks:
        parts += [marking_line(f"{amount(worth)}", text) for worth, text in ask.marking_scheme()]
        parts += [marking_line("wrong", claim) for claim in ask.wrong_claims_to_watch()]
    if variant.solution:
        parts += [Text("Solution", style="bold"), *walked(parse(variant.solution), {}), Text()]
    if shown:
        parts.append(slips_below(variant, shown) if width(variant, shown) > WIDE else slips_beside(variant, shown))
    if untested:
        parts += [Text(), Text(f"Not tested by these numbers: {untested}.", style="dim")]
    return Padding(Group(*parts), (0, 0, 1, 3))


def solved(variant: Variant, missed: Iterable[Ask]) -> RenderableType:
    """What a learner reads after the last try: the right answers to what was missed, and the worked solution."""
    parts: list[RenderableType] = []
    keys = Table.grid(padding=(0, 2))
    for ask in missed:
        if (value := variant.key[ask.name]) is not None:
            full = ask.key_markup(value)
            right = Group(*walked(parse(full), {})) if full else Text(ask.show_key(value))
            add(keys, Text(formula_text(ask.tex)), right)
    if keys.row_count:
        parts += [Text("The right answer", style="bold"), Padding(keys, (0, 0, 1, 2))]
    if variant.solution:
        solution = Group(*walked(parse(variant.solution), {}))
        parts += [Text("Solution", style="bold"), Padding(solution, (0, 0, 1, 2))]
    return Padding(Group(*parts), (0, 0, 0, 3)) if parts else Group()


def width(variant: Variant, asks: Iterable[Ask]) -> int:
    """The columns that asks take in one line, each as wide as its label or its right answer."""
    return sum(max(len(formula_text(ask.tex)), len(ask.show_key(variant.key[ask.name]))) + 2 for ask in asks)


def slips_beside(variant: Variant, asks: list[Ask]) -> RenderableType:
    """The key and the values of each misconception, a column for each ask, and what is said of them beside them."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(max_width=TITLE)
    for ask in asks:
        table.add_column(Text(formula_text(ask.tex)), no_wrap=True)
    table.add_column("equals what you get ...")
    add(table, Text("key", style="bold green"), *(ask.show_key(variant.key[ask.name]) for ask in asks))
    for slip in variant.slips:
        values = (ask.show(slip.answers.get(ask.name)) for ask in asks)
        add(table, title(slip.misconceptions[0]), *values, Text(slip.feedback))
    return table


def slips_below(variant: Variant, asks: list[Ask]) -> RenderableType:
    """The same where labels and values leave no room: a paragraph for the key and for each misconception."""
    lines = [Text("key", style="bold green"), valued((ask, ask.show_key(variant.key[ask.name])) for ask in asks)]
    for slip in variant.slips:
        values = valued((ask, ask.show(slip.answers.get(ask.name))) for ask in asks)
        lines += [Text(), Text(title(slip.misconceptions[0]), style="bold"), values, Text(slip.feedback)]
    return Group(*lines)


def valued(shown: Iterable[tuple[Ask, str]]) -> Text:
    """Labels with their values, one after another."""
    return Text("   ".join(f"{formula_text(ask.tex)} = {value}" for ask, value in shown))


def marking_line(worth: str, text: str) -> RenderableType:
    """One thing to look for in an answer, with what it is worth in front."""
    table = Table.grid(padding=(0, 2))
    add(table, worth, Group(*walked(parse(text), {})))
    return table


def walked(blocks: Iterable[Block], asks: Mapping[str, Ask | str]) -> Iterator[RenderableType]:
    """Blocks with an empty line between them."""
    for place, block in enumerate(blocks):
        if place:
            yield Text()
        yield shown(block, asks)


def shown(block: Block, asks: Mapping[str, Ask | str]) -> RenderableType:
    """One block."""
    if isinstance(block, Display):
        return Padding(Text(formula_text(block.tex)), (0, 0, 0, 4))
    if isinstance(block, Listing):
        return Padding(Text(block.text), (0, 0, 0, 4))
    if isinstance(block, Picture):
        return Padding(Text(f"{block.title}\n{block.description}"), (0, 0, 0, 4))
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
        ask = asks[block.line[0].name]
        return Text(ask) if isinstance(ask, str) else blank(ask)
    return line(block.line, asks)


def line(runs: Line, asks: Mapping[str, Ask | str]) -> Text:
    """A line of text."""
    written = Text()
    for run in runs:
        if isinstance(run, Maths):
            written.append(formula_text(run.tex), style="cyan")
        elif isinstance(run, Blank):
            written.append(gap(asks[run.name]))
        else:
            written.append(run.text, style="bold" if run.strong or run.code else "italic" if run.emphasis else "")
    return written


def gap(ask: Ask | str) -> str:
    """A blank inside a line: an ask by its label, or a text of its own."""
    return ask if isinstance(ask, str) else f"[{formula_text(ask.tex)}: ____]"


def blank(ask: Ask) -> RenderableType:
    """Where an ask on a line of its own is answered."""
    return field(ask.interaction(), formula_text(ask.tex))


def field(interaction: Interaction, label: str) -> RenderableType:
    """An interaction as it is read in a terminal; `label` is what its answer is called."""
    match interaction:
        case Entry():
            return Text(f"  {label} = ________")
        case Pick(items=items, several=several):
            return listing(items, "  [{}]" if several else "  ({})")
        case Pair(left=left, right=right):
            return Group(listing(left, "  {}."), Text(), listing(right, "  ({})"), Text(), Text("  " + blanks(left)))
        case Arrange(items=items):
            order = Text("  in order: " + ", ".join("___" for _ in items))
            return Group(listing(items, "  ({})"), Text(), order)
        case Gaps(text=text, gaps=gaps):
            words = [Text(f"  ({gap.key}) one of: {', '.join(gap.words)}") for gap in gaps if gap.words]
            labels = {gap.key: f"({gap.key}) ____" for gap in gaps}
            return Group(*(Padding(one, (0, 0, 0, 2)) for one in walked(parse(text), labels)), *words)
        case Place(description=description, spots=spots, labels=items):
            places = Text("  " + ", ".join(f"{spot.key} = ___" for spot in spots))
            shown = Padding(Text(description), (0, 0, 0, 2))
            return Group(shown, Text(), listing(items, "  ({})"), Text(), places)
        case Write():
            return Text("  ________")
        case Upload(file=file):
            return Text(f"  (answer in {file})", style="dim")
        case Parts(parts=parts):
            shown_parts = [
                Group(*walked(parse(part.label), {}), field(part.interaction, formula_text(part.tex))) for part in parts
            ]
            return Group(*(Padding(one, (place > 0, 0, 0, 2)) for place, one in enumerate(shown_parts)))
    raise TypeError(f"the terminal has no way to show {interaction!r}")


def listing(items: Iterable[Item], mark: str) -> RenderableType:
    """Items with their keys in front."""
    table = Table.grid(padding=(0, 2))
    for item in items:
        add(table, mark.format(item.key), Group(*walked(parse(item.text), {})))
    return table


def blanks(items: Iterable[Item]) -> str:
    """A short line to write on for each item."""
    return ", ".join(f"{item.key} = ___" for item in items)
