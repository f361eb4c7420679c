"""A rubric, its key points and its contradictions read from YAML: all that is wrong with them is told with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizgen.asks.text import Contradiction, KeyPoint, KnownFormula
from quizgen.asks.words.contradictions import compiled
from quizgen.authoring.items import unknown_item
from quizgen.authoring.rubric_formulas import known_formulas
from quizgen.authoring.yaml_file import Value
from quizgen.errors import UserError, did_you_mean
from reference_rnn import CATALOGUE, CONCEPTS

Reads = Callable[[Value], Any]
MOST = 100.0  # points of one key point


def words(value: Value) -> tuple[str, ...]:
    return value.texts()


def pattern(value: Value) -> str:
    """A regular expression that compiles."""
    found = value.text()
    try:
        compiled(found)
    except UserError as error:
        raise value.wrong(str(error)) from error
    return found


def misconception(value: Value) -> str:
    """An id of the catalogue or of a concept."""
    found, known = value.text(), [*CATALOGUE, *CONCEPTS]
    if found not in known:
        raise value.wrong(f"There is no misconception {found!r}.{did_you_mean(found, known)}")
    return found


def formula_names(value: Value) -> tuple[str, ...]:
    """Names of equations of the reference."""
    names = value.texts()
    known_formulas(names, f"{value.file}, line {value.line}")
    return names


def covers(value: Value) -> tuple[str, ...]:
    """Items of the chapter, or free text of a course of one's own."""
    found = value.texts()
    for name in found:
        if sentence := unknown_item(name):
            raise value.wrong(sentence)
    return found


def examples(value: Value) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(one.named(f"example {n} of {value.what}").groups() for n, one in enumerate(value.listed().items(), 1))


POINT: Mapping[str, Reads] = {
    "id": Value.text,
    "weight": lambda value: value.number(0.1, MOST),
    "text": Value.text,
    "required": Value.truth,
    "concepts": Value.groups,
    "alternatives": words,
    "formulas": formula_names,
    "examples": examples,
    "count": lambda value: int(value.number(1, MOST)),
}
CLAIM: Mapping[str, Reads] = {
    "text": Value.text,
    "concepts": Value.groups,
    "pattern": pattern,
    "penalty": lambda value: value.number(0, 1),
    "point": Value.text,
    "misconception": misconception,
}
RUBRIC: Mapping[str, Reads] = {
    "id": Value.text,
    "asked": words,
    "covers": covers,
    "note": Value.text,
    "formulas": formula_names,
    "key_points": lambda value: key_points(value),
    "contradictions": lambda value: tuple(contradiction(one) for one in value.items()),
    "wrong_claims": words,
    "model_answer": Value.text,
    "accept_examples": words,
    "reject_examples": words,
}


def given(value: Value, reads: Mapping[str, Reads], needed: Iterable[str]) -> dict[str, Any]:
    """The fields of an entry, each read in its way."""
    return {name: reads[name](field) for name, field in value.fields(tuple(reads), tuple(needed)).items()}


def key_points(value: Value) -> tuple[KeyPoint, ...]:
    """The key points of a rubric, at least one, each with an id of its own."""
    found: dict[str, KeyPoint] = {}
    for one in value.items():
        entry = given(one.named("a key point"), POINT, ("id", "weight", "text"))
        point = KeyPoint(**entry)
        if point.id in found:
            raise one.wrong(f"Two key points are called {point.id!r}. Give one of them another id.")
        if point.examples and point.count > len(point.examples):
            raise one.wrong(
                f"{point.id} wants {point.count} examples and knows {len(point.examples)}. Add some, or lower count."
            )
        if "count" in entry and not point.examples:
            raise one.wrong(f"{point.id} has a count, but no examples to count. Add examples, or remove count.")
        found[point.id] = point
    if not found:
        raise value.wrong(f"{value.what} is empty. A rubric has at least one key point.")
    return tuple(found.values())


def contradiction(value: Value) -> Contradiction:
    """A wrong claim, with something by which it is found."""
    entry = given(value.named("a contradiction"), CLAIM, ("text",))
    if not entry.keys() & {"concepts", "pattern"}:
        raise value.wrong(
            "A contradiction needs concepts or a pattern; what only a person can find belongs to wrong_claims."
        )
    if {"penalty", "point"} <= entry.keys():
        raise value.wrong("A contradiction costs a penalty or its point, not both. Remove one of them.")
    return Contradiction(**entry)


def rubric_fields(value: Value) -> dict[str, Any]:
    """The fields of a rubric, with its formulas as the reference computes them."""
    entry = given(value, RUBRIC, ("id", "asked", "key_points", "model_answer"))
    points: tuple[KeyPoint, ...] = entry["key_points"]
    known = [point.id for point in points]
    for number, claim in enumerate(entry.get("contradictions", ())):
        if claim.point and claim.point not in known:
            one = value.fields(tuple(RUBRIC), ())["contradictions"].items()[number]
            raise one.wrong(
                f"A contradiction of {entry['id']} costs the key point {claim.point!r}, which there is not."
                f"{did_you_mean(claim.point, known)} The key points are {', '.join(known)}."
            )
    return entry | {"formulas": formulas(entry.get("formulas", ()), points)}


def formulas(names: Iterable[str], points: Iterable[KeyPoint]) -> tuple[KnownFormula, ...]:
    """The equations that a rubric names anywhere, each once."""
    return known_formulas(dict.fromkeys([*names, *(name for point in points for name in point.formulas)]))
