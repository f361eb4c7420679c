"""An exercise: one file that says what is asked; keys, slips and error carried forward follow from its `solve`."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from quizgen.ask import Ask, Value
from quizgen.authoring.draw import Draw
from quizgen.authoring.problem import Problem
from quizgen.errors import UserError
from reference_rnn import RNN, mutants_of

if TYPE_CHECKING:
    from quizgen.authoring.rubric import Rubric

Solve = Callable[[Problem, type[Any]], Generator[tuple[str, Value], Value, None]]
F = TypeVar("F", bound=Callable[..., Any])
DATA = re.compile(r"\.(?:data|rubrics)\(\s*[\"']([^\"']+)[\"']")


def nothing_drawn(draw: Draw) -> Problem:
    """The draw of an exercise that is the same for everybody."""
    return Problem()


class Exercise:
    """What an author writes; `draw`, `solve`, `second_opinion` and `shown` are attached as decorators.

    `asks` are the blanks; `targets` the misconceptions this exercise exists to tell apart: the engine redraws until each
    of them gives a clearly different answer. `covers` is what of the course it asks; `covers_of` names a data file beside it
    whose entries say so too, each under "covers". `reference` is the class whose misconceptions are followed; `misconceptions`
    are further subclasses of it that this file defines, known by their titles. A changed draw is a new `version`.
    `question` and `solution` are Jinja2 over the problem's values, written in the markup of docs/authoring.md.
    """

    def __init__(
        self,
        *,
        title: str,
        topic: str,
        level: int,
        asks: Sequence[Ask],
        question: str,
        solution: str = "",
        covers: Sequence[str] = (),
        covers_of: str = "",
        targets: Sequence[str] = (),
        version: int = 1,
        reference: type[Any] = RNN,
        misconceptions: Sequence[type[Any]] = (),
    ) -> None:
        self.title, self.topic, self.level = title, topic, level
        self.asks, self.targets = tuple(asks), tuple(targets)
        self.covers_given, self.covers_of = tuple(covers), covers_of
        self.question, self.solution = question, solution
        self.version, self.reference, self.misconceptions = version, reference, tuple(misconceptions)
        self.name = ""  # the file's name, given by the bank
        self.path: Path | None = None
        self.source = ""  # the file's text, sealed into what is published
        self.drawing: Callable[[Draw], Problem] = nothing_drawn
        self.solving: Solve | None = None
        self.opinion: Callable[[Problem], Mapping[str, Value]] | None = None
        self.showing: Callable[[Problem], Mapping[str, Any]] | None = None
        self.requiring: Callable[[Problem], Any] | None = None

    def draw(self, function: F) -> F:
        """Attach seed -> numbers."""
        self.drawing = function
        return function

    def solve(self, function: F) -> F:
        """Attach numbers -> answers in the learner's order: a generator yields (ask, value), receives the value to go on with."""
        self.solving = function
        return function

    def second_opinion(self, function: F) -> F:
        """Attach another route to the answers, sharing no code with solve: one drawn problem -> {ask: value}."""
        self.opinion = function
        return function

    def shown(self, function: F) -> F:
        """Attach what the page shows beside the numbers drawn (a worked solution, a table): one drawn problem -> {name: value}."""
        self.showing = function
        return function

    def require(self, function: F) -> F:
        """Attach what makes a draw unusable beyond its family: stacked problems -> (reason, mask) pairs."""
        self.requiring = function
        return function

    def data(self, name: str) -> str:
        """The text of a data file beside the exercise."""
        if self.path is None:
            raise FileNotFoundError(f"{self.name} was sealed without its data file {name}")
        return (self.path.parent / name).read_text(encoding="utf-8")

    def rubrics(self, name: str) -> tuple[Rubric, ...]:
        """The rubrics of a YAML file beside the exercise. UserError: it does not hold rubrics, with the line."""
        from quizgen.authoring.rubric import read_rubrics  # few exercises have rubrics

        return read_rubrics(self.data(name), str(self.path.parent / name) if self.path else name)

    @property
    def data_files(self) -> tuple[str, ...]:
        """The names of the data files that its text reads, in order."""
        return tuple(dict.fromkeys(DATA.findall(self.source)))

    @property
    def covers(self) -> tuple[str, ...]:
        """What of the course it asks, each once: the ids given and those of the entries of its data file.

        UserError: the data file cannot be read.
        """
        found = dict.fromkeys(self.covers_given)
        if self.covers_of:
            try:
                if self.covers_of.endswith(".yaml"):
                    return tuple(
                        found | dict.fromkeys(name for one in self.rubrics(self.covers_of) for name in one.covers)
                    )
                import tomllib  # not needed to make questions

                tables = tomllib.loads(self.data(self.covers_of))
            except (OSError, ValueError) as error:
                raise UserError(
                    f"{self.path}: {self.covers_of} cannot be read: {error}. Correct covers_of, or the file."
                ) from error
            lists = [entries for entries in tables.values() if isinstance(entries, list)]
            found |= dict.fromkeys(name for entries in lists for entry in entries for name in entry.get("covers", ()))
        return tuple(found)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its asks, as --kind filters them."""
        return tuple(sorted({ask.kind for ask in self.asks}))

    @property
    def points(self) -> float:
        """What the exercise is worth."""
        return sum(ask.points for ask in self.asks)

    def known(self) -> Mapping[str, type[Any]]:
        """The misconceptions that can be followed: those of the reference and those of this file, by id."""
        return known_misconceptions(self.reference, self.misconceptions)

    def computed(self) -> tuple[Ask, ...]:
        """The asks whose answers `solve` computes."""
        return tuple(ask for ask in self.asks if ask.computed)


def known_misconceptions(reference: type[Any], own: Sequence[type[Any]]) -> Mapping[str, type[Any]]:
    """The misconceptions about a reference by id: those of the catalogue, and `own` from outside it."""
    return {**mutants_of(reference), **{misconception.id: misconception for misconception in own}}
