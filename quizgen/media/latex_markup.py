"""The markup as LaTeX: blocks and lines, with what belongs at each blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import side_by_side
from quizgen.markup.parse import Blank, Block, Display, Grid, Inline, Items, Line, Listing, Maths, Paragraph, parse
from quizgen.markup.pictures import Picture
from quizgen.media.latex_picture import picture
from quizgen.media.latex_text import escaped, formula

NARROW = 22  # characters of a column that is as wide as its cells
LINE = 84  # characters of a line
LONG = 75  # characters of a formula that a line may not hold
BOX = 18  # characters as wide as a place to answer

Blanks = Callable[[str, bool], str]  # what stands at [[name]]; True: inside a line or a table


def no_blanks(name: str, inside: bool) -> str:
    """For markup in which nothing is answered."""
    raise KeyError(name)


def markup(text: str, blanks: Blanks = no_blanks) -> str:
    """Markup as LaTeX."""
    return walked(parse(text), blanks)


def walked(blocks: Iterable[Block], blanks: Blanks = no_blanks) -> str:
    """Blocks as paragraphs."""
    return "\n\n".join(block(one, blanks) for one in blocks)


def block(one: Block, blanks: Blanks) -> str:
    """One block."""
    match one:
        case Paragraph((Blank(name),)):
            return blanks(name, False)
        case Paragraph(runs):
            return line(runs, blanks)
        case Display(tex):
            return display(tex)
        case Listing(text):
            rows = "\n".join(rf"\codeline{{{code(row)}}}" for row in text.expandtabs(4).split("\n"))
            return f"\\begin{{listing}}\n{rows}\n\\end{{listing}}"
        case Picture() as drawn:
            return picture(drawn.svg)
        case Items(ordered, items):
            name = "enumerate" if ordered else "itemize"
            inside = "\n".join(f"\\item {{}}{walked(item, blanks)}" for item in items)
            return f"\\begin{{{name}}}\n{inside}\n\\end{{{name}}}"
        case Grid(rows):
            return grid(rows, blanks)
    raise TypeError(f"LaTeX has no way to show {one!r}")


def display(tex: str) -> str:
    """A formula on a line of its own; one that is too long for it, or several with wide space between them, break between lines."""
    pieces = side_by_side(tex, r"\qquad")
    if len(formula_text(tex)) > LONG and "\\begin" not in tex:
        pieces = side_by_side(tex, r"\qquad", r"\quad")
    elif len(pieces) == 1:
        return rf"\[{formula(tex)}\]"
    shown = r" \qquad ".join(rf"$\displaystyle {formula(one)}$" for one in pieces)
    return rf"\begin{{center}}{shown}\end{{center}}"


def line(runs: Line, blanks: Blanks = no_blanks) -> str:
    """A line."""
    return "".join(run(one, blanks) for one in runs)


def run(one: Inline, blanks: Blanks) -> str:
    """One run of a line."""
    if isinstance(one, Maths):
        return f"${formula(one.tex)}$"
    if isinstance(one, Blank):
        return blanks(one.name, True)
    if one.code:
        return rf"\texttt{{{code(one.text)}}}"
    text = escaped(one.text)
    return rf"\textbf{{{text}}}" if one.strong else rf"\emph{{{text}}}" if one.emphasis else text


def code(text: str) -> str:
    """Program text in which every blank counts."""
    return r"\ ".join(map(escaped, text.split(" "))) if text else r"\strut"


def grid(rows: tuple[tuple[Line, ...], ...], blanks: Blanks) -> str:
    """A table; wide columns share what the narrow ones leave."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    narrow = sum(one for one in widths if one <= NARROW)
    wide = sum(one for one in widths if one > NARROW)
    share = max(0.2, 0.92 - narrow / LINE - 0.03 * len(widths))
    columns = "".join("l" if one <= NARROW else rf"p{{{share * one / wide:.3f}\linewidth}}" for one in widths)
    head, *body = (" & ".join(line(cell, blanks) for cell in row) + r" \tabularnewline" for row in rows)
    inside = "\n".join([head, r"\hline", *body])
    return f"\\begin{{center}}\n\\begin{{tabular}}{{{columns}}}\n{inside}\n\\end{{tabular}}\n\\end{{center}}"


def width(cell: Line) -> int:
    """About how many characters wide a cell is."""
    return sum(
        len(formula_text(one.tex)) if isinstance(one, Maths) else BOX if isinstance(one, Blank) else len(one.text)
        for one in cell
    )


def is_line(text: str) -> bool:
    """Whether markup is one line of words and formulas."""
    blocks = parse(text)
    return len(blocks) == 1 and isinstance(blocks[0], Paragraph)
