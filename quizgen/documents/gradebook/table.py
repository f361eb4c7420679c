"""Grades as a spreadsheet: a row a grade, or the gradebook of Canvas or Moodle with its column filled in.

The header of the roster decides which. No typed text becomes a spreadsheet formula.
"""

from __future__ import annotations

import csv as comma_separated
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from quizgen.classroom.roster import Roster
from quizgen.documents import labels
from quizgen.documents.record import Record
from quizgen.documents.remarks import remark
from quizgen.model import Grade

PLAIN = (
    "student",
    "name",
    "source",
    "quiz",
    "interface",
    "points",
    "max_points",
    "verdicts",
    "misconceptions",
    "notes",
    "graded_at",
)
FORMULA = re.compile(r"((?:^|[;\t\r\n])[^\S\t\r\n]*)(?=[=+\-@＝＋－＠])")  # also where a spreadsheet splits a cell
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?%?|-")  # a lone dash is Moodle's empty grade
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DECORATION = re.compile(r"^(assignment|quiz|manual item)\s*:\s*|\s*\((real|\d+)\)$", re.IGNORECASE)


@dataclass(frozen=True)
class Total:
    """What a gradebook holds of a student: the points of all that was handed in, the points possible, and the feedback."""

    points: float
    max_points: float
    remarks: str


