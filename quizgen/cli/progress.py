"""Progress bars on the error stream, shown only at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from quizgen.authoring import Exercise
    from quizgen.laws import Breach

T = TypeVar("T")
REFRESH = 0.1  # seconds between two updates of the bar
EVERY_SEED = "every_seed_gives_a_variant"  # what goes before all laws


def show_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar that shows how many are done and the time left; no bar when piped."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, what, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[], None]]:
    """A function to call after each of `total` items, for a bar with rate and time left; no bar when piped, or for one item.

    The bar has no thread of its own, so that its caller may fork.
    """
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    began = shown = time.monotonic()
    done = 0
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task(what, total=total, rate="")
        progress.refresh()

        def tick() -> None:
            nonlocal done, shown
            done, now = done + 1, time.monotonic()
            progress.update(task, completed=done, rate=f"{done / (now - began):.0f}/s")
            if now - shown > REFRESH:
                progress.refresh()
                shown = now

        yield tick


def audit_all(exercises: Sequence[Exercise], seeds: int, worded: int) -> list[Breach]:
    """The laws that exercises break, one breach of each law, with a bar that counts seeds."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from quizgen.authoring.bank import author_errors
    from quizgen.errors import UserError
    from quizgen.laws import Breach, audit

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:24}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f} seeds"),
        TimeRemainingColumn(),
    )
    found: dict[tuple[str, str], Breach] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=seeds * len(exercises))
        for place, exercise in enumerate(exercises):
            progress.update(task, description=exercise.name)
            try:
                with author_errors(exercise):
                    for done, breaches in audit(exercise, seeds, worded):
                        progress.update(task, completed=place * seeds + done)
                        for breach in breaches:
                            found.setdefault((breach.exercise, breach.law), breach)
            except UserError as error:  # no law can be tried on what cannot be made
                why = first_failure(exercise, seeds) or str(error)
                found[exercise.name, EVERY_SEED] = Breach(exercise.name, EVERY_SEED, "Every seed gives a variant.", why)
    return list(found.values())


def first_failure(exercise: Exercise, seeds: int) -> str:
    """Why the first of the seeds that are drawn together gives no variant; "" if all give one."""
    from quizgen.authoring.bank import author_errors
    from quizgen.errors import UserError
    from quizgen.generate import variant
    from quizgen.laws import CHUNK

    for seed in range(min(seeds, CHUNK)):
        try:
            with author_errors(exercise, seed=seed):
                variant(exercise, seed)
        except UserError as error:
            return str(error)
    return ""
