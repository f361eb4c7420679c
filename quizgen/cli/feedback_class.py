"""Writes the page of `quizgen feedback --class`: which misconceptions a class holds, and how to explain each again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import load_bank, next_command, open_store, option_of_program, say
from quizgen.cli.course import known_assignment
from quizgen.cli.gradebook_file import roster_of
from quizgen.cli.practice_commands import practice_commands
from quizgen.cli.report_files import check_overwriting, write_private
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.course.class_misconceptions import ClassMisconceptions
    from quizgen.classroom.roster import Roster
    from quizgen.model import Quiz
    from quizgen.store import Store

FOLDER, FILE = Path("class-feedback"), "class-feedback.html"


def write_class_page(assignment: str | None, roster: Path | None, out: Path | None) -> None:
    """Writes the page and says where it is. UserError: nothing is graded, or it cannot be written."""
    from quizgen.documents.class_feedback import Names, page

    students = roster_of(roster)
    path = (out or FOLDER) / FILE
    check_overwriting([path], [roster] if roster else [], option_of_program("db"))
    with open_store() as store:
        names = [known_assignment(store, assignment)] if assignment else store.assignment_names()
        found, order = misconceptions_of(store, students, names)
        codes = {paper.quiz: paper.code for exam in store.exams() for paper in store.papers(exam)}
    if not found.students:
        graded = (
            f"Nothing is graded for {', '.join(names)} yet." if names else "Nothing is graded for an assignment yet."
        )
        wanted = next_command("grade", "FOLDER", "--assignment", next(iter(names), "NAME"))
        raise UserError(f"{graded} Grade it first: {wanted}.")
    bank = load_bank()
    text = page(
        found, order, tuple(bank.exercises.values()), practice_commands(bank), Names(shown_name(students), codes)
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"Cannot write to {path.parent}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    write_private(path, [text.encode("utf-8", "backslashreplace").decode()])
    say(
        "The misconceptions of the class are in ",
        (str(path), "bold"),
        ". The page names students: keep it to yourself.",
    )


def misconceptions_of(store: Store, roster: Roster | None, names: list[str]) -> tuple[ClassMisconceptions, list[str]]:
    """What the work that counts for these assignments shows, and the assignments in their order."""
    from quizgen.classroom.course.class_misconceptions import class_misconceptions
    from quizgen.classroom.course.counted_work import counted_work

    @lru_cache(maxsize=64)
    def quiz(id: str) -> Quiz | None:
        try:
            return store.quiz(id)
        except UserError:  # it is kept elsewhere
            return None

    works = [one for one in counted_work(store, roster, datetime.now(UTC), names) if one.grades]
    return class_misconceptions(works, quiz), [one.name for one in works]


def shown_name(roster: Roster | None) -> Callable[[str], str]:
    """The name that the roster has for a student, with the id where others have the same; "" where it has none."""
    shown = roster.shown() if roster else {}

    def name_of(student: str) -> str:
        row = roster.row_of(student) if roster else None
        return "" if roster is None or row is None else shown.get(roster.key(row), "")

    return name_of
