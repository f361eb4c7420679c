"""Code: functions to implement in submission.py, judged where they are run and not on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from quizgen.ask import Ask, Reading
from quizgen.interactions import Loss, Upload

__all__ = ["Code"]


@dataclass(frozen=True)
class Code(Ask):
    """Functions to implement; the checks of each earn the points.

    With `given`, a text for each of the functions, they are there already and have to be repaired.
    """

    functions: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    kind: ClassVar[str] = "code"
    on_sheet: ClassVar[bool] = False

    def with_functions(self, functions: tuple[str, ...], points: float) -> Code:
        given = tuple(self.given_code[function] for function in functions) if self.given else ()
        return replace(self, functions=functions, given=given, points=points)

    @property
    def given_code(self) -> Mapping[str, str]:
        return dict(zip(self.functions, self.given, strict=True)) if self.given else {}

    def interaction(self) -> Upload:
        return Upload(rule="graded from submission.py, not from this sheet")

    def losses(self) -> tuple[Loss, ...]:
        return (
            Loss("code", "The file is handed in there and graded by nobody; download it and grade it with quizgen."),
        )

    def read(self, text: str) -> Reading:
        return Reading(text, text)
