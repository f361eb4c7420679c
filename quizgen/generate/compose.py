"""Composing a quiz: which exercises, with which seeds, under which name, and no question twice while another is left."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from quizgen.ask import Ask, plain
from quizgen.authoring import Draw, Exercise
from quizgen.authoring.bank import author_errors
from quizgen.generate import variant, variants
from quizgen.generate.code_questions import asks_code
from quizgen.model import Quiz, Variant

Seeds = Callable[[str], int]  # "exercise:copy" -> the seed of that question
MISSES = 5  # other seeds in a row, for each question asked so far, after which there is held to be no other
TOGETHER = 50  # variants of one exercise drawn at once
TRIES = (
    20  # other seeds for each question asked so far: one question in k + 1 is then missed once in half a billion times
)


def practice_seeds(seed: int) -> Seeds:
    """Question seeds that anybody can reproduce from the quiz's seed."""
    return lambda question: Draw(f"{seed}:{question}").integer(0, 2**31 - 1)


def exam_seeds(secret: bytes, seed: int, student: str) -> Seeds:
    """Question seeds that cannot be reproduced without the course's secret, different for every student."""

    def question_seed(question: str) -> int:
        digest = hmac.digest(secret, f"{seed}:{student}:{question}".encode(), hashlib.sha256)
        return int.from_bytes(digest[:4], "big") >> 1

    return question_seed


def choose(exercises: Sequence[Exercise], count: int, seed: int | str, named: Sequence[str] = ()) -> list[Exercise]:
    """`count` exercises in order of level, each as often as any other give or take one, those named before others.

    An exercise in writing code is taken once at most, so where there is nothing else they can be fewer.
    """
    draw = Draw(f"{seed}:choice")
    picked = [exercise for exercise in exercises if exercise.name in {name.rsplit("/", 1)[-1] for name in named}][
        :count
    ]
    others = [exercise for exercise in exercises if exercise not in picked]
    picked += draw.some_of(others, min(count - len(picked), len(others)))
    repeatable = [exercise for exercise in exercises if not asks_code(exercise.asks)]
    while repeatable and len(picked) < count:
        picked += draw.some_of(repeatable, count - len(picked))
    return sorted(picked, key=lambda exercise: exercise.level)


def compose(name: str, seed: int, exercises: Sequence[Exercise], seeds: Seeds) -> Quiz:
    """The quiz `<name>-<seed>` with a variant of each exercise, in order; the copies of one exercise ask different questions.

    A copy that would repeat a question takes the next seeds that are derived for it, until its question is new. Where
    every question of an exercise has been asked, all of them may be asked once more.
    """
    copies: dict[str, int] = {}
    asked: dict[str, set[Hashable]] = {}
    variants = []
    for exercise in exercises:
        copy = copies[exercise.name] = copies.get(exercise.name, 0) + 1
        variants.append(new_variant(exercise, copy, seeds, asked.setdefault(exercise.name, set())))
    return Quiz(f"{name}-{seed}", seed, tuple(variants))


def alternatives(exercise: Exercise, copy: int, count: int, seeds: Seeds) -> Iterator[list[Variant]]:
    """Up to `count` variants of one question that ask different things, some at a time; fewer where it has no more."""
    asked: set[int] = set()
    left, number, missed = count, 0, 0
    while left and missed < MISSES * (len(asked) + 1):
        numbers = range(number, number + min(TOGETHER, max(left, TRIES)))
        number = numbers.stop
        own = [seeds(f"{exercise.name}:{copy}:alternative-{one}") for one in numbers]
        with author_errors(exercise, seed=own[0]):
            drawn = variants(exercise, own)
        new: list[Variant] = []
        for one in drawn:
            if (question := hash(question_of(one))) not in asked and len(new) < left:
                asked.add(question)
                new.append(one)
        left, missed = left - len(new), 0 if new else missed + len(numbers)
        if new:
            yield new


def new_variant(exercise: Exercise, copy: int, seeds: Seeds, asked: set[Hashable]) -> Variant:
    """A variant whose question is not in `asked`, and is then; the copy's own where there is none left, and `asked` starts anew."""
    others = made(exercise, copy, seeds, 1 + TRIES * (len(asked) + 1))
    own = next(others)
    found = next((one for one in chain([own], others) if question_of(one) not in asked), None)
    if found is None:
        asked.clear()
    asked.add(question_of(found or own))
    return found or own


def made(exercise: Exercise, copy: int, seeds: Seeds, count: int) -> Iterator[Variant]:
    """The variant of a copy's own seed, then those of the seeds that are derived for it, `count` in all."""
    for number in range(count):
        seed = seeds(f"{exercise.name}:{copy}:again-{number}" if number else f"{exercise.name}:{copy}")
        with author_errors(exercise, seed=seed):
            one = variant(exercise, seed)
        yield one


def question_of(variant: Variant) -> Hashable:
    """What distinguishes the questions of an exercise: the text, and the items offered, in any order.

    Where all is marked by a person, it is what that person looks for: the same question may be asked in several ways.
    """
    schemes = tuple(ask.marking_scheme() for ask in variant.asks)
    return schemes if schemes and all(schemes) else (variant.text, tuple(offered(ask) for ask in variant.asks))


def offered(ask: Ask) -> frozenset[str]:
    """All texts that an ask shows, in any order: those of its items, and those around its gaps."""
    return frozenset(texts(plain(ask.interaction())))


def texts(part: Any) -> Iterator[str]:
    """The texts of an interaction, or a part of one, as JSON; without keys and rules, which do not depend on the question."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from (text for name, value in part.items() if name not in ("key", "rule") for text in texts(value))
    elif isinstance(part, list):
        yield from (text for item in part for text in texts(item))


def for_student(quiz: Quiz, id: str, name: str) -> Quiz:
    """The quiz as one student's own paper."""
    return replace(quiz, id=f"{quiz.id}-{id}", student=name)
