"""The functions a submission may define, as the chapter names them, and which of them a file does define.

The file is read, never imported: what stands in it runs in the sandbox alone.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from quizgen.submissions.interfaces.chapter import FUNCTIONS


def functions_in(source: bytes) -> tuple[str, ...]:
    """The functions of the interface that a file defines, in the interface's order; of a file that does not parse,
    those it seems to define."""
    try:
        defined = set(_defined(_parse(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = source.decode("utf-8", "replace")
        defined = set(re.findall(r"^def\s+(\w+)", text, flags=re.MULTILINE))
    return tuple(name for name in FUNCTIONS if name in defined)


def names_in(source: bytes) -> tuple[str, ...]:
    """Every name a file defines at its top level, () if it does not parse."""
    try:
        return tuple(dict.fromkeys(_defined(_parse(source).body)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _parse(source: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a learner's invalid escape sequence is nothing to tell the teacher
        return ast.parse(source)


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    """Names bound at the top level, also inside if, try and with."""
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)
            case ast.If() | ast.Try() | ast.With():
                for field in ("body", "orelse", "finalbody"):
                    yield from _defined(getattr(statement, field, []))
