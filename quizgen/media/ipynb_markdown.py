"""Markup as the Markdown of a notebook, with formulas as $TeX$, and interactions as lists to read.

Jupyter looks for formulas before it reads Markdown, and once more in what that gives. So characters that mean something to
either are written as HTML entities, and a dollar or a backslash stands in an element of its own.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Callable, Iterable

from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload, Write
from quizgen.markup.formulas import MACROS
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, Words, parse
from quizgen.markup.pictures import Picture, read_picture

Blanks = Callable[[str, bool], str]  # what is shown at [[name]]; True: inside a line or a table

Row = tuple[Line, ...]

ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "`*_[]|~#"} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
    ord("$"): "<span>&#36;</span>",
    ord("\\"): "<span>&#92;</span>",
}
IN_ATTRIBUTE = {ord(mark): f"&#{ord(mark)};" for mark in "`*_[]|~#$\\\n"}
FIRST = re.compile(r"^(?:[-+=]|(?=\d{1,9}[.)]))")  # what would begin a list, a rule or a heading
MACRO = re.compile(rf"\\({'|'.join(MACROS)})(?![A-Za-z])")
SPOT = 10  # radius of the number at a place of a picture, in the picture's units


def no_blanks(name: str, tight: bool) -> str:
    """For markup in which nothing is answered."""
    raise KeyError(name)


def markdown(text: str, blanks: Blanks = no_blanks) -> str:
    """Markup as Markdown."""
    return walked(parse(text), blanks)


def walked(blocks: Iterable[Block], blanks: Blanks = no_blanks) -> str:
    """Blocks as Markdown, with an empty line between them."""
    return "\n\n".join(block(one, blanks) for one in blocks)


def block(one: Block, blanks: Blanks) -> str:
    """One block."""
    match one:
        case Paragraph((Blank(name),)):
            return blanks(name, False)
        case Paragraph(runs):
            return guarded(line(runs, blanks))
        case Display(tex):
            return f"$$\n{formula(tex)}\n$$"
        case Listing(text):
            fence = longest(text, "`", 2) + "`"
            return f"{fence}\n{text}\n{fence}"
        case Picture() as drawn:
            return picture(drawn, drawn.words)
        case Items(ordered, items):
            marks = [f"{number}. " if ordered else "- " for number in range(1, len(items) + 1)]
            inside = (walked(item, blanks) for item in items)
            return "\n".join(hanging(mark, text) for mark, text in zip(marks, inside, strict=True))
        case Grid((head, *body)):
            return grid(head, body, blanks)
    raise TypeError(f"a notebook has no way to show {one!r}")


def hanging(mark: str, text: str) -> str:
    """An item of a list: its mark, and all its lines below each other beside it."""
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def grid(head: Row, body: Iterable[Row], blanks: Blanks) -> str:
    """A table."""
    top, *others = ([line(cell, blanks, in_table=True) for cell in row] for row in (head, *body))
    lines = [f"| {' | '.join(row)} |" for row in (top, ["---"] * len(top), *others)]
    return "\n".join(lines)


def line(runs: Line, blanks: Blanks = no_blanks, *, in_table: bool = False) -> str:
    """A line as Markdown."""
    written = ""
    for run in runs:
        if isinstance(run, Maths):
            tex = formula(run.tex)
            if in_table:
                tex = re.sub(r"\\\|", r"\\Vert ", tex).replace("|", r"\vert ")
            written += ("<span></span>" if written.endswith("$") else "") + f"${tex}$"
        elif isinstance(run, Blank):
            written += blanks(run.name, True)
        else:
            written += words(run)
    return written


def words(run: Words) -> str:
    """A run of text."""
    if run.code:
        return code(run.text)
    text = run.text.translate(ENTITIES)
    mark = "**" * run.strong or "*" * run.emphasis
    if not mark or not run.text.strip():
        return text
    if run.text[0].isalnum() and run.text[-1].isalnum():
        return f"{mark}{text}{mark}"
    tag = "strong" if run.strong else "em"
    return f"<{tag}>{text}</{tag}>"


def code(text: str) -> str:
    """Program text in the line."""
    if text.strip() != text or not text or re.search(r"[`|\n]", text):
        return f"<code>{text.translate(ENTITIES)}</code>"
    return f"`{text}`"


def plain(text: str) -> str:
    """A text that is no markup."""
    return guarded(" ".join(text.split()).translate(ENTITIES))


def guarded(text: str) -> str:
    """A paragraph that Markdown takes for nothing else."""
    found = FIRST.match(text)
    if not found:
        return text
    if found[0]:
        return f"&#{ord(found[0])};{text[1:]}"
    return re.sub(r"[.)]", lambda mark: f"&#{ord(mark[0])};", text, count=1)


def formula(tex: str) -> str:
    """LaTeX as MathJax and KaTeX know it, on one line, without what a reader of Markdown or HTML may take for its own."""
    known = MACRO.sub(lambda found: MACROS[found[1]], tex)
    return " ".join(known.replace("<", r"\lt ").replace(">", r"\gt ").split())


def longest(text: str, mark: str, least: int) -> str:
    """As many marks as the longest run of them in a text has, at least so many."""
    return mark * max([least, *(len(run) for run in re.findall(re.escape(mark) + "+", text))])


# ---------------------------------------------------------------- pictures


def picture(drawn: Picture, said: str, more: str = "") -> str:
    """A picture within the notebook, black on white whatever the theme; `said` is read aloud, `more` is drawn over it."""
    size = f'width="{drawn.width}" height="{drawn.height}"'
    svg = drawn.svg.replace("<svg ", f'<svg {size} color="black" ', 1)
    svg = svg.replace("</desc>\n", f'</desc>\n<rect {size} fill="white"/>\n', 1)
    svg = svg.removesuffix("</svg>") + more + "</svg>"
    alt = html.escape(" ".join(said.split())).translate(IN_ATTRIBUTE)
    return f'<img width="{drawn.width}" alt="{alt}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def place(interaction: Place) -> str:
    """The picture of a Place, with a number at each of its places."""
    spots = "".join(
        f'<circle cx="{spot.x:g}" cy="{spot.y:g}" r="{SPOT}" fill="white" stroke="black"/>'
        f'<text x="{spot.x:g}" y="{spot.y + 4:g}" font-family="sans-serif" font-size="12" text-anchor="middle">'
        f"{html.escape(spot.key)}</text>"
        for spot in interaction.spots
    )
    return picture(read_picture(interaction.picture), interaction.description, spots)


# ---------------------------------------------------------------- interactions


def field(interaction: Interaction, name: str, tex: str) -> str:
    """An interaction as it is read; `name` is what it is called in the cell below, `tex` its label."""
    match interaction:
        case Entry():
            return f"${formula(tex)} =$ {gap(name)}"
        case Pick(items=items) | Arrange(items=items):
            return f"{listing(items)}\n\n{gap(name)}"
        case Pair(left=left, right=right):
            return f"{listing(left)}\n\n*with*\n\n{listing(right)}\n\n{gap(name)}"
        case Gaps(text=text, gaps=gaps):
            shown = markdown(text, lambda key, tight: f"**({plain(key)})** {code('____')}")
            lists = [
                hanging("- ", f"**({plain(one.key)})** one of: {', '.join(line(inline(word)) for word in one.words)}")
                for one in gaps
                if one.words
            ]
            return "\n\n".join([shown, *(["\n".join(lists)] if lists else []), gap(name)])
        case Place(labels=labels):
            return f"{place(interaction)}\n\n{listing(labels)}\n\n{gap(name)}"
        case Write():
            return gap(name)
        case Upload():
            return "*Answer in the code below.*"
        case Parts(parts=parts):
            shown_parts = (
                f"{markdown(part.label)}\n\n{field(part.interaction, f'{name}: {part.key}', part.tex)}"
                for part in parts
            )
            return "\n\n".join(shown_parts)
    raise TypeError(f"a notebook has no way to show {interaction!r}")


def inline(text: str) -> Line:
    """Markup of one line; other markup as plain words."""
    parsed = parse(text)
    if len(parsed) == 1 and isinstance(parsed[0], Paragraph):
        return parsed[0].line
    return (Words(" ".join(text.split())),)


def gap(name: str) -> str:
    """Where the answer of that name belongs."""
    return code(f"{name}: ____")


def listing(items: Iterable[Item]) -> str:
    """Items with their letters in front, with room between those that are higher than a line."""
    shown = [hanging("- ", f"**{plain(item.key)}** {lead(item.text)}") for item in items]
    high = any("\n" in one or r"\begin" in one for one in shown)
    return ("\n\n" if high else "\n").join(shown)


def lead(text: str) -> str:
    """The markup of an item beside its letter: a first paragraph on its line, anything else below it."""
    parsed = parse(text)
    if parsed and isinstance(parsed[0], Paragraph):
        return walked([*parsed]) if len(parsed) > 1 else line(parsed[0].line)
    return f"\n\n{walked(parsed)}"
