"""Nouns as what JSON can say, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.asks import ask_from
from quizgen.model import Grade, Mark, Quiz, Slip, Variant, Verdict


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
