"""quizgen progress: what a learner, or a class, has been asked, knows and gets wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, load_bank, next_command, open_store, option_of_program, say
from quizgen.cli.course import assignment_option, known_assignment, known_student, roster_option

if TYPE_CHECKING:
    from quizgen.classroom.practice.learners import Learners
    from quizgen.classroom.roster import Roster
    from quizgen.generate.deck import Deck
    from quizgen.store import Store


@click.command("progress")
@click.option("--student", metavar="NAME", help="Whose; by default what was practised without a name.")
@click.option("--class", "whole_class", is_flag=True, help="All learners at a glance: for instructors.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only this topic; may be repeated.")
@assignment_option("Only answers to this assignment.")
@roster_option
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it as one page that needs no network.",
)
def command(
    student: str | None,
    whole_class: bool,
    topics: tuple[str, ...],
    assignment: str | None,
    roster: Path | None,
    page: Path | None,
) -> None:
    """Show a learner's topics, items of the chapter and misconceptions, or a class's.

    Topics with their last results, open or closed by what they need; how much of each section of the chapter was asked and passed;
    misconceptions, and when each was active. Answers to quizzes count, submissions of code do not.
    """
    from quizgen.cli.report_files import check_overwriting
    from quizgen.errors import UserError
    from quizgen.generate.deck import deck

    if whole_class and student is not None:
        raise UserError("--class shows all learners, --student one. Leave one of the two out.")
    check_overwriting([page], [roster] if roster else [], option_of_program("db"))
    bank = load_bank()
    bank.select(topics)  # a mistyped name is refused
    found = deck(bank.select())
    if topics and not set(topics).intersection(found.by_topic):
        raise UserError(f"{', '.join(topics)} asks only for code, which is not counted here. See 'quizgen results'.")
    listed = None
    if roster:
        from quizgen.classroom.roster import read_roster

        listed = read_roster(roster)
    with open_store() as store:
        wanted = None if assignment is None else known_assignment(store, assignment)
        if whole_class:
            show_class(store, found, topics, wanted, listed, page)
        else:
            show_learner(store, found, topics, wanted, listed, student, page)


def show_learner(
    store: Store,
    deck: Deck,
    topics: tuple[str, ...],
    assignment: str | None,
    roster: Roster | None,
    student: str | None,
    page: Path | None,
) -> None:
    """Prints the progress of one learner, or writes it as a page."""
    from quizgen.documents.progress import progress

    id = known_learner(store, roster, student)
    learners = read(store, deck, id, assignment)
    if id not in learners.by_student:
        raise nothing(f"Nothing of {student or 'this learner'} is stored for {assignment}", student)
    name = (roster.shown().get(id) if roster else "") or id
    counts = {"elsewhere": learners.elsewhere[id], "code": learners.code[id]}
    found = progress(learners.by_student[id], deck, datetime.now(UTC), name, topics, **counts)
    if page:
        from quizgen.documents.progress_page import page as written

        write(page, written(found))
        return
    from quizgen.documents.progress_terminal import progress as shown

    console().print(shown(found))
    more = [word for topic in topics for word in ("--topic", topic)] + (["--student", id] if id else [])
    say("Go on:  ", (next_command("practice", *more), "bold"))


def known_learner(store: Store, roster: Roster | None, student: str | None) -> str:
    """The name under which a learner's work is kept. UserError: there is nobody of that name, or no work without a name."""
    from quizgen.errors import UserError

    known = list(dict.fromkeys(one.student for one in store.summaries()))
    if not known:
        raise nothing("Nothing is answered in this store yet", student)
    if student:
        found = known_student(student, known, roster)
        if found not in known:
            raise nothing(f"Nothing of {student!r} is stored yet", student)
        return found
    if "" in known:
        return ""
    if len(known) == 1:
        return known[0]
    names = ", ".join(sorted(known)[:6]) + (f" and {len(known) - 6} more" if len(known) > 6 else "")
    raise UserError(f"Whose progress? Name a learner with --student, or all with --class. There are {names}.")


def show_class(
    store: Store,
    deck: Deck,
    topics: tuple[str, ...],
    assignment: str | None,
    roster: Roster | None,
    page: Path | None,
) -> None:
    """Prints the progress of all learners, or writes it as a page."""
    from quizgen.documents.progress_class import class_progress

    def key(student: str) -> str:
        row = roster.row_of(student) if roster else None
        return student if roster is None or row is None else roster.key(row)

    learners = read(store, deck, None, assignment, key)
    if not any(learners.by_student.values()):
        raise nothing("Nothing is answered in this store yet", None)
    counts = {"elsewhere": sum(learners.elsewhere.values()), "code": sum(learners.code.values())}
    shown = roster.shown() if roster else {}
    found = class_progress(learners.by_student, deck, datetime.now(UTC), shown, topics, **counts)
    if page:
        from quizgen.documents.progress_page import class_page

        write(page, class_page(found))
        return
    from quizgen.documents.progress_class_terminal import progress as printed

    console().print(printed(found))


def read(
    store: Store,
    deck: Deck,
    student: str | None,
    assignment: str | None,
    key: Callable[[str], str] = lambda student: student,
) -> Learners:
    """One learner, or all."""
    from quizgen.classroom.practice.learners import learners_in
    from quizgen.cli.practice_session import asked_in

    return learners_in(store, asked_in(deck), student, assignment, key)


def write(page: Path, text: str) -> None:
    """Writes a page that only its owner can read: it names learners."""
    from quizgen.cli.report_files import write_private

    write_private(page, [text])
    say("The page is ", (str(page), "bold"), ".")


def nothing(why: str, student: str | None) -> Exception:
    """That nothing is stored, and how to begin."""
    from quizgen.errors import UserError

    return UserError(f"{why}. Begin:  {next_command('practice', *(['--student', student] if student else []))}")
