"""Answers in words that a person may read although they do not wait: those a machine scored, and those for a second reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from quizgen.classroom.course.decisions import POINTS, holding, owner, undecided, waits
from quizgen.classroom.course.waiting import Waiting, answer, order
from quizgen.model import Action, Decision, Grade, Quiz
from quizgen.store import Record

GIVING = (Action.POINTS, Action.OVERRIDE)  # decisions that give an answer points


def scored(
    records: Iterable[Record], decisions: Sequence[Decision], quiz: Callable[[str], Quiz], question: str = ""
) -> list[Waiting]:
    """Answers in words that a machine scored and nobody decided."""
    known = lru_cache(maxsize=None)(quiz)
    found: dict[tuple[str, ...], Waiting] = {}
    for record in records:
        by_hand = {one.target for one in held(record.grade, decisions)}
        for mark in record.grade.marks:
            name = mark.ask.partition(".")[0]
            if waits(mark) or not mark.typed or by_hand & {mark.ask, name} or question not in ("", mark.ask, name):
                continue
            one = answer(record, mark, known)
            if one.ask is not None and one.ask.assessed("") is not None:
                found[one.assignment, one.student, one.quiz, mark.ask, mark.typed] = one
    return sorted(found.values(), key=order)


def second_readings(
    records: Iterable[Record], decisions: Sequence[Decision], quiz: Callable[[str], Quiz], by: str, question: str = ""
) -> list[Waiting]:
    """Answers in words that somebody else decided and `by` has not read yet, each as it was before it was decided."""
    known = lru_cache(maxsize=None)(quiz)
    read = {key_of(one) for one in decisions if one.action is Action.SECOND and one.by == by}
    found: dict[tuple[str, ...], Waiting] = {}
    for record in records:
        marks = {mark.ask: mark for mark in undecided(record.grade).marks}
        for one in held(record.grade, decisions):
            names = one.target, one.target.partition(".")[0]
            if one.target not in marks or one.action not in GIVING or one.by == by or not one.typed:
                continue
            if (question and question not in names) or key_of(one) in read:
                continue
            read_again = answer(record, marks[one.target], known)
            if read_again.ask is not None and read_again.ask.free_text:
                found[key_of(one)] = read_again
    return sorted(found.values(), key=order)


def first_reading(decisions: Iterable[Decision], one: Decision) -> Decision | None:
    """The newest decision of somebody else on the same answer before a second reading."""
    first = None
    for other in decisions:
        same = key_of(other) == key_of(one) and other.by != one.by and (not one.id or other.id < one.id)
        if same and other.action in GIVING:
            first = other
    return first


def key_of(one: Decision) -> tuple[str, ...]:
    """Which answer a decision is about."""
    return one.assignment, one.student, one.quiz, one.target, one.typed


def held(grade: Grade, decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions on points that hold for a grade."""
    mine = [one for one in decisions if (one.assignment, one.student) == (grade.assignment, owner(grade))]
    return [one for one in holding(undecided(grade), mine) if one.action in POINTS]
