"""Markup as HTML: blocks, lines, formulas and pictures, with what belongs at each blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from quizgen.interactions import Place
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import mathml, side_by_side
from quizgen.markup.parse import (
    Blank,
    Block,
    Display,
    Grid,
    Items,
    Line,
    Listing,
    Maths,
    Paragraph,
    parse,
)
from quizgen.markup.pictures import Picture, read_picture

PUNCTUATED = re.compile(r"(<math(?:(?!</math>).)*</math>)([,.;:!?)\]”’…]+)(?=\s|<|$)")
CACHED = 8192

Blanks = Callable[[str, bool], Markup]  # what is shown at [[name]]; True: inside a line or a table


def no_blanks(name: str, tight: bool) -> Markup:
    """For markup in which nothing is answered."""
    raise KeyError(name)


def markup(text: str) -> Markup:
    """Markup without blanks."""
    return walked(parse(text), no_blanks)


def blocks(parsed: tuple[Block, ...]) -> Markup:
    """Blocks without blanks."""
    return walked(parsed, no_blanks)


def plain_line(runs: Line) -> Markup:
    """A line without blanks."""
    return line(runs, no_blanks)


def option(text: str) -> Markup:
    """The markup of an item; a single paragraph goes on the line of its letter."""
    blocks = parse(text)
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return Markup("<span>{}</span>").format(plain_line(blocks[0].line))
    return Markup("<div>{}</div>").format(markup(text))


def plain_text(text: str) -> str:
    """Markup as plain text, for lists to choose from and names that are read aloud."""
    parsed = parse(text)
    runs = [run for block in parsed if isinstance(block, Paragraph) for run in block.line]
    if pictures := [block.words for block in parsed if isinstance(block, Picture)]:
        return " ".join(pictures)
    if not runs:
        return " ".join(text.split())
    return "".join(formula_text(run.tex) if isinstance(run, Maths) else getattr(run, "text", "") for run in runs)


@lru_cache(CACHED)
def formula(tex: str, display: bool = False) -> Markup:
    """A formula in the line or on its own, as MathML."""
    return Markup(mathml(tex, display))


def walked(blocks: tuple[Block, ...], blanks: Blanks) -> Markup:
    """Blocks as HTML."""
    return Markup("\n").join(block(one, blanks) for one in blocks)


def block(one: Block, blanks: Blanks) -> Markup:
    """One block as HTML."""
    match one:
        case Paragraph((Blank(name),)):
            return blanks(name, False)
        case Paragraph(runs):
            return Markup("<p>{}</p>").format(line(runs, blanks))
        case Display(tex):
            return Markup('<div class="display">{}</div>').format(display(tex))
        case Listing(text):
            return Markup("<pre><code>{}</code></pre>").format(text)
        case Picture() as drawn:
            return picture(drawn)
        case Items(ordered, items):
            inside = Markup("").join(Markup("<li>{}</li>").format(walked(item, blanks)) for item in items)
            return Markup("<{0}>{1}</{0}>").format("ol" if ordered else "ul", inside)
        case Grid((head, *body)):
            return grid(head, body, blanks)
    raise TypeError(f"a page has no way to show {one!r}")


def display(tex: str) -> Markup:
    """A formula on a line of its own; several with wide space between them can stand below one another too."""
    return Markup(" ").join(formula(one, True) for one in side_by_side(tex, r"\qquad", r"\quad"))


def picture(drawn: Picture) -> Markup:
    """A picture in the page, in the page's ink; a screen reader says its words in its place."""
    return Markup('<div class="picture">{}</div>').format(svg(drawn, drawn.words))


def place(interaction: Place) -> Markup:
    """The picture of a Place."""
    return svg(read_picture(interaction.picture), interaction.description)


def svg(drawn: Picture, words: str) -> Markup:
    """A picture as an element of the page, with what is said of it."""
    element = '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">\n{}</svg>'
    size = drawn.width, drawn.height
    return Markup(element).format(words, *size, *size, Markup(drawn.drawing))


def grid(head: tuple[Line, ...], body: Iterable[tuple[Line, ...]], blanks: Blanks) -> Markup:
    """A table; it scrolls in a box of its own where it is wider than the screen. A column without a name has no heading."""
    top = Markup("").join(heading(cell, blanks) for cell in head)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(line(cell, blanks)) for cell in row))
        for row in body
    )
    table = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    return Markup('<div class="wide">' + table + "</div>").format(top, rows)


def heading(cell: Line, blanks: Blanks) -> Markup:
    """A heading of a table, none for a column without a name."""
    return Markup('<th scope="col">{}</th>' if cell else "<td></td>").format(heading_line(cell, blanks))


def heading_line(cell: Line, blanks: Blanks = no_blanks) -> Markup:
    """The words and formulas of a heading."""
    return named(cell[0].tex) if len(cell) == 1 and isinstance(cell[0], Maths) else line(cell, blanks)


def named(tex: str) -> Markup:
    """A formula that is all there is in a heading, with its name as text: some screen readers take MathML for nothing."""
    shown = '<span class="unseen">{}</span><span aria-hidden="true">{}</span>'
    return Markup(shown).format(formula_text(tex), formula(tex))


def line(runs: Line, blanks: Blanks) -> Markup:
    """A line as HTML; the punctuation after a formula stays beside it, which a browser would let begin the next line."""
    written = Markup("")
    for run in runs:
        if isinstance(run, Maths):
            written += formula(run.tex)
        elif isinstance(run, Blank):
            written += blanks(run.name, True)
        else:
            tag = "code" if run.code else "strong" if run.strong else "em" if run.emphasis else ""
            written += Markup("<{0}>{1}</{0}>").format(tag, run.text) if tag else escape(run.text)
    return Markup(PUNCTUATED.sub(r'<span class="tied">\1\2</span>', str(written)))
