"""Attempts at a repair: edited definitions are run on one call each, many in one round, and what they return is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Job, Limits, Result, Step
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall
from quizgen.submissions.cases import Call, as_array, expected_value, on_own_states
from quizgen.submissions.checks import failure_of, tolerance
from quizgen.submissions.diagnosis.smallest_case import differing_parts
from quizgen.submissions.interfaces import Interface
from quizgen.submissions.repair.edit import Edit, edited, edits_from

AT_ONCE = 150  # attempts that one child makes: an endless loop among them costs its second of CPU
LIMITS = Limits(hung=3)  # endless loops among those; then the others are not made


@dataclass(frozen=True)
class Definition:
    """The definition to repair: the file it stands in, its first and last line, the edits of the blamed statement, and those
    of the other statements."""

    source: Source
    lines: tuple[str, ...]
    first: int
    last: int
    blamed: tuple[Edit, ...]
    others: tuple[Edit, ...]

    @classmethod
    def around(cls, line: int, source: Source, wall: Wall) -> Definition | None:
        """The definition around a line; None if the file cannot be parsed or the line is in no definition."""
        lines = tuple(source.lines())
        with Session(source, Limits(), wall) as session:
            jobs = [Job("edits", (Step("edits", (line, elsewhere), "edits"),)) for elsewhere in (False, True)]
            values: list[Any] = [result.value for result in session.run(jobs)]
        for value in values:
            if not (isinstance(value, tuple) and len(value) == 3 and [type(part) for part in value[:2]] == [int, int]):
                return None
        first, last, _ = values[0]
        if not 0 < first <= line <= last <= len(lines):
            return None
        blamed, others = (
            tuple(one for one in edits_from(value[2], len(lines)) if first <= one.first and one.last <= last)
            for value in values
        )
        return cls(source, lines, first, last, blamed, others)

    def with_edits(self, edits: Sequence[Edit]) -> Source:
        """The whole file after the edits."""
        return replace(self.source, text="\n".join(edited(self.lines, edits)).encode())

    def edited(self, edits: Sequence[Edit]) -> str:
        """The definition after the edits."""
        lines = edited(self.lines, edits)
        return "\n".join(lines[self.first - 1 : self.last + len(lines) - len(self.lines)])


def attempted(
    definition: Definition, combinations: Sequence[tuple[Edit, ...]], call: Call, interface: Interface, wall: Wall
) -> Iterator[tuple[tuple[Edit, ...], Result]]:
    """What the call returns after each combination of edits, in the chapter's layout."""
    job = interface.job(call)
    assert job is not None, "the interface has made this call before"
    for at in range(0, len(combinations), AT_ONCE):
        some = combinations[at : at + AT_ONCE]
        jobs = [
            Job(
                f"attempt {i}",
                (Step("", (definition.edited(edits), definition.first), "define"), *job.steps),
                job.gives,
            )
            for i, edits in enumerate(some)
        ]
        with Session(definition.source, LIMITS, wall) as session:
            results = session.run(jobs)
        for edits, result in zip(some, results, strict=True):
            yield edits, interface.read(call, result)


def share_right(call: Call, result: Result) -> float:
    """How much of what was returned is right: 1.0 for all, else the share of the arrays, or of the numbers of a single one."""
    if result.failure is not None or result.value is None:
        return 0.0
    if failure_of(call, result) is None:
        return 1.0
    expected = expected_value(call)
    if isinstance(expected, dict):
        wrong = differing_parts(on_own_states(call, result.value), result.value)
        return 1 - len(wrong) / len(expected)
    array = as_array(result.value)
    if array is None or array.shape != expected.shape:
        return 0.0
    right = np.abs(array - expected) <= tolerance(call, result.value, expected)
    return 0.99 * float(right.mean())
