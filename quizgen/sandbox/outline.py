"""The outline of a program: a number for every statement, the same whatever its names, comments and order of functions are."""

from __future__ import annotations

import ast
import builtins
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from quizgen.sandbox.partial_parse import parsed, text_of
from quizgen.sandbox.source import Source

MAX_STATEMENTS = 20_000  # of a file; an honest one has a few hundred
MAX_FUNCTIONS = 1000
MAX_NAME = 80  # characters
EXACT = 1 << 53  # whole numbers below are floats without loss: 1, 1.0 and 1e0 are one constant
KNOWN = frozenset(dir(builtins))
BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
NOT_WRITTEN = {"annotation", "returns", "type_comment", "kind", "ctx", "lineno", "simple", *BLOCKS}

Owned = tuple[str, ast.stmt]  # the function that it belongs to, and a statement, of a compound one the head


def outline(source: Source) -> dict[str, Any]:
    """The names of the functions of a file, the numbers of its statements, and for each the place of its function's name.

    Nothing of the file is run. Raises SyntaxError where it is no Python, or more than can be compared.
    """
    text, _ = text_of(source.text)
    tree, _, _ = parsed(text, source.cells)
    try:
        names, found = _numbers(tree)
    except RecursionError as error:
        raise SyntaxError("nested too deeply to be read") from error
    return {
        "functions": [name[:MAX_NAME] for name in names],
        "statements": np.array([number for number, _ in found], np.int64),
        "owners": np.array([owner for _, owner in found], np.int64),
    }


def _numbers(tree: ast.Module) -> tuple[list[str], list[tuple[int, int]]]:
    own = _Names(tree)
    functions: dict[str, list[ast.stmt]] = {}
    for owner, statement in _statements(tree.body, ""):
        functions.setdefault(owner, []).append(statement)
    found: dict[tuple[int, int], None] = {}
    if len(functions) > MAX_FUNCTIONS:
        raise SyntaxError(f"it has more than {MAX_FUNCTIONS:,} functions, too many to compare")
    for place, statements in enumerate(functions.values()):
        for statement in statements:
            found[own.number(statement), place] = None
            if len(found) > MAX_STATEMENTS:
                raise SyntaxError(f"it has more than {MAX_STATEMENTS:,} statements, too many to compare")
    return [*functions], [*found]


def _statements(body: list[ast.stmt], owner: str) -> Iterator[Owned]:
    """The statements in order, without those that do nothing or only print, and without imports."""
    for one in body:
        if isinstance(one, (ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal)) or _says_only(one):
            continue
        if isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            outer = not owner or isinstance(one, ast.ClassDef)
            inner = f"{owner}{one.name}" if outer or owner.endswith(".") else owner
            yield inner.removesuffix("."), one
            yield from _statements(one.body, inner + "." if isinstance(one, ast.ClassDef) else inner)
            continue
        if isinstance(one, ast.If) and "__name__" in {getattr(node, "id", "") for node in ast.walk(one.test)}:
            continue
        yield owner.removesuffix("."), one
        for name in BLOCKS:
            for inner_one in getattr(one, name, ()):
                block = inner_one.body if isinstance(inner_one, (ast.ExceptHandler, ast.match_case)) else [inner_one]
                yield from _statements(block, owner)


def _says_only(statement: ast.stmt) -> bool:
    """Whether a statement is a docstring, another constant, or prints."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, ast.Constant) or (isinstance(called, ast.Name) and called.id == "print")


def _fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    for name, value in ast.iter_fields(node):
        if name not in NOT_WRITTEN and value is not None and not (name == "name" and isinstance(node, ast.stmt)):
            yield name, value
    if isinstance(node, (ast.Lambda, ast.IfExp)):
        yield "body", node.body
        if isinstance(node, ast.IfExp):
            yield "orelse", node.orelse


class _Names:
    """Which names of a file are its own, and what those that it imports are called by everybody."""

    def __init__(self, tree: ast.Module) -> None:
        self.imported: dict[str, str] = {}
        self.bound: set[str] = set()
        self.attributes: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    self.imported[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom):
                self.imported |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.bound.add(node.id)
            elif isinstance(node, ast.arg):
                self.bound.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.bound.add(node.name)
                self.attributes.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                self.attributes.add(node.attr)

    def number(self, statement: ast.AST) -> int:
        """A number of 63 bits for a statement; its own names count by the order in which they first occur."""
        words: list[str] = []
        self._write(statement, {}, words)
        text = " ".join(words).encode("utf-8", "backslashreplace")
        return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1

    def _write(self, node: Any, places: dict[str, int], words: list[str]) -> None:
        if isinstance(node, list):
            for item in node:
                self._write(item, places, words)
        elif isinstance(node, (ast.Name, ast.arg)):
            words.append(self._name(node.id if isinstance(node, ast.Name) else node.arg, places))
        elif isinstance(node, ast.Constant):
            words.append(_constant(node.value))
        elif isinstance(node, ast.Attribute):
            self._attribute(node, places, words)
        elif isinstance(node, ast.AST):
            words.append("Assign" if isinstance(node, ast.AnnAssign) else type(node).__name__)
            for name, value in _fields(node):
                if name == "keywords":  # their order means nothing
                    value = sorted(value, key=lambda keyword: keyword.arg or "")
                if name == "target" and isinstance(node, ast.AnnAssign):
                    value = [value]
                self._write(value, places, words)
            words.append(")")
        else:
            words.append(str(node)[:MAX_NAME])

    def _name(self, name: str, places: dict[str, int]) -> str:
        if name in self.imported:
            return self.imported[name]
        if name in KNOWN and name not in self.bound:
            return name
        return f"${places.setdefault(name, len(places))}"

    def _attribute(self, node: ast.Attribute, places: dict[str, int], words: list[str]) -> None:
        dotted: list[str] = []
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            dotted.append(root.attr)
            root = root.value
        if isinstance(root, ast.Name) and root.id in self.imported and root.id not in self.bound:
            words.append(".".join([self.imported[root.id], *reversed(dotted)]))
            return
        self._write(root, places, words)
        for name in reversed(dotted):
            own = name in self.attributes
            words.append(f".${places.setdefault('.' + name, len(places))}" if own else f".{name}")


def _constant(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return repr(float(value)) if abs(value) < EXACT else f"{value:x}"
    return repr(value)
