"""Quizzes and grades from their JSON: the output of plain() is enough to make a noun again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.model import Grade, Mark, Quiz, Verdict
from quizgen.store.from_json import variant_from
from quizgen.store.row_mapping import cause_of


def quiz_from(data: Mapping[str, Any]) -> Quiz:
    """A Quiz from its JSON."""
    return Quiz(**{**data, "variants": tuple(variant_from(variant) for variant in data["variants"])})


def grade_from(data: Mapping[str, Any]) -> Grade:
    """A Grade from its JSON."""
    marks, judged = (
        tuple(
            Mark(**{**mark, "verdict": Verdict(mark["verdict"]), "misconceptions": tuple(mark["misconceptions"])})
            for mark in data[name]
        )
        for name in ("marks", "judged")
    )
    causes = tuple(map(cause_of, data["causes"]))
    return Grade(**{**data, "marks": marks, "judged": judged, "notes": tuple(data["notes"]), "causes": causes})
