"""Classify: items, each of which belongs to one of a few classes that are always shown in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from quizgen.asks.options import shown_key
from quizgen.asks.pairs import Pairs, WrongPair, keyed

__all__ = ["Card", "Classify"]


@dataclass(frozen=True)
class Card:
    """An item and the classes that are right for it, the plainest first: texts, or in a made ask their keys.

    `remark` is what a learner reads of an item over whose class one can differ.
    """

    item: str
    classes: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True)
class Classify(Pairs):
    """Items numbered 1, 2, 3, each of which belongs to one of the classes A, B, C: items placed rightly / items.

    Every class has an item, unless it `may_be_empty`, which the question then says. An author fills it in with `of`.
    """

    cards: tuple[Card, ...] = ()
    may_be_empty: bool = False

    kind: ClassVar[str] = "classify"
    secret: ClassVar[tuple[str, ...]] = ("left", "right", "cards", "wrong_pairs", "may_be_empty")
    counted: ClassVar[str] = "items"

    def of(self, cards: Sequence[Card], classes: Sequence[str], wrong_pairs: Sequence[WrongPair] = ()) -> Classify:
        """The ask with these cards and classes in the order shown.

        Wrong pairs name an item and a class; one that is not shown is left out. ValueError: more than 26 classes, or a card
        is of a class that is not shown.
        """
        sides = keyed([card.item for card in cards], classes, wrong_pairs)
        placed = (
            replace(
                card,
                item=sides.number[card.item],
                classes=tuple(shown_key(name, sides.letter, "classes") for name in card.classes),
            )
            for card in cards
        )
        return replace(self, left=sides.left, right=sides.right, cards=tuple(placed), wrong_pairs=sides.wrong_pairs)

    @property
    def accepted_letters(self) -> Mapping[str, tuple[str, ...]]:
        return {card.item: card.classes for card in self.cards}

    def explained(self, one: WrongPair) -> str:
        return f"On {one.left}: {one.feedback}"

    def remarks(self, right: Mapping[str, str]) -> list[str]:
        return [f"On {card.item}: {card.remark}" for card in self.cards if card.remark and card.item in right]

    def show_key(self, value: Mapping[str, str]) -> str:
        return ", ".join(f"{card.item}-{' or '.join(card.classes)}" for card in self.cards)

    def key_markup(self, value: Mapping[str, str]) -> str:
        others = {card.item: card.classes[1:] for card in self.cards if card.classes[1:]}
        lines = super().key_markup(value).split("\n\n")
        also = (f" (also accepted: {', '.join(others[number])})" if number in others else "" for number in value)
        return "\n\n".join(f"{line}{more}" for line, more in zip(lines, also, strict=True))

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        for card in self.cards:
            if not card.classes:
                yield f"{self.name} has the item {card.item}, which is of no class"
        used = {letter for card in self.cards for letter in card.classes}
        if empty := [item.key for item in self.right if item.key not in used and not self.may_be_empty]:
            yield f"{self.name} has no item of class {', '.join(empty)}; draw one, or say that a class may be empty"
