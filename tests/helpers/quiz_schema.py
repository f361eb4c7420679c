"""The JSON Schema of a quiz, as the nouns of quizgen imply it: templates/quiz.schema.json is held to this."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from quizgen.ask import hints_of
from quizgen.asks import BUILT_IN
from quizgen.model import Slip, Variant

LINE = {"type": "string", "maxLength": 500, "pattern": "^[^\\u0000-\\u001f\\u007f]*$"}
NAME = {**LINE, "minLength": 1}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
COUNT = {"type": "integer", "minimum": 0, "maximum": 1000000}
SIMPLE = {str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}}
SAID = {
    "exercise": (NAME, "The name of the exercise."),
    "version": (COUNT, "The version of the exercise."),
    "seed": ({"type": "integer"}, "From it the exercise drew this question."),
    "topic": (NAME, "The id of its topic."),
    "level": (COUNT, "How hard it is, from 1."),
    "title": (NAME, "What stands above it."),
    "text": ({"type": "string"}, "The question as markup; [[name]] is the place of the ask `name`."),
    "solution": ({"type": "string"}, "The worked solution as markup."),
    "problem": ({"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}}, "The numbers drawn, by name."),
    "asks": ({"type": "array", "items": {"$ref": "#/$defs/ask"}, "minItems": 1}, "What is asked, in order."),
    "key": (
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
        "The right answer to each ask, by name; null where a person or a program judges.",
    ),
    "slips": ({"type": "array", "items": {"$ref": "#/$defs/slip"}}, "What known mistakes give on these numbers."),
    "dropped": ({"type": "object", "additionalProperties": {"type": "string"}}, "Mistakes that do not show, and why."),
    "redrawn": ({"type": "array", "items": {"type": "string"}}, "Why earlier draws of the seed were refused."),
    "source": (DIGEST, "The digest of its exercise file, which is under `sources`."),
}
SLIP = {
    "misconceptions": ({"type": "array", "items": NAME, "minItems": 1}, "Ids; several give the same on these numbers."),
    "answers": ({"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}}, "What it gives, by ask."),
    "feedback": ({"type": "string"}, "What a learner reads."),
    "tier": ({"type": "string"}, "How sure it is that people make this mistake: A, B or C."),
}


def quiz_schema() -> dict[str, Any]:
    """The whole schema."""
    defs: dict[str, Any] = {
        "value": {
            "description": "An answer or a drawn number.",
            "anyOf": [
                {"type": ["number", "string", "boolean", "null"]},
                {"type": "array", "items": {"$ref": "#/$defs/value"}},
                {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
            ],
        },
        "variant": closed("One question.", described(Variant, SAID)),
        "slip": closed("A known mistake, followed to its end.", described(Slip, SLIP)),
        "ask": {
            "description": "One blank; a kind that is not listed here is one of a plug-in.",
            "type": "object",
            "required": ["kind", "name", "points", "label"],
            "properties": {"kind": NAME, "name": NAME, "points": points(), "label": {"type": "string"}},
            "allOf": [
                {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}}
                for kind in sorted(BUILT_IN)
            ],
        },
    }
    for kind in sorted(BUILT_IN):
        noun = BUILT_IN[kind]
        own = {"kind": {"const": kind}, **{name: of_hint(hint, defs) for name, hint in shown(noun)}}
        own |= {"name": NAME, "points": points()}
        defs[kind] = closed(str(noun.__doc__).split("\n")[0], own)
    quiz = {
        "id": {**NAME, "description": "Its name in the store and on sheets."},
        "seed": {"type": "integer"},
        "student": {**LINE, "description": "For whom it was made; empty for anybody."},
        "assignment": {**LINE, "description": "What it was made for; empty for practice."},
        "variants": {"type": "array", "items": {"$ref": "#/$defs/variant"}, "description": "The questions in order."},
    }
    sources = {
        "type": "object",
        "description": "The exercise files by the SHA-256 (hex) of their text in UTF-8: Python, which grading runs.",
        "propertyNames": {"pattern": DIGEST["pattern"]},
        "additionalProperties": {"type": "string"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A quiz of quizgen with its key",
        **closed(
            "Everything of a quiz: questions, key, known mistakes and exercise files. It is no file to hand out.",
            {
                "format": {"const": "quizgen-quiz"},
                "version": {"const": 1},
                "quiz": closed("The quiz.", quiz),
                "sources": sources,
            },
        ),
        "$defs": defs,
    }


def points() -> dict[str, Any]:
    """What a blank is worth."""
    return {"type": "number", "minimum": 0, "maximum": 1000000}


def described(noun: Any, said: Mapping[str, tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """The properties of a noun, each with what is said of it; KeyError: nothing is said of one."""
    return {field.name: {**said[field.name][0], "description": said[field.name][1]} for field in fields(noun)}


def closed(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "description": description,
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def shown(noun: Any) -> list[tuple[str, Any]]:
    """The fields of a dataclass that JSON holds, with their types."""
    return [(field.name, hints_of(noun)[field.name]) for field in fields(noun)]


def of_hint(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; a dataclass is defined once, under its name."""
    if hint in SIMPLE:
        return dict(SIMPLE[hint])
    if hint is NoneType:
        return {"type": "null"}
    if is_dataclass(hint) and isinstance(hint, type):
        name = next(
            (kind for kind, ask in BUILT_IN.items() if ask is hint), f"{hint.__module__.split('.')[-1]}.{hint.__name__}"
        )
        if name not in defs and name not in BUILT_IN:
            defs[name] = {}
            properties = {field: of_hint(one, defs) for field, one in shown(hint)}
            defs[name] = closed(str(hint.__doc__).split("\n")[0], properties)
        return {"$ref": f"#/$defs/{name}"}
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"anyOf": [of_hint(one, defs) for one in inside]}
    if origin is tuple:
        items: dict[str, Any] = {"type": "array", "items": of_hint(inside[0], defs)}
        return items if inside[-1] is Ellipsis else {**items, "minItems": len(inside), "maxItems": len(inside)}
    if origin is list:
        return {"type": "array", "items": of_hint(inside[0], defs)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": of_hint(inside[1], defs)}
    assert hint is Any, hint
    return {"$ref": "#/$defs/value"}


def written() -> str:
    """The text of the file."""
    return json.dumps(quiz_schema(), indent=1, ensure_ascii=False) + "\n"
