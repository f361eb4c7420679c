"""quizgen watch: grades a submission again on every save, while the student works."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import code_functions, console, grading_options, made_again, next_command, open_store, say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from quizgen.classroom.watch import Progress
    from quizgen.model import Quiz

FRAME = 5  # lines around the sheet: heading and gap, gap and last line, and the cursor's
FAULT = "quizgen failed on this file by a fault of its own; please report what is printed below."


@click.command("watch")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@grading_options
def command(path: Path, names: tuple[str, ...], interface: str | None, public: bool, unsafe: bool) -> None:
    """Grade a submission on every save, and show first what broke last.

    Nothing is stored: when it is done, grade it. Ctrl-C stops.
    """
    try:
        follow(path, names, interface, public, unsafe)
    except KeyboardInterrupt:
        say("\nStopped; nothing was stored. When it is done:  ", (next_command("grade", str(path)), "bold"))


def follow(path: Path, names: tuple[str, ...], interface: str | None, public: bool, unsafe: bool) -> None:
    """Grades the file and shows the result, save after save, without end."""
    with interrupt_afterwards():
        from quizgen.classroom.collect import Location, Submission
        from quizgen.classroom.grader import Grader
        from quizgen.classroom.tasks import GradingOptions, grade_task
        from quizgen.cli.own_file import is_own_file
        from quizgen.errors import UserError
        from quizgen.sandbox.records import NoWall
        from quizgen.sandbox.wall import Wall

    options = GradingOptions(code_functions(names), interface, public)
    progress: Progress | None = None
    try:
        with Wall(unsafe or is_own_file([path])) as wall:
            with interrupt_afterwards():  # while the wall gets ready
                import watchfiles  # noqa: F401  what the first wait would import

                import quizgen.submissions  # noqa: F401  what the first grading would import
                from quizgen.classroom.watch import Progress, saved_contents, why_unread
                from quizgen.documents.watched_terminal import watched

            page, grader = console(), Grader(quiz_of, source_of)
            for data in saved_contents(path):
                if data is None:
                    show(page, path, f"  {path} {why_unread(path)} Waiting until it is saved again.")
                    continue
                try:
                    task = grader.task(0, Location(path), Submission(str(path), "", data), options)
                except UserError as error:  # of its token
                    show(page, path, f"  {error}")
                    continue
                outcome = grade_task(task, wall)
                if outcome.grade is None:
                    show(page, path, f"  {outcome.why or FAULT}")
                    click.echo(outcome.fault, err=True, nl=False)
                    continue
                progress = progress.after(outcome.grade) if progress else Progress.first(outcome.grade)
                show(page, path, watched(outcome.grade, progress.newly_broken, progress.fixed, progress.removed))
    except NoWall as none:
        raise UserError(str(none)) from none


@contextmanager
def interrupt_afterwards() -> Iterator[None]:
    """Holds Ctrl-C back until the imports inside are done: Python drops an exception raised in a callback of its importer."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def show(page: Console, path: Path, shown: RenderableType) -> None:
    """Shows one result. On a terminal it replaces the one before and fits the screen: what broke last is on top, and
    would otherwise be the first to scroll away."""
    with page.capture() as captured:
        page.print(shown)
    lines = "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n").splitlines()
    room = page.height - FRAME
    if page.is_terminal:
        page.clear()
        if len(lines) > room:
            more = f"  ... {len(lines) - room + 1} lines more, in a higher window or with:  {next_command('grade', str(path))}"
            lines[room - 1 :] = [more]
    click.echo("\n".join([f"{datetime.now():%H:%M:%S}  {path}", "", *lines, ""]))
    say(("Watching for the next save; Ctrl-C stops.", "dim"))


def quiz_of(id: str, token: str) -> Quiz:
    """The quiz that the file, or the sheet beside it, names; only then is a store opened."""
    from quizgen.classroom.course.sheet_quiz import QuizFinder

    with open_store() as store:
        return QuizFinder(lambda: store, made_again(), lambda: datetime.now(UTC))(id, token)


def source_of(digest: str) -> str:
    """The exercise file of that digest."""
    with open_store() as store:
        return store.source(digest)
