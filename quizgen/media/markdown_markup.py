"""The markup as Markdown that GitHub, pandoc and Jupyter read alike; formulas are LaTeX between dollars."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Iterable
from textwrap import indent

from quizgen.markup.formulas import mathml
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

ANYWHERE = re.compile(r"[\\`*_\[\]{}<>|~&@^#]")  # what some reader takes for markup in any place of a line
AT_START = re.compile(
    r"(\s*)([-+:%](?=\s|$)|[-=]+(?=\s*$)|\d+(?=[.)](?:\s|$)))"
)  # begins a list, a heading or a definition
DOLLAR = "<span>&#36;</span>"  # GitHub and pandoc see formulas between other dollars, the one in spite of backslashes
COMMANDS = {  # GitHub takes a backslash before punctuation for an escape; these are the same in TeX
    "{": r"\lbrace ",
    "}": r"\rbrace ",
    "|": r"\Vert ",
    ",": r"\medspace ",
    ":": r"\medspace ",
    ";": r"\medspace ",
    "!": "",
}
TOKEN = re.compile(
    r"(?P<words>\\text\w*\{(?:[^{}\\]|\\.)*\})|\\(?P<command>[A-Za-z]+|.)|(?P<bar>\|)|(?P<less><)|(?P<space>\s+)",
    re.DOTALL,
)
ROW = re.compile(
    r"\\\\ *(?P<mark>[-+*] +|\d+[.)] |[#>=~`|:])?"
)  # the end of a row, and what would begin a list or the like

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the direction of what follows

Blanks = Callable[[str, bool], str]  # what stands at [[name]]; True: inside a line or a table


def no_blanks(name: str, inside: bool) -> str:
    """For markup in which nothing is answered."""
    raise KeyError(name)


class Pictures:
    """The pictures of a document: each is referred to where it stands, and defined at the end."""

    def __init__(self) -> None:
        self.definitions: dict[str, str] = {}  # address -> label

    def shown(self, svg: str, words: str) -> str:
        """A reference to a picture, with its words as alternative text."""
        data = base64.b64encode(svg.encode()).decode("ascii")
        label = self.definitions.setdefault(f"data:image/svg+xml;base64,{data}", f"picture-{len(self.definitions) + 1}")
        return f"![{escaped(words).replace(DOLLAR, '&#36;')}][{label}]"

    def defined(self) -> list[str]:
        """The definitions, a line each."""
        return [f"[{label}]: {address}" for address, label in self.definitions.items()]


def printable(text: str) -> str:
    """A text in one line, without the characters that would act on a reader: controls, and those that turn the direction."""
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    kept = "".join(c for c in seen if unicodedata.category(c) not in ("Cs", "Cn") and c not in TURNS)
    return re.sub(r" +", " ", kept)


def escaped(text: str, *, first: bool = False) -> str:
    """A text that means nothing but itself; `first`: it begins a line."""
    written = ANYWHERE.sub(r"\\\g<0>", printable(text)).replace("$", DOLLAR)
    found = AT_START.match(written) if first else None
    return marked(found[1], found[2]) + written[found.end() :] if found else written


def marked(space: str, mark: str) -> str:
    """The beginning of a line that would be a list: the mark escaped, after a number the dot that follows."""
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"


def formula(tex: str, *, in_table: bool = False) -> str:
    """A formula with no character in it that Markdown would take for its own. Raises MathsError.

    Rows of a matrix are lines, for GitHub keeps their ends only there; in a table they cannot be.
    """
    mathml(tex)

    def plain(found: re.Match[str]) -> str:
        if found["words"]:
            return found[0]
        if found["bar"]:
            return r"\vert "
        if found["less"]:
            return " < "
        if found["space"]:
            return " "
        return COMMANDS.get(found["command"], found[0])

    written = re.sub(r" +", " ", TOKEN.sub(plain, tex)).strip()
    return (
        written if in_table else ROW.sub(lambda end: "\\\\\n" + (f"{{}}{end['mark']}" if end["mark"] else ""), written)
    )


def picture(svg: str) -> str:
    """A picture that is seen on a dark page too: its ink is black, its ground is white."""
    found = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
    assert found
    width, height = found.groups()
    ground = f'<rect width="{width}" height="{height}" fill="white"/>'
    sized = svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    return re.sub(r"(</desc>\n)", rf"\1{ground}\n", sized, count=1)


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
                return self.pictures.shown(picture(drawn.svg), drawn.words)
            case Items(ordered, items):
                marks = (f"{n}." if ordered else "-" for n in range(1, len(items) + 1))
                return "\n".join(item(mark, self.blocks(inside)) for mark, inside in zip(marks, items, strict=True))
            case Grid((head, *body)):
                return table([self.cells(head), *map(self.cells, body)])
        raise TypeError(f"Markdown has no way to show {one!r}")

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
        if run.code and not (in_table and "|" in run.text):
            return code(run.text)
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


def code(text: str) -> str:
    """Code in the line, between more backticks than it holds."""
    text = printable(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def listing(text: str) -> str:
    """Program text, between a longer fence than any that it holds."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def item(mark: str, content: str) -> str:
    """An item of a list; what it holds is indented by as much as its mark is wide."""
    width = len(mark) + 1
    return f"{mark} {indent(content, ' ' * width).lstrip(' ')}"


def table(rows: list[list[str]]) -> str:
    """A table; its first row is its heading."""
    head, *body = (f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])
