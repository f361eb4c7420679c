"""A class in a store: sheets with numbers of their own, honest mistakes, and on request answers and programs that were copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from simulated_programs import Draw

from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.authoring.bank import digest as digest_of
from quizgen.classroom.course.similar_answers import Sheet
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.model import Answers, Grade, Mark, Quiz, Variant, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EXERCISES = ("forward-h1", "two-layers", "sequence-loss", "output-sigmoid", "h0-effect")


@cache
def bank() -> Mapping[str, Exercise]:
    return Bank.load([]).exercises


def quizzes(
    students: Sequence[str], seed: int = 1, exercises: Sequence[str] = EXERCISES, *, shared: bool = False
) -> list[Quiz]:
    """A quiz for each student, with numbers of its own or, if shared, the same for all."""
    seeds = [0 if shared else seed * 1000 + i for i in range(len(students))]
    made = [variants(bank()[name], seeds) for name in exercises]
    each = zip(students, zip(*made, strict=True), strict=True)
    return [Quiz(f"hw1-{who}", seed, own, who, "hw1") for who, own in each]


def honest(quiz: Quiz, draw: Draw, wrong: float = 0.15) -> dict[str, dict[str, str]]:
    """What an honest student types: most is right, some follows a misconception, some is wrong in a way of its own."""
    return {f"q{at}": honest_question(variant, draw, wrong) for at, variant in enumerate(quiz.variants, 1)}


def honest_question(variant: Variant, draw: Draw, wrong: float) -> dict[str, str]:
    values = dict(variant.key)
    chance = draw.random()
    if chance < wrong:
        values |= {ask.name: off(values[ask.name], draw, ask.rounded_to) for ask in variant.asks if ask.by_value}
    elif chance < 2 * wrong and variant.slips:
        values |= super(Draw, draw).choice(variant.slips).answers
    return {ask.name: ask.write(values[ask.name]) for ask in variant.asks if values[ask.name] is not None}


def off(value: object, draw: Draw, decimals: int | None) -> object:
    if isinstance(value, list):
        return [off(one, draw, decimals) for one in value]
    if not isinstance(value, (int, float)):
        return value
    return value + draw.gauss(0, 0.3) if decimals else value + draw.randint(-3, 3)


def graded(quiz: Quiz, typed: Mapping[str, Mapping[str, str]]) -> Grade:
    """The grade of a sheet, as quizgen gives it."""
    texts = {digest_of(one.source): one.source for one in bank().values()}
    found = grade(quiz, Answers(quiz.id, quiz.student, typed), Follower(texts.__getitem__))
    return replace(found, source=f"{quiz.student}/answers.toml", assignment=quiz.assignment)


def sheet(quiz: Quiz, typed: Mapping[str, Mapping[str, str]]) -> Sheet:
    return Sheet(quiz.student, quiz, graded(quiz, typed))


def keep(store: Store, sheets: Sequence[Sheet], programs: Mapping[str, bytes | None]) -> None:
    """Stores sheets and submissions; a submission of None is a grade without its file."""
    texts = {digest_of(one.source): one.source for one in bank().values()}
    for one in sheets:
        store.keep_quiz(one.quiz, texts, NOON)
        store.append(one.grade, NOON)
    for student, content in programs.items():
        mark = Mark("rnn_step.F1", Verdict.RIGHT, 1, 1)
        code = Grade(f"{student}/submission.py", "code", "", student, (mark,), assignment="hw1")
        store.append(code, NOON, content=content)
