"""Why a check failed: a verdict, and a sentence that is put together late, in the names of the learner's own course."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.records import Failure, printable

MOST = 600  # characters of a sentence that may quote the learner


@dataclass(frozen=True)
class Spot:
    """An array by the chapter's name, or an element of it; `words` says what its indices mean."""

    name: str
    at: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Apart:
    """Two numbers that should be one."""

    yours: float
    ours: float

    def __str__(self) -> str:
        off = abs(self.yours - self.ours)
        far = f", off by {off:.2g}" if math.isfinite(off) else ""
        return f": yours {shown(self.yours, self.ours)}, expected {shown(self.ours, self.yours)}{far}"


class Wording(Protocol):
    """How a learner's course names functions and arrays."""

    @property
    def functions(self) -> Mapping[str, str]: ...

    def place(self, name: str, at: tuple[int, ...]) -> str: ...


class Lost(Exception):
    """A check is lost: the verdict, and what to tell. `tells` is False where no misconception could be the reason.

    It words itself late: `parts` are texts, numbers, spots in arrays, and functions (Spot of a function's name).
    """

    def __init__(self, *parts: str | Spot | Apart, verdict: Verdict = Verdict.WRONG, tells: bool = True) -> None:
        super().__init__(*parts)
        self.parts = parts
        self.verdict = verdict
        self.tells = tells and verdict is Verdict.WRONG

    @classmethod
    def of(cls, function: str, failure: Failure) -> Lost:
        """Lost because the call gave no value."""
        if failure.unfinished:
            why = failure.why if failure.why.startswith("was not reached") else "is not done yet"
            return cls(Spot(function), f" {why}", verdict=Verdict.NOT_DONE)
        return cls(Spot(function), f" {failure.why}", verdict=Verdict(failure.verdict), tells=False)

    def bare(self) -> Lost:
        """Without the traceback, which keeps alive all that was at hand when it was raised."""
        self.__context__ = None
        return self.with_traceback(None)

    def said(self, wording: Wording) -> str:
        """Why it is lost, in the names of a course."""
        words = "".join([_spelled(part, wording) if isinstance(part, Spot) else str(part) for part in self.parts])
        return (words if words.isprintable() else printable(words))[:MOST]


def _spelled(spot: Spot, wording: Wording) -> str:
    if spot.name in wording.functions:
        return wording.functions[spot.name]
    return ("the loss" if spot.name == "loss" else wording.place(spot.name, spot.at)) + spot.words


def shown(number: float, other: float) -> str:
    """A number with as many digits as it takes to see that it is not the other."""
    digits = next((n for n in (4, 6, 9) if f"{number:.{n}f}" != f"{other:.{n}f}"), 12)
    return f"{round(number, digits) + 0.0:.{digits}f}" if np.isfinite(number) and abs(number) < 1e6 else f"{number:g}"
