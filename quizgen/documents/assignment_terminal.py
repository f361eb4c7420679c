"""Assignments on the terminal: what each asks for, when it is due, what being late costs, and what is kept under its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents.corrections import lines
from quizgen.media.terminal_cells import add, printable_text
from quizgen.media.values import amount
from quizgen.model import Assignment, Correction, Description

MINUTES = (("d", 1440), ("h", 60), ("m", 1))


@dataclass(frozen=True)
class Kept:
    """How much is kept under a name; of a file that was graded more than once only its current grade."""

    quizzes: int = 0
    sheets: int = 0
    submissions: int = 0

    def __str__(self) -> str:
        counts = (
            (self.quizzes, "quiz", "quizzes"),
            (self.sheets, "sheet", "sheets"),
            (self.submissions, "submission", "submissions"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count) or "nothing"


def table(assignments: Iterable[Assignment], kept: Mapping[str, Kept]) -> RenderableType:
    """A row for each assignment."""
    found = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("assignment", "functions", "points", "due", "late", "kept"):
        found.add_column(name, justify="right" if name == "points" else "left", overflow="fold")
    for one in assignments:
        add(found, one.name, *(value or "–" for _, value in values(one)), str(kept[one.name]))
    return found


def described(
    assignment: Assignment, kept: Kept, corrections: Sequence[Correction], descriptions: Sequence[Description]
) -> RenderableType:
    """All that is said of one assignment, the corrections that hold for it, and how its description changed."""
    found = Table.grid(padding=(0, 2))
    for name, value in (*values(assignment), ("kept", str(kept))):
        add(found, name, value or "–")
    for place, corrected in enumerate(lines(corrections)):
        add(found, "corrected" if place == 0 else "", corrected)
    for place, change in enumerate(changes(descriptions)):
        add(found, "history" if place == 0 else "", change)
    heading = Text(printable_text(assignment.name), style="bold")
    page = Table.grid()
    page.add_row(heading)
    page.add_row(Padding(found, (0, 0, 0, 2)))
    return page


def values(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """What an assignment says, by the name of the column; "" where it says nothing."""
    return (
        ("functions", ", ".join(assignment.functions)),
        ("points", "" if assignment.points is None else amount(assignment.points)),
        ("due", moment(assignment.due) if assignment.due else ""),
        ("late", late(assignment)),
    )


def changes(descriptions: Sequence[Description]) -> Iterator[str]:
    """A line for the first description and for each that changed something: when, by whom, what, from what to what."""
    for first in descriptions[:1]:
        yield f"{signed(first)}: described"
    for before, after in pairwise(descriptions):
        pairs = zip(values(before.assignment), values(after.assignment), strict=True)
        changed = [f"{name} from {old or 'none'} to {new or 'none'}" for (name, old), (_, new) in pairs if old != new]
        if changed:
            yield f"{signed(after)}: {'; '.join(changed)}"


def signed(one: Description) -> str:
    """When something was described, and by whom."""
    return f"{one.when.astimezone():%Y-%m-%d %H:%M}, {one.by or 'quizgen'}"


def moment(when: datetime) -> str:
    """A moment in local time; its zone is named, since an assignment may be looked at elsewhere."""
    return f"{when.astimezone():%Y-%m-%d %H:%M %Z}"


def late(assignment: Assignment) -> str:
    """What being late costs, and from when on."""
    cost = f"{amount(100 * assignment.penalty)}% a day" if assignment.penalty else ""
    return ", ".join(filter(None, [cost, f"{duration(assignment.grace)} grace" if assignment.grace else ""]))


def duration(time: timedelta) -> str:
    """A duration as --grace takes it: "15m", "2h", "1d"."""
    minutes = int(time.total_seconds() // 60)
    return next(f"{minutes // size}{unit}" for unit, size in MINUTES if minutes % size == 0)
