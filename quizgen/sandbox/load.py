"""Loads a learner's file in the child: takes what it defines and does not run it as a program.

Imports, definitions and assignments are run one by one, so that one that fails does not stop the others. Loops, calls
and `with` outside every function read data and train: they are skipped and reported, except a short loop that fills a
table.
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

from quizgen.sandbox.missing_attribute import MissingAttribute
from quizgen.sandbox.missing_modules import OWN, PLACEHOLDER, ForbiddenImport, ImportFilter, absent_module
from quizgen.sandbox.old_numpy import is_numpy, uses_of_removed
from quizgen.sandbox.own_modules import BESIDE, OwnModules, add_names, is_own
from quizgen.sandbox.partial_parse import ANNOTATIONS_AS_TEXT, FILE, in_cells, parsed, pieces, text_of
from quizgen.sandbox.source import Source
from quizgen.sandbox.top_level_statements import ALLOWED, bound_names, has_effect, is_quick, names_of_texts_read
from quizgen.sandbox.unfinished import lines_with_none

IN_TABLE_LOOP = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Expr, ast.Pass, ast.Continue, ast.Break,
)  # fmt: skip
QUICK_BUILTINS = {
    "range", "enumerate", "zip", "sorted", "reversed", "len", "str", "int", "float", "bool", "list", "tuple", "dict",
    "set", "min", "max", "abs", "sum", "chr", "ord", "print",
}  # fmt: skip
PLAIN_TYPES = (list, tuple, dict, set, str, range, int, float)
MAX_ROUNDS = 1000  # rounds of a loop outside every function that is run
KINDS: dict[type[ast.stmt], str] = {
    ast.For: "a loop",
    ast.While: "a loop",
    ast.With: "a with block",
    ast.Expr: "a call",
    ast.Assert: "an assert",
}
NOT_OWN = (types.ModuleType, types.BuiltinFunctionType, np.ufunc, type(np.sum), MissingAttribute)
MAX_SKIPPED = 50  # skipped lines that are reported


class File:
    """A loaded file: its names, the lines that were skipped, and for each missing name the line that would define it."""

    def __init__(
        self, source: Source, *, cautious: bool = False, module: types.ModuleType | None = None, name: str = FILE
    ) -> None:
        """Loads it. `cautious` runs definitions and constants only, for a file that reached a limit when it was loaded.

        A file beside it is loaded into `module`, under its `name`. Raises SyntaxError where nothing in it is Python,
        ForbiddenImport where it imports quizgen or the reference.
        """
        self.text, self.skipped = text_of(source.text)
        self._source = source
        self.missing: dict[str, int] = {}
        self._cautious = cautious
        self._name = name
        self.beside: dict[str, File] = {}  # the loaded modules, by their names in tracebacks
        self._absent: dict[int, str] = {}  # lines that import from a module that helpers took the place of, and why
        self.helpers: dict[str, None] = {}  # modules that a course's helpers took the place of
        if module is None:
            module = types.ModuleType(OWN)
            module.__dict__.update(__path__=[], __package__=OWN)
            sys.modules[OWN] = module  # dataclasses and typing look up a class's module
            if source.modules:
                sys.meta_path.insert(0, OwnModules(source.modules, self._load_beside))
        self.names: dict[str, Any] = module.__dict__
        self.names["xrange"] = range  # often the only name that a function for Python 2 lacks
        try:
            found = [piece for cell in in_cells(self.text, source.cells) for piece in pieces(cell, name)]
        except SyntaxError:
            tree, skipped, self.missing = parsed(self.text, source.cells, name)
            self.skipped += skipped
            found = [tree]
        for piece in found:
            if isinstance(piece, ast.Module):
                self._run_all(piece)
            else:
                self._define(*piece)
        if self.beside:
            add_names(self.names)

    def _load_beside(self, source: bytes, module: types.ModuleType, name: str) -> None:
        self.beside[name] = File(Source(source), cautious=self._cautious, module=module, name=name)

    def summary(self) -> dict[str, Any]:
        """What is sent to the grader: the names with their parameters, the skipped lines, also of the modules beside it,
        and what stood in for what is absent."""
        reply: dict[str, Any] = {"names": dict(_names(self.names)), "skipped": self._skipped_lines()}
        beside = [
            [name.removeprefix(BESIDE), *line] for name, one in self.beside.items() for line in one._skipped_lines()
        ]
        files = {"": self, **{name.removeprefix(BESIDE): one for name, one in self.beside.items()}}
        stood_in = {
            "beside": beside[:MAX_SKIPPED],
            "unfinished": [[name, line] for name, lines in lines_with_none(self.text).items() for line in lines],
            "stand_ins": [*ImportFilter.used],
            "helpers": [*dict.fromkeys(name for one in files.values() for name in one.helpers)],
            "old_numpy": [[alias, line, name] for name, one in files.items() for alias, line in one._old_numpy()],
        }
        return reply | {key: value for key, value in stood_in.items() if value}

    def _skipped_lines(self) -> list[list[Any]]:
        lines: dict[str, list[int]] = {}
        for line, why in sorted({*self.skipped}):
            lines.setdefault(why, []).append(line)
        return [[first, why + self._other_lines(others)] for why, (first, *others) in lines.items()][:MAX_SKIPPED]

    def _old_numpy(self) -> Iterator[tuple[str, int]]:
        return uses_of_removed(self.text, {name for name, value in self.names.items() if is_numpy(value)})

    def why_missing(self, name: object) -> str:
        """Why a name is missing, as the end of a sentence: "; line 3, which would define it, ..."; empty if unknown."""
        line = self.missing.get(name if isinstance(name, str) else "", self.missing.get("*", 0))
        why = (self._absent | dict(reversed(self.skipped))).get(line, "")
        module = "" if self._name == FILE else self._name.removeprefix(BESIDE)
        place = self._source.place(line, module)
        return f"; {place}, which would define it, was not run: {why}"[:500] if why else ""

    def _other_lines(self, lines: list[int]) -> str:
        """The other lines that were skipped for the same reason."""
        places = [self._source.place(line) for line in lines[:3]]
        named = ", ".join(places) if self._source.cells else ", ".join(map(str, lines[:3]))
        named += f" and {len(lines) - 3} more" if len(lines) > 3 else ""
        lead = "" if self._source.cells else "lines " if len(lines) > 1 else "line "
        return f" (and so in {lead}{named})" if lines else ""

    def _define(self, code: types.CodeType, text: str) -> None:
        """Runs a compiled definition; one that fails is run again statement by statement."""
        try:
            exec(code, self.names)
        except ForbiddenImport:
            raise
        except BaseException:
            self._run_all(ast.parse(text, self._name))

    def _run_all(self, tree: ast.Module) -> None:
        for statement in tree.body:
            self._run_allowed(statement)

    def _run_allowed(self, statement: ast.stmt) -> None:
        """Runs one top-level statement, or reports why it is skipped."""
        if isinstance(statement, ast.Expr) and not has_effect(statement.value):
            return
        if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
            return
        if isinstance(statement, (ast.If, ast.Try)):
            self._prune(statement)
        elif not isinstance(statement, ALLOWED) and not (
            isinstance(statement, ast.For) and self._fills_a_table(statement)
        ):
            word = KINDS.get(type(statement), "this")
            return self._skip(statement, f"{word} outside every function is not run")
        if self._cautious and not is_quick(statement):
            return self._skip(statement, "is not run: loading the whole file did not come to an end")
        try:
            self._run(statement)
        except ForbiddenImport:
            raise
        except BaseException as error:
            if (
                isinstance(statement, ast.ImportFrom)
                and statement.names[0].name == "*"
                and self._import_all_but_missing(statement)
            ):
                return
            if isinstance(error, Exception) and isinstance(statement, (ast.Import, ast.ImportFrom)):
                return self._import_one_by_one(statement)
            self._failed(statement, error)

    def _fills_a_table(self, loop: ast.For) -> bool:
        """Whether a loop only fills a table: few rounds, no inner loop, no call of a function that the file defines."""
        inner = [node for node in ast.walk(loop) if isinstance(node, ast.stmt) and node is not loop]
        if not all(isinstance(node, IN_TABLE_LOOP) for node in inner):
            return False
        if not all(self._is_quick(node.func) for node in ast.walk(loop) if isinstance(node, ast.Call)):
            return False
        if not all(self._is_plain(node.id) for node in ast.walk(loop.iter) if isinstance(node, ast.Name)):
            return False
        try:
            rounds = eval(compile(ast.Expression(loop.iter), self._name, "eval"), self.names)
            return sum(1 for _ in itertools.islice(rounds, MAX_ROUNDS + 1)) <= MAX_ROUNDS
        except Exception:
            return False

    def _is_quick(self, function: ast.expr) -> bool:
        """Whether a called function is Python's or NumPy's, or a method of a list, a dict, an array, ..."""
        while isinstance(function, (ast.Attribute, ast.Subscript)):
            function = function.value
        if not isinstance(function, ast.Name) or function.id not in self.names:
            return isinstance(function, ast.Constant) or (
                isinstance(function, ast.Name) and function.id in QUICK_BUILTINS
            )
        return self._is_plain(function.id)

    def _is_plain(self, name: str) -> bool:
        """Whether a name is not defined by the file, or is NumPy, a number or a table."""
        value = self.names.get(name, 0)
        return is_numpy(value) or isinstance(value, PLAIN_TYPES) or type(value).__module__.partition(".")[0] == "numpy"

    def _run(self, statement: ast.stmt) -> None:
        module = ast.Module([statement], [])
        exec(compile(module, self._name, "exec", ANNOTATIONS_AS_TEXT, dont_inherit=True), self.names)

    def _failed(self, statement: ast.stmt, error: BaseException) -> None:
        """A failing definition is run again without its decorators, whose module may be missing; all else is skipped."""
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.decorator_list:
            statement.decorator_list = []
            return self._run_allowed(statement)
        name = getattr(error, "name", None)
        if isinstance(error, NameError) and name in self.missing:  # reported already with the line that lost the name
            self._forget(statement, self.missing[str(name)])
        else:
            self._skip(statement, f"raised {type(error).__name__}: {error}"[:300])

    def _skip(self, statement: ast.stmt, why: str) -> None:
        texts = self._forget(statement, statement.lineno)
        self.skipped.append(
            (statement.lineno, why + (f"; {PLACEHOLDER!r} stands for {' and '.join(texts)}" if texts else ""))
        )

    def _forget(self, statement: ast.stmt, line: int) -> list[str]:
        """Records the names that a skipped statement would have bound as missing; those of texts that it would have read
        from a file are bound to the placeholder instead, and returned."""
        texts = [*names_of_texts_read(statement)]
        self.missing |= dict.fromkeys((name for name in bound_names(statement) if name not in texts), line)
        self.names.update(dict.fromkeys(texts, PLACEHOLDER))
        return texts

    def _import_one_by_one(self, statement: ast.Import | ast.ImportFrom) -> None:
        """Imports name by name; what is missing is replaced by a stand-in or a placeholder."""
        for alias in statement.names:
            statement.names = [alias]
            try:
                self._run(statement)
            except Exception as error:  # the module may exist and fail itself
                self._replace_import(statement, alias, str(error)[:200])

    def _replace_import(self, statement: ast.Import | ast.ImportFrom, alias: ast.alias, why: str) -> None:
        name = alias.asname or alias.name
        if isinstance(statement, ast.Import):
            self.names[alias.asname or alias.name.partition(".")[0]] = absent_module(alias.name, why)
            return
        module = "." * statement.level + (statement.module or "")
        absent = absent_module(module.lstrip(".") or alias.name, why)
        offered = vars(absent).get("__all__", ())
        if alias.name == "*" and offered:
            self.missing["*"] = statement.lineno
            self._absent[statement.lineno] = why
            self.names.update({one: vars(absent)[one] for one in offered if one not in self.names})
        elif alias.name == "*":
            self.missing["*"] = statement.lineno
            self.skipped.append((statement.lineno, why))
        elif alias.name in offered:
            self.names[name] = vars(absent)[alias.name]
        else:
            self.names[name] = MissingAttribute(f"{module}.{alias.name}", why)
            return
        if offered:
            self.helpers[module] = None

    def _import_all_but_missing(self, statement: ast.ImportFrom) -> bool:
        """For `import *` of a module of which some names cannot be imported (NumPy's f2py): takes the others.

        Returns whether the module exists."""
        module = sys.modules.get(statement.module or "") if not statement.level else None
        if module is not None:
            there = vars(module)
            wanted = getattr(module, "__all__", [name for name in there if not name.startswith("_")])
            self.names.update({name: there[name] for name in wanted if name in there})
        return module is not None

    def _prune(self, statement: ast.If | ast.Try) -> None:
        """Removes from an if or a try the statements that would be skipped outside it."""
        handlers = statement.handlers if isinstance(statement, ast.Try) else []
        for block in (statement, *handlers):
            for field in ("body", "orelse", "finalbody"):
                inner: list[ast.stmt] = getattr(block, field, [])
                kept = [one for one in inner if isinstance(one, (*ALLOWED, ast.If, ast.Try, ast.Raise))]
                for one in inner:
                    if isinstance(one, (ast.If, ast.Try)):
                        self._prune(one)
                    elif one not in kept:
                        self._skip(one, f"{KINDS.get(type(one), 'this')} outside every function is not run")
                if inner:
                    setattr(block, field, kept or [ast.copy_location(ast.Pass(), inner[0])])


def _names(defined: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    for name, value in defined.items():
        if name.startswith("__") or not _is_own(value):
            continue
        yield name, _parameters(value)
        if isinstance(value, type):
            for method, function in _methods(value).items():
                if isinstance(function, types.FunctionType):
                    yield f"{name}.{method}", _parameters(function, 1)
                elif isinstance(function, staticmethod):
                    yield f"{name}.{method}", _parameters(function.__func__)


def _is_own(value: object) -> bool:
    """Whether something is defined by the file and not imported."""
    if isinstance(value, (types.FunctionType, type)):
        return is_own(value)
    return not isinstance(value, NOT_OWN)


def _methods(value: type) -> dict[str, Any]:
    """What a class defines itself or inherits from classes of the file."""
    return {name: found for cls in reversed(value.__mro__) if _is_own(cls) for name, found in vars(cls).items()}


def _parameters(value: Any, bound: int = 0) -> tuple[str, ...] | None:
    """The positional parameters of a callable without the first `bound`, a method's self; None if it is not callable."""
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
