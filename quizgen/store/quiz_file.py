"""A quiz with its key and its exercise files from the JSON file that media/exchange.py writes. Nothing in the file is run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from quizgen import content
from quizgen.asks import kinds
from quizgen.errors import UserError, did_you_mean
from quizgen.model import Quiz
from quizgen.store.course_file import FORMAT as COURSE
from quizgen.store.from_json import variant_from
from quizgen.store.json_schema import faults

DEEPEST = 40  # objects and lists within one another; the deepest of ours are half of that
WRITE_AGAIN = "Correct it, or write it again: quizgen export --format json."


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of such files."""
    text = (content("templates") / "quiz.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def is_quiz(text: str) -> bool:
    """Whether a text claims to be such a file, complete or not; any other may be a course."""
    if f'"{schema()["properties"]["format"]["const"]}"' not in text:
        return False
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return f'"{COURSE}"' not in text
    return isinstance(data, dict) and data.get("format") != COURSE


def read_quiz(text: str, name: str) -> tuple[Quiz, dict[str, str]]:
    """The quiz of a file with that name, and its exercise files by digest. UserError: the first fault, with its place."""
    data = parse(text, name)
    version, known = data.get("version"), schema()["properties"]["version"]["const"]
    if isinstance(version, int) and not isinstance(version, bool) and version > known:
        raise UserError(f"{name} was made by a newer quizgen. Update quizgen, then read it again.")
    if fault := next(faults(data, schema()), ""):
        raise faulty(name, fault)
    sources: dict[str, str] = data["sources"]
    check_kinds(data["quiz"]["variants"], name)
    check_sources(sources, [variant["source"] for variant in data["quiz"]["variants"]], name)
    try:
        variants = tuple(variant_from(variant) for variant in data["quiz"]["variants"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # what a kind of a plug-in does not take
        raise faulty(name, f"one of its questions means nothing here ({error})") from error
    return Quiz(**{**data["quiz"], "variants": variants}), sources


def parse(text: str, name: str) -> dict[str, Any]:
    """The document. UserError: it is no JSON, no object, or has a text that no store can keep."""
    try:
        data = json.loads(text, parse_constant=no_number, object_pairs_hook=once)
        kept = json.dumps(data, ensure_ascii=False)
        kept.encode()
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        why = where or (f": {error}" if isinstance(error, KnownFault) else "")
        raise UserError(f"{name} is no JSON that can be read{why}. {WRITE_AGAIN}") from None
    if is_deep(data):
        raise faulty(name, f"it has lists within lists more than {DEEPEST} deep")
    if "\\u0000" in kept and "\0" in "".join(texts(data)):
        raise faulty(name, "it has a text with the character NUL")
    if not isinstance(data, dict):
        raise UserError(f"{name} is no quiz of quizgen. Name a file that 'quizgen export --format json' wrote.")
    return data


class KnownFault(ValueError):
    """What of a JSON document no quiz may have."""


def no_number(word: str) -> float:
    """NaN and infinities, which JSON does not have."""
    raise KnownFault(f"{word} is no number")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. KnownFault: it has a name twice, of which only one would count."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise KnownFault(f"{next(name for name in names if names.count(name) > 1)!r} is there twice in one object")
    return found


def is_deep(data: Any) -> bool:
    """Whether objects and lists are nested too deep to be read."""
    level = [data]
    for _ in range(DEEPEST):
        inside = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, (dict, list)))
        level = [value for values in inside for value in values]
    return any(isinstance(one, (dict, list)) for one in level)


def texts(data: Any) -> list[str]:
    """Every text in a document."""
    if isinstance(data, dict):
        return [*data, *(text for value in data.values() for text in texts(value))]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [data] if isinstance(data, str) else []


def check_kinds(variants: list[dict[str, Any]], name: str) -> None:
    """UserError: an ask is of a kind that nothing installed here provides."""
    for number, variant in enumerate(variants):
        for place, ask in enumerate(variant["asks"]):
            if ask["kind"] not in kinds():
                raise faulty(
                    name,
                    f"quiz.variants[{number}].asks[{place}].kind is {ask['kind']!r}, which nothing installed here "
                    f"provides.{did_you_mean(ask['kind'], kinds())}".removesuffix("."),
                )


def check_sources(sources: Mapping[str, str], named: list[str], name: str) -> None:
    """UserError: an exercise file was changed, is missing, or belongs to no question."""
    for digest, text in sources.items():
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise faulty(name, f"the exercise file {digest[:12]}… is not the text that the question was made from")
        if digest not in named:
            raise faulty(name, f"no question was made from the exercise file {digest[:12]}…")
    for number, digest in enumerate(named):
        if digest not in sources:
            raise faulty(
                name, f"quiz.variants[{number}].source is {digest[:12]}…, and sources has no such exercise file"
            )


def faulty(name: str, fault: str) -> UserError:
    """The sentence on a fault."""
    last = "" if fault.endswith("?") else "."
    return UserError(f"{name} is no quiz that can be kept: {fault}{last} {WRITE_AGAIN}")
