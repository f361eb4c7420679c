"""The web page of a quiz: one file, maths as MathML, opens offline, prints well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from quizgen import content
from quizgen.ask import Ask
from quizgen.interactions import Pick, Upload, Write
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import mathml
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, parse
from quizgen.media.key import right, wrong
from quizgen.media.values import points, short
from quizgen.model import Quiz, Variant

FENCED = re.compile(r"<mo([^>]*)>([([])</mo><mtable((?:(?!<mtable).)*)</mtable><mo([^>]*)>([)\]])</mo>")
SHAPES = {"()": "round", "[]": "square"}
SYMBOL = re.compile(r"<mi>([A-Za-zα-ω])</mi>")
CACHED = 8192


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates, escaped and compiled once."""
    made = Environment(
        loader=FileSystemLoader(content("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(markup=markup, blocks=blocks, line=plain_line, maths=formula, points=points)
    made.globals.update(right=right, wrong=wrong)
    return made


def html(quiz: Quiz, *, key: bool = False) -> str:
    """The quiz as one self-contained page; with `key` its solutions, right answers and common wrong values instead of blanks."""
    return html_of([quiz], key=key)


def html_of(quizzes: list[Quiz], *, key: bool = False) -> str:
    """Several papers, or the keys of several papers, as one page."""
    return environment().get_template("quiz.html.j2").render(quizzes=quizzes, key=key, question=question)


def question(variant: Variant) -> Markup:
    """The text of a question with its blanks."""
    return walked(parse(variant.text), {ask.name: ask for ask in variant.asks})


def markup(text: str) -> Markup:
    """Markup without blanks."""
    return walked(parse(text), {})


def blocks(parsed: tuple[Block, ...]) -> Markup:
    """Blocks without blanks."""
    return walked(parsed, {})


def plain_line(runs: Line) -> Markup:
    """A line without blanks."""
    return line(runs, {})


@lru_cache(CACHED)
def formula(tex: str, display: bool = False) -> Markup:
    """A formula in the line or on its own; the brackets of a matrix are for the style sheet to draw.

    A browser stretches brackets only where a maths font is installed; drawn ones are as tall as their matrix everywhere.
    """
    fenced = FENCED.sub(drawn, mathml(tex, display))
    return Markup(SYMBOL.sub(r'<mi class="symbol">\1</mi>', fenced))


def drawn(found: re.Match[str]) -> str:
    """A matrix whose brackets are drawn; other pairs, such as (0, 1], are left to the browser."""
    before, left, inside, after, right = found.groups()
    if left + right not in SHAPES:
        return found[0]
    table = f'<mtable class="{SHAPES[left + right]}"{inside}</mtable>'
    return f'<mo class="fence"{before}>{left}</mo>{table}<mo class="fence"{after}>{right}</mo>'


def walked(blocks: tuple[Block, ...], asks: dict[str, Ask]) -> Markup:
    """Blocks as HTML."""
    return Markup("\n").join(block(one, asks) for one in blocks)


def block(one: Block, asks: dict[str, Ask]) -> Markup:
    """One block as HTML."""
    match one:
        case Paragraph((Blank(name),)):
            return blank(asks[name])
        case Paragraph(runs):
            return Markup("<p>{}</p>").format(line(runs, asks))
        case Display(tex):
            return Markup('<div class="display">{}</div>').format(formula(tex, True))
        case Listing(text):
            return Markup("<pre><code>{}</code></pre>").format(text)
        case Items(ordered, items):
            inside = Markup("").join(Markup("<li>{}</li>").format(walked(item, asks)) for item in items)
            return Markup("<{0}>{1}</{0}>").format("ol" if ordered else "ul", inside)
        case Grid((head, *body)):
            top = Markup("").join(Markup('<th scope="col">{}</th>').format(line(cell, asks)) for cell in head)
            rows = Markup("").join(
                Markup("<tr>{}</tr>").format(
                    Markup("").join(Markup("<td>{}</td>").format(line(cell, asks)) for cell in row)
                )
                for row in body
            )
            return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(top, rows)
    raise TypeError(f"a page has no way to show {one!r}")


def line(runs: Line, asks: dict[str, Ask]) -> Markup:
    """A line as HTML; a blank inside it is a short line to write on."""
    said = Markup("")
    for run in runs:
        if isinstance(run, Maths):
            said += formula(run.tex)
        elif isinstance(run, Blank):
            said += Markup('<span class="gap" role="img" aria-label="blank for {}"></span>').format(
                formula_text(asks[run.name].tex)
            )
        else:
            tag = "code" if run.code else "strong" if run.strong else "em" if run.emphasis else ""
            said += Markup("<{0}>{1}</{0}>").format(tag, run.text) if tag else escape(run.text)
    return said


def blank(ask: Ask) -> Markup:
    """Where an ask on a line of its own is answered: options to choose from, or room to write."""
    name = formula_text(ask.tex)
    match ask.interaction():
        case Pick() as pick:
            options = Markup("").join(
                Markup('<li><span class="letter">{}</span><div>{}</div></li>').format(item.key, markup(item.text))
                for item in pick.items
            )
            width = " short" if short(pick) else ""
            return Markup('<ol class="options{}" aria-label="Options for {}">{}</ol>').format(width, name, options)
        case Upload(file=file):
            return Markup('<p class="in-file">Answer in <code>{}</code>.</p>').format(file)
        case Write():
            return Markup('<div class="room" role="img" aria-label="Room for the answer"></div>')
    return Markup(
        '<p class="blank">{} <span aria-hidden="true">=</span> <span class="rule" role="img" aria-label="blank for {}"></span></p>'
    ).format(formula(ask.tex), name)


def page_file(quizzes: Sequence[Quiz], key: bool) -> bytes:
    """Papers or keys as a file to hand out."""
    return html_of(list(quizzes), key=key).encode()


FORMATS = {"html": page_file}
