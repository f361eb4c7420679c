"""Markup as HTML for platforms of a course: formulas stay TeX, which the platform shows; MathML it may strip."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from quizgen.markup.formulas import MACROS
from quizgen.markup.parse import Block, Line, Paragraph, parse
from quizgen.markup.pictures import Picture
from quizgen.markup.sentence import sentence
from quizgen.media.html_writer import Blanks, HtmlWriter, no_blanks

Maths = Callable[[str, bool], str]  # TeX, and whether it stands on a line of its own -> HTML
Pictures = Callable[[Picture], str]

MEANT = {rf"\{name}": meaning for name, meaning in MACROS.items()}
MACRO = re.compile("|".join(rf"{re.escape(name)}(?![A-Za-z])" for name in MEANT))
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPECIAL = re.compile(f"[&<>\"']|{NOT_XML.pattern}")
READ = re.compile(r"(\\(?=[()\[\]])|\$(?=\$))")  # what MathJax takes for a formula
CACHED = 512
JOINER = "\u2060"  # seen by nobody; it keeps two characters from being read together


def html(
    blocks: tuple[Block, ...], maths: Maths | None = None, blanks: Blanks = no_blanks, pictures: Pictures | None = None
) -> str:
    """Blocks as HTML, which is well-formed XML too.

    `maths` gives the HTML of a formula (by default TeX between `\\( \\)` or `\\[ \\]`), `blanks` what stands at [[name]],
    `pictures` what stands for a picture (by default its words).
    """
    return PlatformWriter(maths or tex, blanks, pictures or words).blocks(blocks)


def html_line(runs: Line, maths: Maths | None = None) -> str:
    """A line without blanks as HTML."""
    return PlatformWriter(maths or tex, no_blanks, words).line(runs)


@lru_cache(CACHED)
def html_sentence(text: str, maths: Maths | None = None) -> str:
    """A sentence of feedback as HTML; "" for none."""
    return html_line(sentence(text), maths)


def html_item(text: str, maths: Maths | None = None, pictures: Pictures | None = None) -> str:
    """The markup of an item or a label as HTML; a single paragraph stands without an element of its own."""
    parsed = parse(text)
    if len(parsed) == 1 and isinstance(parsed[0], Paragraph):
        return html_line(parsed[0].line, maths)
    return html(parsed, maths, no_blanks, pictures)


@lru_cache(CACHED)
def tex(formula: str, display: bool) -> str:
    """A formula as escaped TeX between the marks by which MathJax finds it."""
    return f"\\[{escaped(portable(formula))}\\]" if display else f"\\({escaped(portable(formula))}\\)"


def portable(formula: str) -> str:
    """TeX without the macros that only quizgen knows."""
    return MACRO.sub(lambda found: MEANT[found[0]], formula) if "\\arg" in formula else formula


def words(drawn: Picture) -> str:
    """The words of a picture, where it cannot be shown."""
    return f"<p>{escaped(drawn.words)}</p>"


def escaped(text: str) -> str:
    """Text as it stands in HTML and in XML; a character that XML cannot hold becomes the replacement character."""
    if not SPECIAL.search(text):
        return text
    text = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )
    return NOT_XML.sub("\ufffd", text)


@dataclass(frozen=True)
class PlatformWriter(HtmlWriter):
    """Writes markup with the formulas, blanks and pictures of a medium."""

    formula: Maths
    blanks: Blanks
    pictures: Pictures

    def maths(self, tex: str, display: bool) -> str:
        """A formula as the medium shows it."""
        return self.formula(tex, display)

    def picture(self, drawn: Picture) -> str:
        """A picture as the medium shows it."""
        return self.pictures(drawn)

    def blank(self, name: str, tight: bool) -> str:
        """What the medium shows at a blank."""
        return self.blanks(name, tight)

    def text(self, text: str) -> str:
        """Words in which MathJax finds no formula."""
        return escaped(READ.sub(rf"\1{JOINER}", text) if "\\" in text or "$$" in text else text)

    def code(self, text: str) -> str:
        """Program text, to be copied as it is; MathJax does not look into it."""
        return escaped(text)
