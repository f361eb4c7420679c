"""The web page of a quiz: one file to read, to work in and to print; it opens offline and knows no kind of ask."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from quizgen import content
from quizgen.interactions import INTERACTIONS, Entry, Gaps, Interaction, Parts, Pick
from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import parse
from quizgen.media import HandOut, Token
from quizgen.media.html_markup import blocks, formula, markup, named, option, place, plain_line, plain_text, walked
from quizgen.media.key import right, wrong
from quizgen.media.values import points
from quizgen.media.written_values import short
from quizgen.model import Quiz, Variant


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates, escaped and compiled once."""
    templates = content("templates")
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (templates / "quiz.js").read_text(encoding="utf-8")
    made.filters.update(
        blocks=blocks,
        drawn=place,
        formula_text=formula_text,
        item=option,
        line=plain_line,
        maths=formula,
        markup=markup,
        named=named,
        plain=plain_text,
        points=points,
        short=short,
    )
    made.globals.update(
        right=right,
        wrong=wrong,
        digest=digest,
        script=Markup(script),
        script_hash=base64(hashlib.sha256(script.encode()).digest()),
        font=base64((templates / "fonts" / "maths.woff2").read_bytes()),
    )
    return made


def base64(data: bytes) -> str:
    """Bytes as they are written in a data: address."""
    return b64encode(data).decode()


def html(quiz: Quiz, *, key: bool = False, token: str = "") -> str:
    """The quiz as one self-contained page; with `key` its solutions, right answers and common wrong values instead of blanks.

    `token`: what the quiz is made of; the page saves it with the answers.
    """
    return html_of([quiz], key=key, token=token)


def html_of(quizzes: list[Quiz], *, key: bool = False, token: str = "") -> str:
    """Several papers, or the keys of several papers, as one page."""
    return environment().get_template("quiz.html.j2").render(quizzes=quizzes, key=key, token=token, question=question)


def digest(quiz: Quiz) -> str:
    """A short digest of what the quiz asks: a browser keeps answers under it, so that none comes back in another quiz."""
    asked = repr([(variant.text, *(ask.interaction() for ask in variant.asks)) for variant in quiz.variants])
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def question(variant: Variant, number: int, fields: TemplateModule | None = None) -> Markup:
    """The text of a question with a field at each of its blanks; `number` counts from 1.

    `fields`: the macros that show interactions; by default fields to type into.
    """
    asks = {ask.name: ask for ask in variant.asks}

    def blanks(name: str, tight: bool) -> Markup:
        return field(asks[name].interaction(), f"q{number}", name, asks[name].tex, tight=tight, fields=fields)

    return walked(parse(variant.text), blanks)


def field(
    interaction: Interaction,
    question: str,
    name: str,
    tex: str,
    *,
    tight: bool = False,
    fields: TemplateModule | None = None,
) -> Markup:
    """Where an interaction is answered: the answer `name` in the table `question` of answers.toml, labelled `tex`.

    `tight`: inside a line or a table, where there is room for one short input.
    """
    if type(interaction) not in INTERACTIONS:
        raise TypeError(f"a page has no way to show {interaction!r}")
    fields = fields or environment().get_template("interactions.html.j2").module
    if tight:
        one_of = isinstance(interaction, Pick) and not interaction.several
        macro = "short_entry" if isinstance(interaction, Entry) else "short_pick" if one_of else "short_line"
    else:
        macro = type(interaction).__name__.lower()
    inside = () if tight else inner(interaction, question, name, fields)
    return field_of(fields, macro, interaction, question, name, tex, *inside)


def inner(interaction: Interaction, question: str, name: str, fields: TemplateModule) -> tuple[object, ...]:
    """What a macro needs besides the interaction: the text of Gaps with its fields, and the fields of Parts."""
    if isinstance(interaction, Gaps):
        return (gaps(interaction, fields),)
    if isinstance(interaction, Parts):
        parts = interaction.parts
        return ([field(one.interaction, question, f"{name}.{one.key}", one.tex, fields=fields) for one in parts],)
    return ()


def field_of(fields: TemplateModule, macro: str, *arguments: object) -> Markup:
    """What a macro makes."""
    return Markup(getattr(fields, macro)(*arguments).strip())


def gaps(interaction: Gaps, fields: TemplateModule) -> Markup:
    """The text of Gaps with a field at each place."""
    by_key = {gap.key: gap for gap in interaction.gaps}
    return walked(parse(interaction.text), lambda key, tight: field_of(fields, "gap", by_key[key]))


def page_file(quizzes: Sequence[Quiz], key: bool, token: Token) -> bytes:
    """Papers or keys as a file to hand out; papers are handed in as they are typed off, so they say no token."""
    return html_of(list(quizzes), key=key).encode()


FORMATS = {"html": HandOut("html", page_file)}
