"""The keys of a plan: what each may say, and what its value becomes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quizgen import content
from quizgen.generate.exam.plan import CARDS, ORDERS, PAPERS, TYPE_SIZES, Layout

MOST_POINTS, MOST_QUESTIONS, MOST_MINUTES = 10_000, 200, 1440
LINE, LINES = 200, 5000  # characters of a text on one line, and of one on several
NAME = re.compile(r"\w[\w.-]{0,59}")
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # control characters and line breaks
YEARS = range(1980, 2100)  # a zip file knows none before


@dataclass(frozen=True)
class Field:
    """A key: what it wants, for a sentence, and its value from that in the file; None: it does not fit."""

    wanted: str
    read: Callable[[Any], Any]


def text_of(value: Any, most: int = LINE, least: int = 0, breaks: str = "") -> str | None:
    """A text of so many characters, without control characters but for `breaks`."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    printed = {*UNPRINTED.findall(text)} <= {*breaks}
    return text if printed and least <= len(text) <= most else None


def line(wanted: str, least: int = 1) -> Field:
    """A text on one line."""
    return Field(
        f"{wanted} in quotes, on one line of at most {LINE} characters", lambda value: text_of(value, least=least)
    )


def texts(example: str) -> Field:
    """A list of texts."""

    def read(value: Any) -> tuple[str, ...] | None:
        found = [text_of(one, least=1) for one in value] if isinstance(value, list) else [None]
        return None if None in found else tuple(filter(None, found))

    return Field(f'a list of texts, such as ["{example}"]', read)


def whole(low: int, high: int) -> Field:
    """A whole number."""
    return Field(
        f"a whole number from {low} to {high:,}",
        lambda value: value if type(value) is int and low <= value <= high else None,
    )


def number(low: float, high: float, above: bool = False) -> Field:
    """A number; `above`: not the lowest itself."""

    def read(value: Any) -> float | None:
        fits = type(value) in (int, float) and low <= value <= high and not (above and value == low)
        return float(value) if fits and math.isfinite(value) else None

    return Field(f"a number above {low}, up to {high:,}" if above else f"a number from {low} to {high:,}", read)


def one_of(known: Sequence[str]) -> Field:
    """One of a few words, in capitals or not."""
    return Field(
        " or ".join(f'"{one}"' for one in known),
        lambda value: value.lower() if isinstance(value, str) and value.lower() in known else None,
    )


def name_of(value: Any) -> str | None:
    """A name that may stand in ids and file names."""
    name = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    return name if NAME.fullmatch(name) else None


def day_of(value: Any) -> date | None:
    """A date without a time."""
    return value if isinstance(value, date) and not isinstance(value, datetime) and value.year in YEARS else None


def levels_of(value: Any) -> tuple[int, int] | None:
    """The lowest and the highest level of 2, "2", "1-3" or [1, 3]."""
    if isinstance(value, str):
        parts = value.split("-") if re.fullmatch("[1-5](-[1-5])?", value) else []
        value = [int(part) for part in parts]
    found = value if isinstance(value, list) else [value]
    if len(found) not in (1, 2) or not all(type(one) is int and 1 <= one <= 5 for one in found):
        return None
    return (found[0], found[-1]) if found[0] <= found[-1] else None


def languages() -> tuple[str, ...]:
    """The languages of the texts that are printed on every paper."""
    return tuple(sorted({Layout.language, *(path.stem for path in (content("templates") / "texts").glob("*.toml"))}))


def language_of(value: Any) -> str | None:
    """A language, or the file of another one."""
    known = isinstance(value, str) and (value in languages() or value.endswith(".toml"))
    return text_of(value) if known else None


FLAG = Field("true or false, without quotes", lambda value: value if isinstance(value, bool) else None)
POINTS = number(0, MOST_POINTS, above=True)
INSTRUCTIONS = Field(
    f"a text in quotes, of at most {LINES:,} characters", lambda value: text_of(value, LINES, breaks="\n\t")
)

EXAM: Mapping[str, Field] = {
    "name": Field('a name of letters, digits, "-", "_" and ".", at most 60, such as "rnn-midterm"', name_of),
    "title": line("a title"),
    "course": line("the course's name", 0),
    "date": Field(f"a date without quotes from {YEARS[0]} to {YEARS[-1]}, such as 2026-06-15", day_of),
    "duration": whole(0, MOST_MINUTES),
    "instructions": INSTRUCTIONS,
    "aids": texts("a pocket calculator"),
    "points": POINTS,
    "order": one_of(ORDERS),
    "group_column": line("the name of a column of the roster"),
    "shuffle_options": FLAG,
    "cards": one_of(CARDS),
    "decimals": whole(1, 6),
}
SECTION: Mapping[str, Field] = {
    "title": line("a title", 0),
    "instructions": INSTRUCTIONS,
    "questions": whole(0, MOST_QUESTIONS),
    "topics": texts("forward-pass"),
    "kinds": texts("numeric"),
    "levels": Field("a level from 1 to 5, such as 2, or the lowest and the highest, such as [1, 3]", levels_of),
    "exercises": texts("forward-h1"),
    "points": POINTS,
}
LAYOUT: Mapping[str, Field] = {
    "paper": one_of(PAPERS),
    "type_size": one_of(TYPE_SIZES),
    "language": Field(
        f"{' or '.join(map(repr, languages()))}, or the path of a translation that ends in .toml", language_of
    ),
    "title_page": FLAG,
    "formula_sheet": FLAG,
    "scratch_pages": whole(0, 10),
    "working": number(0, 15),
}
ACCOMMODATION: Mapping[str, Field] = {"large_print": FLAG, "extra_minutes": whole(0, MOST_MINUTES)}
