"""Numbers as Canvas compares them: intervals for a question of one number, spellings where a text is compared."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import chain

from quizgen.interactions import Field

SMALLEST = 1e-4  # Canvas rounds what is typed to 4 decimals before it compares
PLACES = 4
MOST = 400  # spellings of one blank
UNITS = 512  # numbers whose spellings are kept: answers of a question share some
FIELDS = 64  # whose spellings are kept: what is lost of them is asked for too
MINUS = "-\N{MINUS SIGN}"
FINEST = 6  # decimals with which an answer is listed that is written with more than the right one
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SLACK = 1e-6  # of a unit of the last decimal: a bound that is meant to lie on it

Interval = tuple[float, float]


def accepted(field: Field) -> list[tuple[Interval, str]]:
    """The intervals of values that earn all, the right one first, each with the answer it belongs to.

    Canvas gives all or nothing and has no order among answers: what an earlier answer takes for less is cut out.
    """
    found: list[tuple[Interval, str]] = []
    taken: list[Interval] = []
    for answer in field.answers:
        if answer.value is None:
            continue
        whole = (answer.value - answer.tolerance, answer.value + answer.tolerance)
        if answer.share == 1:
            found += [(piece, answer.text) for piece in without(whole, taken)]
        taken.append(whole)
    return found


def without(whole: Interval, taken: list[Interval]) -> list[Interval]:
    """What is left of an interval."""
    pieces = [whole]
    for low, high in taken:
        if high <= whole[0] or low >= whole[1]:
            continue
        pieces = [
            (start, end) for a, b in pieces for start, end in ((a, min(b, low)), (max(a, high), b)) if start < end
        ]
    return pieces


def is_beyond(field: Field) -> bool:
    """Whether the right number is too small, or wanted more exactly, than the 4 decimals that Canvas compares."""
    right = field.answers[0]
    value = right.value or 0.0
    return 0 < abs(value) < SMALLEST or abs(round(value, PLACES) - value) > right.tolerance


@lru_cache(FIELDS)
def spellings(field: Field) -> tuple[tuple[str, ...], bool]:
    """The usual ways to write the numbers that earn all, at most MOST, the plainest right one first; and whether these are all.

    To the decimals of the right answer, and as each answer is written itself, unless that takes too many decimals, also with
    zeros up to the decimals of others. An answer is there with all its spellings or not at all.
    """
    wanted = decimals_of(field.answers[0].text)
    most = min(PLACES, max(decimals_of(answer.text) for answer in field.answers))
    found: dict[str, None] = {field.answers[0].text: None}
    whole = True
    for (low, high), text in accepted(field):
        unit = 10**wanted
        first, last = math.ceil(low * unit - SLACK), math.floor(high * unit + SLACK)
        if last - first > MOST:
            whole = False
            continue
        here = list(chain.from_iterable(spelled(at, wanted) for at in range(first, last + 1)))
        own = decimals_of(text)
        if own <= FINEST and NUMBER.fullmatch(text) and low <= float(text) <= high:
            for decimals in range(own, max(own, most) + 1):
                here += spelled(round(float(text) * 10**decimals), decimals)
        if len(found) + len(here) > MOST or (own > FINEST and not here):
            whole = False
            continue
        found.update(dict.fromkeys(here))
    return tuple(found), whole


def decimals_of(text: str) -> int:
    """How many decimals a number is written with."""
    return len(text.partition(".")[2])


@lru_cache(UNITS)
def spelled(at: int, decimals: int) -> tuple[str, ...]:
    """The ways to write `at` units of the last decimal: 0.4600, 0.46, .46, 0,46; a minus as a hyphen or as a minus sign."""
    digits = str(abs(at)).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    short = part.rstrip("0")
    forms = [f"{whole}.{part}" if part else whole]
    if short != part:
        forms.append(f"{whole}.{short}" if short else whole)
    if whole == "0":
        forms += [form[1:] for form in forms if len(form) > 1]
    forms += [form.replace(".", ",") for form in forms if form[0] != "." and "." in form]
    if not decimals:
        forms.append(f"{whole}.0")
    found = forms if at >= 0 else []
    if at < 0 or (at == 0 and decimals):
        found = found + [sign + form for form in forms for sign in MINUS]
    return tuple(found)


def decimal(value: float) -> str:
    """A number without an exponent, as Canvas reads it."""
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"
