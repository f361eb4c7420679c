"""Finds the lines of a skeleton that still hold None, ... or ____ where code is to be written, without running anything."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping

HOLDS_NONE = re.compile(
    r"[=(*+/@-][ \t]*(?:None\b|\.\.\.|__+(?!\w))|\bNone[ \t]*[*+/@-]|\b__+(?!\w)|^[ \t]+None[ \t]*(?:#|$)", re.MULTILINE
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_with_none(text: str) -> dict[str, list[int]]:
    """For each function, and each method as "Class.method", the lines that hold None, `...` or `____` in the place of code.

    A name that is None first and gets a value later is no such line, nor is an argument that is None beside others.
    """
    if not HOLDS_NONE.search(text):
        return {}
    try:
        tree = ast.parse(text)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return {}
    found = {}
    for name, function in _functions(tree):
        lines = sorted({node.lineno for node in _holes(function)})
        if lines:
            found[name] = lines
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    for one in tree.body:
        if isinstance(one, Function):
            yield one.name, one
        elif isinstance(one, ast.ClassDef):
            yield from ((f"{one.name}.{inner.name}", inner) for inner in one.body if isinstance(inner, Function))


def _holes(function: Function) -> Iterator[ast.stmt | ast.expr]:
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    bound = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return (node for node in nodes if isinstance(node, (ast.stmt, ast.expr)) and _holds_none(node, bound))


def _holds_none(node: ast.AST, bound: Mapping[str, int]) -> bool:
    match node:
        case ast.Assign(targets=targets, value=value) if _is_none(value):
            first = isinstance(value, ast.Constant) and value.value is None  # which may get its value later
            return not first or all(not isinstance(one, ast.Name) or bound[one.id] == 1 for one in targets)
        case ast.Expr(value=ast.Constant(value=value)):
            return value is None
        case ast.AugAssign(value=value) | ast.Expr(value=value):
            return _is_none(value)
        case ast.BinOp(left=left, right=right):
            return _is_none(left) or _is_none(right)
        case ast.Call(args=[_, *_] as args, keywords=[]):
            return all(map(_is_none, args))
    return False


def _is_none(value: ast.expr) -> bool:
    """None, `...` or a name of underscores alone, in the place of code."""
    if isinstance(value, ast.Name):
        return len(value.id) > 1 and not value.id.strip("_")
    return isinstance(value, ast.Constant) and (value.value is None or value.value is ...)
