"""What a statement outside every function is: whether it may be run, and which names it binds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

RUN = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Pass,
)  # fmt: skip
CONSTANT = (
    ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Dict, ast.UnaryOp, ast.BinOp,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Load,
)  # fmt: skip


def calls(expression: ast.expr) -> bool:
    """Whether there is more in an expression than a name or a text standing about."""
    return not all(isinstance(node, CONSTANT) for node in ast.walk(expression))


def harmless(statement: ast.stmt) -> bool:
    """Whether a statement cannot take long: an import, a definition, an assignment of constants."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return statement.value is None or all(isinstance(node, CONSTANT) for node in ast.walk(statement.value))
    return isinstance(statement, RUN)


def bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement would have bound."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name


def texts_read(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of the top level gives to what it reads: data = open("input.txt").read()."""
    if isinstance(statement, (ast.Assign, ast.With)):
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _reads(node.value):
                yield node.targets[0].id


def _reads(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "read" for node in ast.walk(value))
