"""Searches the named files and folders, and the zip files in them, for submissions."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from quizgen.classroom.collect.files import cannot_read, relative_paths, walk
from quizgen.classroom.collect.platforms import folders_without_work
from quizgen.classroom.collect.reader import Reader
from quizgen.classroom.collect.records import NO_WORK, SUFFIXES, FileProblem, Location, SearchResult, is_archive
from quizgen.errors import UserError

METADATA = "submission_metadata.yml"
MISSING = "there is no such file or folder. Check the path."
EMPTY = "no answers.toml, no notebook and no Python file here. Name the folder that 'quizgen make' wrote, or that of a class."


def find_submissions(paths: Iterable[Path]) -> SearchResult:
    """Every submission in the named files and folders, in order and once, and what cannot be graded."""
    found = {(type(one), one.name): one for path in paths for one in search(path)}
    locations = [one for one in found.values() if isinstance(one, Location)]
    return SearchResult(
        tuple(location for location in locations if not location.name.endswith(METADATA)),
        tuple(one for one in found.values() if isinstance(one, FileProblem)),
        tuple(location for location in locations if location.name.endswith(METADATA)),
    )


def search(path: Path) -> Iterator[Location | FileProblem]:
    """The submissions in one named file or folder."""
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        yield FileProblem(str(path), MISSING)
        return
    except OSError as error:
        yield FileProblem(str(path), cannot_read(error))
        return
    if not is_folder:
        yield from expand_archive(Location(path))
        return
    empty = True
    for one in walk(path, (*SUFFIXES, ".zip", METADATA)):
        empty = empty and isinstance(one, Path) and one.name == METADATA
        if isinstance(one, FileProblem):
            yield one
        else:
            yield from expand_archive(Location(one, str(one.relative_to(path))))
    if empty:
        yield FileProblem(str(path), EMPTY)
        return
    for parts, certain in folders_without_work(relative_paths(path)):
        yield FileProblem(str(path.joinpath(*parts)), NO_WORK, graded=not certain)


def expand_archive(location: Location) -> Iterator[Location | FileProblem]:
    """The submissions in an archive; of any other file, the location itself."""
    if not is_archive(location.name):
        yield location
        return
    empty = True
    try:
        with Reader() as reader:
            for member in reader.archive(location).members():
                empty = False
                if isinstance(member, FileProblem):
                    yield member
                else:
                    yield from expand_archive(
                        Location(location.path, location.relative, (*location.members, member.filename))
                    )
    except UserError as error:
        yield FileProblem(location.name, str(error))
        return
    if empty:
        yield FileProblem(location.name, NO_WORK)
