"""Quizzes and grades as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from quizgen.ask import Ask, plain
from quizgen.interactions import Interaction, Parts
from quizgen.model import Cause, Grade, Quiz, Variant


def quiz_json(quiz: Quiz, *, with_key: bool = False) -> dict[str, Any]:
    """A quiz for `make --json`; only with_key includes the answers."""
    return {"quiz": quiz.id, "seed": quiz.seed, "questions": [question_json(v, with_key) for v in quiz.variants]}


def question_json(variant: Variant, with_key: bool) -> dict[str, Any]:
    """One question: what is asked, and with_key its numbers, its key and its live slips."""
    data: dict[str, Any] = {
        "exercise": variant.exercise,
        "version": variant.version,
        "seed": variant.seed,
        "topic": variant.topic,
        "level": variant.level,
        "title": variant.title,
        "text": variant.text,
        "asks": [ask_json(ask) for ask in variant.asks],
    }
    if with_key:
        data["problem"] = plain(variant.problem)
        data["key"] = {name: value for name, value in variant.key.items() if value is not None}
        data["slips"] = [
            {
                "misconception": slip.misconceptions[0],
                "twins": list(slip.misconceptions[1:]),
                "answers": plain(slip.answers),
                "feedback": slip.feedback,
            }
            for slip in variant.slips
        ]
    return data


def ask_json(ask: Ask) -> dict[str, Any]:
    """An ask without what would give it away, and how it is answered."""
    return {**ask.to_public_json(), "interaction": interaction_json(ask.interaction())}


def interaction_json(interaction: Interaction) -> dict[str, Any]:
    """An interaction by its name ("entry", "pick", ...) with its fields."""
    found = {"type": type(interaction).__name__.lower(), **plain(interaction)}
    if isinstance(interaction, Parts):
        for part, shown in zip(interaction.parts, found["parts"], strict=True):
            shown["interaction"] = interaction_json(part.interaction)
    return found


def grades_json(
    grades: Iterable[Grade], ungraded: Sequence[Mapping[str, str]] = (), *, ascii_only: bool = False
) -> Iterator[str]:
    """The document of `grade --json` and `results --json` in pieces: ten thousand grades are not in memory at once.

    `ungraded`: the source of each file that could not be graded, and why.
    """
    write = partial(json.dumps, ensure_ascii=ascii_only, indent=2)
    yield '{\n  "grades": ['
    between = ""
    for grade in grades:
        yield f"{between}\n    " + write(grade_json(grade)).replace("\n", "\n    ")
        between = ","
    yield "\n  ]" if between else "]"
    if ungraded:
        yield ',\n  "ungraded": ' + write(ungraded).replace("\n", "\n  ")
    yield "\n}\n"


def grade_json(grade: Grade) -> dict[str, Any]:
    """One grade with its marks; of one that counts for an assignment also for which, and when it was handed in."""
    handed_in = grade.submitted_at and grade.submitted_at.isoformat()
    return {
        "source": grade.source,
        "kind": grade.kind,
        "quiz": grade.quiz or None,
        "student": grade.student or None,
        "points": grade.points,
        "max_points": grade.max_points,
        "interface": grade.interface or None,
        "notes": list(grade.notes),
        "causes": [cause_json(cause) for cause in grade.causes],
        **({"assignment": grade.assignment, "submitted_at": handed_in} if grade.assignment else {}),
        "marks": [
            {
                "ask": mark.ask,
                "verdict": mark.verdict.value,
                "points": mark.points,
                "max_points": mark.max_points,
                "feedback": mark.feedback,
                "misconceptions": list(mark.misconceptions),
            }
            for mark in grade.marks
        ],
    }


def cause_json(cause: Cause) -> dict[str, Any]:
    """One reason for which a function lost points; `line` is null where none is known."""
    return {
        "function": cause.function,
        "text": cause.text,
        "explains": list(cause.explains),
        "line": plain(vars(cause.line)) if cause.line else None,
        "smallest_case": cause.smallest_case,
        "misconceptions": list(cause.misconceptions),
    }
