"""Where the statements and loops of the learner's file are, as numbers of lines: the file is parsed on this side of the wall."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

Lines = dict[str, Any]


def statement_lines(text: str) -> Lines:
    """Arrays of line numbers: "statements" (line, first line of its statement), "loops" and "functions" (first, last), and
    "copies", the lines whose statement gives names to values and computes nothing. "names" are those of the functions, a
    method's with its class, and "uses" (user, used) the positions of functions that name another. Raises SyntaxError."""
    first: dict[int, int] = {}
    loops: list[tuple[int, int]] = []
    copies: list[int] = []
    tree = ast.parse(text)
    named = [*_named(tree)]
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        last = node.end_lineno or node.lineno
        head = body[0].lineno - 1 if isinstance(body, list) and body else last
        for line in range(node.lineno, head + 1):
            first.setdefault(line, node.lineno)
        if isinstance(node, (ast.For, ast.While)):
            loops.append((node.lineno, last))
        if isinstance(node, (ast.Assign, ast.Return)) and (node.value is None or _computes_nothing(node.value)):
            copies.append(node.lineno)
    functions = [(node.lineno, node.end_lineno or node.lineno) for _, node in named]
    return {
        "names": [name for name, _ in named],
        "uses": np.array([*_uses(named)], np.int64).reshape(-1, 2),
        "statements": np.array([*first.items()], np.int64).reshape(-1, 2),
        "loops": np.array(loops, np.int64).reshape(-1, 2),
        "functions": np.array(functions, np.int64).reshape(-1, 2),
        "copies": np.array(copies, np.int64).reshape(-1),
    }


def _named(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function with its name, after those of the classes and functions around it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield prefix + child.name, child
        name = getattr(child, "name", None)
        yield from _named(child, f"{prefix}{name}." if isinstance(name, str) else prefix)


def _uses(named: list[tuple[str, ast.FunctionDef]]) -> Iterator[tuple[int, int]]:
    """The positions of two functions, the first of which names the second, or its class; a name of several is none."""
    places: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(named):
        outer, _, own = name.rpartition(".")
        for known in {own, *([outer] if own in ("__init__", "__call__") else [])}:
            places.setdefault(known, []).append(i)
    for i, (_, function) in enumerate(named):
        for node in ast.walk(function):
            word = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            found = places.get(word, ())
            if len(found) == 1 or (found and len({named[j][0].rpartition(".")[0] for j in found}) == 1):
                yield from ((i, j) for j in found)


def _computes_nothing(value: ast.expr) -> bool:
    return not any(
        isinstance(node, (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.comprehension)) for node in ast.walk(value)
    )
