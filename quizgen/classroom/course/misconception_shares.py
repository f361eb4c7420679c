"""Each misconception's share of the students whose answers could show it, assignment by assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.classroom.course.item_responses import Item, Response, Responses
from quizgen.classroom.course.item_statistics import FEW

Asked = tuple[str, str]  # an exercise and an ask, of whatever assignment


@dataclass(frozen=True)
class Share:
    """How many students showed a misconception, of how many who gave an answer that could show it."""

    shown: int
    could: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of fewer than FEW students."""
        return self.shown / self.could if self.could >= FEW else None


def by_assignment(tables: Sequence[Responses]) -> dict[str, tuple[Share, ...]]:
    """Every misconception that was found -> its share in each of the assignments.

    An answer could show it if it would have been recognised on these very numbers. Of code, and of questions without
    numbers, that is not kept: there every answer could show it to an item in which any student showed it.
    """
    places: dict[str, set[Asked]] = {}
    for table in tables:
        for row in table.students.values():
            for item, response in row.items():
                for id in response.shown:
                    places.setdefault(id, set())
                    if id not in response.live:
                        places[id].add((item.exercise, item.ask))
    return {id: tuple(share(table, id, asked) for table in tables) for id, asked in places.items()}


def share(table: Responses, id: str, asked: set[Asked]) -> Share:
    """The share of one misconception in one assignment."""
    shown = sum(any(id in one.shown for one in row.values()) for row in table.students.values())
    could = sum(any(could_show(item, one, id, asked) for item, one in row.items()) for row in table.students.values())
    return Share(shown, could)


def could_show(item: Item, response: Response, id: str, asked: set[Asked]) -> bool:
    """Whether an answer could show a misconception."""
    if id in response.shown:
        return True
    return response.given and (id in response.live or (item.exercise, item.ask) in asked)
