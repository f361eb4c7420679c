"""Quizzes and grades from their JSON: what plain() says of a noun is enough to have it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.model import Grade, Mark, Quiz, Verdict
from quizgen.store.from_json import variant_from


def quiz_from(said: Mapping[str, Any]) -> Quiz:
    """A Quiz from its JSON."""
    return Quiz(**{**said, "variants": tuple(variant_from(variant) for variant in said["variants"])})


def grade_from(said: Mapping[str, Any]) -> Grade:
    """A Grade from its JSON."""
    marks = tuple(
        Mark(**{**mark, "verdict": Verdict(mark["verdict"]), "misconceptions": tuple(mark["misconceptions"])})
        for mark in said["marks"]
    )
    return Grade(**{**said, "marks": marks, "notes": tuple(said["notes"])})
