"""What a learner's progress comes to: topics, items of the chapter, misconceptions, and what was active when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from quizgen.authoring.items import Item, items
from quizgen.classroom.practice.learner import Learner, Standing, latest_first
from quizgen.classroom.practice.next_question import Chooser
from quizgen.documents.progress_time import COLUMNS, Cell, Timeline, cells, timeline
from quizgen.generate.deck import Deck
from reference_rnn import SLIPS_OF_HAND


class State(Enum):
    """Where a learner is with a topic."""

    KNOWN = "known"
    OPEN = "open"
    CLOSED = "closed"


class Phase(Enum):
    """Where a learner is with a misconception that explained an answer."""

    ACTIVE = "active"
    SEEN = "seen once"
    CLEARED = "cleared"


@dataclass(frozen=True)
class TopicRow:
    """A topic: its state, whether each answer was right (None: it waits for a person), the level asked next and the highest, from
    which level on answers say that it is known, and the topics that have to be known first."""

    topic: str
    state: State
    results: tuple[bool | None, ...]
    level: int
    highest: int
    counted: int
    missing: tuple[str, ...] = ()
    across: bool = False

    @property
    def right(self) -> int:
        return sum(one is True for one in self.results)

    @property
    def judged(self) -> int:
        return sum(one is not None for one in self.results)


@dataclass(frozen=True)
class SectionRow:
    """A section of the chapter: items of which a question was right, those of which none was yet, those never asked."""

    name: str
    passed: tuple[Item, ...]
    not_yet: tuple[Item, ...]
    never: tuple[Item, ...]

    @property
    def items(self) -> int:
        return len(self.passed) + len(self.not_yet) + len(self.never)


@dataclass(frozen=True)
class MisconceptionRow:
    """A misconception that explained an answer: where the learner is with it, and what happened when."""

    standing: Standing
    phase: Phase
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Progress:
    """A learner's progress. `avoided`: misconceptions that could have shown and never did; `slips`: of the hand, and how many
    answers each explains; `elsewhere`, `code`: grades that are not counted."""

    name: str
    questions: int
    right: int
    waiting: int
    first: datetime | None
    last: datetime | None
    topics: tuple[TopicRow, ...]
    sections: tuple[SectionRow, ...]
    misconceptions: tuple[MisconceptionRow, ...]
    timeline: Timeline
    avoided: int
    slips: Mapping[str, int]
    elsewhere: int = 0
    code: int = 0


def progress(
    learner: Learner,
    deck: Deck,
    now: datetime,
    name: str = "",
    topics: Collection[str] = (),
    *,
    columns: int = COLUMNS,
    elsewhere: int = 0,
    code: int = 0,
) -> Progress:
    """The progress of a learner, in the chapter or in some topics. `columns`: of the chart of what was active when, at most."""
    shown = [one for one in learner.attempts if not topics or one.asked.topic in topics]
    met = set().union(*(one.asked.live.union(one.explained) for one in shown)) if shown else set()
    standings = {id: one for id, one in learner.misconceptions.items() if id in met and id not in SLIPS_OF_HAND}
    line = timeline(learner.attempts, topics, columns)
    rows = [(phase(one), one) for one in latest_first(standings.values())]
    return Progress(
        name,
        len(shown),
        sum(one.right is True for one in shown),
        sum(one.right is None for one in shown),
        shown[0].when if shown else None,
        shown[-1].when if shown else None,
        tuple(topic_rows(Chooser(deck, learner, now), topics)),
        tuple(section_rows(learner, deck, topics)),
        tuple(
            MisconceptionRow(one, found, cells(one.id, learner.attempts, line))
            for wanted in Phase
            for found, one in rows
            if found is wanted
        ),
        line,
        sum(not one.explained for one in standings.values()),
        {id: one.explained for id, one in learner.misconceptions.items() if id in met and id in SLIPS_OF_HAND},
        elsewhere,
        code,
    )


def phase(standing: Standing) -> Phase:
    """Where a learner is with a misconception that explained an answer."""
    if standing.active:
        return Phase.ACTIVE
    return Phase.CLEARED if standing.cleared and not standing.suspected else Phase.SEEN


def topic_rows(chooser: Chooser, topics: Collection[str] = ()) -> Iterator[TopicRow]:
    """The topics in the order of the chapter."""
    deck, learner = chooser.deck, chooser.learner
    for name in deck.by_topic:
        if topics and name not in topics:
            continue
        one = deck.topics.get(name)
        is_open = chooser.is_open(name)
        needs = () if is_open or one is None or one.across else one.needs
        lowest, highest = deck.levels(name)
        yield TopicRow(
            name,
            State.KNOWN if chooser.is_known(name) else State.OPEN if is_open else State.CLOSED,
            tuple(attempt.right for attempt in learner.by_topic.get(name, ())),
            learner.level(name, lowest, highest),
            highest,
            deck.counted_level(name),
            tuple(need for need in needs if need in deck.by_topic and need not in chooser.known),
            one is not None and one.across,
        )


def section_rows(learner: Learner, deck: Deck, topics: Collection[str] = ()) -> Iterator[SectionRow]:
    """The sections of the chapter; of some topics the items that their exercises ask."""
    wanted = {item for card in deck.cards if card.topic in topics for item in card.covers} if topics else set(items())
    passed = {item for attempt in learner.attempts if attempt.right for item in attempt.asked.covers}
    sections: dict[str, list[Item]] = {}
    for one in items().values():
        if one.id in wanted:
            sections.setdefault(one.section, []).append(one)
    for name, several in sections.items():
        yield SectionRow(
            name,
            tuple(one for one in several if one.id in passed),
            tuple(one for one in several if one.id in learner.covered and one.id not in passed),
            tuple(one for one in several if one.id not in learner.covered),
        )
