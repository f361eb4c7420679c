"""When an exercise is repeated: FSRS, with the cards recomputed from the attempts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from quizgen.classroom.practice.attempt import ENOUGH, Attempt

if TYPE_CHECKING:
    from fsrs import Scheduler


class Rating(IntEnum):
    """How well an exercise went, in FSRS's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Review:
    """When an exercise is due, after so many attempts, of which the last was so good."""

    exercise: str
    due: datetime
    attempts: int
    rating: Rating


def rating(attempt: Attempt, before: Rating | None = None) -> Rating | None:
    """Again: wrong in the last try too. Hard: right with hints, or only in a second try. Good: right at once, in full. Easy:
    the same, after the attempt before was as good. None: it waits for a person.
    """
    first, last = attempt.first_share, attempt.last_share
    if first is None or last is None:
        return None
    if last < ENOUGH and not (attempt.hinted and last > 0):
        return Rating.AGAIN
    if attempt.hinted or first < 1:
        return Rating.HARD
    return Rating.EASY if before is not None and before >= Rating.GOOD else Rating.GOOD


def reviews(attempts: Iterable[Attempt]) -> Mapping[str, Review]:
    """For each exercise that was attempted when it is to be repeated."""
    import fsrs

    cards: dict[str, fsrs.Card] = {}
    found: dict[str, Review] = {}
    for attempt in attempts:
        name, when = attempt.asked.exercise, attempt.when.astimezone(UTC)
        before = found.get(name)
        rated = rating(attempt, before.rating if before else None)
        if rated is None:
            continue
        card = cards.get(name) or fsrs.Card(card_id=0, due=when)
        cards[name], _ = scheduler().review_card(card, fsrs.Rating(int(rated)), when.replace(tzinfo=UTC))
        found[name] = Review(name, cards[name].due, before.attempts + 1 if before else 1, rated)
    return found


def due(attempts: Iterable[Attempt], now: datetime) -> tuple[Review, ...]:
    """The exercises that are to be repeated by now, the longest overdue first."""
    return tuple(sorted((one for one in reviews(attempts).values() if one.due <= now), key=lambda one: one.due))


def next_due(attempts: Iterable[Attempt]) -> datetime | None:
    """When the next exercise is to be repeated."""
    return min((one.due for one in reviews(attempts).values()), default=None)


@cache
def scheduler() -> Scheduler:
    """FSRS with its published parameters. Without steps of minutes, what is repeated is repeated on another day."""
    import fsrs

    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
