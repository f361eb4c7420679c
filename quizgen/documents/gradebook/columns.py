"""The columns of a gradebook: which one belongs to an assignment, and which are never filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from quizgen.classroom.roster import FAMILY, GIVEN, IDS, NAMES, Roster
from quizgen.errors import UserError

DECORATION = re.compile(r"^(assignment|quiz|manual item)\s*:\s*|\s*\((real|\d+)\)$", re.IGNORECASE)
COMPUTED = re.compile(  # by Canvas and Moodle
    r"\b(current|final) (score|grade|points)$|\btotal\b.*\((real|percentage|letter)\)$|\((percentage|letter)\)$",
    re.IGNORECASE,
)
BESIDE = re.compile(r"^feedback\b|\(feedback\)$|^last downloaded", re.IGNORECASE)
ABOUT_STUDENTS = {*IDS, *NAMES, *GIVEN, *FAMILY, "section", "root account", "institution", "department", "status"}
ALIKE = 0.7  # from which on two names are close


def base_name(heading: str) -> str:
    """A heading without what Canvas and Moodle add: "(12345)", "Assignment:", "(Real)"."""
    while (plain := DECORATION.sub("", heading).strip()) != heading:
        heading = plain
    return heading


@dataclass(frozen=True)
class Columns:
    """The columns of a gradebook."""

    roster: Roster

    @cached_property
    def possible(self) -> Sequence[str]:
        """Canvas's row of possible points; empty cells where there is none."""
        rows = (cells for cells in self.roster.rows if "Points Possible" in cells[0])
        return next(rows, ("",) * len(self.roster.head))

    def computed(self, at: int) -> bool:
        """Whether the gradebook computes this column, so that nobody can fill it in."""
        return bool(COMPUTED.search(self.roster.head[at])) or "read only" in self.possible[at].casefold()

    @cached_property
    def of_assignments(self) -> list[int]:
        """The columns that may be an assignment's."""
        return [
            at
            for at, heading in enumerate(self.roster.head)
            if heading.casefold() not in ABOUT_STUDENTS and not BESIDE.search(heading) and not self.computed(at)
        ]

    def named(self, name: str) -> int | None:
        """The column called so, as it is written or without decoration. UserError: several are, or it cannot be filled in."""
        for shown in (list(self.roster.head), [base_name(heading) for heading in self.roster.head]):
            found = [at for at, heading in enumerate(shown) if heading.casefold() == name.casefold()]
            if len(found) > 1:
                several = " and ".join(repr(self.roster.head[at]) for at in found)
                raise UserError(f"{name!r} is the name of {several}. Name one in full with --column.")
            if found and self.computed(found[0]):
                raise UserError(
                    f"The gradebook computes {self.roster.head[found[0]]!r} itself. Name another column with --column."
                )
            if found:
                return found[0]
        return None

    def close_to(self, name: str) -> str:
        """The heading of a column with nearly this name, "" if there is none."""
        names = [self.roster.head[at] for at in self.of_assignments]
        likely = max(names, key=lambda heading: likeness(name, base_name(heading)), default="")
        return likely if likeness(name, base_name(likely)) >= ALIKE else ""

    def unnamed(self, name: str, taken: Collection[int]) -> list[int]:
        """The assignments' columns that may be meant under another name: not those whose number is another."""
        wanted, heads = numbers(name), [(at, base_name(self.roster.head[at])) for at in self.of_assignments]
        return [at for at, head in heads if at not in taken and (not wanted or numbers(head) in ([], wanted))]

    def empty(self, at: int) -> bool:
        """Whether no student has anything in a column."""
        return {self.roster.rows[row][at].strip() for row in self.roster.students()} <= {"", "-"}


def numbers(name: str) -> list[int]:
    """The whole numbers in a name."""
    return [int(digits) for digits in re.findall(r"[0-9]+", name)]


def likeness(name: str, other: str) -> float:
    """How much alike two names are, from 0 to 1. With other numbers they are not: hw2 is not hw3."""
    one, two = (re.sub(r"[\W\d_]+", "", text.casefold()) for text in (name, other))
    same = numbers(name) == numbers(other)
    if (numbers(name) and numbers(other) and not same) or not one or not two:
        return 0.0
    rest = iter(two)
    if same and numbers(name) and one[0] == two[0] and all(letter in rest for letter in one):
        return 1.0  # hw 3 is short for Homework 3
    return SequenceMatcher(None, one, two).ratio() * (1.0 if same else 0.8)
