"""What a learner knows, and what they get wrong: computed from their attempts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from quizgen.classroom.practice.attempt import Attempt

ACTIVE_AFTER = 2  # answers that a misconception explains
CLEARED_AFTER = 3  # items in which it was live and did not occur
LAST, ENOUGH_RIGHT = 3, 2  # a topic is known when so many of the last results are right


@dataclass(frozen=True)
class Standing:
    """How a learner stands with one misconception.

    `explained`: answers that it explains, in all; `recent`: those since it was cleared; `avoided`: items since the last of them in
    which it was live and did not occur; `met`: items in which it was live; `active_since`: since when it is active, if it is;
    `cleared`: when it was cleared last; `last`: when it explained an answer last; `spans`: when it was active and is no longer.
    """

    id: str
    explained: int = 0
    recent: int = 0
    avoided: int = 0
    met: int = 0
    active_since: datetime | None = None
    cleared: datetime | None = None
    last: datetime | None = None
    spans: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def active(self) -> bool:
        """It explained two answers, and was not cleared since."""
        return self.active_since is not None

    @property
    def suspected(self) -> bool:
        """It explained one answer, and was not avoided often enough since."""
        return self.recent > 0 and not self.active

    def after(self, attempt: Attempt) -> Standing:
        """The standing after one more attempt."""
        times = attempt.explained.get(self.id, 0)
        met = self.met + (times > 0 or self.id in attempt.asked.live)
        if times:
            recent = self.recent + times
            since = self.active_since or (attempt.when if recent >= ACTIVE_AFTER else None)
            return replace(
                self,
                explained=self.explained + times,
                recent=recent,
                avoided=0,
                met=met,
                active_since=since,
                last=attempt.when,
            )
        avoided = self.avoided + 1
        if not self.recent or avoided < CLEARED_AFTER:
            return replace(self, avoided=avoided, met=met)
        if self.active_since is None:
            return replace(self, recent=0, avoided=avoided, met=met)
        ended = (*self.spans, (self.active_since, attempt.when))
        return replace(self, recent=0, avoided=avoided, met=met, active_since=None, cleared=attempt.when, spans=ended)


@dataclass(frozen=True)
class Learner:
    """A learner by their attempts, oldest first."""

    attempts: tuple[Attempt, ...] = ()

    def after(self, attempt: Attempt) -> Learner:
        """The learner after one more attempt."""
        return Learner((*self.attempts, attempt))

    @cached_property
    def misconceptions(self) -> Mapping[str, Standing]:
        """The standing with every misconception that was live in an attempt or explained an answer."""
        found: dict[str, Standing] = {}
        for attempt in self.attempts:
            for name in [*attempt.explained, *attempt.avoided()]:
                found[name] = found.get(name, Standing(name)).after(attempt)
        return found

    @property
    def active(self) -> tuple[Standing, ...]:
        """The misconceptions that are active, the one that explained an answer last first."""
        return latest_first(one for one in self.misconceptions.values() if one.active)

    @property
    def suspected(self) -> tuple[Standing, ...]:
        """Those that explained one answer so far."""
        return latest_first(one for one in self.misconceptions.values() if one.suspected)

    @property
    def cleared(self) -> tuple[Standing, ...]:
        """Those that were active and are cleared."""
        return latest_first(one for one in self.misconceptions.values() if one.cleared and not one.active)

    @cached_property
    def covered(self) -> Mapping[str, int]:
        """The items of the chapter that were asked, and how often."""
        found: dict[str, int] = {}
        for attempt in self.attempts:
            for item in attempt.asked.covers:
                found[item] = found.get(item, 0) + 1
        return found

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Attempt, ...]]:
        """The attempts of each topic."""
        found: dict[str, tuple[Attempt, ...]] = {}
        for attempt in self.attempts:
            found[attempt.asked.topic] = (*found.get(attempt.asked.topic, ()), attempt)
        return found

    def results(self, topic: str, level: int = 1) -> tuple[bool, ...]:
        """Whether each question of a topic from this level on was right, in order; those that wait for a person left out."""
        return tuple(right for _, right in self.judged(topic, level))

    def judged(self, topic: str, level: int = 1) -> Iterator[tuple[Attempt, bool]]:
        """The attempts of a topic from this level on that are judged, and whether they are right."""
        for attempt in self.by_topic.get(topic, ()):
            if attempt.right is not None and attempt.asked.level >= level:
                yield attempt, attempt.right

    def knows(self, topic: str, level: int) -> bool:
        """Whether two of the last three questions of a topic at this level or above were right."""
        return sum(self.results(topic, level)[-LAST:]) >= ENOUGH_RIGHT

    def level(self, topic: str, lowest: int, highest: int) -> int:
        """The level at which a topic is asked next: it rises with each right answer at it or above, and falls with each wrong
        one at it or below."""
        level = lowest
        for attempt, right in self.judged(topic):
            if right and attempt.asked.level >= level:
                level = min(highest, level + 1)
            elif not right and attempt.asked.level <= level:
                level = max(lowest, level - 1)
        return level


def latest_first(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Standings, the one that explained an answer last first."""
    known = [one for one in standings if one.last is not None]
    return tuple(
        sorted(known, key=lambda one: (one.last.timestamp() if one.last else 0.0, one.explained), reverse=True)
    )
