"""Parsed markup as HTML: one walk for pages and for platforms. How a formula or a picture is shown, the medium says."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import escape

from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, Words
from quizgen.markup.pictures import Picture

Blanks = Callable[[str, bool], str]  # the HTML at [[name]]; True: inside a line or a table


def no_blanks(name: str, tight: bool) -> str:
    """For markup in which nothing is answered."""
    raise KeyError(name)


class HtmlWriter:
    """Writes blocks and lines as HTML that is well-formed XML too; everything that is no HTML is escaped."""

    def maths(self, tex: str, display: bool) -> str:
        """A formula in the line, or with `display` on its own."""
        raise NotImplementedError

    def picture(self, drawn: Picture) -> str:
        """A picture between two blocks."""
        raise NotImplementedError

    def blank(self, name: str, tight: bool) -> str:
        """What is shown at [[name]]."""
        raise NotImplementedError

    def text(self, text: str) -> str:
        """Words."""
        return str(escape(text))

    def code(self, text: str) -> str:
        """Program text."""
        return str(escape(text))

    def display(self, tex: str) -> str:
        """A formula on a line of its own."""
        return f"<p>{self.maths(tex, True)}</p>"

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks, one below the other."""
        return "\n".join(map(self.block, blocks))

    def block(self, one: Block) -> str:
        """One block."""
        match one:
            case Paragraph((Blank(name),)):
                return self.blank(name, False)
            case Paragraph(runs):
                return f"<p>{self.line(runs)}</p>"
            case Display(tex):
                return self.display(tex)
            case Listing(text):
                return f"<pre><code>{self.code(text)}</code></pre>"
            case Picture() as drawn:
                return self.picture(drawn)
            case Items(ordered, items):
                tag = "ol" if ordered else "ul"
                return f"<{tag}>{''.join(f'<li>{self.blocks(item)}</li>' for item in items)}</{tag}>"
            case Grid(rows):
                return self.table(rows)
        raise TypeError(f"a page has no way to show {one!r}")

    def table(self, rows: tuple[tuple[Line, ...], ...]) -> str:
        """A table of lines whose first row is its heading. A column without a name has no heading."""
        head, *body = rows
        top = "".join(f'<th scope="col">{self.heading(cell)}</th>' if cell else "<td></td>" for cell in head)
        inside = "".join(f"<tr>{''.join(f'<td>{self.line(cell)}</td>' for cell in row)}</tr>" for row in body)
        return f"<table><thead><tr>{top}</tr></thead><tbody>{inside}</tbody></table>"

    def heading(self, cell: Line) -> str:
        """What a heading of a table says."""
        return self.line(cell)

    def line(self, runs: Line) -> str:
        """Words, formulas and blanks in a line."""
        return "".join(map(self.run, runs))

    def run(self, one: Words | Maths | Blank) -> str:
        """One run of a line."""
        if isinstance(one, Maths):
            return self.maths(one.tex, False)
        if isinstance(one, Blank):
            return self.blank(one.name, True)
        if one.code:
            return f"<code>{self.code(one.text)}</code>"
        tag = "strong" if one.strong else "em" if one.emphasis else ""
        return f"<{tag}>{self.text(one.text)}</{tag}>" if tag else self.text(one.text)
