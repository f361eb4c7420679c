"""Imports among the files of one student, from bytes: the file itself is the package `submission`, the others lie in it.

`import layers` and `from .layers import *` give the same module. A name of Python's own or of NumPy's stays theirs.
"""

from __future__ import annotations

import builtins
import importlib
import types
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from typing import Any

from quizgen.sandbox.missing_modules import AVAILABLE, FORBIDDEN, OWN
from quizgen.sandbox.partial_parse import FILE

BESIDE = "./"  # begins the name of a file beside the graded one in a traceback
Load = Callable[[bytes, types.ModuleType, str], None]

namespaces: list[dict[str, Any]] = []  # of the own modules that are loaded


class OwnModules:
    """Finds and loads the modules of a student, by their paths with "/" below the folder of the graded file."""

    def __init__(self, modules: Mapping[str, bytes], load: Load) -> None:
        """`load` fills a module from its bytes; the last argument is the file's name in tracebacks."""
        self._modules, self._load = modules, load
        self._folders = {path[:i] for path in modules for i, letter in enumerate(path) if letter == "/"}

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        inside = name.removeprefix(f"{OWN}.")
        if inside == name and name.partition(".")[0] in (AVAILABLE | FORBIDDEN | {OWN}):
            return None
        place = inside.replace(".", "/")
        found = next((p for p in (f"{place}/__init__.py", f"{place}.py") if p in self._modules), "")
        if not found and place not in self._folders:
            return None
        package = found.endswith("/__init__.py") or not found
        return ModuleSpec(name, self, loader_state=found, is_package=package)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> types.ModuleType | None:
        return None if spec.name.startswith(f"{OWN}.") else importlib.import_module(f"{OWN}.{spec.name}")

    def exec_module(self, module: types.ModuleType) -> None:
        found = module.__spec__.loader_state if module.__spec__ else ""
        if found and not any(space is module.__dict__ for space in namespaces):
            namespaces.append(module.__dict__)
            self._load(self._modules[found], module, BESIDE + found)


def is_own(value: object) -> bool:
    """Whether a function or a class is defined by one of the learner's files, and not imported from elsewhere."""
    if isinstance(value, types.FunctionType):
        return value.__code__.co_filename.startswith((FILE, BESIDE))
    return isinstance(value, type) and str(value.__module__).partition(".")[0] == OWN


def add_names(names: dict[str, Any]) -> None:
    """Adds the functions and classes that only one of the modules defines to the names of the file that is graded."""
    found: dict[str, dict[int, Any]] = {}
    for namespace in namespaces:
        for name, value in namespace.items():
            if not name.startswith("_") and is_own(value):
                found.setdefault(name, {})[id(value)] = value
    for name, values in found.items():
        if len(values) == 1 and name not in names and not hasattr(builtins, name):
            names.update(dict.fromkeys([name], *values.values()))


def bound_to(value: object, names: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Where a value is bound, under any name, in the file and in its modules."""
    return [(space, name) for space in (names, *namespaces) for name, one in [*space.items()] if one is value]
