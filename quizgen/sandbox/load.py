"""Loads a learner's file on the far side: takes what it defines and does not run it as a program.

Imports, definitions and assignments are run, each by itself, so that one that fails takes no other along. Loops, calls
and `with` outside every function read data and train: they are skipped and told, but for a short loop that fills a table.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from quizgen.sandbox.missing_modules import TEXT, Refused, Wanted, stand_in
from quizgen.sandbox.partial_parse import ANNOTATIONS_AS_TEXT, FILE, parsed, pieces, text_of
from quizgen.sandbox.top_level_statements import RUN, bound, calls, harmless, texts_read

BUILDS = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Expr, ast.Pass, ast.Continue, ast.Break,
)  # fmt: skip
SWIFT = {
    "range", "enumerate", "zip", "sorted", "reversed", "len", "str", "int", "float", "bool", "list", "tuple", "dict",
    "set", "min", "max", "abs", "sum", "chr", "ord", "print",
}  # fmt: skip
PLAIN = (list, tuple, dict, set, str, range, int, float)
LONGEST = 1000  # rounds of a loop outside every function that is run
WORDS: dict[type[ast.stmt], str] = {
    ast.For: "a loop",
    ast.While: "a loop",
    ast.With: "a with block",
    ast.Expr: "a call",
    ast.Assert: "an assert",
}
FOREIGN = (types.ModuleType, types.BuiltinFunctionType, np.ufunc, type(np.sum), Wanted)
MOST = 50  # skipped lines that are told


class File:
    """A loaded file: its names, what was skipped, and the line at which each name that is not there was lost."""

    def __init__(self, source: bytes, *, cautious: bool = False) -> None:
        """Loads it. `cautious` takes definitions and constants only, for a file that did not come to an end.

        Raises SyntaxError where nothing in it is Python, Refused where it imports what is being taught.
        """
        text, self.skipped = text_of(source)
        self.lost: dict[str, int] = {}
        self._cautious = cautious
        module = types.ModuleType("submission")
        sys.modules["submission"] = module  # dataclasses and typing look a class's module up
        self.names: dict[str, Any] = module.__dict__
        self.names["xrange"] = range  # all that a function for Python 2 often lacks
        try:
            found = [*pieces(text)]
        except SyntaxError:
            tree, skipped, self.lost = parsed(text)
            self.skipped += skipped
            found = [tree]
        for piece in found:
            if isinstance(piece, ast.Module):
                self._take_all(piece)
            else:
                self._define(*piece)

    def told(self) -> dict[str, Any]:
        """What goes back: the names with their parameters, and what was skipped."""
        lines: dict[str, list[int]] = {}
        for line, why in sorted({*self.skipped}):
            lines.setdefault(why, []).append(line)
        skipped = [[first, why + _as_well(others)] for why, (first, *others) in lines.items()]
        return {"names": dict(_names(self.names)), "skipped": skipped[:MOST]}

    def reason(self, name: object) -> str:
        """Why a name that is not there is not: " (line 3 was skipped: ...)", or nothing."""
        line = self.lost.get(name if isinstance(name, str) else "", self.lost.get("*", 0))
        why = dict(reversed(self.skipped)).get(line, "")
        return f"; line {line}, which would define it, was not run: {why}"[:500] if why else ""

    def _define(self, code: types.CodeType, text: str) -> None:
        """Runs a definition; one that fails is looked at more closely."""
        try:
            exec(code, self.names)
        except Refused:
            raise
        except BaseException:
            self._take_all(ast.parse(text, FILE))

    def _take_all(self, tree: ast.Module) -> None:
        for statement in tree.body:
            self._take(statement)

    def _take(self, statement: ast.stmt) -> None:
        """Runs one statement of the top level, or says why not."""
        if isinstance(statement, ast.Expr) and not calls(statement.value):
            return
        if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
            return
        if isinstance(statement, (ast.If, ast.Try)):
            self._prune(statement)
        elif not isinstance(statement, RUN) and not (isinstance(statement, ast.For) and self._builds(statement)):
            word = WORDS.get(type(statement), "this")
            return self._skip(statement, f"{word} outside every function is not run")
        if self._cautious and not harmless(statement):
            return self._skip(statement, "is not run: loading the whole file did not come to an end")
        try:
            self._run(statement)
        except Refused:
            raise
        except BaseException as error:
            if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*" and self._take_over(statement):
                return
            if isinstance(error, Exception) and isinstance(statement, (ast.Import, ast.ImportFrom)):
                return self._import_what_there_is(statement)
            self._failed(statement, error)

    def _builds(self, loop: ast.For) -> bool:
        """Whether a loop only fills a table: few rounds, no loop in it, and no call of what the file itself defines."""
        inner = [node for node in ast.walk(loop) if isinstance(node, ast.stmt) and node is not loop]
        if not all(isinstance(node, BUILDS) for node in inner):
            return False
        if not all(self._swift(node.func) for node in ast.walk(loop) if isinstance(node, ast.Call)):
            return False
        if not all(self._plain(node.id) for node in ast.walk(loop.iter) if isinstance(node, ast.Name)):
            return False
        try:
            rounds = eval(compile(ast.Expression(loop.iter), FILE, "eval"), self.names)
            return sum(1 for _ in itertools.islice(rounds, LONGEST + 1)) <= LONGEST
        except Exception:
            return False

    def _swift(self, function: ast.expr) -> bool:
        """Whether what is called is Python's or NumPy's, or a method of a list, a dict, an array, ..."""
        while isinstance(function, (ast.Attribute, ast.Subscript)):
            function = function.value
        if not isinstance(function, ast.Name) or function.id not in self.names:
            return isinstance(function, ast.Constant) or (isinstance(function, ast.Name) and function.id in SWIFT)
        return self._plain(function.id)

    def _plain(self, name: str) -> bool:
        """Whether a name is not the file's, or stands for NumPy, numbers or a table."""
        value = self.names.get(name, 0)
        return value is np or isinstance(value, PLAIN) or type(value).__module__.partition(".")[0] == "numpy"

    def _run(self, statement: ast.stmt) -> None:
        module = ast.Module([statement], [])
        exec(compile(module, FILE, "exec", ANNOTATIONS_AS_TEXT, dont_inherit=True), self.names)

    def _failed(self, statement: ast.stmt, error: BaseException) -> None:
        """A decorator of a module that is not there is left out; all else that fails is skipped."""
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.decorator_list:
            statement.decorator_list = []
            return self._take(statement)
        name = getattr(error, "name", None)
        if isinstance(error, NameError) and name in self.lost:  # told already, where the name was lost
            self._lose(statement, self.lost[str(name)])
        else:
            self._skip(statement, f"raised {type(error).__name__}: {error}"[:300])

    def _skip(self, statement: ast.stmt, why: str) -> None:
        texts = self._lose(statement, statement.lineno)
        self.skipped.append((statement.lineno, why + (f"; {TEXT!r} stands for {' and '.join(texts)}" if texts else "")))

    def _lose(self, statement: ast.stmt, line: int) -> list[str]:
        """Goes on without what a statement would have bound; the names of texts that it would have read from a file get
        a short text instead, and are returned."""
        texts = [*texts_read(statement)]
        self.lost |= dict.fromkeys((name for name in bound(statement) if name not in texts), line)
        self.names.update(dict.fromkeys(texts, TEXT))
        return texts

    def _import_what_there_is(self, statement: ast.Import | ast.ImportFrom) -> None:
        """Imports name by name; a stand-in takes the place of what is not there."""
        for alias in statement.names:
            statement.names = [alias]
            try:
                self._run(statement)
            except Exception as error:  # a module that is there may not get what it asks for
                why = str(error)[:200]
                if isinstance(statement, ast.Import):
                    self.names[alias.asname or alias.name.partition(".")[0]] = stand_in(alias.name, why)
                elif alias.name != "*":
                    module = "." * statement.level + (statement.module or "")
                    self.names[alias.asname or alias.name] = Wanted(f"{module}.{alias.name}", why)
                else:
                    self.lost["*"] = statement.lineno
                    self.skipped.append((statement.lineno, why))

    def _take_over(self, statement: ast.ImportFrom) -> bool:
        """Whether a module is there of which some parts alone cannot be imported (NumPy's f2py): the others are taken."""
        module = sys.modules.get(statement.module or "") if not statement.level else None
        if module is not None:
            there = vars(module)
            wanted = getattr(module, "__all__", [name for name in there if not name.startswith("_")])
            self.names.update({name: there[name] for name in wanted if name in there})
        return module is not None

    def _prune(self, statement: ast.If | ast.Try) -> None:
        """Takes out of an if or a try what would not be run outside it."""
        handlers = statement.handlers if isinstance(statement, ast.Try) else []
        for block in (statement, *handlers):
            for field in ("body", "orelse", "finalbody"):
                inner: list[ast.stmt] = getattr(block, field, [])
                kept = [one for one in inner if isinstance(one, (*RUN, ast.If, ast.Try, ast.Raise))]
                for one in inner:
                    if isinstance(one, (ast.If, ast.Try)):
                        self._prune(one)
                    elif one not in kept:
                        self._skip(one, f"{WORDS.get(type(one), 'this')} outside every function is not run")
                if inner:
                    setattr(block, field, kept or [ast.copy_location(ast.Pass(), inner[0])])


