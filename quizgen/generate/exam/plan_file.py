"""Reads the plan of an exam from a TOML file; what is misspelt or cannot be is one sentence with a next step."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quizgen.errors import UserError
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Layout, Section


def read_plan(path: Path) -> ExamPlan:
    """The plan in a file. Raises UserError."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UserError(f"The plan {path} cannot be read: {error.strerror}. 'quizgen exam new' writes one.") from error
    except ValueError as error:
        raise UserError(f"The plan {path} is not TOML: {error}. Correct that line.") from error
    return plan_of(data, path.stem)


def plan_of(data: Mapping[str, Any], stem: str) -> ExamPlan:
    """The plan that a TOML document says; `stem` names it where it has no name."""
    return ExamPlan(
        name=data.get("name", stem),
        title=data.get("title", "Exam"),
        sections=tuple(section_of(one) for one in data.get("section", ())),
        course=data.get("course", ""),
        day=data.get("date"),
        duration=data.get("duration", 0),
        instructions=data.get("instructions", ""),
        aids=tuple(data.get("aids", ())),
        points=data.get("points"),
        order=data.get("order", "same"),
        group_column=data.get("group_column", "group"),
        shuffle_options=data.get("shuffle_options", True),
        cards=data.get("cards", "same"),
        decimals=data.get("decimals"),
        layout=Layout(**data.get("layout", {})),
        accommodations={str(id): Accommodation(**one) for id, one in data.get("accommodations", {}).items()},
    )


def section_of(data: Mapping[str, Any]) -> Section:
    """A section of the plan."""
    return Section(
        title=data.get("title", ""),
        instructions=data.get("instructions", ""),
        questions=data.get("questions", 0),
        topics=tuple(data.get("topics", ())),
        kinds=tuple(data.get("kinds", ())),
        levels=tuple(data.get("levels", (1, 5))),
        exercises=tuple(data.get("exercises", ())),
        points=data.get("points"),
    )
