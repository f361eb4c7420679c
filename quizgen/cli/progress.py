"""Progress bars on the error stream, shown only at a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from quizgen.authoring import Exercise
    from quizgen.authoring.bank import Bank
    from quizgen.laws.exercise_audit import Audited

T = TypeVar("T")
REFRESH = 0.1  # seconds between two updates of the bar
BETWEEN_LINES = 15.0  # seconds between two lines where there is no bar


def show_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar that shows how many are done and the time left; no bar when piped."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, what, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[], None]]:
    """A function to call after each of `total` items, for a bar with rate and time left; nothing for one item.

    Where the error stream is no terminal, as in the log of a night, a line now and then says the same. The bar has no thread
    of its own, so that its caller may fork.
    """
    if total < 2:
        yield lambda: None
        return
    if not sys.stderr.isatty():
        yield lines(total, what)
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
            progress.update(task, completed=done, rate=f"{rate(done, now - began)}/s")
            if now - shown > REFRESH:
                progress.refresh()
                shown = now

        yield tick


def lines(total: int, what: str) -> Callable[[], None]:
    """The same as lines on the error stream, the first once that is due."""
    began = said = time.monotonic()
    done = 0

    def tick() -> None:
        nonlocal done, said
        done, now = done + 1, time.monotonic()
        if now - said >= BETWEEN_LINES and done < total:
            left = timedelta(seconds=round((total - done) * (now - began) / done))
            print(f"quizgen: {what} {done} of {total}, {rate(done, now - began)}/s, {left} left.", file=sys.stderr)
            said = now

    return tick


def rate(done: int, seconds: float) -> str:
    """How many are done in a second, in two digits or more."""
    each = done / max(seconds, 1e-9)
    return f"{each:.0f}" if each >= 10 else f"{each:.2g}"


def audit_all(exercises: Sequence[Exercise], seeds: int, worded: int, folders: Sequence[str]) -> list[Audited]:
    """The audits of exercises of the bank and of these folders, several at a time, with a bar that counts what is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from quizgen.laws.exercise_audit import audit_exercise

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:24}", markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        if len(exercises) == 1:
            (exercise,) = exercises
            task = progress.add_task(exercise.name, total=seeds)
            return [audit_exercise(exercise, seeds, worded, lambda done: progress.update(task, completed=done))]
        task = progress.add_task("", total=len(exercises))
        names = [exercise.name for exercise in exercises]
        found: dict[str, Audited] = {}
        with ProcessPoolExecutor(min(len(names), os.cpu_count() or 1)) as pool:
            waiting = [pool.submit(audit_by_name, name, tuple(folders), seeds, worded) for name in names]
            for done in as_completed(waiting):
                found[done.result().exercise] = done.result()
                progress.update(task, advance=1, description=done.result().exercise)
    return [found[name] for name in names]


def audit_by_name(name: str, folders: tuple[str, ...], seeds: int, worded: int) -> Audited:
    """The audit of one exercise, in a process of its own."""
    from quizgen.laws.exercise_audit import audit_exercise

    return audit_exercise(loaded(folders).get(name), seeds, worded)


@cache
def loaded(folders: tuple[str, ...]) -> Bank:
    """The bank with these folders, read once in each process."""
    from quizgen.authoring.bank import Bank

    return Bank.load([Path(folder) for folder in folders])
