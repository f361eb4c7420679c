"""Nouns as what JSON can say, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from quizgen.model import ASKS, Ask, Grade, KeyPoint, Mark, Option, Quiz, Slip, Variant, Verdict


def plain(noun: Any) -> Any:
    """A noun as what JSON can say; an Ask carries its kind."""
    if dataclasses.is_dataclass(noun) and not isinstance(noun, type):
        said = {f.name: plain(getattr(noun, f.name)) for f in dataclasses.fields(noun)}
        return {"kind": noun.kind, **said} if isinstance(noun, Ask) else said
    if isinstance(noun, Mapping):
        return {key: plain(value) for key, value in noun.items()}
    if isinstance(noun, (tuple, list)):
        return [plain(item) for item in noun]
    return noun.value if isinstance(noun, StrEnum) else noun


def ask_from(said: Mapping[str, Any]) -> Ask:
    """An Ask from what plain() said of it."""
    fields = {key: value for key, value in said.items() if key != "kind"}
    for name in ("size", "between"):
        if isinstance(fields.get(name), list):
            fields[name] = tuple(fields[name])
    if fields.get("of"):
        fields["of"] = ask_from(fields["of"])
    if "options" in fields:
        fields["options"] = tuple(
            Option(**{**option, "misconceptions": tuple(option["misconceptions"])}) for option in fields["options"]
        )
    if "key_points" in fields:
        fields["key_points"] = tuple(KeyPoint(**point) for point in fields["key_points"])
    for name in ("wrong_claims", "functions"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return ASKS[said["kind"]](**fields)


def variant_from(said: Mapping[str, Any]) -> Variant:
    """A Variant from what plain() said of it."""
    fields = dict(said)
    fields["asks"] = tuple(ask_from(ask) for ask in said["asks"])
    fields["slips"] = tuple(Slip(**{**slip, "misconceptions": tuple(slip["misconceptions"])}) for slip in said["slips"])
    fields["redrawn"] = tuple(said["redrawn"])
    return Variant(**fields)


def quiz_from(said: Mapping[str, Any]) -> Quiz:
    """A Quiz from what plain() said of it."""
    return Quiz(**{**said, "variants": tuple(variant_from(variant) for variant in said["variants"])})


def grade_from(said: Mapping[str, Any]) -> Grade:
    """A Grade from what plain() said of it."""
    marks = tuple(
        Mark(**{**mark, "verdict": Verdict(mark["verdict"]), "misconceptions": tuple(mark["misconceptions"])})
        for mark in said["marks"]
    )
    return Grade(**{**said, "marks": marks, "notes": tuple(said["notes"])})


def keepable(words: str) -> str:
    """The same text; the code points no database can keep, NUL and lone surrogates of odd file names, spelled out."""
    if words.isascii() and "\0" not in words:
        return words
    return words.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()
