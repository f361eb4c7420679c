"""Grades as a spreadsheet: a row a grade, or the gradebook of Canvas or Moodle with its column filled in.

The header of the roster decides which. No typed text becomes a spreadsheet formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.classroom.roster import Roster
from quizgen.documents.gradebook.cells import lines, moment, number
from quizgen.documents.gradebook.filling import Entry, Item, filled_in
from quizgen.documents.gradebook.remarks import remarks
from quizgen.documents.record import Record
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


def csv(
    grades: Iterable[Grade | Record], roster: Roster | None = None, item: str = "quizgen", column: str = ""
) -> Iterator[str]:
    """The text of a CSV file row by row; a grade is not kept once its row is made.

    Without a roster, or with a plain one, a row for each grade, and one for everybody who handed nothing in. With a roster
    that Canvas or Moodle exported: that roster with the column of `item` filled in, or added where it has none.
    """
    if roster is None or roster.flavour == "plain":
        return lines(plain_rows(grades, roster))
    entries, _ = entries_by_row(grades, roster)
    rows, _ = filled_in(roster, [Item((item,), entries, column)])
    return lines(rows, roster.separator)


def unplaced(grades: Iterable[Grade | Record], roster: Roster) -> tuple[str, ...]:
    """A sentence for each of these grades that a gradebook with this roster cannot hold, and for each choice among several."""
    return tuple(entries_by_row(grades, roster)[1])


# ---------------------------------------------------------------- a row for each grade


def plain_rows(graded: Iterable[Grade | Record], roster: Roster | None) -> Iterator[Sequence[str]]:
    """The heading and a row for each grade; students on the roster without any grade come last."""
    yield PLAIN
    seen = set()
    for one in graded:
        grade, when = (one, "") if isinstance(one, Grade) else (one.grade, moment(one.when))
        row = roster.row_of(grade.student) if roster else None
        seen.add(row)
        verdicts = Counter(mark.verdict.value for mark in grade.marks)
        names = dict.fromkeys(name for mark in grade.marks for name in mark.misconceptions)
        yield (
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
    for at in roster.students() if roster else ():
        if roster and at not in seen:
            yield (roster.key(at), roster.name(at), *[""] * (len(PLAIN) - 2))


# ---------------------------------------------------------------- a row for each student


@dataclass(frozen=True)
class Counted:
    """What a gradebook keeps of a grade."""

    source: str
    points: float
    max_points: float
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, grade: Grade) -> Counted:
        """That of one grade."""
        return cls(grade.source, grade.points, grade.max_points, tuple(remarks(grade)))


def entries_by_row(graded: Iterable[Grade | Record], roster: Roster) -> tuple[dict[int, Entry], list[str]]:
    """The entry of every row that has one, and a sentence for what has no place and for what does not count.

    All have one scale, the largest total there is, so that a file with fewer functions earns less.
    """
    latest: dict[tuple[int, str, str], dict[str, Counted]] = {}
    troubles = []
    for one in graded:
        grade = one if isinstance(one, Grade) else one.grade
        row = roster.row_of(grade.student)
        if row is None:
            troubles.append(f"{grade.source}: in no row, for {whose(grade.student, roster)}.")
        else:
            latest.setdefault((row, grade.kind, grade.quiz), {})[grade.source] = Counted.of(grade)
    kept: dict[int, list[Counted]] = {}
    for (row, _, _), by_source in latest.items():
        best = max(reversed(by_source.values()), key=lambda grade: grade.points)
        kept.setdefault(row, []).append(best)
        if len(by_source) > 1:
            name = roster.name(row) or roster.key(row)
            troubles.append(f"{name}: of {' and '.join(by_source)} the best counts, {best.source}.")
    most = max((sum(grade.max_points for grade in grades) for grades in kept.values()), default=0.0)
    return {row: entry(grades, most) for row, grades in kept.items()}, troubles


def whose(student: str, roster: Roster | None) -> str:
    """Why a student has no row, as a clause."""
    if not student:
        return "it has no student"
    ids = roster.namesakes(student) if roster else ()
    if len(ids) > 1:
        return f"{student!r} is the name of {len(ids)} students: {', '.join(ids)}; --who FILE.csv says whose a file is"
    return f"{student!r} is not on the roster"


def entry(grades: Sequence[Counted], most: float) -> Entry:
    """What a student's grades come to."""
    said = "\n".join(line for grade in grades for line in grade.remarks)
    return Entry(round(sum(grade.points for grade in grades), 6), most, said)
