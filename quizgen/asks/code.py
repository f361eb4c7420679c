"""Code: functions to implement in submission.py, judged where they are run and not on the sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from quizgen.ask import Ask, Reading
from quizgen.interactions import Upload

__all__ = ["Code"]


@dataclass(frozen=True)
class Code(Ask):
    """Functions to implement; the checks of each earn the points."""

    functions: tuple[str, ...] = ()

    kind: ClassVar[str] = "code"
    on_sheet: ClassVar[bool] = False

    def with_functions(self, functions: tuple[str, ...], points: float) -> Code:
        return replace(self, functions=functions, points=points)

    def interaction(self) -> Upload:
        return Upload(rule="graded from submission.py, not from this sheet")

    def read(self, text: str) -> Reading:
        return Reading(text, text)
