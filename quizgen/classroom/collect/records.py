"""The records of collecting: where a submission is, what it contains, and what cannot be graded and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from quizgen.model import storable

NOTEBOOK_SUFFIXES = (".ipynb", ".ipynb.json", ".ipynb.txt")  # the last two as some browsers save them
CODE_SUFFIXES = (".py", *NOTEBOOK_SUFFIXES)
SUFFIXES = (".toml", *CODE_SUFFIXES)
MAX_FILE_BYTES = 4_000_000  # far more than anybody types
TOO_LARGE = "has more than {:,} bytes; a submission has a few thousand. Is it the right file?"
NO_WORK = "holds no Python file, no notebook and no answers.toml. Ask for the file itself."


@dataclass(frozen=True)
class Submission:
    """One file as it was submitted."""

    name: str  # its path, or a path that leads on into an archive
    student: str  # "" if unknown
    data: bytes
    submitted_at: datetime | None = None  # as far as the file tells
    settled: bool = False  # a person says whose it is, whatever it says itself


@dataclass(frozen=True)
class Location:
    """Where a submission is: a file, a member of an archive, or of an archive in an archive, or a row of a table."""

    path: Path
    relative: str = ""  # the path below the folder that was named; "" for a file that was named itself
    members: tuple[str, ...] = ()  # names of archive members, outermost first; of a row, its student
    row: int = 0  # of a table, as spreadsheets count; 0: it is in none
    beside: tuple[tuple[str, Location], ...] = field(
        default=(), compare=False
    )  # other files of it, by their paths from its folder

    @property
    def root(self) -> Path:
        """The file or folder that was named, in which it was found."""
        return self.path.parents[len(Path(self.relative).parts) - 1] if self.relative else self.path

    @property
    def name(self) -> str:
        """Its name in reports and in the store; bytes that are not UTF-8 are escaped, so that it is recognised again."""
        return storable("/".join((str(self.path), *self.members)))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of folders and files on the way to it that may name its student; the file's own name is last."""
        if not (self.relative or self.members):
            return tuple(map(storable, self.path.parts[-2:]))
        paths = (self.relative or self.path.name, *self.members)
        return tuple(storable(part) for path in paths for part in re.split(r"[/\\]", path) if part not in ("", "."))


@dataclass(frozen=True)
class FileProblem:
    """Why a file or folder cannot be graded; with `graded`, a remark on one that is graded nevertheless."""

    name: str
    why: str
    graded: bool = False


@dataclass(frozen=True)
class SearchResult:
    """Everything that was found, in order and without duplicates."""

    locations: tuple[Location, ...]
    problems: tuple[FileProblem, ...]
    metadata: tuple[Location, ...] = ()  # Gradescope's lists of submitters


def is_gradable(name: str) -> bool:
    """Whether the name of a file suggests a submission."""
    return name.lower().endswith(SUFFIXES)


def is_code(name: str) -> bool:
    """Whether the name of a file suggests code."""
    return name.lower().endswith(CODE_SUFFIXES)


def is_archive(name: str) -> bool:
    """Whether the name of a file suggests a zip file."""
    return name.lower().endswith(".zip")


def is_hidden(name: str) -> bool:
    """Whether a file or folder belongs to some program: .git, __pycache__, __MACOSX."""
    return name.startswith((".", "__")) and name != "__init__.py"
