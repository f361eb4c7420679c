"""Difficulty and discrimination of each item, and the reliability of all together."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.classroom.course.item_responses import Item, Responses
from quizgen.classroom.course.statistics import Groups, alpha, correlation, groups, mean

FEW = 5  # students, below which a mean or a share says nothing and shows single students
ENOUGH = 20  # students, below which a correlation is mostly chance: with 20 its standard error is still 0.24


@dataclass(frozen=True)
class ItemStatistics:
    """An item. `difficulty` is the mean part of the points, so that 1 is easiest, of those `students` whose answer is judged.

    `discrimination` is the correlation with the rest of the points, `groups` the 27 % with the most and the fewest of them;
    both rest on the `compared` students who were asked something else too.
    """

    number: int  # from 1, by which plots name it
    item: Item
    title: str
    label: str | None
    students: int
    difficulty: float | None
    full: int  # who have all its points
    compared: int
    discrimination: float | None
    groups: Groups | None
    constant: bool  # everybody has the same points, so that it cannot discriminate
    waiting: int  # answers that wait for a person
    question: str = ""  # "q2", where all quizzes ask it there


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha, over so many items and students; None, and why."""

    alpha: float | None
    items: int
    students: int
    why: str = ""


def item_statistics(table: Responses) -> tuple[ItemStatistics, ...]:
    """Each item in the order in which it was asked."""
    return tuple(statistics(table, item, number) for number, item in enumerate(table.items, 1))


def statistics(table: Responses, item: Item, number: int) -> ItemStatistics:
    """The statistics of one item."""
    judged = table.judged(item)
    shares = [response.share for response in judged.values()]
    pairs = [(response.share, table.rest(student, item)) for student, response in judged.items()]
    values = [share for share, rest in pairs if rest is not None]
    rests = [rest for _, rest in pairs if rest is not None]
    enough = len(values) >= ENOUGH
    constant = bool(shares) and min(shares) == max(shares)
    return ItemStatistics(
        number=number,
        item=item,
        title=table.items[item].title,
        label=table.items[item].label,
        students=len(shares),
        difficulty=mean(shares) if len(shares) >= FEW else None,
        full=sum(share == 1 for share in shares),
        compared=len(values),
        discrimination=correlation(values, rests) if enough else None,
        groups=groups(values, rests) if enough and not constant else None,
        constant=constant,
        waiting=sum(item in row and row[item].waiting > 0 for row in table.students.values()),
        question=table.items[item].question,
    )


def reliability(table: Responses) -> Reliability:
    """Alpha over items that the same students were asked: those of all, or those that most were asked if that is more.

    Who was not asked all of these is left out: alpha needs a full table.
    """
    asked = [frozenset(item for item, one in row.items() if one.possible) for row in table.students.values()]
    if not asked:
        return Reliability(None, 0, 0, "nothing was handed in")
    choices = {*asked, frozenset.intersection(*asked)}
    common = max(choices, key=lambda items: (len(items) * sum(items <= one for one in asked), sorted(items)))
    whole = [row for row, items in zip(table.students.values(), asked, strict=True) if common <= items]
    items = sorted(common)
    if max(map(len, asked)) < 2:
        return Reliability(None, len(items), len(whole), "it needs at least 2 items")
    if len(asked) < ENOUGH:
        return Reliability(None, len(items), len(whole), f"too few students: it needs {ENOUGH}")
    if len(whole) < ENOUGH or len(items) < 2:
        return Reliability(None, len(items), len(whole), "different students were asked different items")
    found = alpha([[row[item].earned for item in items] for row in whole])
    return Reliability(found, len(items), len(whole), "" if found is not None else "all students have the same points")
