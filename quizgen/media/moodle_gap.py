"""A gap of Moodle's cloze question: "{2:NUMERICAL:=0.462:0.001~%50%0.46:0.01#Why.}", with everything escaped as Moodle reads it.

An answer ends at `~`, `#` or `}` unless a backslash or an ampersand stands before. Moodle undoes `\\}` and `\\#` and then HTML's
character references once; so what is HTML itself is escaped a second time, and stays as it is in Moodle's own editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from quizgen.interactions import Field, Item, Pick, ScoredAnswer
from quizgen.media.html_markup import plain_text
from quizgen.media.moodle_pieces import is_plain, picked
from quizgen.media.moodle_values import by_value, case_matters, exact, value_and_tolerance
from quizgen.media.platform_html import CACHED, NOT_XML, escaped, html_item, html_sentence

TYPED = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'~{=%"} | {"#": r"\#", "}": r"\}"})
INSIDE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": r"&amp;\#126;", "#": r"\#", "}": r"\}"})
OPENS = re.compile(r"\{(?=#|[0-9]*:)")  # what Moodle could take for a gap, or for the place of one


def guarded(html: str) -> str:
    """The HTML between gaps, in which Moodle finds none."""
    return OPENS.sub("&#123;", html)


@lru_cache(CACHED)
def html_inside(html: str) -> str:
    """HTML as it stands in a gap."""
    ends = html.endswith("\\")  # it would escape what comes next
    return (html[:-1] if ends else html).translate(INSIDE) + (r"&amp;\#92;" if ends else "")


def text_inside(text: str) -> str:
    """Plain text as it stands in a gap."""
    text = NOT_XML.sub("\ufffd", text)
    ends = text.endswith("\\")
    return (text[:-1] if ends else text).translate(TYPED) + ("&#92;" if ends else "")


def pattern(text: str) -> str:
    """A text to be typed, in which no star stands for anything else."""
    return text.replace("*", r"\*")


def gap(field: Field, weight: int, *, tight: bool) -> str:
    """The gap of a field. `tight`: in a line or a table, where options are a list to open."""
    kind, alternatives = alternatives_of(field, tight)
    return f"{{{weight}:{kind}:{'~'.join(alternatives)}}}"


def alternatives_of(field: Field, tight: bool) -> tuple[str, Iterator[str]]:
    """Moodle's name for the kind of gap, and the answers in it."""
    if isinstance(field.interaction, Pick):
        return kind_of(field.interaction, tight), options(field)
    if by_value(field):
        return "NUMERICAL", (alternative(one, ":".join(value_and_tolerance(one))) for one in field.answers)
    kind = "SHORTANSWER_C" if case_matters(field) else "SHORTANSWER"
    return kind, (alternative(one, text_inside(pattern(one.text))) for one in field.answers)


def kind_of(pick: Pick, tight: bool) -> str:
    """Moodle's name for a gap in which is chosen; a list to open has plain words alone."""
    if pick.several:
        return "MULTIRESPONSE_H" if tight else "MULTIRESPONSE"
    if not tight:
        return "MULTICHOICE_V"
    return "MULTICHOICE" if opens(pick.items) else "MULTICHOICE_H"


def opens(items: tuple[Item, ...]) -> bool:
    """Whether items can stand in a list to open: by their letters or as plain words."""
    return all(not item.text or item.key == item.text or is_plain(item.text) for item in items)


def options(field: Field) -> Iterator[str]:
    """What can be chosen, in the given order."""
    known = {answer.text: answer for answer in field.answers}
    for item in picked(field).items:
        yield alternative(known.get(item.key, ScoredAnswer(item.key, 0.0)), html_inside(shown(item)))


def shown(item: Item) -> str:
    """An item as HTML behind its letter; a word that is its own key needs none, and an item shown elsewhere has no text."""
    if item.key == item.text:
        return escaped(plain_text(item.text))
    return f"{escaped(item.key)} · {html_item(item.text)}" if item.text else escaped(item.key)


def lettered(field: Field) -> Field:
    """The field with the letters of its items alone, where these are shown elsewhere."""
    bare = tuple(Item(item.key, "") for item in picked(field).items)
    return replace(field, interaction=replace(picked(field), items=bare))


def alternative(answer: ScoredAnswer, inside: str) -> str:
    """An answer with its share and its sentence."""
    share = "=" if answer.share == 1 else f"%{exact(answer.share)}%"
    feedback = html_inside(html_sentence(answer.feedback))
    return f"{share}{inside}{f'#{feedback}' if feedback else ''}"
