"""The chapter's items: which exercises ask them, in how many ways, and what is asked too little."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from quizgen import content
from quizgen.authoring.exercise import Exercise

WAYS = 2  # kinds of ask in which every item has to be asked
STATEMENTS = "statement-judge"  # a statement that names an item is not enough


@dataclass(frozen=True)
class Item:
    """One fact of the chapter: its permanent id, what it says, its section, and whether it must be computed."""

    id: str
    fact: str
    section: str
    computed: bool


@dataclass(frozen=True)
class Coverage:
    """An item with the exercises that ask it, by name, and the kinds of their asks; `lacks` says what is missing."""

    item: Item
    exercises: tuple[str, ...]
    kinds: tuple[str, ...]
    lacks: tuple[str, ...]


@cache
def items() -> Mapping[str, Item]:
    """Every item of the chapter by its id, in the chapter's order."""
    sections = tomllib.loads((content("question_bank") / "coverage.toml").read_text(encoding="utf-8"))
    found = [
        Item(f"{prefix}.{name}", fact, table["section"], name in table.get("computed", ()))
        for prefix, table in sections.items()
        for name, fact in table["items"].items()
    ]
    return {item.id: item for item in found}


def coverage(exercises: Iterable[Exercise]) -> list[Coverage]:
    """What these exercises ask of every item, in the chapter's order."""
    asked: dict[str, list[Exercise]] = {name: [] for name in items()}
    for exercise in exercises:
        for name in exercise.covers:
            asked.get(name, []).append(exercise)
    return [covered(item, asked[item.id]) for item in items().values()]


def covered(item: Item, exercises: list[Exercise]) -> Coverage:
    """How these exercises cover an item."""
    kinds = tuple(sorted({kind for exercise in exercises for kind in exercise.kinds}))
    names = tuple(exercise.name for exercise in exercises)
    lacks = []
    if not set(names) - {STATEMENTS}:
        lacks.append("an exercise other than statements to judge" if names else "an exercise")
    if len(kinds) < WAYS:
        lacks.append("a second kind of question" if kinds else f"{WAYS} kinds of question")
    if item.computed and not any(ask.computed or ask.functions for one in exercises for ask in one.asks):
        lacks.append("a computed answer")
    return Coverage(item, names, kinds, tuple(lacks))
