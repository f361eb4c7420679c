"""The page on which a person reads boxes of scanned papers: the same blank of all papers side by side, by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.ask import Ask
from quizgen.classroom.exam.blanks import Blank
from quizgen.documents.exam.scan_terminal import asked
from quizgen.media.html import environment
from quizgen.media.html_markup import markup
from quizgen.media.values import points
from quizgen.model import Variant


@dataclass(frozen=True)
class Card:
    """A box to read: its number among all, the code of its paper as printed, why a person reads it, and its number of pictures."""

    number: int
    code: str
    why: str
    pictures: int


def page(exam: str, nonce: str, address: str) -> str:
    """The page; its script, which alone may run, has this `nonce`. `address`: below which all is served."""
    return environment().get_template("scan_page.html.j2").render(exam=exam, nonce=nonce, address=address)


def group(variant: Variant, ask: Ask, blank: Blank, cards: Sequence[Card], *, wide: bool) -> dict[str, object]:
    """The boxes of one blank, as the page's script takes them. `wide`: they are as wide as the paper, or nearly."""
    scheme = [[points(worth), str(markup(text))] for worth, text in ask.marking_scheme()] if blank.points else []
    return {
        "title": variant.title,
        "asked": asked(ask, blank),
        "numbers": blank.numbers,
        "wide": wide,
        "scheme": scheme,
        "cards": [{"number": one.number, "code": one.code, "why": one.why, "pictures": one.pictures} for one in cards],
    }
