"""Markup as HTML for Canvas: formulas as its equation images, pictures as files, items as menus can show them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from quizgen.interactions import Interaction, Item, Pair, Place
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import MathsError
from quizgen.markup.parse import parse
from quizgen.markup.pictures import Picture
from quizgen.media.canvas_questions import is_plain
from quizgen.media.html_markup import plain_text
from quizgen.media.platform_html import CACHED, NOT_XML, escaped, html, html_item, html_sentence, portable

FOLDER = "pictures"


@lru_cache(CACHED)
def equation(tex: str, display: bool = False) -> str:
    """A formula as the picture of Canvas's own service, which keeps its LaTeX; screen readers say it as text."""
    tex = NOT_XML.sub("\ufffd", tex)
    meant = portable(tex)
    shown = rf"\displaystyle {meant}" if display else meant
    source = quote(shown, safe="").replace("%", "%25")  # quoted twice
    return (
        f'<img class="equation_image" src="/equation_images/{source}" alt="{escaped(said(tex))}"'
        f' data-equation-content="{escaped(shown)}"/>'
    )


def said(tex: str) -> str:
    """A formula as text for a screen reader; its LaTeX if it cannot be said."""
    try:
        return formula_text(tex).strip() or tex
    except MathsError:
        return tex


@lru_cache(CACHED)
def comment(sentence: str) -> str:
    """A sentence of feedback as HTML; "" for none."""
    return html_sentence(sentence, equation)


@dataclass
class Pictures:
    """The pictures of a text as files of the package; a picture that stands there twice is one file."""

    found: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, drawn: Picture) -> str:
        return self.shown(drawn, drawn.words)

    def shown(self, drawn: Picture, words: str) -> str:
        """The HTML of a picture, with what is said of it."""
        data = drawn.svg.encode("utf-8", "replace")
        name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:20]}.svg"
        self.found[name] = data
        size = f'width="{drawn.width}" height="{drawn.height}"'
        return f'<p><img src="$IMS-CC-FILEBASE$/{name}" alt="{escaped(words)}" {size}/></p>'

    def markup(self, text: str) -> str:
        """Markup as HTML."""
        return html(parse(text), equation, pictures=self)

    def item(self, text: str) -> str:
        """The markup of an item as HTML."""
        return html_item(text, equation, self)


def left_items(layout: Interaction) -> dict[str, str]:
    """The markup of what is paired, by its key: the items on the left, or the numbers of the places on a picture."""
    if isinstance(layout, Pair):
        return {item.key: item.text for item in layout.left}
    return {spot.key: spot.key for spot in layout.spots} if isinstance(layout, Place) else {}


def menu_text(items: Sequence[Item], item: Item) -> str:
    """What a menu shows of an item: its letter and its words, or the letter alone where words cannot show some item."""
    if item.key == item.text or not all(is_plain(one.text) for one in items):
        return item.key
    return f"{item.key}. {plain_text(item.text)}"
