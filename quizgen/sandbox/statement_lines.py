"""Where the statements and loops of the learner's file are, as numbers of lines: the file is parsed on this side of the wall."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

Lines = dict[str, Any]


def statement_lines(text: str) -> Lines:
    """Arrays of line numbers: "statements" (line, first line of its statement), "loops" and "functions" (first, last), and
    "copies", the lines whose statement gives names to values and computes nothing. Raises SyntaxError."""
    first: dict[int, int] = {}
    loops: list[tuple[int, int]] = []
    functions: list[tuple[int, int]] = []
    copies: list[int] = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        last = node.end_lineno or node.lineno
        head = body[0].lineno - 1 if isinstance(body, list) and body else last
        for line in range(node.lineno, head + 1):
            first.setdefault(line, node.lineno)
        if isinstance(node, (ast.For, ast.While)):
            loops.append((node.lineno, last))
        if isinstance(node, ast.FunctionDef):
            functions.append((node.lineno, last))
        if isinstance(node, (ast.Assign, ast.Return)) and (node.value is None or _computes_nothing(node.value)):
            copies.append(node.lineno)
    return {
        "statements": np.array([*first.items()], np.int64).reshape(-1, 2),
        "loops": np.array(loops, np.int64).reshape(-1, 2),
        "functions": np.array(functions, np.int64).reshape(-1, 2),
        "copies": np.array(copies, np.int64).reshape(-1),
    }


def _computes_nothing(value: ast.expr) -> bool:
    return not any(
        isinstance(node, (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.comprehension)) for node in ast.walk(value)
    )
