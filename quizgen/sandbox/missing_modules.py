"""Modules that a learner's file imports and that are not available where it is graded.

A course hands out helpers beside its notebooks, and files import what only their plots need. Such an import costs
nothing: stand-ins compute what a few libraries and helpers would, and other names are bound to placeholders, which say
what is missing once they are used.
"""

from __future__ import annotations

import sys
import types
from importlib.machinery import ModuleSpec
from typing import ClassVar

from quizgen.sandbox.course_helpers import course_helpers, may_be_helpers
from quizgen.sandbox.missing_attribute import missing_module
from quizgen.sandbox.old_numpy import numpy_with_old_names
from quizgen.sandbox.stand_ins import LIBRARIES, stand_in

FORBIDDEN = frozenset({"quizgen", "reference_rnn", "question_bank"})
PLACEHOLDER = "abcdef"  # replaces a text read from a file; every network that a file is tested with has six characters
AVAILABLE = frozenset(sys.stdlib_module_names) | {"numpy"}
OWN = "submission"  # the package of a learner's files: the file itself, and the modules beside it
BUILT_HELPERS = "rnn_utils"  # the helpers that are there even for an import inside `try`


class ForbiddenImport(ImportError):
    """A submission may not import this module."""


class ImportFilter:
    """Lets a file import only the standard library, NumPy and stand-ins, even if more is installed where it is graded.

    It refuses the reference with a sentence; what a file could do to get around it is prevented by the sandbox's other
    layers."""

    used: ClassVar[dict[str, None]] = {}  # the modules that stand-ins took the place of

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        top = name.partition(".")[0]
        if top in FORBIDDEN:
            raise ForbiddenImport(f"{top} is not for submissions: write the function yourself")
        if name in LIBRARIES or name == BUILT_HELPERS:
            return ModuleSpec(name, cls)  # type: ignore[arg-type]  # a loader needs these two methods only
        if top == OWN:
            raise ModuleNotFoundError(f"there is no {name.removeprefix(OWN + '.')} beside the file", name=name)
        if top not in AVAILABLE and not top.startswith(
            "_sysconfigdata"
        ):  # how Python was built, which numpy.testing asks
            raise ModuleNotFoundError(f"there is no {top} where code is graded, only NumPy and Python's own", name=name)
        return None

    @classmethod
    def create_module(cls, spec: ModuleSpec) -> types.ModuleType:
        cls.used[spec.name] = None
        why = f"there is no {spec.name} where code is graded, only NumPy and Python's own"
        if spec.name == BUILT_HELPERS:
            return course_helpers(spec.name, why, sys.modules["numpy"])
        return stand_in(spec.name, why)

    @staticmethod
    def exec_module(module: types.ModuleType) -> None:
        """Nothing: it was made with all that it has."""


def install() -> None:
    """In the zygote: what a file finds when it imports."""
    sys.meta_path.insert(0, ImportFilter)
    sys.modules["numpy"] = numpy_with_old_names()


def absent_module(name: str, why: str) -> types.ModuleType:
    """A module in the place of one that cannot be imported: helpers of a course, if it may be theirs, else placeholders."""
    top = name.partition(".")[0]
    if top in LIBRARIES:
        return sys.modules.get(top) or missing_module(name, why)
    if top in AVAILABLE or not may_be_helpers(name):
        return missing_module(name, why)
    return course_helpers(name, why, sys.modules["numpy"])
