"""Signs that an item is faulty, such as a wrong key: each is a reason to look at it, not a proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from quizgen.classroom.course.item_responses import Response, Responses
from quizgen.classroom.course.item_statistics import ENOUGH, FEW, ItemStatistics
from quizgen.classroom.course.statistics import PART, highest_likely

HARDLY = 0.05  # a difficulty below it: hardly anybody earns anything
ONLY_HARD = 0.15  # where the upper group earns more of the points, the item is hard, which is no fault
AGREE = 2 / 3  # of the best students, who then are more likely right than the key
MANY = 0.15  # of the answers could not be read
LEAST = 3  # answers, below which there are not many


class Reason(StrEnum):
    """Why an item looks faulty; WAITS says only that its numbers are not complete."""

    NEGATIVE = "negative"  # good students fail it more often
    ONE_WRONG_ANSWER = "one-wrong-answer"
    HARDLY_ANYBODY = "hardly-anybody"
    UNREADABLE = "unreadable"
    OUR_FAULT = "our-fault"
    WAITS = "waits"


@dataclass(frozen=True)
class Finding:
    """A sign: `count` of `students`; of one wrong answer also what it is, and how many of the best give it."""

    item: int  # its number in the report
    reason: Reason
    count: int
    students: int
    answer: str = ""  # the id of a misconception, or what was typed
    best: int = 0
    of_best: int = 0

    @property
    def looks_faulty(self) -> bool:
        """Whether it is a sign of a fault."""
        return self.reason is not Reason.WAITS


def findings(table: Responses, items: Sequence[ItemStatistics]) -> tuple[Finding, ...]:
    """All signs, the strongest first."""
    order = list(Reason)
    found = (finding for one in items for finding in signs(table, one))
    return tuple(sorted(found, key=lambda finding: (order.index(finding.reason), finding.item)))


def signs(table: Responses, one: ItemStatistics) -> Iterator[Finding]:
    """The signs of one item."""
    answers = {student: row[one.item] for student, row in table.students.items() if one.item in row}
    judged = table.judged(one.item)
    below = one.discrimination is not None and highest_likely(one.discrimination, one.compared) < 0
    if below and one.groups and one.groups.difference < 0:
        yield Finding(one.number, Reason.NEGATIVE, one.compared, one.compared)
    if one.compared >= ENOUGH and (finding := one_wrong_answer(table, one, judged)):
        yield finding
    only_hard = one.groups is not None and one.groups.upper >= ONLY_HARD
    if one.students >= 2 * FEW and one.difficulty is not None and one.difficulty < HARDLY and not only_hard:
        yield Finding(one.number, Reason.HARDLY_ANYBODY, one.full, one.students)
    if (unreadable := sum(answer.unreadable for answer in answers.values())) >= max(LEAST, MANY * len(answers)):
        yield Finding(one.number, Reason.UNREADABLE, unreadable, len(answers))
    if failed := sum(answer.our_faults > 0 for answer in answers.values()):
        yield Finding(one.number, Reason.OUR_FAULT, failed, len(answers))
    if one.waiting:
        yield Finding(one.number, Reason.WAITS, one.waiting, len(answers))


def one_wrong_answer(table: Responses, one: ItemStatistics, judged: dict[str, Response]) -> Finding | None:
    """The wrong answer that two thirds of the best students agree on, or that more than half of all give.

    The best are the 27 % with the most points on all other items, and those with as many as the last of them.
    """
    rests = {student: rest for student in judged if (rest := table.rest(student, one.item)) is not None}
    border = sorted(rests.values(), reverse=True)[ceil(PART * len(rests)) - 1]
    best = [student for student, rest in rests.items() if rest >= border]
    counts = Counter(answer for response in judged.values() for answer in response.wrong_answers)
    of_best = Counter(answer for student in best for answer in judged[student].wrong_answers)
    if not counts:
        return None
    answer = min(counts, key=lambda answer: (-of_best[answer], -counts[answer], answer))
    if of_best[answer] < AGREE * len(best):
        answer = min(counts, key=lambda answer: (-counts[answer], answer))
        if counts[answer] * 2 <= len(judged):
            return None
    return Finding(one.number, Reason.ONE_WRONG_ANSWER, counts[answer], len(judged), answer, of_best[answer], len(best))
