"""Composing a quiz: which exercises, with which seeds, under which name."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace

from quizgen.authoring import Draw, Exercise
from quizgen.authoring.bank import blamed
from quizgen.generate import variant
from quizgen.model import Quiz

Seeds = Callable[[str], int]  # "exercise:copy" -> the seed of that question


def practice_seeds(seed: int) -> Seeds:
    """Question seeds that anybody can reproduce from the quiz's seed."""
    return lambda question: Draw(f"{seed}:{question}").integer(0, 2**31 - 1)


def exam_seeds(secret: bytes, seed: int, student: str) -> Seeds:
    """Question seeds nobody can reproduce without the course's secret, different for every student."""

    def derived(question: str) -> int:
        told = hmac.digest(secret, f"{seed}:{student}:{question}".encode(), hashlib.sha256)
        return int.from_bytes(told[:4], "big") >> 1

    return derived


def chosen(exercises: Sequence[Exercise], count: int, seed: int, named: Sequence[str] = ()) -> list[Exercise]:
    """`count` exercises in order of level, each as often as any other give or take one, those named before others."""
    draw = Draw(f"{seed}:choice")
    picked = [exercise for exercise in exercises if exercise.name in {name.rsplit("/", 1)[-1] for name in named}][
        :count
    ]
    others = [exercise for exercise in exercises if exercise not in picked]
    picked += draw.some_of(others, min(count - len(picked), len(others)))
    while len(picked) < count:
        picked += draw.some_of(exercises, count - len(picked))
    return sorted(picked, key=lambda exercise: exercise.level)


def compose(name: str, seed: int, exercises: Sequence[Exercise], seeds: Seeds) -> Quiz:
    """The quiz `<name>-<seed>` with a variant of each exercise, in order; a repeated exercise has another seed."""
    copies: dict[str, int] = {}
    variants = []
    for exercise in exercises:
        copy = copies[exercise.name] = copies.get(exercise.name, 0) + 1
        own = seeds(f"{exercise.name}:{copy}")
        with blamed(exercise, seed=own):
            variants.append(variant(exercise, own))
    return Quiz(f"{name}-{seed}", seed, tuple(variants))


def for_student(quiz: Quiz, id: str, name: str) -> Quiz:
    """The quiz as one student's own paper."""
    return replace(quiz, id=f"{quiz.id}-{id}", student=name)
