"""The markup as Markdown that GitHub, pandoc and Jupyter read alike; formulas are LaTeX between dollars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from textwrap import indent

from quizgen.interactions import Item
from quizgen.markup.parse import (
    Blank,
    Block,
    Display,
    Grid,
    Inline,
    Items,
    Line,
    Listing,
    Maths,
    Paragraph,
    Words,
    parse,
)
from quizgen.markup.pictures import Picture
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import code, escaped, formula, listing

Blanks = Callable[[str, bool], str]  # what stands at [[name]]; True: inside a line or a table


def no_blanks(name: str, inside: bool) -> str:
    """For markup in which nothing is answered."""
    raise KeyError(name)


class Writer:
    """Writes markup; it knows what stands at blanks and where pictures are kept."""

    def __init__(self, pictures: Pictures, blanks: Blanks = no_blanks) -> None:
        self.pictures, self.blanks = pictures, blanks

    def markup(self, text: str) -> str:
        """Markup as Markdown."""
        return self.blocks(parse(text))

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks with an empty line between them; a comment keeps two lists apart."""
        written: list[str] = []
        before: Block | None = None
        for one in blocks:
            if isinstance(one, Items) and isinstance(before, Items):
                written.append("<!-- -->")
            written.append(self.block(one))
            before = one
        return "\n\n".join(written)

    def block(self, one: Block) -> str:
        """One block."""
        match one:
            case Paragraph((Blank(name),)):
                return self.blanks(name, False)
            case Paragraph(runs):
                return self.line(runs)
            case Display(tex):
                return f"$${formula(tex)}$$"
            case Listing(text):
                return listing(text)
            case Picture() as drawn:
                return self.pictures.shown(drawn, drawn.words)
            case Items(ordered, items):
                marks = (f"{n}." if ordered else "-" for n in range(1, len(items) + 1))
                return "\n".join(item(mark, self.blocks(inside)) for mark, inside in zip(marks, items, strict=True))
            case Grid((head, *body)):
                return table([self.cells(head), *map(self.cells, body)])
        raise TypeError(f"Markdown has no way to show {one!r}")

    def options(self, items: Iterable[Item], box: str = "") -> str:
        """Items below one another, each after its key: in the same line if it is a line, else below it."""

        def after_key(blocks: Sequence[Block]) -> str:
            in_line = len(blocks) == 1 and isinstance(blocks[0], Paragraph)
            return ("  " if in_line else "\n\n") + self.blocks(blocks)

        return "\n".join(item("-", f"{box}**{escaped(one.key)}**{after_key(parse(one.text))}") for one in items)

    def choices(self, words: Iterable[str]) -> list[str]:
        """The words that may be filled into a gap; those with a dollar are markup."""
        return [self.markup(word) if "$" in word else escaped(word) for word in words]

    def cells(self, row: Iterable[Line]) -> list[str]:
        """A row of a table."""
        return [self.line(cell, in_table=True) for cell in row]

    def line(self, runs: Line, *, in_table: bool = False) -> str:
        """A line; a formula that touches a letter, a digit or another formula is set off, for none is seen there."""
        written = ""
        for place, run in enumerate(runs):
            after = runs[place + 1] if place + 1 < len(runs) else None
            piece = self.run(run, after, before=written, in_table=in_table)
            touching = isinstance(run, Maths) and re.search(r"[\w$]$", written)
            touched = place and isinstance(runs[place - 1], Maths) and re.match(r"\w", piece)
            written += f" {piece}" if touching or touched else piece
        return written.strip()

    def run(self, run: Inline, after: Inline | None, *, before: str, in_table: bool) -> str:
        """One run, between what is written before it in the line and the run after it."""
        if isinstance(run, Maths):
            return f"${formula(run.tex, in_table=in_table)}$"
        if isinstance(run, Blank):
            return self.blanks(run.name, True)
        if run.code:
            return code(run.text, in_table=in_table)
        if run.strong or run.emphasis:
            return styled(run, after, before)
        return escaped(run.text, first=not before)


def styled(run: Words, after: Inline | None, line: str) -> str:
    """A run in bold or italics, after `line`. Where asterisks would touch what they cannot, HTML says the same."""
    text = escaped(run.text)
    bare = text.strip()
    if not bare:
        return text
    before, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    words = run.text.strip()
    apart = bool(before) or line[-1:] in ("", " ")
    starts = words[0].isalnum() or apart
    ends = words[-1].isalnum() or bool(behind) or after is None or (isinstance(after, Words) and after.text[:1] == " ")
    alone = (
        bool(behind) or not isinstance(after, Words) or not (after.strong or after.emphasis or after.text[:1].isalnum())
    )
    if starts and ends and alone and (apart or not (line[-1].isalnum() or line[-1] == "*")):
        stars = "*" * (2 * run.strong + run.emphasis)
        return f"{before}{stars}{bare}{stars}{behind}"
    tags = ["strong"] * run.strong + ["em"] * run.emphasis
    inside = "".join(f"<{tag}>" for tag in tags) + bare + "".join(f"</{tag}>" for tag in reversed(tags))
    return f"{before}{inside}{behind}"


def item(mark: str, content: str) -> str:
    """An item of a list; what it holds is indented by as much as its mark is wide."""
    width = len(mark) + 1
    return f"{mark} {indent(content, ' ' * width).lstrip(' ')}"


def table(rows: list[list[str]]) -> str:
    """A table; its first row is its heading."""
    head, *body = (f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])
