"""Which items of the chapter one question asks: of an exercise whose items are drawn from a data file, those of the items drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from quizgen.ask import plain
from quizgen.authoring import Exercise
from quizgen.model import Variant

SHORTEST = 12  # characters of a text by which an entry is recognised


def covered_by(exercise: Exercise, variant: Variant) -> tuple[str, ...]:
    """The ids of the items that a question asks."""
    found = dict.fromkeys(exercise.covers_given)
    if exercise.covers_of:
        shown = set(texts(plain([variant.problem, variant.asks])))
        for covers, known in entries(exercise):
            if not known.isdisjoint(shown):
                found |= dict.fromkeys(covers)
    return tuple(found)


@lru_cache(maxsize=16)
def entries(exercise: Exercise) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Of each entry of its data file the items that it covers, and the texts by which it is recognised."""
    if exercise.covers_of.endswith(".yaml"):
        return tuple((one.covers, frozenset(one.asked)) for one in exercise.rubrics(exercise.covers_of))
    tables: Mapping[str, Any] = tomllib.loads(exercise.data(exercise.covers_of))
    listed = [entry for several in tables.values() if isinstance(several, list) for entry in several]
    return tuple(
        (tuple(entry.get("covers", ())), frozenset(one for one in texts(entry) if len(one) >= SHORTEST))
        for entry in listed
    )


def texts(part: Any) -> Iterator[str]:
    """All texts of JSON."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from texts(item)
