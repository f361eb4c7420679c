"""The statements and loops of a submission's text: a statement over several lines counts as its first line."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Sequence
from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Step
from quizgen.sandbox.traced import Traced

JOB = Job("statements", (Step("statements", (), "lines"),))  # asks the child, where the text is parsed
AXES = {"statements": 2, "loops": 2, "functions": 2, "uses": 2, "copies": 1}


class Statements:
    """Where the statements and loops of a text are; where nothing is known of it every line is a statement."""

    def __init__(self, reply: Any, right: Container[str] = ()) -> None:
        """`reply` is what quizgen.sandbox.statement_lines gives; one of another form is not believed. `right` are the names
        of functions that passed all their checks: they are right, and so are those that they use."""
        known = reply if _is_lines(reply) else {}
        pairs = {name: [(int(a), int(b)) for a, b in known.get(name, ())] for name in AXES if AXES[name] == 2}
        self._first = dict(pairs["statements"])
        self._loops, self._functions = pairs["loops"], pairs["functions"]
        self._right = [self._functions[i] for i in _reached(pairs["uses"], known.get("names", ()), right)]
        self._copies = {int(line) for line in known.get("copies", ())}

    def first(self, line: int) -> int:
        """The first line of the statement in which a line is."""
        return self._first.get(line, line)

    def loop(self, line: int) -> int | None:
        """The header of the innermost loop around a line; None where there is none."""
        around = [header for header, last in self._loops if header < line <= last]
        return max(around) if around else None

    @property
    def headers(self) -> frozenset[int]:
        """The lines at which loops begin."""
        return frozenset(header for header, _ in self._loops)

    def is_copy(self, line: int) -> bool:
        """Whether the statement on a line gives names to values and computes nothing."""
        return line in self._copies

    def is_right(self, line: int) -> bool:
        """Whether a line is in a function that is right by its own checks."""
        return any(first <= line <= last for first, last in self._right)

    def function(self, line: int) -> int | None:
        """The line at which the function around a line begins."""
        around = [first for first, last in self._functions if first <= line <= last]
        return max(around) if around else None

    def of(self, traced: Traced) -> Traced:
        """A trace in whose events each statement has one line."""
        return dataclasses.replace(
            traced,
            events=tuple(dataclasses.replace(event, line=self.first(event.line)) for event in traced.events),
            reads=frozenset((self.first(line), name) for line, name in traced.reads),
            callers=tuple((self.first(line), is_general) for line, is_general in traced.callers),
        )


def _reached(uses: Sequence[tuple[int, int]], names: Sequence[str], right: Container[str]) -> set[int]:
    """The positions of functions that are right, and of all that these use."""
    found = {i for i, name in enumerate(names) if name in right}
    while more := {j for i, j in uses if i in found and 0 <= j < len(names)} - found:
        found |= more
    return found


def _is_lines(reply: Any) -> bool:
    names = reply.get("names") if isinstance(reply, dict) else None
    if not isinstance(names, list) or not all(type(name) is str for name in names):
        return False
    return len(names) == len(reply.get("functions", ())) and all(
        isinstance(array := reply.get(name), np.ndarray)
        and array.dtype == np.int64
        and array.ndim == axes
        and (axes == 1 or array.shape[1] == 2)
        for name, axes in AXES.items()
    )
