"""Which question comes next, with which numbers, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from quizgen.classroom.practice.attempt import Asked
from quizgen.classroom.practice.learner import Learner, Standing
from quizgen.classroom.practice.spacing import due
from quizgen.generate.deck import Card, Deck, Shown

SEEDS = 10  # variants of a card among which one is chosen
LIKELY = 24  # cards of which it is found out what they show
CARDS = 3  # cards of which variants are drawn
KNOWN_BEFORE_ACROSS = 3  # topics known before those that draw from all are open
FIRST_TIER, COVERED, NEW, OPENS, REPEATED, BEYOND, OFF_LEVEL = 1.0, 0.3, 2.0, 3.0, 1.5, 6.0, 2.0  # weights of a card
STUBBORN, REST = 4, 2  # answers that a misconception explained, after which so many questions come between
IN_A_ROW = 4  # questions about active misconceptions, before one about something else
MOST_COVERED = 4  # items of the chapter that count


class Why(Enum):
    """Why a question comes now, the most pressing first."""

    ACTIVE = "active"  # a misconception explained two answers
    SUSPECTED = "suspected"  # it explained one
    DUE = "due"  # the exercise is to be repeated
    LOOKING = "looking"  # many misconceptions that were not met yet would show
    ITEM = "item"  # it asks items of the chapter that were not asked yet
    LEVEL = "level"  # the next question of its topic


@dataclass(frozen=True)
class Choice:
    """The question to ask, and why: the misconception and how many answers it explained, or since when the exercise is due,
    or how many misconceptions or items it meets for the first time."""

    shown: Shown
    why: Why
    misconception: str = ""
    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Chooser:
    """Chooses for one learner at one time. `topics`: only these, all of them open; none: the chapter. `stream` names the seeds;
    `skipped`: exercises that are left for later."""

    deck: Deck
    learner: Learner
    now: datetime
    topics: tuple[str, ...] = ()
    stream: str = "0"
    skipped: frozenset[str] = frozenset()

    # ------------------------------------------------------------ what can be asked

    def is_known(self, topic: str) -> bool:
        """Whether a topic is known well enough for those that need it."""
        return topic not in self.deck.by_topic or self.learner.knows(topic, self.deck.counted_level(topic))

    @cached_property
    def known(self) -> frozenset[str]:
        """The topics that are known."""
        return frozenset(topic for topic in self.deck.by_topic if self.is_known(topic))

    def is_open(self, topic: str) -> bool:
        """Whether a topic can be asked: it was named, or all that it needs is known."""
        if self.topics:
            return topic in self.topics
        if topic not in self.deck.topics:  # of one's own
            return True
        one = self.deck.topics[topic]
        if one.across:
            return len(self.known) >= KNOWN_BEFORE_ACROSS
        return all(need in self.known or need not in self.deck.by_topic for need in one.needs)

    @cached_property
    def open(self) -> tuple[Card, ...]:
        """The cards of open topics, without the exercise that was asked last unless it is the only one."""
        every = [card for topic, cards in self.deck.by_topic.items() if self.is_open(topic) for card in cards]
        cards = [card for card in every if card.name not in self.skipped] or every
        return tuple(card for card in cards if card.name != self.last) or tuple(cards)

    @property
    def last(self) -> str:
        """The exercise that was asked last."""
        return self.learner.attempts[-1].asked.exercise if self.learner.attempts else ""

    @cached_property
    def asked(self) -> dict[str, int]:
        """How often each exercise was asked."""
        counted: dict[str, int] = {}
        for attempt in self.learner.attempts:
            counted[attempt.asked.exercise] = counted.get(attempt.asked.exercise, 0) + 1
        return counted

    @cached_property
    def wordings(self) -> frozenset[tuple[str, int]]:
        """The questions that were asked."""
        return frozenset((one.asked.exercise, one.asked.wording) for one in self.learner.attempts)

    # ------------------------------------------------------------ the choice

    def choice(self) -> Choice | None:
        """The question that comes next; None: nothing can be asked."""
        if not self.open:
            return None
        if self.drilled and (others := self.without_active()):
            return self.review(others) or self.new(others)
        return (
            self.about(Why.ACTIVE, self.rested())
            or self.about(Why.SUSPECTED, self.learner.suspected)
            or self.review(self.open)
            or self.new(self.open)
        )

    @property
    def drilled(self) -> bool:
        """Whether the last questions were all about misconceptions that are still active: it is time for something else."""
        active = {one.id for one in self.learner.active}
        recent = self.learner.attempts[-IN_A_ROW:]
        return len(recent) == IN_A_ROW and all(active.intersection(one.asked.live) for one in recent)

    def without_active(self) -> Sequence[Card]:
        """The cards that show no active misconception."""
        active = {one.id for one in self.learner.active}
        return [card for card in self.open if not active.intersection(card.live)]

    def rested(self) -> Sequence[Standing]:
        """The active misconceptions, that which was avoided most often last, so that several take turns.

        One that goes on explaining answers is left alone for two questions, so that it does not bar all the rest.
        """
        recent = self.learner.attempts[-REST:]
        return sorted(
            (
                one
                for one in self.learner.active
                if one.avoided or one.recent < STUBBORN or not any(one.id in a.asked.live for a in recent)
            ),
            key=lambda one: one.avoided,
        )

    def about(self, why: Why, standings: Iterable[Standing]) -> Choice | None:
        """A question that separates one of these misconceptions, from the exercise that fits best."""
        for standing in standings:
            cards = [card for card in self.open if card.may_show(standing.id)]
            for card in sorted(cards, key=lambda card: self.fit(card, standing.id), reverse=True):
                if found := card.separating([standing.id], self.stream):
                    return Choice(found, why, standing.id, standing.recent)
        return None

    def fit(self, card: Card, misconception: str) -> tuple[float, ...]:
        """How well a card suits a misconception: asked seldom, made to find it, of the level of the learner."""
        return (
            -self.asked.get(card.name, 0),
            misconception in card.targets,
            -abs(card.level - self.level(card.topic)),
        )

    def review(self, open_cards: Sequence[Card]) -> Choice | None:
        """The exercise that is longest overdue, with new numbers."""
        cards = {card.name: card for card in open_cards}
        for one in due(self.learner.attempts, self.now):
            if one.exercise in cards:
                found = self.best(cards[one.exercise].some(self.stream, SEEDS))
                return Choice(found, Why.DUE, count=one.attempts, since=one.due)
        return None

    def new(self, cards: Sequence[Card]) -> Choice:
        """The card and the variant that tell most about the learner."""
        likely = sorted(cards, key=lambda card: (-self.base_worth(card), card.level, card.name))[:LIKELY]
        ranked = sorted(likely, key=lambda card: (-self.worth(card), card.level, card.name))
        found = max(
            (one for card in ranked[:CARDS] for one in [self.best(card.some(self.stream, SEEDS))]),
            key=self.worth_of,
        )
        items = set(self.deck.covered(found.variant)).difference(self.learner.covered)
        if fresh := len(self.not_met(found)):
            return Choice(found, Why.LOOKING, count=fresh)
        return Choice(found, Why.ITEM, count=len(items)) if items else Choice(found, Why.LEVEL)

    def best(self, several: Sequence[Shown]) -> Shown:
        """Of variants of one card the one in which most is live that was not met yet, and whose question was not asked yet."""
        return max(
            several,
            key=lambda one: (
                (one.variant.exercise, one.wording) not in self.wordings,
                len(self.not_met(one)),
                len(set(self.deck.covered(one.variant)).difference(self.learner.covered)),
                len(one.live),
            ),
        )

    def not_met(self, one: Shown) -> frozenset[str]:
        """The misconceptions looked for first that are live in a variant and were in no answer yet."""
        return one.first_tier.difference(self.learner.misconceptions)

    # ------------------------------------------------------------ what a card is worth

    def worth_of(self, one: Shown) -> float:
        """How much a variant tells about the learner."""
        card = self.deck.by_name[one.variant.exercise]
        met_first = len(self.not_met(one)) if self.off_level(card) <= 1 else 0
        return self.base_worth(card) + FIRST_TIER * met_first

    def worth(self, card: Card) -> float:
        """How much a card tells about the learner, and how well it suits them."""
        new = card.first_tier.difference(self.learner.misconceptions) if self.off_level(card) <= 1 else ()
        return self.base_worth(card) + FIRST_TIER * len(new) ** 0.5

    def base_worth(self, card: Card) -> float:
        """The same without the misconceptions that it shows, which takes no drawing."""
        new = len(card.covers.difference(self.learner.covered))
        value = COVERED * min(new, MOST_COVERED) - REPEATED * self.asked.get(card.name, 0)
        value -= OFF_LEVEL * self.off_level(card)
        if not self.asked.get(card.name):
            value += NEW
        if not self.topics:
            value += OPENS * self.opens(card)
            if card.topic in self.deck.topics and self.deck.topics[card.topic].beyond:
                value -= BEYOND
        return value

    def off_level(self, card: Card) -> int:
        """How many levels a card is away from the level of the learner; what is easier counts half as much."""
        away = card.level - self.level(card.topic)
        return away if away > 0 else -away // 2

    def level(self, topic: str) -> int:
        """The level at which the learner is asked a topic."""
        return self.learner.level(topic, *self.deck.levels(topic))

    def opens(self, card: Card) -> bool:
        """Whether a right answer leads to topics that are not open yet."""
        if card.topic in self.known or card.level < self.deck.counted_level(card.topic):
            return False
        return any(card.topic in one.needs and not one.beyond for one in self.deck.topics.values())


def asked_of(deck: Deck, shown: Shown) -> Asked:
    """What a question asks, for the history of a learner."""
    v = shown.variant
    return Asked(v.exercise, v.seed, v.topic, v.level, deck.covered(v), shown.live, shown.wording)
