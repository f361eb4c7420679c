"""How even the variants of an exam are: a variant that is easier or harder than usual, by luck, is drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Ask, Value
from quizgen.authoring import Draw
from quizgen.authoring.bank import author_errors
from quizgen.generate import Drawn, seal
from quizgen.generate.engine import first_draws
from quizgen.generate.exam.drawing import CHUNK, Accept, drawn_columns
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.workload import Workload, finest, workloads
from quizgen.interactions import Interaction, Parts
from quizgen.model import Student, Variant

REFERENCES = 60  # variants that say what is usual; who takes the exam does not matter
ACCEPTED = 0.5  # of these at least so many lie within the band, so that half of all students keep their first numbers
ALLOWED = {  # by which a variant may differ from the usual one: so many, or that share of the usual one's if it is more
    "multiplications": (1, 0.05),
    "additions": (1, 0.05),
    "functions": (0.5, 0.0),
    "saturated": (0.5, 0.0),
    "signs": (2, 0.1),
    "digits": (3, 0.1),
    "steps": (1, 0.05),
}
ALLOWED_OF_CARDS = {"letters": (20, 0.1), "options": (0.5, 0.0)}  # the same for questions that compute nothing


@dataclass(frozen=True)
class Size:
    """What there is to read where nothing is computed: letters of the text and the options, and options."""

    letters: int
    options: int

    @property
    def steps(self) -> float:
        """What readers go through, in letters."""
        return self.letters


Measured = Workload | Size
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """What is usual of a question's variants: that of `centre`, give or take what is allowed, `wider` times."""

    centre: Measured
    wider: float

    def holds(self, some: Sequence[Measured]) -> list[bool]:
        """Whether variants are usual, each of them."""
        near = (distances(self.centre, some) <= self.wider).tolist()
        return [fits and alike(self.centre, one) for fits, one in zip(near, some, strict=True)]


@dataclass(frozen=True)
class Spread:
    """What the variants of one question take, student by student: as first drawn, and on the papers. `again`: drawn again."""

    question: ExamQuestion
    first: tuple[Measured, ...]
    taken: tuple[Measured, ...]
    again: tuple[bool, ...]

    @property
    def counted(self) -> bool:
        """Whether the calculation itself was counted."""
        return all(isinstance(one, Workload) and one.counted for one in self.taken)

    def plus(self, seen: Mapping[tuple[str, int], Measured], first: Sequence[int], taken: Sequence[int]) -> Spread:
        """With further students: the seeds of their first numbers, and of those on their papers."""
        id = self.question.id
        return replace(
            self,
            first=(*self.first, *(seen[id, seed] for seed in first)),
            taken=(*self.taken, *(seen[id, seed] for seed in taken)),
            again=(*self.again, *(old != new for old, new in zip(first, taken, strict=True))),
        )


def even_variants(plan: ExamPlan) -> Accept:
    """Says of draws whether they are about as hard as is usual of their question. No roster and no secret comes into it."""
    band = cache(lambda question: usual(plan, question))

    def accept(question: ExamQuestion, some: Sequence[Drawn]) -> list[bool]:
        if not differs(plan, question):
            return [True] * len(some)
        return band(question).holds(measured(question, some, band(question).centre))

    return accept


def unevenness(
    plan: ExamPlan,
    questions: Sequence[ExamQuestion],
    students: Sequence[Student],
    secret: bytes,
    each: Callable[[], None] = lambda: None,
) -> tuple[Spread, ...]:
    """How far apart the papers of students are, for each question that has other numbers on each.

    `each` is called when a student's paper is drawn; the papers themselves are not kept.
    """
    differing = [question for question in questions if differs(plan, question)]
    band = cache(lambda question: usual(plan, question))
    seen: dict[tuple[str, int], Measured] = {}

    def accept(question: ExamQuestion, some: Sequence[Drawn]) -> list[bool]:
        found = measured(question, some, band(question).centre)
        seen.update(((question.id, drawn.seed), one) for drawn, one in zip(some, found, strict=True))
        return band(question).holds(found)

    spreads = [Spread(question, (), (), ()) for question in differing]
    for start in range(0, len(students), CHUNK):
        columns, seeds = drawn_columns(plan, differing, students[start : start + CHUNK], secret, accept, sheet=1)
        spreads = [
            spread.plus(seen, [seed(spread.question.id) for seed in seeds], [variant.seed for variant in column])
            for spread, column in zip(spreads, columns, strict=True)
        ]
        seen.clear()
        for _ in seeds:
            each()
    return tuple(spreads)


def differs(plan: ExamPlan, question: ExamQuestion) -> bool:
    """Whether a question has other numbers, or other words, on each paper."""
    return question.computes or plan.cards == "own"


def usual(plan: ExamPlan, question: ExamQuestion) -> Band:
    """The band of a question, from draws whose seeds depend on the exam's name and the exercise alone."""
    draw = Draw(f"{plan.name}:{question.exercise.name}:usual")
    seeds = sorted({draw.integer(0, 2**31 - 1) for _ in range(REFERENCES)})
    with author_errors(question.exercise):
        return band_of(measured(question, first_draws(question.exercise, seeds)))


def measured(question: ExamQuestion, some: Sequence[Drawn], like: Measured | None = None) -> Sequence[Measured]:
    """What draws of a question take; `like` was measured before, and they are measured in the same way."""
    exercise = question.exercise
    if not question.computes:
        return [size(seal(exercise, drawn)) for drawn in some]
    by_calculation = like is None or getattr(like, "counted", False)
    return workloads(exercise, [numbers(one.problem) for one in some], finest(exercise), by_calculation)


def numbers(problem: Mapping[str, Any]) -> dict[str, Value]:
    """What `solve` is given of a drawn problem."""
    return {name: value for name, value in problem.items() if not isinstance(value, Ask)}


def size(variant: Variant) -> Size:
    """What there is to read in a variant."""
    given = [getattr(one, field.name) for one in interactions(variant) for field in fields(one)]
    items = [item for value in given if isinstance(value, tuple) for item in value]
    return Size(len(variant.text) + sum(len(getattr(item, "text", "")) for item in items), len(items))


def interactions(variant: Variant) -> Iterator[Interaction]:
    """The ways in which a variant is answered, part by part."""
    for ask in variant.asks:
        way = ask.interaction()
        yield from (part.interaction for part in way.parts) if isinstance(way, Parts) else (way,)


def alike(one: Measured, other: Measured) -> bool:
    """Whether two variants were measured in the same way."""
    return getattr(one, "counted", None) == getattr(other, "counted", None)


def distances(centre: Measured, others: Sequence[Measured]) -> Array:
    """How many times what is allowed each of some variants differs from a usual one, in the count in which it differs most."""
    allowed = ALLOWED_OF_CARDS if isinstance(centre, Size) else ALLOWED
    usual = np.array([getattr(centre, name) for name in allowed], dtype=float)
    least, share = np.array(list(allowed.values())).T
    counts = np.array([[getattr(one, name) for name in allowed] for one in others], dtype=float)
    return np.asarray((abs(counts - usual) / np.maximum(least, share * usual)).max(axis=1))


def band_of(references: Sequence[Measured]) -> Band:
    """The narrowest band that holds enough of the reference variants, about one of them, and as many as it can."""
    far = [distances(centre, references) for centre in references]
    enough = ceil(ACCEPTED * len(references)) - 1
    wider = [max(1.0, float(np.sort(one)[enough])) for one in far]
    place = min(range(len(far)), key=lambda place: (wider[place], -int((far[place] <= wider[place]).sum())))
    return Band(references[place], wider[place])
