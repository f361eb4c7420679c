"""Rubrics of free-text questions, read strictly from YAML: a mistake is told with its line and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from quizgen.ask import Ask
from quizgen.asks.text import Contradiction, KeyPoint, KnownFormula
from quizgen.authoring.rubric_reading import rubric_fields
from quizgen.authoring.yaml_file import read_yaml

A = TypeVar("A", bound=Ask)


@dataclass(frozen=True)
class Judged:
    """All that an answer to one question in words is judged by."""

    key_points: tuple[KeyPoint, ...]
    contradictions: tuple[Contradiction, ...]
    formulas: tuple[KnownFormula, ...]
    model_answer: str
    asked: str


@dataclass(frozen=True)
class Rubric:
    """One question in words, and what an answer is judged by. `asked` are wordings of the same question (markup).

    `accept_examples` earn at least three quarters of the points without a person; `reject_examples` earn less than half, or
    are left to a person.
    """

    id: str
    asked: tuple[str, ...]
    model_answer: str
    key_points: tuple[KeyPoint, ...]
    covers: tuple[str, ...] = ()
    note: str = ""  # the contested points of the chapter that it heeds
    wrong_claims: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    formulas: tuple[KnownFormula, ...] = ()
    accept_examples: tuple[str, ...] = ()
    reject_examples: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The sum of the weights."""
        return sum(point.weight for point in self.key_points)

    def under(self, asked: str = "") -> Judged:
        """All that an answer is judged by, under one wording of the question; by default the first."""
        return Judged(self.key_points, self.contradictions, self.formulas, self.model_answer, asked or self.asked[0])

    def on(self, ask: A, asked: str = "") -> A:
        """The ask, of free text, with what its answer is judged by, worth the sum of the weights."""
        judged: dict[str, Any] = {"points": self.points, "wrong_claims": self.wrong_claims, **vars(self.under(asked))}
        return replace(ask, **judged)


@lru_cache(32)
def read_rubrics(text: str, name: str) -> tuple[Rubric, ...]:
    """The rubrics of a YAML file, a list. UserError, with file and line: it is no YAML, or something in it is wrong."""
    found: dict[str, Rubric] = {}
    for entry in read_yaml(text, name, "a list of rubrics, each with id, asked, key_points and model_answer").items():
        rubric = Rubric(**rubric_fields(entry.named("a rubric")))
        if rubric.id in found:
            raise entry.wrong(f"Two rubrics are called {rubric.id!r}. Give one of them another id.")
        found[rubric.id] = rubric
    return tuple(found.values())
