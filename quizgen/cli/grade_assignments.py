"""The assignments of one run of `quizgen grade`: which file counts for which, what they ask for, and what to say of them."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.classroom.course.assignment_of_file import assignment_of
from quizgen.classroom.grading_run import Item
from quizgen.cli.common import next_command, option_of_program
from quizgen.cli.grade_files import warn
from quizgen.cli.known_assignments import known_assignments
from quizgen.errors import UserError
from quizgen.model import Assignment, Grade

if TYPE_CHECKING:
    from quizgen.classroom.collect import Location
    from quizgen.store import Store


class RunAssignments:
    """The assignments of one run. `named`: the one that the option names; None: each file's, by the folders it is in.

    `store` opens the store, which takes time: it is called only where an assignment is known, or something has to be stored.
    """

    def __init__(self, named: str | None, store: Callable[[], Store]) -> None:
        self.named, self._store = named, store
        self._folders: dict[Path, str] = {}
        self._defined: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._others: dict[str, list[str]] = defaultdict(list)  # assignment -> files that count for it, not for `named`

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        return known_assignments(option_of_program("db"), self._store)

    @functools.cached_property
    def _described(self) -> dict[str, Assignment]:
        return self._store().assignments() if self._known else {}

    def assigned(self, items: Iterable[Item]) -> list[Item]:
        """The items, each with its assignment."""
        return [replace(item, assignment=self._of(item.location)) for item in items]

    def _of(self, location: Location) -> str:
        if self.named is not None:
            return self.named
        if not (location.relative or location.members):
            return assignment_of(location, self._known)
        if location.root not in self._folders:
            self._folders[location.root] = assignment_of(location, self._known)
        return self._folders[location.root]

    def functions(self, name: str) -> tuple[str, ...]:
        """The functions that an assignment asks for."""
        return self._described[name].functions if name in self._described else ()

    def ask_for(self, functions: Sequence[str], items: Sequence[Item]) -> None:
        """Makes the functions that --exercise names a part of these items' assignments.

        UserError, before anything changes: one of the assignments asks for other functions.
        """
        names = [name for name in dict.fromkeys(item.assignment for item in items) if name]
        for name in names:
            asked = self.functions(name)
            if asked and {*asked} != {*functions}:
                raise UserError(
                    f"{name} asks for {', '.join(asked)}, and --exercise for {', '.join(functions)}. Leave --exercise out, "
                    f"or change what is asked: '{next_command('assignment', name, *options_for(functions))}'."
                )
        for name in names:
            if not self.functions(name):
                described = replace(self._described.get(name, Assignment(name)), functions=tuple(functions))
                self._store().describe(described, datetime.now(UTC))
                self._described[name] = described
                said = f"{name} now asks for {', '.join(functions)}; leaving one out costs its points."
                click.echo(f"quizgen: {said}", err=True)

    def counts_for(self, assignment: str, file: str) -> None:
        """Notes for which assignment a file counts: that of its quiz, whatever is named."""
        if self.named is not None and assignment != self.named:
            self._others[assignment].append(file)

    def warn_of_others(self) -> None:
        """A warning for each assignment other than the named one for which files count."""
        for assignment, (file, *more) in self._others.items():
            if not more:
                warn(file, f"its quiz was made for {assignment}, so it counts for that, not for {self.named}.")
                continue
            said = f"{1 + len(more)} files count for {assignment}, for which their quizzes were made, not for {self.named}."
            click.echo(f"quizgen: {said}", err=True)

    def record(self, grade: Grade) -> None:
        """Counts which functions a file has, if it was graded on those alone."""
        if grade.is_code and grade.assignment and not grade.quiz and not self.functions(grade.assignment):
            found = tuple(dict.fromkeys(mark.ask.partition(".")[0] for mark in grade.marks))
            self._defined[grade.assignment][found] += 1

    def hints(self) -> Iterator[str]:
        """A line for each assignment that asks for nothing and whose files define different functions."""
        for name, defined in self._defined.items():
            if len(defined) > 1:
                command = next_command("assignment", name, *options_for(usual(defined)))
                yield (
                    f"The files for {name} define different functions, and leaving one out costs nothing. "
                    f"If all should count:  {command}"
                )


def options_for(functions: Iterable[str]) -> list[str]:
    """The options of `quizgen assignment` that ask for these functions."""
    return [word for function in functions for word in ("--function", function)]


def usual(defined: Counter[tuple[str, ...]]) -> list[str]:
    """The functions that at least half of the files define; if there are none, those of the most usual file."""
    counts: Counter[str] = Counter()
    for functions, files in defined.items():
        counts.update(dict.fromkeys(functions, files))
    return [one for one, files in counts.items() if 2 * files >= defined.total()] or list(defined.most_common(1)[0][0])
