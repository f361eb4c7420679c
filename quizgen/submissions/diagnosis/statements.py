"""The statements and loops of a submission's text: a statement over several lines counts as its first line."""

from __future__ import annotations

import ast
import dataclasses

from quizgen.sandbox.traced import Traced


class Statements:
    """Where the statements and loops of a text are; of a text that is no Python every line is a statement."""

    def __init__(self, text: str) -> None:
        self._first: dict[int, int] = {}
        self._loops: list[tuple[int, int]] = []
        self._copies: set[int] = set()
        self._functions: list[tuple[int, int]] = []
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        for node in ast.walk(tree):
            if not isinstance(node, ast.stmt):
                continue
            body = getattr(node, "body", None)
            inside = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or node.lineno
            for line in range(node.lineno, inside + 1):
                self._first.setdefault(line, node.lineno)
            if isinstance(node, (ast.For, ast.While)):
                self._loops.append((node.lineno, node.end_lineno or node.lineno))
            if isinstance(node, (ast.Assign, ast.Return)) and (node.value is None or _computes_nothing(node.value)):
                self._copies.add(node.lineno)
            if isinstance(node, ast.FunctionDef):
                self._functions.append((node.lineno, node.end_lineno or node.lineno))

    def first(self, line: int) -> int:
        """The first line of the statement in which a line is."""
        return self._first.get(line, line)

    def loop(self, line: int) -> int | None:
        """The header of the innermost loop around a line; None where there is none."""
        around = [header for header, last in self._loops if header < line <= last]
        return max(around) if around else None

    def is_copy(self, line: int) -> bool:
        """Whether the statement on a line gives names to values and computes nothing."""
        return line in self._copies

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


def _computes_nothing(value: ast.expr) -> bool:
    return not any(
        isinstance(node, (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.comprehension)) for node in ast.walk(value)
    )
