"""What was active when: a learner's questions in columns of a chart, and what each says of a misconception."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from quizgen.classroom.practice.attempt import Attempt
from quizgen.classroom.practice.learner import Standing

COLUMNS = 40  # of a chart
PAUSE = timedelta(hours=1)  # without a question: what comes after it is another session


class Event(Enum):
    """What a column says of a misconception."""

    NONE = "nothing"
    AVOIDED = "could have shown and did not"
    EXPLAINED = "explained an answer"
    CLEARED = "cleared"


@dataclass(frozen=True)
class Cell:
    """A column of a misconception: the last that happened, and whether it was active for some of it."""

    event: Event
    active: bool


@dataclass(frozen=True)
class Column:
    """Questions that stand in one column, by their places among all, and when the first and the last of them were answered."""

    first: datetime
    last: datetime
    places: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """The columns of a chart, and what each is: a question, a session, a day, a week."""

    unit: str
    columns: tuple[Column, ...] = ()


Placed = tuple[int, Attempt]
Groups = list[list[Placed]]


def timeline(attempts: Sequence[Attempt], topics: Collection[str] = (), most: int = COLUMNS) -> Timeline:
    """The finest columns of which there are not too many, of all questions or those of some topics; of too many weeks the oldest
    are one column."""
    shown = [(place, one) for place, one in enumerate(attempts) if not topics or one.asked.topic in topics]
    divided: tuple[tuple[str, Groups], ...] = (
        ("question", [[one] for one in shown]),
        ("session", sessions(shown)),
        ("day", grouped(shown, day)),
        ("week", grouped(shown, week)),
    )
    unit, groups = next((one for one in divided if len(one[1]) <= most), divided[-1])
    if (older := len(groups) - most + 1) > 1:
        groups = [[one for group in groups[:older] for one in group], *groups[older:]]
    return Timeline(
        unit, tuple(Column(group[0][1].when, group[-1][1].when, tuple(place for place, _ in group)) for group in groups)
    )


def sessions(placed: Sequence[Placed]) -> Groups:
    """Questions without a long pause between them."""
    found: Groups = []
    for one in placed:
        if found and one[1].when - found[-1][-1][1].when < PAUSE:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def grouped(placed: Sequence[Placed], key: Callable[[datetime], date]) -> Groups:
    """Questions with the same key."""
    found: dict[date, list[Placed]] = {}
    for one in placed:
        found.setdefault(key(one[1].when), []).append(one)
    return list(found.values())


def day(when: datetime) -> date:
    """The day here."""
    return when.astimezone().date()


def week(when: datetime) -> date:
    """The Monday of its week."""
    return day(when) - timedelta(days=day(when).weekday())


def cells(id: str, attempts: Sequence[Attempt], line: Timeline) -> tuple[Cell, ...]:
    """What each column says of a misconception."""
    after = list(followed(id, attempts))
    return tuple(together([after[place] for place in column.places]) for column in line.columns)


def followed(id: str, attempts: Sequence[Attempt]) -> Iterator[Cell]:
    """What each question says of a misconception."""
    standing = Standing(id)
    for attempt in attempts:
        before, event = standing, Event.NONE
        if id in attempt.explained or id in attempt.avoided():
            standing = standing.after(attempt)
            event = Event.EXPLAINED if id in attempt.explained else Event.AVOIDED
            if before.active and not standing.active:
                event = Event.CLEARED
        yield Cell(event, standing.active)


def together(several: Sequence[Cell]) -> Cell:
    """Several questions in one column: the last of them that explained an answer or cleared it, else whether it was avoided."""
    events = [one.event for one in several]
    telling = [one for one in events if one in (Event.EXPLAINED, Event.CLEARED)]
    event = telling[-1] if telling else Event.AVOIDED if Event.AVOIDED in events else Event.NONE
    return Cell(event, any(one.active for one in several))
