"""The ways out, one file a medium: terminal, HTML, Typst (with its PDF) and JSON. None of them knows a kind of ask.

A medium renders markup, formulas and the eight interactions. One that makes files to hand out names them in FORMATS,
{ending: quizzes -> bytes}; a plug-in adds one by an entry point of the group "quizgen.media" that names such a function.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points

from quizgen.errors import load_plug_in
from quizgen.model import Quiz

GROUP = "quizgen.media"

MakeFile = Callable[[Sequence[Quiz], bool], bytes]  # quizzes, and whether it is their key -> the bytes of one file


@cache
def formats() -> Mapping[str, MakeFile]:
    """The formats of files to hand out, by their ending: the built-in ones and those of plug-ins."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found: dict[str, MakeFile] = {}
    for module in modules:
        found.update(getattr(module, "FORMATS", {}))
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, load_plug_in(entry))
    return found
