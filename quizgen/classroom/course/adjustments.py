"""A sentence for every adjustment of a student's points, for the student and the gradebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from quizgen.classroom.course.lateness import days_in_words, share_lost
from quizgen.classroom.course.whole_decisions import Whole
from quizgen.model import Assignment, Decision

if TYPE_CHECKING:
    from quizgen.classroom.course.parts import Part


@dataclass(frozen=True)
class Counted:
    """The parts of a student's work, what lateness costs, and the scale that makes points those of the gradebook."""

    parts: Sequence[Part]
    points: float
    max_points: float
    late: Mapping[int, Sequence[Part]]  # days -> the parts handed in so late
    penalty: float
    scale: float
    added: Sequence[str] = ()  # the titles of what was handed in and is not asked


def adjustments(assignment: Assignment, counted: Counted, whole: Whole, due: datetime | None) -> Iterator[str]:
    """A sentence for each thing that makes the final points other than the points of the parts."""
    if whole.excused:
        yield f"Excused: this counts neither as earned nor as possible{reason(whole.excused)}"
        return
    for part in counted.parts:
        if part.pending:
            yield f"{part.title}: not handed in yet{f', due {moment(due)}' if due else ''}."
        elif part.missing:
            yield f"{part.title}: not handed in, {number(part.points)} of {points(part.max_points)}."
        elif part.files > 1 and part.grade:
            yield f"{part.title}: {part.files} files were handed in; the best counts, {part.grade.source}."
    for title in counted.added:
        yield f"{title}: handed in, and not asked for, so it does not count."
    if whole.extended and due:
        yield f"Due {moment(due)} by an extension{reason(whole.extended)}"
    for days, parts in sorted(counted.late.items()):
        share, earned = share_lost(days, assignment.penalty), sum(part.points for part in parts)
        titles = "" if len(parts) == len(counted.parts) else f"{' and '.join(part.title for part in parts)}: "
        cost = f"{number(share * 100)}% of {points(earned)}, −{number(share * earned)}." if share else "no penalty."
        yield f"{titles}{days_in_words(days)}: {cost}"
    if counted.scale != 1 and not whole.override:
        before = counted.points - counted.penalty
        scaled = f"{number(before * counted.scale)} of {points(counted.max_points * counted.scale)}"
        yield f"{number(before)} of {points(counted.max_points)} count as {scaled}."
    if whole.override and whole.override.points is not None:
        yield f"Set to {points(whole.override.points)} by hand{reason(whole.override)}"
    for one in whole.extra:
        yield f"Extra credit: {one.points or 0:+g}{reason(one)}"
    for one in whole.comments:
        yield one.why


def reason(decision: Decision) -> str:
    """The end of a sentence about a decision: its reason, where there is one."""
    why = decision.why.strip()
    return f": {why if why.endswith(('.', '!', '?')) else f'{why}.'}" if why else "."


def number(value: float) -> str:
    """Points with at most two decimals."""
    return f"{round(value, 2):g}"


def points(value: float) -> str:
    """ "1 point", "31 points"."""
    return f"{number(value)} point{'s' * (number(value) != '1')}"


def moment(when: datetime) -> str:
    """A moment in the local time of who reads: 2026-03-01 23:59."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
