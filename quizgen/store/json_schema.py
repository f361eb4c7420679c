"""What templates/quiz.schema.json uses of JSON Schema (draft 2020-12), with a sentence for each fault of a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quizgen.errors import did_you_mean

Schema = Mapping[str, Any]
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
WORDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
SHOWN = 40  # characters of a value


def faults(data: Any, schema: Schema) -> Iterator[str]:
    """What of a document is not as its schema says, each with its place, such as quiz.variants[0].level."""
    yield from Checker(schema).faults(data, schema, "")


class Checker:
    """Checks against one schema, whose definitions it knows. A whole number is written as one: 1, not 1.0."""

    def __init__(self, root: Schema) -> None:
        self.root = root

    def faults(self, data: Any, schema: Schema, place: str) -> Iterator[str]:
        """The faults of the value at a place."""
        if "$ref" in schema:
            yield from self.faults(data, self.defined(schema["$ref"]), place)
        if "const" in schema and (data != schema["const"] or type(data) is not type(schema["const"])):
            yield f"{place or 'it'} must be {shown(schema['const'])}, not {shown(data)}"
            return
        if "type" in schema and not is_of(data, schema["type"]):
            yield f"{place or 'it'} must be {wanted(schema['type'])}, not {shown(data)}"
            return
        if "anyOf" in schema and not any(self.fits(data, one, place) for one in schema["anyOf"]):
            yield from self.nearest(data, schema["anyOf"], place)
        for one in schema.get("allOf", ()):
            yield from self.faults(data, one, place)
        if "if" in schema and self.fits(data, schema["if"], place):
            yield from self.faults(data, schema["then"], place)
        if isinstance(data, dict):
            yield from self.of_object(data, schema, place)
        elif isinstance(data, list):
            yield from self.of_list(data, schema, place)
        elif isinstance(data, str):
            yield from of_text(data, schema, place)
        elif not isinstance(data, bool) and isinstance(data, (int, float)):
            yield from of_number(data, schema, place)

    def fits(self, data: Any, schema: Schema, place: str) -> bool:
        """Whether there is no fault."""
        return next(self.faults(data, schema, place), None) is None

    def nearest(self, data: Any, schemas: list[Schema], place: str) -> Iterator[str]:
        """The faults against the one of several schemas that wants such a value; in one sentence if none does."""
        for one in schemas:
            resolved = self.defined(one["$ref"]) if "$ref" in one else one
            if "type" in resolved and is_of(data, resolved["type"]):
                yield from self.faults(data, one, place)
                return
        kinds = [kind for one in schemas for kind in self.types(one)]
        yield f"{place} must be {wanted(kinds)}, not {shown(data)}"

    def types(self, schema: Schema) -> list[str]:
        """The types that a schema allows."""
        found = self.defined(schema["$ref"]) if "$ref" in schema else schema
        kinds = found.get("type", [])
        return [kinds] if isinstance(kinds, str) else list(kinds)

    def defined(self, reference: str) -> Schema:
        """The definition that a reference names."""
        definition: Schema = self.root["$defs"][reference.removeprefix("#/$defs/")]
        return definition

    def of_object(self, data: dict[str, Any], schema: Schema, place: str) -> Iterator[str]:
        """The faults of an object: what is missing, what is unknown, and those of its values."""
        properties: Schema = schema.get("properties", {})
        other = schema.get("additionalProperties", {})
        extra = [key for key in data if key not in properties]
        for key in schema.get("required", ()):
            if key not in data:
                meant = next((one for one in extra if did_you_mean(one, [key])), "") if other is False else ""
                hint = f". Is it {meant!r}?" if meant else ""
                yield f"{place or 'it'} has no {key!r}{hint}"
        for key in extra:
            if other is False:
                yield f"{place or 'it'} has {key!r}, which means nothing there.{did_you_mean(key, properties)}".rstrip(
                    "."
                )
            elif "propertyNames" in schema and not matches(schema["propertyNames"], key):
                yield f"{place} cannot have the name {shown(key)}"
        for key, value in data.items():
            inside = properties.get(key, other)
            if inside is not False:
                yield from self.faults(value, inside, f"{place}.{key}".removeprefix("."))

    def of_list(self, data: list[Any], schema: Schema, place: str) -> Iterator[str]:
        """The faults of a list: its length, and those of its items."""
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(data))
        if not least <= len(data) <= most:
            yield f"{place} must have {least if len(data) < least else most} items, not {len(data)}"
        if "items" in schema:
            for number, one in enumerate(data):
                yield from self.faults(one, schema["items"], f"{place}[{number}]")


def of_text(data: str, schema: Schema, place: str) -> Iterator[str]:
    """The faults of a text."""
    if not schema.get("minLength", 0) <= len(data) <= schema.get("maxLength", len(data)):
        yield f"{place} is empty" if not data else f"{place} is longer than {schema['maxLength']} characters"
    elif "pattern" in schema and not matches(schema, data):
        yield f"{place} cannot be {shown(data)}"


def matches(schema: Schema, text: str) -> bool:
    """Whether a text has the pattern, whose $ is the very end: Python's would let a line break follow."""
    pattern: str = schema["pattern"]
    return bool(re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text))


def of_number(data: float, schema: Schema, place: str) -> Iterator[str]:
    """The faults of a number."""
    low, high = schema.get("minimum", data), schema.get("maximum", data)
    if not low <= data <= high:
        yield f"{place} must be {'at least ' + str(low) if data < low else 'at most ' + str(high)}, not {shown(data)}"


def is_of(data: Any, kinds: str | list[str]) -> bool:
    """Whether a value is of one of these types; true is no number."""
    names = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(data, bool):
        return "boolean" in names
    return any(isinstance(data, TYPES[name]) for name in names)


def wanted(kinds: str | list[str]) -> str:
    """The types in words."""
    return " or ".join(dict.fromkeys(WORDS[name] for name in ([kinds] if isinstance(kinds, str) else kinds)))


def shown(data: Any) -> str:
    """A value as JSON, in short."""
    text = json.dumps(data, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
