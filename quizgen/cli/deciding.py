"""Shared by the commands with which people decide: whose work is meant, how many points, and what is said afterwards."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import say
from quizgen.cli.course import known_assignment, known_student
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.course.standing import Standing
    from quizgen.classroom.roster import Roster
    from quizgen.model import Decision
    from quizgen.store import NewGrade, Record, Store


YEARS = range(1970, 3000)  # of a due date
MOST_POINTS = 10_000.0


def roster_in(path: Path | None) -> Roster | None:
    """The roster of --roster."""
    from quizgen.classroom.roster import read_roster

    return read_roster(path) if path else None


def name_in(people: Roster | None, student: str) -> str:
    """The roster's name of a student; "" where there is none."""
    row = people.row_of(student) if people else None
    return people.name(row) if people and row is not None else ""


def owner_named(store: Store, who: str, assignment: str | None, roster: Roster | None) -> str:
    """Whose work a person names: a student; where a sheet names none, its quiz or its file, as `quizgen results` shows them.

    UserError: nobody's, or that of several.
    """
    from quizgen.documents.labels import short_paths

    kept = store.summaries(assignment=assignment)
    students = {one.student for one in kept} | {one.student for one in store.decisions(assignment)}
    files = short_paths({one.source for one in kept})
    unnamed: dict[str, set[str]] = {}  # what a sheet without a student is called -> the files called so
    for one in kept:
        if not one.student:
            for name in filter(None, (one.quiz, one.source, files[one.source])):
                unnamed.setdefault(name, set()).add(one.source)
    name = known_student(who, [*sorted(students), *unnamed], roster)
    if name in students or name not in unnamed:
        return name
    sources = sorted(unnamed[name])
    if len(sources) > 1:
        shown = ", ".join(files[source] for source in sources)
        raise UserError(f"{name} was handed in as {len(sources)} files without a student: {shown}. Name one of these.")
    return sources[0]


def work_named(
    store: Store, who: str, assignment: str | None, quiz: str | None, roster: Path | None
) -> tuple[str, list[Record]]:
    """Whose work a person names, and its current grades. UserError: nobody's, or nothing was graded."""
    from quizgen.classroom.course.marking import current

    if assignment is not None:
        assignment = known_assignment(store, assignment)
    owner = owner_named(store, who, assignment, roster_in(roster))
    records = current(store, owner, assignment)
    if not records:
        raise UserError(f"Nothing of {owner} was graded{f' for {assignment}' if assignment else ''}.")
    quizzes = dict.fromkeys(record.grade.quiz for record in records)  # "" is code of no quiz
    if quiz is not None and quiz not in quizzes:
        have = ", ".join(filter(None, quizzes)) or "none"
        raise UserError(f"No quiz {quiz!r} of {owner} was graded. Graded were: {have}.")
    return owner, [record for record in records if quiz in (None, record.grade.quiz)]


def whole_named(store: Store, who: str, assignment: str | None, roster: Path | None) -> tuple[str, str]:
    """The assignment and the student of a decision on everything that the student did for it; perhaps nothing was handed in."""
    people = roster_in(roster)
    if assignment is None:
        names = store.assignment_names()
        if not names:
            raise UserError("This is about a whole assignment, and there is none yet. Name a question, such as q1.")
        if len(names) == 1:
            assignment = names[0]
    name = known_assignment(store, assignment)
    return name, owner_named(store, who, None, people)


def standing_of(store: Store, assignment: str, student: str) -> Standing | None:
    """What a student's work for an assignment comes to now; None: nobody can say whose it is."""
    from quizgen.cli.gradebook_file import course

    found = course(store, None, [assignment])[assignment]
    return next((one for one in found if one.student == student), None)


def points_now(standing: Standing | None) -> float | None:
    """The points that count now; None where there are none."""
    return standing.final_points if standing and standing.counts else None


def points_of(words: str) -> float:
    """Points as a person types them: "2.5" or "2,5". UserError: no number."""
    try:
        points = float(words.strip().replace(",", "."))
    except ValueError:
        points = math.nan
    if not math.isfinite(points) or "_" in words:
        raise UserError(f"{words!r} is no number of points. Type a number such as 2 or 2.5.")
    if abs(points) > MOST_POINTS:
        raise UserError(f"{words!r} are too many points: at most {MOST_POINTS:,.0f}. Type a number such as 2 or 2.5.")
    return points


def show_decided(new: Sequence[Decision], following: Iterable[NewGrade]) -> None:
    """A line for each decision, and what the grades are now."""
    from quizgen.documents.history import subject, words_of

    for one in new:
        say((subject(one), "bold"), f": {words_of(one)}.")
    for grade in following:
        from quizgen.documents.score import score

        of = f" of {grade.grade.quiz or grade.grade.source}" if len(new) == 1 else ""
        say(f"The grade{of} is now {score(grade.grade.marks).total}.")


def moment_of(words: str) -> datetime:
    """A moment in UTC: "2026-12-03" is the end of that day here, "2026-12-03 18:00" a time of it. UserError: neither."""
    try:
        moment = datetime.fromisoformat(words.strip())
        if len(words.strip()) <= len("2026-12-03"):
            moment = datetime.combine(moment, time.max)
        if moment.year not in YEARS:
            raise ValueError("a time of grace after it would be outside of the calendar")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise UserError(f"{words!r} is no date. Type one such as 2026-12-03, or '2026-12-03 18:00'.") from None
