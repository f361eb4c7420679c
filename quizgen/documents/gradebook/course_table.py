"""Points of a course as a spreadsheet: a row a student, or the gradebook of Canvas or Moodle with its columns filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizgen.classroom.course.parts import Part
from quizgen.classroom.course.standing import Standing
from quizgen.classroom.roster import Roster
from quizgen.documents.gradebook.cells import number, written
from quizgen.documents.gradebook.columns import Columns
from quizgen.documents.gradebook.filling import Entry, Item, filled_in
from quizgen.documents.gradebook.remarks import EVERYTHING_RIGHT, lost_points
from quizgen.documents.gradebook.table import whose

ADJUSTED = ("points", "max_points", "waiting", "late_days", "penalty", "extra", "final", "final_max", "adjustments")
SUMS = ("total", "max_points")
Course = Mapping[str, Sequence[Standing]]  # by assignment


def course_csv(
    course: Course, roster: Roster | None = None, *, parts: bool = False, column: str = "", also: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The text of a CSV file with the standings of one assignment or of several, a row for each student.

    And the headings of the columns of a gradebook that were filled in.

    A roster that is a gradebook is that gradebook with a column filled in for each assignment, and with `parts` one for each
    part. `column` is the name of the only assignment's column, `also` another name that it may have.
    UserError: it is not clear which column is meant.
    """
    if roster is not None and is_gradebook(roster, [*course, *filter(None, [column])]):
        items = [item(name, standings, roster, parts, column, also) for name, standings in course.items()]
        rows, filled = filled_in(roster, items)
        return written(rows, roster.separator), filled
    separator = roster.separator if roster else ","
    alone = len(course) == 1
    table = assignment_rows(next(iter(course.values())), parts) if alone else course_rows(course, parts)
    return written(table, separator), ()


def is_gradebook(roster: Roster, names: Iterable[str]) -> bool:
    """Whether a roster is filled in itself: Canvas's or Moodle's, or a plain one with a column of nearly one of these names."""
    columns = Columns(roster)
    if set(ADJUSTED) <= set(roster.head) or tuple(roster.head[-len(SUMS) :]) == SUMS:
        return False  # written here: filling in one column would leave the sums as they were
    return roster.flavour != "plain" or any(columns.named(name) is not None or columns.close_to(name) for name in names)


def item(name: str, standings: Sequence[Standing], roster: Roster, parts: bool, column: str, also: str) -> Item:
    """The columns of one assignment in a gradebook."""
    rows = {row: one for one in standings if (row := roster.row_of(one.student)) is not None}
    largest = max((one.final_max for one in standings), default=0.0)
    entries = {row: entry(one, largest) for row, one in rows.items() if one.counts or one.excused}
    of_parts: list[tuple[str, Mapping[int, Entry]]] = []
    for part in part_names(standings) if parts else ():
        cells = {row: found for row, one in rows.items() if (found := part_of(one, part)) and one.counts}
        of_parts.append(
            (part, {row: Entry(one.points, one.max_points) for row, one in cells.items() if not one.pending})
        )
    return Item(tuple(filter(None, (name, also))), entries, column, tuple(of_parts))


def entry(standing: Standing, largest: float) -> Entry:
    """What a gradebook holds of a student's work.

    Where it is known what is asked, those who were asked less can reach as much as the others; else all have one scale.
    """
    most = standing.final_max if standing.complete else largest
    return Entry(standing.final_points, most, "\n".join(feedback(standing)), standing.excused)


def feedback(standing: Standing) -> Sequence[str]:
    """The lines of feedback: the reason of each lost point, then each adjustment."""
    lost = [line for part in standing.parts if part.grade for line in lost_points(part.grade)]
    return [*lost, *standing.sentences] or [EVERYTHING_RIGHT]


def unplaced(course: Course, roster: Roster | None, without_student: Iterable[str] = ()) -> Iterator[str]:
    """A sentence for each student who has no row, once for all assignments, and for each file without a student.

    In a table of its own everybody has a row; there it is said whose name is that of several students.
    """
    for source in without_student:
        yield f"{source}: in no row, for {whose('', None)}."
    files: dict[str, list[str]] = {}
    for one in (one for standings in course.values() for one in standings) if roster else ():
        sources = [part.grade.source for part in one.parts if part.grade]
        if sources and roster and roster.row_of(one.student) is None:
            files.setdefault(one.student, []).extend(sources)
    own_table = not (roster and is_gradebook(roster, course))
    for student, sources in files.items():
        if not own_table:
            yield f"{', '.join(sources)}: in no row, for {whose(student, roster)}."
        elif roster and roster.namesakes(student):
            yield f"{', '.join(sources)}: {whose(student, roster)}."


# ---------------------------------------------------------------- a table of its own


def assignment_rows(standings: Sequence[Standing], parts: bool) -> list[Sequence[str]]:
    """A row for each student: what was earned, every adjustment, and what it comes to."""
    names = part_names(standings) if parts else []
    rows: list[Sequence[str]] = [("id", "name", *names, *ADJUSTED)]
    for one in standings:
        of_parts = [part_of(one, name) for name in names]
        cells = [number(part.points) if part and not part.pending else "" for part in of_parts]
        if not one.counts:
            sums = [""] * (len(ADJUSTED) - 1)
        else:
            values = (one.points, one.max_points, one.waiting, one.late_days, one.penalty, one.extra)
            sums = [*map(number, values), number(one.final_points), number(one.final_max)]
        rows.append((one.student, one.name, *cells, *sums, "\n".join(one.sentences)))
    return rows


def course_rows(course: Course, parts: bool) -> list[Sequence[str]]:
    """A row for each student: the final points of each assignment, the total, and the most that was possible."""
    heads = ["id", "name"]
    names: dict[str, str] = {}
    cells: dict[str, list[str]] = {}
    totals: dict[str, list[float]] = {}
    for standings in course.values():
        for one in standings:
            names.setdefault(one.student, one.name)
    for assignment, standings in course.items():
        of_parts = part_names(standings) if parts else []
        heads += [assignment, *(f"{assignment}: {part}" for part in of_parts)]
        by_student = {one.student: one for one in standings}
        for student in names:
            standing = by_student.get(student)
            line, sums = cells.setdefault(student, []), totals.setdefault(student, [0.0, 0.0])
            line += final_and_parts(standing, of_parts)
            if standing and standing.counts:
                sums[0], sums[1] = sums[0] + standing.final_points, sums[1] + standing.final_max
    rows = [[student, names[student], *cells[student], *map(number, totals[student])] for student in names]
    return [[*heads, *SUMS], *rows]


def final_and_parts(standing: Standing | None, parts: Sequence[str]) -> list[str]:
    """The cells of one assignment in a student's row."""
    if standing is None or not standing.counts:
        return [""] * (1 + len(parts))
    found = (part_of(standing, name) for name in parts)
    return [number(standing.final_points), *(number(one.points) if one and not one.pending else "" for one in found)]


def part_names(standings: Iterable[Standing]) -> list[str]:
    """The names of the parts that anybody has, in order."""
    return list(dict.fromkeys(part.name for one in standings for part in one.parts))


def part_of(standing: Standing, name: str) -> Part | None:
    """A student's part of that name."""
    return next((part for part in standing.parts if part.name == name), None)
