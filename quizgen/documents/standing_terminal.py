"""What students' work comes to, as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.standing import Standing
from quizgen.media.terminal_cells import add, printable_text
from quizgen.media.values import amount


def points_table(course: Mapping[str, Sequence[Standing]], shown: Mapping[str, str]) -> RenderableType:
    """Of one assignment each student's points and adjustments; of several, the final points of each and the total.

    `shown`: what to call the students of the roster, by id.
    """
    if len(course) == 1:
        return assignment_table(next(iter(course.values())), shown)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student", overflow="fold")
    for name in (*course, "total"):
        table.add_column(printable_text(name), justify="right")
    by_student: dict[str, dict[str, Standing]] = {}
    for name, standings in course.items():
        for one in standings:
            by_student.setdefault(one.student, {})[name] = one
    for student, of in by_student.items():
        counted = [one for one in of.values() if one.counts]
        total = f"{final(counted)} of {amount(sum(one.final_max for one in counted))}" if counted else "–"
        add(table, shown.get(student) or student, *(cell(of.get(name)) for name in course), total)
    return table


def assignment_table(standings: Iterable[Standing], shown: Mapping[str, str]) -> RenderableType:
    """Each student's final points of one assignment, and why they are others than those of the work."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student", overflow="fold")
    for name in ("points", "waiting"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("adjustments", overflow="fold")
    for one in standings:
        most = f" of {amount(one.final_max)}" if one.counts else ""
        waiting = amount(one.waiting) if one.waiting else ""
        said = Text(printable_text(" ".join(one.sentences)))
        add(table, shown.get(one.student) or one.student, f"{cell(one)}{most}", waiting, said)
    return table


def cell(standing: Standing | None) -> str:
    """The final points, "excused", or a dash where there is nothing to enter."""
    if standing is None or not standing.counts:
        return "excused" if standing and standing.excused else "–"
    return amount(standing.final_points)


def final(standings: Iterable[Standing]) -> str:
    """The sum of final points."""
    return amount(sum(one.final_points for one in standings))
