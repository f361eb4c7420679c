"""The exercises that practice can ask: what each is about, and which misconceptions an answer to it can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from quizgen.authoring import Draw, Exercise
from quizgen.authoring.topics import Topic, topics
from quizgen.generate import variants
from quizgen.generate.code_questions import asks_code
from quizgen.generate.compose import question_of
from quizgen.generate.covered import covered_by
from quizgen.generate.separating import SEEDS, SEEDS_OF_WORDS, live_in, may_show, separating
from quizgen.model import Variant

T = TypeVar("T")
SAMPLE = 3  # variants by which a card says what can be live
FREE = "c-"  # concepts have no tier


@dataclass(frozen=True)
class Shown:
    """A variant that could be asked, with the misconceptions that are live in it and what tells its question from others."""

    variant: Variant
    live: frozenset[str]
    wording: int

    @property
    def first_tier(self) -> frozenset[str]:
        """Those among the live ones that are looked for first: of tier A, or of concepts."""
        slips = {name for slip in self.variant.slips if slip.tier == "A" for name in slip.misconceptions}
        return frozenset(slips.union(name for name in self.live if name.startswith(FREE)))


@dataclass(frozen=True)
class Card:
    """An exercise that practice can ask."""

    exercise: Exercise

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def topic(self) -> str:
        return self.exercise.topic

    @property
    def level(self) -> int:
        return self.exercise.level

    @cached_property
    def targets(self) -> frozenset[str]:
        return frozenset(self.exercise.targets)

    @cached_property
    def covers(self) -> frozenset[str]:
        return frozenset(self.exercise.covers)

    @cached_property
    def sample(self) -> tuple[Shown, ...]:
        """Some of its variants."""
        return tuple(map(shown, variants(self.exercise, range(SAMPLE))))

    @cached_property
    def live(self) -> frozenset[str]:
        """The misconceptions that were live in the sample, and its targets."""
        return self.targets.union(*(one.live for one in self.sample))

    @cached_property
    def first_tier(self) -> frozenset[str]:
        """Those of them that are looked for first."""
        return frozenset().union(*(one.first_tier for one in self.sample))

    def may_show(self, misconception: str) -> bool:
        """Whether the misconception may be live in a question; it is quicker to know than whether it is."""
        return may_show(self.exercise, misconception)

    def seeds(self, stream: str, count: int) -> list[int]:
        """Seeds of questions that could be asked, derived from what `stream` names."""
        return [Draw(f"{stream}:{self.name}:{number}").integer(0, 2**31 - 1) for number in range(count)]

    def some(self, stream: str, count: int) -> list[Shown]:
        """Variants that could be asked."""
        return [shown(one) for one in variants(self.exercise, self.seeds(stream, count))]

    def separating(self, misconceptions: Sequence[str], stream: str) -> Shown | None:
        """The variant that separates misconceptions most; None: they are not live here."""
        count = SEEDS if self.exercise.solving is not None else SEEDS_OF_WORDS
        found = separating(self.exercise, misconceptions, self.seeds(stream, count))
        return shown(found) if found else None


def shown(variant: Variant) -> Shown:
    """A variant with what is live in it."""
    return Shown(variant, live_in(variant), wording_of(variant))


def wording_of(variant: Variant) -> int:
    """What tells the question from others of its exercise, within one process."""
    return hash(question_of(variant))


@dataclass(frozen=True)
class Deck:
    """All exercises that practice can ask, and the topics that they belong to."""

    cards: tuple[Card, ...]
    topics: Mapping[str, Topic]

    @cached_property
    def by_name(self) -> Mapping[str, Card]:
        """The cards by the names of their exercises."""
        return {card.name: card for card in self.cards}

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Card, ...]]:
        """The cards of each topic, in the order of the chapter; topics of one's own last."""
        names = dict.fromkeys([*self.topics, *(card.topic for card in self.cards)])
        found = {name: tuple(card for card in self.cards if card.topic == name) for name in names}
        return {name: cards for name, cards in found.items() if cards}

    def levels(self, topic: str) -> tuple[int, int]:
        """The lowest and the highest level at which a topic is asked."""
        levels = [card.level for card in self.by_topic[topic]]
        return min(levels), max(levels)

    def counted_level(self, topic: str) -> int:
        """The level from which results say that a topic is known: 2, or 1 where hardly anything is asked at 2 or above."""
        above = sum(card.level >= 2 for card in self.by_topic.get(topic, ()))
        return 2 if above >= 2 else 1

    def covered(self, variant: Variant) -> tuple[str, ...]:
        """The items of the chapter that a question asks."""
        card = self.by_name.get(variant.exercise)
        return covered_by(card.exercise, variant) if card else ()


def deck(exercises: Iterable[Exercise]) -> Deck:
    """The deck of these exercises; those that ask for code are left out."""
    return Deck(tuple(Card(one) for one in exercises if not asks_code(one.asks)), topics())


def drawn_order(items: Sequence[T], stream: str) -> list[T]:
    """Items in an order that `stream` draws."""
    return Draw(stream).shuffled(list(items))
