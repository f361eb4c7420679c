"""The laws every exercise obeys. A law is a function whose name is its id and whose docstring is its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.authoring import Exercise
from quizgen.generate import seal
from quizgen.generate.engine import Drawn, draw_all
from quizgen.laws.sample import Law, Sample
from quizgen.laws.unexplained import warnings

from quizgen.laws import numbers, offers, pictures, quizzes, rubrics, scoring, wording  # isort: skip

__all__ = ["CHUNK", "LAWS", "Breach", "Law", "Sample", "audit", "sample", "warnings"]

LAWS: tuple[Law, ...] = (
    *numbers.LAWS,
    *wording.LAWS,
    *scoring.LAWS,
    *offers.LAWS,
    *pictures.LAWS,
    *quizzes.LAWS,
    *rubrics.LAWS,
)
CHUNK = 2000  # seeds drawn and solved at once
WORDED = 50  # seeds whose words and marks an audit checks too


@dataclass(frozen=True)
class Breach:
    """A law that an exercise breaks, with the first evidence."""

    exercise: str
    law: str
    sentence: str
    evidence: str


def sample(exercise: Exercise, seeds: Sequence[int], worded: int = WORDED) -> Sample:
    """What the laws check: drawn problems of all the seeds, and sealed variants of the first `worded`."""
    drawn: list[Drawn] = list(draw_all(exercise, seeds))
    return Sample(exercise, tuple(drawn), tuple(seal(exercise, one) for one in drawn[:worded]))


def audit(exercise: Exercise, seeds: int, worded: int = WORDED) -> Iterator[tuple[int, list[Breach]]]:
    """The laws on seeds 0 ... seeds - 1, chunk by chunk: (seeds done, breaches found in this chunk).

    The laws about words and marks check the first `worded` seeds, those about numbers all of them.
    """
    for start in range(0, seeds, CHUNK):
        chunk = range(start, min(start + CHUNK, seeds))
        laws, taken = (
            (LAWS, sample(exercise, chunk, worded)) if start == 0 else (numbers.LAWS, sample(exercise, chunk, 0))
        )
        yield chunk.stop, [breach for law in laws for breach in breaches(law, taken)]


def breaches(law: Law, taken: Sample) -> list[Breach]:
    """At most one breach of a law by a sample: its first evidence."""
    evidence = next(iter(law(taken)), None)
    if evidence is None:
        return []
    return [Breach(taken.exercise.name, law.__name__, " ".join((law.__doc__ or "").split()), evidence)]
