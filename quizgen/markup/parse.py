"""The markup of questions, parsed once: Markdown with $LaTeX$ maths and [[blanks]], as a small tree every medium walks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from quizgen.markup.pictures import Picture, read_picture

BLANK = re.compile(r"\[\[([^\[\]]+)\]\]")
CACHED = 512  # texts kept, and forms of texts: those of a quiz are asked for again and again, those of the quiz before no more
FORMULA = re.compile(r"\$\$([^$|\n]+)\$\$|\$([^$|\n]+)\$")
ANY_FORMULA = "\ue000"  # stands for a formula in the form of a text
NO_FORM = re.compile(f"[`~\0\r{ANY_FORMULA}]|\\\\\\$")  # what may make dollars mean something else


@dataclass(frozen=True)
class Words:
    """A run of text."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


@dataclass(frozen=True)
class Maths:
    """A formula in the line, as LaTeX."""

    tex: str


@dataclass(frozen=True)
class Blank:
    """Where the ask `name` is answered."""

    name: str


Inline = Words | Maths | Blank
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True)
class Display:
    """A formula on a line of its own, as LaTeX."""

    tex: str


@dataclass(frozen=True)
class Listing:
    """Program text."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; every item is blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Grid:
    """A table; the first row is its heading."""

    rows: tuple[tuple[Line, ...], ...]


Block = Paragraph | Display | Listing | Picture | Items | Grid

PARSER = (
    MarkdownIt("commonmark", {"html": False})
    .enable("table")
    .disable(["html_block", "html_inline", "link", "image", "autolink", "heading", "lheading"])
)
PARSER.use(dollarmath_plugin, allow_labels=False, double_inline=True)


@lru_cache(CACHED)
def parse(text: str) -> tuple[Block, ...]:
    """Markup as blocks. The variants of an exercise differ in their formulas alone as a rule, so its form is parsed once."""
    if not NO_FORM.search(text):
        formulas = iter([double or single for double, single in FORMULA.findall(text)])
        parsed: tuple[Block, ...] = with_formulas(parse_form(FORMULA.sub(in_form, text)), formulas)
        if next(formulas, None) is None:  # each was a formula for the parser too, and no program text or words
            return parsed
    return parse_whole(text)


def parse_whole(text: str) -> tuple[Block, ...]:
    """Markup as blocks, by the parser itself."""
    return tuple(blocks(PARSER.parse(text)))


@lru_cache(CACHED)
def parse_form(form: str) -> tuple[Block, ...]:
    """The form of a text as blocks."""
    return parse_whole(form)


def in_form(formula: re.Match[str]) -> str:
    """What stands for a formula in the form of a text."""
    return f"$${ANY_FORMULA}$$" if formula[1] else f"${ANY_FORMULA}$"


def with_formulas(part: Any, formulas: Iterator[str]) -> Any:
    """A part of a form with its formulas in place, as many as there are."""
    if isinstance(part, Maths | Display):
        if part.tex.strip() != ANY_FORMULA:
            return part
        tex = next(formulas)
        return Display(tex.strip()) if isinstance(part, Display) else Maths(part.tex.replace(ANY_FORMULA, tex))
    if isinstance(part, Paragraph):
        return Paragraph(with_formulas(part.line, formulas))
    if isinstance(part, Items):
        return Items(part.ordered, with_formulas(part.items, formulas))
    if isinstance(part, Grid):
        return Grid(with_formulas(part.rows, formulas))
    return tuple([with_formulas(one, formulas) for one in part]) if isinstance(part, tuple) else part


def blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """The blocks of a token stream; what opens is read up to where it closes."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = closing(tokens, at) if token.nesting == 1 else at
        inside = tokens[at + 1 : end]
        match token.type:
            case "paragraph_open":
                yield from paragraph(line(inside[0].children or []))
            case "math_block":
                yield Display(token.content.strip())
            case "fence" if token.info.strip() == "picture":
                yield read_picture(token.content)
            case "fence" | "code_block":
                yield Listing(token.content.rstrip("\n"))
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(tuple(blocks(item)) for item in split(inside, "list_item_open"))
                yield Items(token.type == "ordered_list_open", items)
            case "table_open":
                rows = (row for row in split(inside, "tr_open"))
                yield Grid(tuple(tuple(line(t.children or []) for t in row if t.type == "inline") for row in rows))
            case "blockquote_open":
                yield from blocks(inside)
            case "hr":
                pass
            case other:
                raise ValueError(f"the markup has no {other}")
        at = end + 1


def paragraph(inlines: Line) -> Iterator[Block]:
    """A paragraph; formulas between double dollars inside it get lines of their own."""
    run: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Maths) and inline.tex.startswith("\n"):
            if stripped(run):
                yield Paragraph(stripped(run))
            yield Display(inline.tex.strip())
            run = []
        else:
            run.append(inline)
    if stripped(run):
        yield Paragraph(stripped(run))


def stripped(run: list[Inline]) -> Line:
    """A run without the white space at its ends."""
    kept = list(run)
    while kept and isinstance(kept[0], Words) and not kept[0].text.strip():
        kept.pop(0)
    while kept and isinstance(kept[-1], Words) and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept)


def closing(tokens: Sequence[Token], at: int) -> int:
    """Where what opens at a place closes."""
    return next(
        i for i in range(at + 1, len(tokens)) if tokens[i].level == tokens[at].level and tokens[i].nesting == -1
    )


def split(tokens: Sequence[Token], opening: str) -> Iterator[Sequence[Token]]:
    """The tokens inside each element that opens with this type."""
    for at, token in enumerate(tokens):
        if token.type == opening and token.level == min(t.level for t in tokens if t.type == opening):
            yield tokens[at + 1 : closing(tokens, at)]


def line(tokens: Sequence[Token]) -> Line:
    """Inline tokens as runs."""
    found: list[Inline] = []
    strong = emphasis = False
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong = token.nesting == 1
            case "em_open" | "em_close":
                emphasis = token.nesting == 1
            case "math_inline":
                found.append(Maths(token.content))
            case "math_inline_double":
                found.append(Maths("\n" + token.content))
            case "code_inline":
                found.append(Words(token.content, code=True))
            case "softbreak" | "hardbreak":
                found.append(Words(" "))
            case "text" | "text_special":
                for place, piece in enumerate(BLANK.split(token.content)):
                    if place % 2:
                        found.append(Blank(piece))
                    elif piece:
                        found.append(Words(piece, strong, emphasis))
            case other:
                raise ValueError(f"the markup has no {other}")
    return tuple(found)
