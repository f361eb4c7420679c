"""How the learners of a class stand: topics, misconceptions and who holds them, and what each needs next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quizgen.classroom.practice.learner import Learner, Standing
from quizgen.classroom.practice.next_question import Chooser
from quizgen.documents.progress import Phase, phase
from quizgen.generate.deck import Deck
from reference_rnn import SLIPS_OF_HAND

NOBODY = "(no name)"  # whoever practises without a name


@dataclass(frozen=True)
class LearnerRow:
    """A learner of a class: what they are called, questions, those judged and right, topics known, active misconceptions and those
    seen once, and the topic to go on with."""

    id: str
    name: str
    questions: int
    judged: int
    right: int
    known: int
    active: tuple[Standing, ...]
    seen: tuple[Standing, ...]
    next_topic: str

    @property
    def share(self) -> float | None:
        """The share of the judged answers that is right."""
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True)
class TopicSpread:
    """A topic: how many learners know it, were asked it and do not know it yet, were never asked; the share of right answers."""

    topic: str
    known: int
    begun: int
    never: int
    share: float | None


@dataclass(frozen=True)
class Held:
    """A misconception: in whom it is active, was seen once, is cleared, by name; and how many gave answers that could show it."""

    id: str
    active: tuple[str, ...]
    seen: tuple[str, ...]
    cleared: tuple[str, ...]
    met: int


@dataclass(frozen=True)
class ClassProgress:
    """A class: who needs most comes first. `silent`: those of the roster of whom nothing is stored; `elsewhere`, `code`: grades
    that are not counted."""

    learners: tuple[LearnerRow, ...]
    topics: tuple[TopicSpread, ...]
    misconceptions: tuple[Held, ...]
    silent: tuple[str, ...] = ()
    elsewhere: int = 0
    code: int = 0


def class_progress(
    learners: Mapping[str, Learner],
    deck: Deck,
    now: datetime,
    shown: Mapping[str, str],
    topics: Collection[str] = (),
    *,
    elsewhere: int = 0,
    code: int = 0,
) -> ClassProgress:
    """The progress of these learners. `shown`: what to call the students of a roster, by the name under which their work is kept;
    learners of the roster without any are named."""
    asked = {
        id: one for id, one in learners.items() if any(not topics or a.asked.topic in topics for a in one.attempts)
    }
    choosers = {id: Chooser(deck, one, now) for id, one in asked.items()}
    names = {id: shown.get(id) or id or NOBODY for id in (*asked, *shown)}
    rows = [learner_row(id, names[id], chooser, topics) for id, chooser in choosers.items()]
    return ClassProgress(
        tuple(sorted(rows, key=lambda one: (-len(one.active), one.share or 0.0, one.name.casefold()))),
        tuple(spread(topic, choosers.values()) for topic in deck.by_topic if not topics or topic in topics),
        held(asked, names, topics),
        tuple(names[id] for id in shown if id not in asked),
        elsewhere,
        code,
    )


def learner_row(id: str, name: str, chooser: Chooser, topics: Collection[str] = ()) -> LearnerRow:
    """The row of one learner."""
    learner = chooser.learner
    attempts = [one for one in learner.attempts if not topics or one.asked.topic in topics]
    judged = [one.right for one in attempts if one.right is not None]
    wanted = [name for name in chooser.deck.by_topic if not topics or name in topics]
    known = [topic for topic in wanted if topic in chooser.known]
    coming = [topic for topic in wanted if topic not in chooser.known and chooser.is_open(topic)]
    begun = [topic for topic in coming if topic in learner.by_topic]
    return LearnerRow(
        id,
        name,
        len(attempts),
        len(judged),
        sum(judged),
        len(known),
        within(learner, learner.active, topics),
        within(learner, learner.suspected, topics),
        next(iter(begun or coming), ""),
    )


def within(learner: Learner, standings: Sequence[Standing], topics: Collection[str]) -> tuple[Standing, ...]:
    """The misconceptions that questions of these topics could show; slips of the hand left out."""
    met = set().union(
        *(one.asked.live.union(one.explained) for one in learner.attempts if not topics or one.asked.topic in topics)
    )
    return tuple(one for one in standings if one.id in met and one.id not in SLIPS_OF_HAND)


def spread(topic: str, choosers: Collection[Chooser]) -> TopicSpread:
    """How a topic is known in a class."""
    asked = [one for one in choosers if topic in one.learner.by_topic]
    known = sum(topic in one.known for one in asked)
    results = [right for one in asked for right in one.learner.results(topic)]
    return TopicSpread(
        topic,
        known,
        len(asked) - known,
        len(choosers) - len(asked),
        sum(results) / len(results) if results else None,
    )


def held(learners: Mapping[str, Learner], names: Mapping[str, str], topics: Collection[str] = ()) -> tuple[Held, ...]:
    """The misconceptions that explained anybody's answer, the one that most hold first."""
    found: dict[str, dict[Phase, list[str]]] = {}
    met: dict[str, int] = {}
    for id, learner in learners.items():
        for one in within(learner, tuple(learner.misconceptions.values()), topics):
            met[one.id] = met.get(one.id, 0) + 1
            if one.explained:
                found.setdefault(one.id, {}).setdefault(phase(one), []).append(names[id])
    rows = [
        Held(id, named(of, Phase.ACTIVE), named(of, Phase.SEEN), named(of, Phase.CLEARED), met[id])
        for id, of in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: (-len(one.active), -len(one.seen), -len(one.cleared), one.id)))


def named(of: Mapping[Phase, Sequence[str]], phase: Phase) -> tuple[str, ...]:
    """The names of those in one phase, in alphabetical order."""
    return tuple(sorted(of.get(phase, ()), key=str.casefold))
