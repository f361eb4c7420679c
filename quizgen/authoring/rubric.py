"""Rubrics of free-text questions, read strictly from YAML: a mistake is told with its line and what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import yaml

from quizgen.asks.text import Contradiction, KeyPoint, KnownFormula, Text
from quizgen.authoring.rubric_formulas import known_formulas
from quizgen.errors import UserError, did_you_mean

TUPLES = ("concepts", "alternatives", "formulas", "examples")


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
    """The rubrics of a YAML file, a list. UserError, with the file's name: it is no YAML, or holds something else."""
    try:
        entries = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506: both are safe
    except yaml.YAMLError as error:
        raise UserError(f"{name} is no YAML: {' '.join(str(error).split())}. Correct the file.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UserError(f"{name} must be a list of rubrics, each with id, asked, key_points and model_answer.")
    return tuple(rubric_of(entry, name) for entry in entries)


def rubric_of(entry: Mapping[str, Any], name: str) -> Rubric:
    """The rubric of one entry."""
    given = checked(entry, Rubric, name)
    given["asked"] = as_tuple(given.get("asked", ()))
    given["key_points"] = tuple(noun_of(one, KeyPoint, name) for one in given.get("key_points", ()))
    given["contradictions"] = tuple(noun_of(one, Contradiction, name) for one in given.get("contradictions", ()))
    named = [*as_tuple(given.get("formulas", ())), *(one for point in given["key_points"] for one in point.formulas)]
    given["formulas"] = known_formulas(dict.fromkeys(named), name)
    for field in ("covers", "wrong_claims", "accept_examples", "reject_examples"):
        given[field] = as_tuple(given.get(field, ()))
    return Rubric(**given)


def noun_of(entry: Mapping[str, Any], noun: type[Any], name: str) -> Any:
    """A key point or a contradiction."""
    given = checked(entry, noun, name)
    return noun(**{key: as_tuple(value) if key in TUPLES else value for key, value in given.items()})


def checked(entry: Mapping[str, Any], noun: type[Any], name: str) -> dict[str, Any]:
    """The entry, all of whose keys are fields of the noun. UserError: one is not."""
    known = [field.name for field in fields(noun)]
    for key in entry:
        if key not in known:
            raise UserError(
                f"{name}: a rubric has no {key!r}.{did_you_mean(str(key), known)} Known: {', '.join(known)}."
            )
    return dict(entry)


def as_tuple(value: Any) -> tuple[Any, ...]:
    """Lists of YAML as tuples, inner ones too; a single text as a tuple of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(as_tuple(one) if isinstance(one, Sequence) and not isinstance(one, str) else one for one in value)