def _as_well(lines: list[int]) -> str:
    """The other lines that were skipped for the same reason."""
    named = ", ".join(map(str, lines[:3])) + (f" and {len(lines) - 3} more" if len(lines) > 3 else "")
    return f" (and so in {'lines' if len(lines) > 1 else 'line'} {named})" if lines else ""


def _names(defined: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    for name, value in defined.items():
        if name.startswith("__") or not _own(value):
            continue
        yield name, _parameters(value)
        if isinstance(value, type):
            for method, function in _methods(value).items():
                if isinstance(function, types.FunctionType):
                    yield f"{name}.{method}", _parameters(function, 1)


def _own(value: object) -> bool:
    """Whether something is the file's and not imported."""
    if isinstance(value, types.FunctionType):
        return value.__code__.co_filename == FILE
    if isinstance(value, type):
        return value.__module__ == "submission"
    return not isinstance(value, FOREIGN)


def _methods(value: type) -> dict[str, Any]:
    """What a class has of its own and of classes of the file."""
    return {name: found for cls in reversed(value.__mro__) if _own(cls) for name, found in vars(cls).items()}


def _parameters(value: Any, bound: int = 0) -> tuple[str, ...] | None:
    """The positional parameters of what can be called, without the `bound` first, a method's self."""
    if isinstance(value, types.FunctionType):
        return value.__code__.co_varnames[bound : value.__code__.co_argcount]
    if isinstance(value, type):
        return _parameters(_methods(value).get("__init__"), 1) or ()
    if not callable(value):
        return None
    try:
        kinds = inspect.Parameter
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(p.name for p in parameters if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD))[bound:]
