"""One typed answer as a value: a number, an array, a shape, a letter, a formula's values, or a sentence why not."""

from __future__ import annotations

from typing import Any

from quizgen.ask import Reading
from quizgen.model import Ask, Choice, Formula, Numbers, Shape
from quizgen.reading.formula import read_formula
from quizgen.reading.numbers import read_numbers
from quizgen.reading.options import read_option
from quizgen.reading.shapes import read_shape
from quizgen.reading.text import LONGEST, Unreadable, as_typed, plain


def read_value(typed: Any, ask: Ask) -> Reading:
    """`typed` (text, a number, a nested list) as an answer to `ask`; what cannot be read is told, never raised."""
    text = as_typed(typed)
    if not plain(text):
        return Reading(text)
    try:
        return _read(text, ask)
    except Unreadable as trouble:
        return Reading(text, trouble=str(trouble))


def _read(text: str, ask: Ask) -> Reading:
    if not isinstance(ask, (Numbers, Shape, Formula, Choice)):
        return Reading(text, text)
    if len(text) > LONGEST:
        raise Unreadable(f"An answer of {len(text)} characters is not read; at most {LONGEST}.")
    if isinstance(ask, Numbers):
        exact = ask.tolerance == 0
        return read_numbers(text, name=ask.name, label=ask.label, size=ask.size, decimals=ask.decimals, exact=exact)
    if isinstance(ask, Shape):
        return read_shape(text, name=ask.name, label=ask.label)
    if isinstance(ask, Formula):
        return read_formula(text, name=ask.name, label=ask.label, variables=ask.variables)
    return read_option(text, [(option.letter, option.text) for option in ask.options])
