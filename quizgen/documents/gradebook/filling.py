"""A gradebook of Canvas or Moodle, or a plain one, with columns filled in; no other cell changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quizgen.classroom.roster import Roster
from quizgen.documents.gradebook.cells import number
from quizgen.documents.gradebook.columns import Columns, base_name
from quizgen.errors import UserError

WORKSHEET = {"Grade", "Maximum Grade"}  # Moodle's, of one assignment, for grading offline
EXCUSED = "EX"  # what Canvas takes for it


@dataclass(frozen=True)
class Entry:
    """What a gradebook holds of a student: the points, those possible for this student, and the feedback."""

    points: float
    max_points: float
    remarks: str = ""
    excused: bool = False


@dataclass(frozen=True)
class Item:
    """What is filled into one column, by the rows of the roster.

    `names` is what the column may be called; if there is none, a new one gets the first name. `column` is the name that
    the user gave, which comes before all others.
    """

    names: tuple[str, ...]
    entries: Mapping[int, Entry]
    column: str = ""
    parts: tuple[tuple[str, Mapping[int, Entry]], ...] = ()  # the name of a part, and its column beside the item's own


def filled_in(roster: Roster, items: Sequence[Item]) -> tuple[list[list[str]], tuple[str, ...]]:
    """The roster with its heading, the points (and, for Moodle, the remarks) of each item in their columns.

    And the headings of the items' columns.

    UserError: a column has nearly an item's name, so that it may be meant or not; or no column can be filled in.
    """
    rows = [list(roster.head), *(list(row) for row in roster.rows)]
    worksheet = set(roster.head) >= WORKSHEET
    if worksheet and len(items) > 1:
        raise UserError(
            "A worksheet of Moodle is for one assignment, and here are several. Name it: --assignment NAME."
        )
    columns, taken = Columns(roster), dict[int, str]()
    for item in items:
        at = roster.head.index("Grade") if worksheet else find(columns, item, taken, alone=len(items) == 1)
        base = base_name(roster.head[at]) if at is not None else item.column or item.names[0]
        points = column_index(rows, roster, at, base)
        taken[points] = rows[0][points]
        enter(rows, roster, points, item.entries)
        if roster.flavour == "moodle":
            feedback = column_index(rows, roster, None if worksheet else named(rows[0], f"{base} (Feedback)"),
                                    "Feedback comments" if worksheet else f"Feedback: {base}")  # fmt: skip
            for place, one in item.entries.items():
                if not one.excused:
                    rows[place + 1][feedback] = one.remarks
        for part, entries in item.parts:
            enter(
                rows, roster, column_index(rows, roster, columns.named(f"{base}: {part}"), f"{base}: {part}"), entries
            )
    return rows, tuple(taken.values())


def find(columns: Columns, item: Item, taken: Collection[int], *, alone: bool) -> int | None:
    """The item's column: by name; if the item is alone, the one that holds it already, or the only empty one.

    None if it needs a new one.
    """
    names = (item.column,) if item.column else item.names
    for name in names:
        if (at := columns.named(name)) is not None:
            return at
    for name in names:
        if close := columns.close_to(name):
            raise UserError(
                f"The gradebook has no column {name!r}. Did you mean {close!r}? Then add --column {base_name(close)!r}. "
                f"If it is another, add a column {name!r} to the gradebook."
            )
    if not alone or item.column or columns.roster.flavour == "plain":
        return None
    others = columns.unnamed(names[0], taken)
    holding = [at for at in others if holds(columns.roster, at, item.entries)]
    empty = [at for at in others if columns.empty(at)]
    return holding[0] if holding else empty[0] if len(empty) == 1 else None


def holds(roster: Roster, at: int, entries: Mapping[int, Entry]) -> bool:
    """Whether a column is filled in with these entries already."""
    rows = [list(roster.head), *(list(row) for row in roster.rows)]
    enter(rows, roster, at, entries)
    return bool(entries) and all(cells[at] == row[at] for cells, row in zip(rows[1:], roster.rows, strict=True))


def enter(rows: list[list[str]], roster: Roster, at: int, entries: Mapping[int, Entry]) -> None:
    """Fills in one column. A new one of Canvas's gets its points possible, the most that is possible for anybody."""
    largest = number(max((one.max_points for one in entries.values()), default=0.0))
    shared = next((cells for cells in rows[1:] if "Points Possible" in cells[0]), None)
    if shared is not None and at >= len(roster.head):
        shared[at] = largest
    maximum = roster.head.index("Maximum Grade") if set(roster.head) >= WORKSHEET else None
    for place, one in entries.items():
        cells = rows[place + 1]
        possible = cells[maximum] if maximum is not None else shared[at] if shared is not None else ""
        if not one.excused:
            cells[at] = scaled(one.points, one.max_points, possible or largest)
        elif roster.flavour == "canvas":
            cells[at] = EXCUSED


def named(head: Sequence[str], name: str) -> int | None:
    """The column called so, without decoration."""
    return next((at for at, heading in enumerate(head) if base_name(heading).casefold() == name.casefold()), None)


def column_index(rows: list[list[str]], roster: Roster, found: int | None, name: str) -> int:
    """The index of a column, found or called so, which is added if there is none."""
    found = named(rows[0], name) if found is None else found
    if found is None:
        found = len(rows[0])
        for cells, content in zip(rows, [name] + [""] * len(rows), strict=False):
            cells.append(content)
    return found


def scaled(points: float, largest: float, possible: str) -> str:
    """Points of the largest total there is, out of what the gradebook says is possible and with its decimal mark.

    As they are where it says nothing.
    """
    if not re.fullmatch(r"\d+([.,]\d+)?", possible.strip()) or not largest:
        return number(points)
    most = float(possible.replace(",", "."))
    shown = number(points if most == largest else round(points * most / largest, 2))
    return shown.replace(".", ",") if "," in possible else shown
