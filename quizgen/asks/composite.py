"""Answers in several parts, each read by its own reader: what the kinds that have parts share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from quizgen.ask import Reading, Value
from quizgen.asks.options import Option, accepted
from quizgen.interactions import Parts, Pick
from quizgen.reading.names import without_name
from quizgen.reading.options import read_option
from quizgen.reading.parts import read_parts
from quizgen.reading.text import Unreadable, plain

Reader = Callable[[str], Reading]
AnOption = TypeVar("AnOption", bound=Option)


def option_reader(options: Sequence[Option]) -> Reader:
    """Reads one of the options, by its letter or its text."""
    offered = [(option.letter, option.text) for option in options]
    return lambda typed: read_option(typed, offered)


def read_composite(text: str, name: str, label: str, readers: Mapping[str, Reader]) -> Reading:
    """The value {part: value} of the parts that are answered. Raises Unreadable."""
    readings: dict[str, Reading] = {}
    for part, typed in read_parts(without_name(plain(text), name, label), list(readers)).items():
        try:
            readings[part] = readers[part](typed)
        except Unreadable as trouble:
            raise Unreadable(f"{part}: {trouble}") from None
    if not readings:
        raise Unreadable(f"No part is answered: write them like {'; '.join(f'{part}: ...' for part in readers)}.")
    decimals = tuple(places for one in readings.values() for places in one.decimals)
    notes = " ".join(one.note for one in readings.values() if one.note)
    return Reading(text, {part: one.value for part, one in readings.items()}, decimals, note=notes)


def write_composite(written: Mapping[str, str], parts: int) -> str:
    """Parts as they are typed: in order where all of them are there, else by name."""
    if len(written) == parts and not any(";" in text for text in written.values()):
        return "; ".join(written.values())
    return "; ".join(f"{name}: {text}" for name, text in written.items())


def show_composite(shown: Mapping[str, Value], parts: Sequence[str]) -> str:
    """Parts as people read them, a dash for one that is missing."""
    return "; ".join(str(shown.get(part, "–")) for part in parts) if shown else "–"


def chosen(options: Sequence[AnOption], letter: str | None) -> AnOption | None:
    """The option of this letter; None where nothing was chosen."""
    return next((option for option in options if option.letter == letter), None)


def picks_in(
    name: str, parts: Parts, options: Sequence[Sequence[Option]]
) -> Iterator[tuple[str, Pick, tuple[str, ...]]]:
    """The parts in which an option is chosen, given the options of the first parts: what Ask.picks yields."""
    for part, offered in zip(parts.parts, options, strict=False):
        if isinstance(part.interaction, Pick):
            yield f"{name}.{part.key}", part.interaction, accepted(offered)
