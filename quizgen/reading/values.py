"""One typed answer as a value, read as its ask says, or a sentence why not."""

from __future__ import annotations

from typing import Any

from quizgen.ask import Ask, Reading
from quizgen.reading.text import LONGEST, Unreadable, as_typed, plain


def read_value(typed: Any, ask: Ask) -> Reading:
    """`typed` (text, a number, a nested list) as an answer to `ask`; trouble is part of the reading, never raised."""
    text = as_typed(typed)
    if not plain(text):
        return Reading(text)
    try:
        if len(text) > LONGEST and not ask.free_text:
            raise Unreadable(f"An answer of {len(text)} characters is not read; at most {LONGEST}.")
        return ask.read(text)
    except Unreadable as trouble:
        return Reading(text, trouble=str(trouble))
