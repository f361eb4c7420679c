"""Statements outside every function: whether they may be run, and which names they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator

ALLOWED = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Pass,
)  # fmt: skip
CONSTANT = (
    ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Dict, ast.UnaryOp, ast.BinOp,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Load,
)  # fmt: skip


def has_effect(expression: ast.expr) -> bool:
    """Whether an expression is more than a constant or a name."""
    return not all(isinstance(node, CONSTANT) for node in ast.walk(expression))


def is_quick(statement: ast.stmt) -> bool:
    """Whether a statement cannot take long: an import, a definition, an assignment of constants."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return statement.value is None or all(isinstance(node, CONSTANT) for node in ast.walk(statement.value))
    return isinstance(statement, ALLOWED)


def bound_names(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement would have bound."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name


def names_of_texts_read(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives to texts it reads: data = open("input.txt").read()."""
    if isinstance(statement, (ast.Assign, ast.With)):
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _reads_a_file(node.value):
                yield node.targets[0].id


def _reads_a_file(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "read" for node in ast.walk(value))
