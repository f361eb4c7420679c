"""Markup as HTML: blocks, lines, formulas and pictures, with what belongs at each blank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from quizgen.interactions import Place
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import mathml, side_by_side
from quizgen.markup.parse import Block, Line, Maths, Paragraph, parse
from quizgen.markup.pictures import Picture, read_picture
from quizgen.media.html_writer import Blanks, HtmlWriter, no_blanks

PUNCTUATED = re.compile(r"(<math(?:(?!</math>).)*</math>)([,.;:!?)\]”’…]+)(?=\s|<|$)")
CACHED = 8192


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
    return Markup(PageWriter(blanks).blocks(blocks))


def line(runs: Line, blanks: Blanks) -> Markup:
    """A line as HTML."""
    return Markup(PageWriter(blanks).line(runs))


@dataclass(frozen=True)
class PageWriter(HtmlWriter):
    """Writes markup into a page of ours: formulas as MathML, pictures in the page's ink."""

    blanks: Blanks

    def maths(self, tex: str, display: bool) -> str:
        """A formula as MathML."""
        return formula(tex, display)

    def display(self, tex: str) -> str:
        """A formula on a line of its own; several with wide space between them can stand below one another too."""
        parts = (formula(one, True) for one in side_by_side(tex, r"\qquad", r"\quad"))
        return f'<div class="display">{" ".join(parts)}</div>'

    def picture(self, drawn: Picture) -> str:
        """A picture in the page's ink."""
        return picture(drawn)

    def blank(self, name: str, tight: bool) -> str:
        """What the page shows at a blank."""
        return self.blanks(name, tight)

    def table(self, rows: tuple[tuple[Line, ...], ...]) -> str:
        """A table; it scrolls in a box of its own where it is wider than the screen."""
        return f'<div class="wide">{super().table(rows)}</div>'

    def heading(self, cell: Line) -> str:
        """What a heading says; a formula that is all of it is named too."""
        return heading_line(cell, self.blanks)

    def line(self, runs: Line) -> str:
        """A line; the punctuation after a formula stays beside it, which a browser would let begin the next line."""
        return PUNCTUATED.sub(r'<span class="tied">\1\2</span>', super().line(runs))


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


def heading_line(cell: Line, blanks: Blanks = no_blanks) -> Markup:
    """The words and formulas of a heading."""
    return named(cell[0].tex) if len(cell) == 1 and isinstance(cell[0], Maths) else line(cell, blanks)


def named(tex: str) -> Markup:
    """A formula that is all there is in a heading, with its name as text: some screen readers take MathML for nothing."""
    shown = '<span class="unseen">{}</span><span aria-hidden="true">{}</span>'
    return Markup(shown).format(formula_text(tex), formula(tex))
