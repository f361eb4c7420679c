"""Marks of code as a reader meets them: after the reason that explains them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quizgen.model import Cause, Grade, Mark


def explained(marks: Iterable[Mark], causes: Iterable[Cause]) -> list[Mark]:
    """The marks, the feedback of each after the text, the line and the smallest case of its cause."""
    causes = tuple(causes)
    return [
        replace(
            mark,
            feedback=" ".join(
                [*(words for one in causes if mark.ask in one.explains for words in _words(one)), mark.feedback]
            ),
        )
        for mark in marks
    ]


def with_causes(grade: Grade) -> Grade:
    """The grade, each mark with its cause."""
    return replace(grade, marks=tuple(explained(grade.marks, grade.causes)))


def _words(cause: Cause) -> list[str]:
    line = [f"{cause.line.place}: `{cause.line.statement}`"] if cause.line else []
    return [cause.text, *line, *filter(None, [cause.smallest_case])]
