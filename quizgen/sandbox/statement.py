"""A statement of the learner's file as text that can be edited in place, with the expressions that its function uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.FunctionDef, ast.Try)
ATOMS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.Tuple, ast.List)
MAX_POOL = 20  # expressions of a function that edits may use
MAX_MORE = 12  # further subscripts
MAX_EXPRESSION = 24  # characters of each of them
NEAR = 4  # lines
LOOPS = (ast.For, ast.While)
Loop = ast.For | ast.While
Place = tuple[int, int]  # line from 1, and column in bytes from 0


@dataclass(frozen=True)
class Statement:
    """A simple statement, or the head of a compound one; `lines` are the file's, in UTF-8."""

    node: ast.stmt
    lines: list[bytes]
    first: int
    last: int
    pool: tuple[str, ...] = ()  # expressions of the function it stands in, the nearest first
    parameters: tuple[str, ...] = ()  # of that function
    loop: Loop | None = None  # the innermost loop around it
    after_loop: Loop | None = None  # that which it follows
    never_passed_on: tuple[str, ...] = ()  # of the last one in a loop: names read there and set only before it

    @property
    def parts(self) -> list[ast.expr]:
        """The expressions in it, without those of the statements inside a compound one."""
        if not isinstance(self.node, COMPOUND):
            return [child for child in ast.iter_child_nodes(self.node) if isinstance(child, ast.expr)]
        heads = (getattr(self.node, name, None) for name in ("iter", "test"))
        return [head for head in heads if isinstance(head, ast.expr)]

    def expressions(self) -> Iterator[ast.expr]:
        """Every expression in it, the outer ones first."""
        for part in self.parts:
            yield from (node for node in ast.walk(part) if isinstance(node, ast.expr))

    @property
    def loop_variable(self) -> str:
        """The variable of the loop around it; "" where there is none, or several."""
        target = self.loop.target if isinstance(self.loop, ast.For) else None
        return target.id if isinstance(target, ast.Name) else ""

    def text(self, node: ast.expr) -> str:
        """An expression as it is written."""
        return self.between(start(node), end(node))

    def atom(self, node: ast.expr) -> str:
        """The same, between parentheses where an operator beside it might bind tighter."""
        return self.text(node) if isinstance(node, ATOMS) else f"({self.text(node)})"

    def between(self, first: Place, last: Place) -> str:
        """What is written between two places."""
        lines = self.lines[first[0] - 1 : last[0]]
        lines[-1] = lines[-1][: last[1]]
        lines[0] = lines[0][first[1] :]
        return b"\n".join(lines).decode()

    def replaced(self, first: Place, last: Place, text: str) -> str:
        """The lines of the statement with something else between two places."""
        before = self.between((self.first, 0), first)
        after = self.between(last, (self.last, len(self.lines[self.last - 1])))
        return before + text + after


def start(node: ast.expr | ast.stmt) -> Place:
    """Where a node begins."""
    return node.lineno, node.col_offset


def end(node: ast.expr | ast.stmt) -> Place:
    """Where a node ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def definition_around(text: str, line: int) -> ast.FunctionDef | ast.ClassDef:
    """The function or class at the top level that a line belongs to. SyntaxError; LookupError if there is none."""
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and first_line(node) <= line <= end(node)[0]:
            return node
    raise LookupError(f"no definition is around line {line}")


def statements(definition: ast.FunctionDef | ast.ClassDef, text: str, line: int) -> list[Statement]:
    """The statements of a definition: that of the line first, then the others, the nearest first."""
    lines = text.encode().split(b"\n")
    functions = [node for node in ast.walk(definition) if isinstance(node, ast.FunctionDef)]
    found = []
    for node, loop, before in _inner(definition):
        first, last = _extent(node)
        if first <= last:
            around = [one for one in functions if first_line(one) <= first and last <= end(one)[0] and one is not node]
            function = min(around, key=lambda one: end(one)[0] - one.lineno, default=definition)
            names = _never_passed_on(function, loop) if loop is not None and node is loop.body[-1] else ()
            parameters = tuple(one.arg for one in ast.walk(function) if isinstance(one, ast.arg) and one.arg != "self")
            found.append(Statement(node, lines, first, last, _pool(function, first), parameters, loop, before, names))
    return sorted(found, key=lambda one: 0 if one.first <= line <= one.last else abs(one.first - line))


def first_line(node: ast.FunctionDef | ast.ClassDef) -> int:
    """Where a definition begins, with its decorators."""
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _extent(node: ast.stmt) -> tuple[int, int]:
    """The lines of a simple statement, or of the head of a compound one."""
    body = getattr(node, "body", None)
    return node.lineno, body[0].lineno - 1 if isinstance(body, list) and body else end(node)[0]


def _inner(node: ast.stmt, loop: Loop | None = None) -> Iterator[tuple[ast.stmt, Loop | None, Loop | None]]:
    """Every statement inside another, with the innermost loop around it and the loop that it follows."""
    for field in ("body", "orelse", "finalbody"):
        before: ast.stmt | None = None
        for one in getattr(node, field, []):
            yield one, loop, before if isinstance(before, LOOPS) else None
            before = one
            if isinstance(one, COMPOUND):
                yield from _inner(one, one if isinstance(one, LOOPS) else loop)


def _never_passed_on(function: ast.AST, loop: Loop) -> tuple[str, ...]:
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    inside = {id(node) for part in loop.body for node in ast.walk(part)}
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store) and id(node) not in inside}
    stored_inside = {node.id for node in names if isinstance(node.ctx, ast.Store) and id(node) in inside}
    parameters = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    read = {node.id for node in names if isinstance(node.ctx, ast.Load) and id(node) in inside}
    read -= {
        node.value.id for node in ast.walk(loop) if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    return (*sorted(stored & read - stored_inside), *sorted(parameters & read - stored - stored_inside))


def _pool(function: ast.AST, line: int) -> tuple[str, ...]:
    """Names and subscripts that a function uses, then its arrays at the same indices.

    Names that it sets or is given and never reads come first, then the nearest to the line; a parameter is near everywhere.
    """
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    given = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    unread = (given | {node.id for node in names if isinstance(node.ctx, ast.Store)}) - {"self"}
    unread -= {node.id for node in names if isinstance(node.ctx, ast.Load)}
    found: dict[str, int] = {}
    called = {id(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    modules = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    indices: dict[str, None] = {}
    for node in ast.walk(function):
        distance = abs(getattr(node, "lineno", line) - line)
        if isinstance(node, ast.Attribute) and node.attr == "append":
            found[f"{ast.unparse(node.value)}[-1]"] = distance
        if isinstance(node, ast.arg):
            text, distance = node.arg, min(distance, NEAR)
        elif isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)) and id(node) not in called | modules:
            text = ast.unparse(node)
        else:
            continue
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and (unread or distance <= NEAR):
            indices[text.removeprefix(node.value.id)] = None
        if len(text) <= MAX_EXPRESSION and text not in ("self", "np") and "(" not in text:
            found[text] = -1 if text in unread else min(found.get(text, 1 << 30), distance)
    nearest = sorted(found, key=found.__getitem__)[:MAX_POOL]
    arrays = [text for text in nearest if f"{text}[" in " ".join(nearest) or text in given]
    more = [f"{array}{index}" for index in indices for array in arrays if len(index) <= 8]
    return tuple(dict.fromkeys([*nearest, *more[:MAX_MORE]]))
