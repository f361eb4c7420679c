"""The first event of a trace whose value the right calculation does not have where the misconception has it."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.sandbox.traced import Traced
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.intermediates import keys_of


@dataclass(frozen=True)
class Blamed:
    """A line of the text that was loaded, and what is wrong from there on."""

    line: int
    why: str


def first_wrong(traced: Traced, case: Traceable) -> Blamed | None:
    """The line to blame, None where it cannot be told."""
    keys = keys_of(traced.values)
    wrong, right = case.wrong, case.right
    if wrong is None:
        return None
    for event in traced.events:
        key = keys[event.value]
        if key in wrong.keys and key not in right.keys and key not in case.given:
            return Blamed(event.line, "")
    return None
