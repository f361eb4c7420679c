"""Why a check failed: a verdict, and a sentence that is worded later, in the names of the learner's own course."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from quizgen.model import BlamedLine, Verdict
from quizgen.sandbox.records import Failure, printable

HOLES = ("None", "llipsis", "name '__")  # as errors and values show that code is missing
MAX_LENGTH = 600  # characters of a sentence, which may quote the learner


@dataclass(frozen=True)
class Location:
    """A function, an array or an element of one, by the chapter's name; `words` says what the indices mean."""

    name: str
    index: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Difference:
    """Two numbers that should be equal: the learner's and the expected one."""

    yours: float
    expected: float

    def __str__(self) -> str:
        off = abs(self.yours - self.expected)
        distance = f", off by {off:.2g}" if math.isfinite(off) else ""
        yours, expected = format_number(self.yours, self.expected), format_number(self.expected, self.yours)
        return f": yours {yours}, expected {expected}{distance}"


class CourseNames(Protocol):
    """How a learner's course names functions and arrays."""

    @property
    def functions(self) -> Mapping[str, str]: ...

    def element(self, name: str, index: tuple[int, ...]) -> str: ...

    def __hash__(self) -> int: ...


class CheckFailed(Exception):
    """A check failed: the verdict, and the parts of a sentence that says why.

    `parts` are texts, differences, and locations, which are put into words by `text`. `explainable` is False where no
    misconception could be the reason. `share` is the part of the points that what is right earns nevertheless. Where the
    call ended with an error: `error` is its type, `line` where it was raised, and `where` the part of the sentence that
    names that line.
    """

    def __init__(
        self,
        *parts: str | Location | Difference,
        verdict: Verdict = Verdict.WRONG,
        explainable: bool = True,
        share: float = 0.0,
    ) -> None:
        super().__init__(*parts)
        self.parts = parts
        self.verdict = verdict
        self.share = share
        self.explainable = explainable and verdict is Verdict.WRONG
        self.error, self.where = "", ""
        self.line: BlamedLine | None = None

    @classmethod
    def of(cls, function: str, failure: Failure) -> CheckFailed:
        """Failed because the call gave no value."""
        if failure.unfinished:
            why = failure.why if failure.why.startswith("was not reached") else "is not done yet"
            return cls(Location(function), f" {why}", verdict=Verdict.NOT_DONE)
        failed = cls(Location(function), f" {failure.why}", verdict=Verdict(failure.verdict), explainable=False)
        failed.error, failed.where = failure.error, failure.where
        if failure.place:
            failed.line = BlamedLine(failure.line or 0, failure.place, failure.statement)
        return failed

    @property
    def shows_none(self) -> bool:
        """Whether None, `...` or `____` was returned, was worked with, or became nan in an array."""
        differences = [part for part in self.parts if isinstance(part, Difference)]
        words = "".join(part for part in self.parts if isinstance(part, str))
        return (
            self.verdict is Verdict.NOT_DONE
            or any(one in words for one in HOLES)
            or any(math.isnan(one.yours) for one in differences)
        )

    def without_traceback(self) -> CheckFailed:
        """The same without its traceback, which would keep every local variable of the check in memory."""
        self.__context__ = None
        return self.with_traceback(None)

    def text(self, names: CourseNames) -> str:
        """Why the check failed, in the names of a course."""
        words = "".join([_name_in(names, part) if isinstance(part, Location) else str(part) for part in self.parts])
        return (words if words.isprintable() else printable(words))[:MAX_LENGTH]


def _name_in(names: CourseNames, location: Location) -> str:
    if location.name in names.functions:
        return names.functions[location.name]
    element = "the loss" if location.name == "loss" else names.element(location.name, location.index)
    return element + location.words


def format_number(number: float, other: float) -> str:
    """A number with as many digits as it takes to tell it from the other."""
    digits = next((n for n in (4, 6, 9) if f"{number:.{n}f}" != f"{other:.{n}f}"), 12)
    return f"{round(number, digits) + 0.0:.{digits}f}" if np.isfinite(number) and abs(number) < 1e6 else f"{number:g}"
