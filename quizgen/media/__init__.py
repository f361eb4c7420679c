"""The ways out, one file a medium: terminal, HTML, Typst (with its PDF), JSON and the platforms. None of them knows a kind of ask.

A medium renders markup, formulas and the eight interactions. One that makes files to hand out names them in FORMATS,
{format: HandOut}; a plug-in adds one by an entry point of the group "quizgen.media" that names a MakeFile. One that
writes questions for a platform of a course names it in PLATFORMS, {format: Platform}; one that writes whole quizzes for
another quizgen in EXCHANGES, {format: Exchange}.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, BinaryIO

from quizgen.errors import load_plug_in
from quizgen.interactions import Loss
from quizgen.model import Quiz, ScoredQuestion

GROUP = "quizgen.media"

Token = Callable[[Quiz], str]  # what a quiz is made of, signed: any quizgen can make it again from that
MakeFile = Callable[[Sequence[Quiz], bool, Token], bytes]
"""Quizzes, whether it is their key, and their tokens -> the bytes of one file."""

Source = Callable[[str], str]  # the text of an exercise file, by its digest
MakeWhole = Callable[[Quiz, Source], bytes]


@dataclass(frozen=True)
class HandOut:
    """A format of files to hand out, with the ending of their names.

    `for_code`: questions that ask for code fit into it. `check` raises UserError for a quiz that it cannot express; it is asked
    about all of them before anything is written.
    """

    ending: str
    make: MakeFile
    for_code: bool = False
    check: Callable[[Quiz], None] = lambda quiz: None


@dataclass(frozen=True)
class Exchange:
    """A format for another quizgen: a quiz with its key and its exercise files, one file a quiz, to keep and never to hand out."""

    ending: str
    make: MakeWhole


@dataclass(frozen=True)
class Platform:
    """A format that a platform of a course imports: all questions in one file.

    `losses` says what is lost of a question, without writing anything. `item` makes what the file holds of a question, which may
    happen in another process; `package` writes the file of a title and its items, one after another, and holds none of them.
    """

    ending: str
    losses: Callable[[ScoredQuestion], Iterator[Loss]]
    item: Callable[[ScoredQuestion], Any]
    package: Callable[[str, Iterable[Any], BinaryIO], None]

    def write(self, title: str, questions: Iterable[ScoredQuestion], file: BinaryIO) -> None:
        """Writes the file of a title and its questions, each as it comes."""
        self.package(title, map(self.item, questions), file)


@cache
def formats() -> Mapping[str, HandOut]:
    """The formats of files to hand out, by their names: the built-in ones and those of plug-ins."""
    found: dict[str, HandOut] = {}
    for module in modules():
        found.update(getattr(module, "FORMATS", {}))
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, HandOut(entry.name, load_plug_in(entry)))
    return found


@cache
def platforms() -> Mapping[str, Platform]:
    """The formats that platforms import, by their names."""
    found: dict[str, Platform] = {}
    for module in modules():
        found.update(getattr(module, "PLATFORMS", {}))
    return found


@cache
def exchanges() -> Mapping[str, Exchange]:
    """The formats for another quizgen, by their names."""
    found: dict[str, Exchange] = {}
    for module in modules():
        found.update(getattr(module, "EXCHANGES", {}))
    return found


def modules() -> Iterator[ModuleType]:
    """The media."""
    return (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
