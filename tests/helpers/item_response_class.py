"""A class by item response theory: who knows more is right more often, and on easier items; faults can be planted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp

from quizgen.model import Grade, Mark, Quiz, Slip, Variant, Verdict
from quizgen.store import Record

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
TITLES = {
    "two-steps": "Two steps of a vanilla RNN",
    "output-once": "Output of a many-to-one network",
    "shape-of-state": "The shape of the state",
    "bptt-small": "Backpropagation through time, one unit",
    "loss-sequence": "Loss of a sequence",
    "update-once": "One step of gradient descent",
}
COMMON = "fwd-wh-transposed"  # planted in every assignment
KEY_IS = "fwd-no-bias"  # what a wrong key takes for wrong, although it is right
EXERCISES = tuple(TITLES)
ITEMS = [(exercise, ask) for exercise in EXERCISES for ask in ("h_1", "h_2")]


def logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def difficulties() -> list[float]:
    """Of the items in their order: easy and hard ones in turn, from -1.6 to 1.6."""
    ranked = [-1.6 + 3.2 * place / (len(ITEMS) - 1) for place in range(len(ITEMS))]
    return ranked[::2] + ranked[1::2]


def quiz_of(student: str, assignment: str, seed: int) -> Quiz:
    """A student's own sheet."""
    slip = Slip((COMMON,), {"h_1": 0.1, "h_2": 0.2}, "equals what you get with W_hᵀ")
    variants = tuple(
        Variant(name, 1, seed, "forward-pass", 2, TITLES[name], "", "", {}, (), {}, (slip,)) for name in EXERCISES
    )
    return Quiz(f"{assignment}-{student}", seed, variants, student, assignment)


def abilities(students: int, seed: int) -> dict[str, float]:
    draw = random.Random(f"abilities {seed}")
    return {f"s{number:03}": draw.gauss(0, 1) for number in range(1, students + 1)}


def graded(
    students: int = 60, seed: int = 0, assignment: str = "hw1", *, wrong_key: int | None = None,
    reversed_key: int | None = None, common: float = 0.4, day: int = 0, number: int = 0,
) -> Iterator[tuple[Quiz, Record]]:  # fmt: skip
    """A sheet and its grade for every student.

    wrong_key: at this item the key is what a misconception gives, so that right answers are named after it.
    reversed_key: at this item the two options are exchanged, so that whoever knows is wrong.
    common: how many of the wrong answers of the first four items are W_hᵀ.
    """
    draw = random.Random(f"answers {seed} {assignment}")
    for place, (student, ability) in enumerate(abilities(students, seed).items()):
        marks = []
        titles = {f"q{n}": TITLES[name] for n, name in enumerate(EXERCISES, 1)}
        for item, ((_, ask), hard) in enumerate(zip(ITEMS, difficulties(), strict=True)):
            name = f"q{item // 2 + 1}.{ask}"
            titles[name] = ask
            right = draw.random() < logistic(1.4 * (ability - hard))
            misconceptions = (COMMON,) if item < 4 and draw.random() < common else ()
            if item == wrong_key:
                right, misconceptions = False, (KEY_IS,) if right else ()
            if item == reversed_key:
                right, misconceptions = not right, ()
            verdict = Verdict.RIGHT if right else Verdict.SLIP if misconceptions else Verdict.WRONG
            typed = f"{draw.random():.4f}"
            why = "" if right else "not the expected result"
            marks.append(Mark(name, verdict, 2 * right, 2, why, () if right else misconceptions, typed))
        quiz = quiz_of(student, assignment, seed)
        grade = Grade(f"{assignment}/{student}.toml", "answers", quiz.id, student, tuple(marks), titles,
                      assignment=assignment)  # fmt: skip
        yield quiz, Record(number + place + 1, START + timedelta(days=day), grade)
