"""The plan of an exam as its author wrote it: sections, points, layout, and what single students need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

PAPERS = ("a4", "letter")
TYPE_SIZES = ("normal", "large")
ORDERS = ("same", "groups")
CARDS = ("same", "own")


@dataclass(frozen=True)
class Section:
    """Some questions of an exam: so many that fit, those of named exercises first. `points`: of the whole section."""

    title: str = ""
    instructions: str = ""
    questions: int = 0  # 0: one of each exercise named
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[int, int] = (1, 5)
    exercises: tuple[str, ...] = ()
    points: float | None = None


@dataclass(frozen=True)
class Layout:
    """How a paper looks. `working`: centimetres of room for working below each question that takes calculation."""

    paper: str = "a4"
    type_size: str = "normal"
    language: str = (
        "en"  # of the fixed texts: one of templates/texts, or the path of another file, from the plan's folder
    )
    title_page: bool = True
    formula_sheet: bool = False
    scratch_pages: int = 0
    working: float = 4.0


@dataclass(frozen=True)
class Accommodation:
    """What one student gets besides: large print, and minutes of extra time, which the title page states."""

    large_print: bool = False
    extra_minutes: int = 0


@dataclass(frozen=True)
class ExamPlan:
    """An exam. `name` tells it from all others: everybody's numbers depend on it."""

    name: str
    title: str
    sections: tuple[Section, ...]
    course: str = ""
    day: date | None = None
    duration: int = 0  # minutes; 0: not stated
    instructions: str = ""
    aids: tuple[str, ...] = ()
    points: float | None = None  # of the whole exam, shared out in proportion; None: as many as the questions have
    order: str = "same"  # of the questions: for all, or other ones in each group
    group_column: str = "group"  # of the roster
    shuffle_options: bool = True
    cards: str = "same"  # of questions that compute nothing: the same for all, or drawn for each student
    decimals: int | None = None  # of answers that are rounded; None: as each exercise asks
    layout: Layout = Layout()
    accommodations: Mapping[str, Accommodation] = field(default_factory=dict)  # by the student's id
    folder: Path = Path()  # where the files are that it names, such as a translation

    def accommodation(self, student: str) -> Accommodation:
        """What a student gets besides."""
        return self.accommodations.get(student, Accommodation())

    @property
    def language(self) -> str:
        """The language of the fixed texts, or the path of a translation."""
        named = self.layout.language
        return str(self.folder / named) if named.endswith(".toml") else named
