"""Rubrics of free-text questions, read strictly from YAML: a mistake is told with its line and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from quizgen.asks.text import Contradiction, KeyPoint, KnownFormula, Text
from quizgen.authoring.rubric_reading import rubric_fields
from quizgen.authoring.yaml_file import read_yaml


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

    def on(self, ask: Text, asked: str = "") -> Text:
        """The ask with what its answer is judged by, worth the sum of the weights."""
        return replace(
            ask,
            points=self.points,
            key_points=self.key_points,
            wrong_claims=self.wrong_claims,
            contradictions=self.contradictions,
            formulas=self.formulas,
            model_answer=self.model_answer,
            asked=asked or self.asked[0],
        )


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
