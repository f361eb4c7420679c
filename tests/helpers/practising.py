"""Simulated learners who practise: each holds one misconception, and answers with its slip wherever a question can show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from quizgen.authoring.bank import Bank, digest
from quizgen.classroom.practice.attempt import Attempt
from quizgen.classroom.practice.learner import Learner
from quizgen.classroom.practice.next_question import Choice, Chooser, asked_of
from quizgen.generate import Follower
from quizgen.generate.deck import Deck, deck
from quizgen.grading import grade
from quizgen.model import Answers, Mark, Quiz, Variant

BEGIN = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@cache
def whole_deck() -> Deck:
    """All exercises of the bank that practice can ask."""
    return deck(Bank.load().exercises.values())


@cache
def follower() -> Follower:
    """Follows the questions of the bank."""
    return Follower({digest(card.exercise.source): card.exercise.source for card in whole_deck().cards}.__getitem__)


@dataclass(frozen=True)
class Simulated:
    """A learner with one misconception ("": none); `learns`: it is gone once it is active, when it has been explained; `steady`:
    the share of questions in which it shows, and of the others those in which nothing else is wrong."""

    misconception: str = ""
    learns: bool = False
    steady: float = 1.0

    def answers(self, variant: Variant, gone: bool = False) -> dict[str, str]:
        """What is typed: the slip of the misconception where it is live, else the key."""
        slip = next((one for one in variant.slips if self.misconception in one.misconceptions and not gone), None)
        given = {**variant.key, **(slip.answers if slip else {})}
        return {ask.name: "" if given[ask.name] is None else ask.write(given[ask.name]) for ask in variant.asks}

    def practise(
        self, topics: tuple[str, ...] = (), questions: int = 30, seed: int = 0
    ) -> Iterator[tuple[Choice, Learner]]:
        """A session: each choice, and the learner after it."""
        learner, now, gone, chance = Learner(), BEGIN, False, Random(f"{self.misconception}:{seed}")
        for number in range(questions):
            choice = Chooser(whole_deck(), learner, now, topics, f"{seed}:{number}").choice()
            assert choice is not None
            typed = self.answers(choice.shown.variant, gone or chance.random() > self.steady)
            if chance.random() > self.steady:  # the last answer is left out
                typed[[*typed][-1]] = ""
            marks = judged(choice.shown.variant, typed)
            learner = learner.after(Attempt(asked_of(whole_deck(), choice.shown), now, (marks,)))
            standing = learner.misconceptions.get(self.misconception)
            gone = gone or (self.learns and standing is not None and standing.active)
            now += timedelta(minutes=1)
            yield choice, learner


def judged(variant: Variant, typed: dict[str, str]) -> tuple[Mark, ...]:
    """The marks of a question answered so."""
    return grade(Quiz("practice", 0, (variant,)), Answers("practice", "", {"q1": typed}), follower()).marks


@dataclass(frozen=True)
class Found:
    """After which question a misconception had explained an answer, was active, and was cleared; None: never. `wrongly`: others
    that were active at any time."""

    named: int | None = None
    active: int | None = None
    cleared: int | None = None
    wrongly: frozenset[str] = frozenset()


def found(simulated: Simulated, topics: tuple[str, ...] = (), questions: int = 30, seed: int = 0) -> Found:
    """How a session with a simulated learner goes; it ends when the misconception is cleared."""
    named = active = None
    wrongly: set[str] = set()
    for number, (_, learner) in enumerate(simulated.practise(topics, questions, seed), 1):
        wrongly |= {one.id for one in learner.active} - {simulated.misconception}
        standing = learner.misconceptions.get(simulated.misconception)
        if standing is None:
            continue
        named = named or (number if standing.explained else None)
        active = active or (number if standing.active else None)
        if standing.cleared:
            return Found(named, active, number, frozenset(wrongly))
    return Found(named, active, None, frozenset(wrongly))


def home(misconception: str) -> tuple[str, ...]:
    """The topics in which a misconception lives: of the exercises that target it, else of those in which it is live."""
    cards = whole_deck().cards
    targeted = dict.fromkeys(card.topic for card in cards if misconception in card.targets)
    return tuple(targeted or dict.fromkeys(card.topic for card in cards if misconception in card.live))
