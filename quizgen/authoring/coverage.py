"""The chapter's items: which exercises ask them, in how many ways, and what is asked too little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizgen.authoring.exercise import Exercise
from quizgen.authoring.items import Item, items

__all__ = ["Coverage", "Item", "coverage", "items"]

WAYS = 2  # kinds of ask in which every item has to be asked
STATEMENTS = "statement-judge"  # a statement that names an item is not enough


@dataclass(frozen=True)
class Coverage:
    """An item with the exercises that ask it, by name, and the kinds of their asks; `lacks` says what is missing."""

    item: Item
    exercises: tuple[str, ...]
    kinds: tuple[str, ...]
    lacks: tuple[str, ...]


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
