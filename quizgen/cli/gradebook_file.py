"""Writes and shows the points of a course: the gradebook of 'results --csv' and 'grade --csv', and the same in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.course.standing import Standing
    from quizgen.documents.gradebook import Roster
    from quizgen.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def gradebook_options(command: F) -> F:
    """Adds the options that say what a gradebook holds: --parts and --column."""
    for option in (
        click.option("--column", metavar="NAME", default="", help="Fill in this column of the gradebook."),
        click.option("--parts", is_flag=True, help="Write a column for each quiz and for the code, too."),
    ):
        command = option(command)
    return command


def course(store: Store, roster: Roster | None, names: Sequence[str]) -> dict[str, list[Standing]]:
    """What all students' work for these assignments comes to now, or for all that there are."""
    from quizgen.classroom.course.standing import course_standings

    return course_standings(store, roster, datetime.now(UTC), names)


def course_text(
    store: Store,
    standings: dict[str, list[Standing]],
    roster: Roster | None,
    *,
    parts: bool,
    column: str,
    also: str = "",
) -> tuple[str, tuple[str, ...], list[str]]:
    """The text of a gradebook, the columns that were filled in, and a sentence for all that has no place in it.

    UserError: it is not clear which column is meant.
    """
    from quizgen.documents.gradebook import course_csv, course_unplaced

    if column and len(standings) > 1:
        names = ", ".join(standings)
        raise UserError(f"--column is for one assignment, and there are {names}. Add --assignment NAME.")
    grades = [one.grade for name in standings for one in store.grades(assignment=name, latest=True)]
    owned = {grade.source for grade in grades if grade.student}
    unowned = [grade.source for grade in grades if not grade.student and grade.source not in owned]
    text, filled = course_csv(standings, roster, parts=parts, column=column, also=also)
    return text, filled, list(course_unplaced(standings, roster, unowned))


def roster_of(path: Path | None) -> Roster | None:
    """The roster in a file, if one is given. Raises UserError."""
    if path is None:
        return None
    from quizgen.documents.gradebook import read_roster

    return read_roster(path)