def csv(grades: Iterable[Grade | Record], roster: Roster | None = None, item: str = "quizgen") -> str:
    """The text of a CSV file, with the byte order mark that spreadsheets need; write it as UTF-8, newlines as they are.

    Without a roster, or with a plain one, a row for each grade, and one for everybody who handed nothing in. With a roster
    that Canvas or Moodle exported: that roster with the column of `item` filled in, or added where it has none.
    """
    graded = list(grades)
    rows: Sequence[Sequence[str]]
    if roster is None or roster.flavour == "plain":
        rows, separator = plain_rows(graded, roster), ","
    else:
        totals, _ = totals_by_row(graded, roster)
        rows, separator = filled_in(roster, totals, item), roster.separator
    text = io.StringIO()
    comma_separated.writer(text, delimiter=separator).writerows([neutral(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def unplaced(grades: Iterable[Grade | Record], roster: Roster) -> tuple[str, ...]:
    """A sentence for each of these grades that a gradebook with this roster cannot hold."""
    return tuple(totals_by_row(list(grades), roster)[1])


def neutral(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: never a formula, no character that cannot be seen or written."""
    seen = UNSEEN.sub("\ufffd", cell).encode("utf-8", "backslashreplace").decode()
    safe = seen if NUMBER.fullmatch(seen) else FORMULA.sub(r"\1'", seen)
    return f"'{safe}" if safe.startswith(("\t", "\r")) else safe


# ---------------------------------------------------------------- a row for each grade


def plain_rows(graded: Sequence[Grade | Record], roster: Roster | None) -> Sequence[Sequence[str]]:
    """The heading and a row for each grade; students on the roster without any grade come last."""
    rows: list[Sequence[str]] = [PLAIN]
    seen = set()
    for one in graded:
        grade, when = (one, "") if isinstance(one, Grade) else (one.grade, moment(one.when))
        row = roster.row_of(grade.student) if roster else None
        seen.add(row)
        verdicts = Counter(mark.verdict.value for mark in grade.marks)
        names = dict.fromkeys(name for mark in grade.marks for name in mark.misconceptions)
        rows.append(
            (
                grade.student,
                roster.name(row) if roster and row is not None else "",
                grade.source,
                grade.quiz,
                grade.interface,
                number(grade.points),
                number(grade.max_points),
                ", ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common()),
                " ".join(names),
                " ".join(grade.notes),
                when,
            )
        )
    if roster:
        rest = ([roster.ids(row)[0], roster.name(row)] for row in roster.students() if row not in seen)
        rows += [known + [""] * (len(PLAIN) - len(known)) for known in rest]
    return rows


def moment(when: datetime) -> str:
    """A moment as UTC to the second, in ISO 8601: 2026-03-01T09:30:00+00:00."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def number(value: float) -> str:
    """A number with up to six decimals, without zeros at its end."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- a row for each student


def totals_by_row(graded: Sequence[Grade | Record], roster: Roster) -> tuple[dict[int, Total], list[str]]:
    """The total of every row that has one, and a sentence for every grade that has no place."""
    latest: dict[tuple[int, str, str], dict[str, Grade]] = {}
    troubles = []
    for one in graded:
        grade = one if isinstance(one, Grade) else one.grade
        row = roster.row_of(grade.student)
        if row is None:
            whose = (
                f"{grade.student!r} is not on the roster, or is there twice" if grade.student else "it has no student"
            )
            troubles.append(f"{grade.source}: in no row, for {whose}.")
        else:
            latest.setdefault((row, grade.kind, grade.quiz), {})[grade.source] = grade
    unsure = set()
    kept: dict[int, list[Grade]] = {}
    for (row, _, _), by_source in latest.items():
        kept.setdefault(row, []).extend(by_source.values())
        if len(by_source) > 1:
            unsure.add(row)
            whose = roster.name(row) or roster.ids(row)[0]
            troubles.append(f"{' and '.join(by_source)}: which one counts for {whose}? The cell is left as it was.")
    return {row: total(grades) for row, grades in kept.items() if row not in unsure}, troubles


def total(grades: Sequence[Grade]) -> Total:
    """What a student's grades come to."""
    points, max_points = (sum(getattr(grade, name) for grade in grades) for name in ("points", "max_points"))
    return Total(points, max_points, "\n".join(line for grade in grades for line in remarks(grade)))


def remarks(grade: Grade) -> list[str]:
    """A line for every question or function that lost points, with its first reason."""
    lost: dict[str, str] = {}
    for mark in grade.marks:
        if mark.points < mark.max_points:
            lost.setdefault(mark.ask.partition(".")[0], remark(mark))
    names = {group: labels.heading(grade, group).name for group in lost}
    called = {group: f"Question {name}" if name.isdecimal() else name for group, name in names.items()}
    return [f"{called[group]}: {why}" for group, why in lost.items()] or ["everything right"]


def filled_in(roster: Roster, totals: dict[int, Total], item: str) -> list[list[str]]:
    """The roster with its heading, the points (and, for Moodle, the remarks) in their columns."""
    rows = [list(roster.head), *(list(row) for row in roster.rows)]
    worksheet = {"Grade", "Maximum Grade"} <= set(roster.head)  # of one assignment, for grading offline
    wanted = "Grade" if worksheet else item
    new = column(roster.head, wanted) is None
    points = column_index(rows, wanted)
    largest = max((one.max_points for one in totals.values()), default=0.0)
    for cells in rows[1:]:
        if new and "Points Possible" in cells[0]:
            cells[points] = number(largest)
    shared = next((cells[points] for cells in rows[1:] if "Points Possible" in cells[0]), "")
    feedback = (
        column_index(rows, "Feedback comments" if worksheet else f"Feedback: {item}")
        if roster.flavour == "moodle"
        else None
    )
    for place, one in totals.items():
        cells = rows[place + 1]
        possible = cells[roster.head.index("Maximum Grade")] if worksheet else "" if new else shared
        cells[points] = scaled(one.points, largest, possible)
        if feedback is not None:
            cells[feedback] = one.remarks
    return rows


def column(head: Sequence[str], name: str) -> int | None:
    """The column called so, without what Canvas and Moodle add: "(12345)", "Assignment:", "(Real)"."""
    plain = [DECORATION.sub("", cell).strip().casefold() for cell in head]
    exact = [cell.casefold() for cell in head]
    return next((names.index(name.casefold()) for names in (exact, plain) if name.casefold() in names), None)


def column_index(rows: list[list[str]], name: str) -> int:
    """The index of a column, which is added if there is none."""
    found = column(rows[0], name)
    if found is None:
        found = len(rows[0])
        for cells, content in zip(rows, [name] + [""] * len(rows), strict=False):
            cells.append(content)
    return found


def scaled(points: float, largest: float, possible: str) -> str:
    """Points of the largest total there is, out of what the gradebook says is possible and with its decimal mark.

    As they are where it says nothing. One scale for everybody, so that a file with fewer functions earns less.
    """
    if not re.fullmatch(r"\d+([.,]\d+)?", possible.strip()) or not largest:
        return number(points)
    most = float(possible.replace(",", "."))
    shown = number(points if most == largest else round(points * most / largest, 2))
    return shown.replace(".", ",") if "," in possible else shown
