"""The file of --who: whose the submissions are of which neither their names nor their contents say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.classroom.collect import Location
from quizgen.classroom.roster import read_csv
from quizgen.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from quizgen.classroom.roster import Roster

MOST = 10  # rows that are reported one by one


def named_owners(path: Path | None, locations: Sequence[Location], roster: Roster | None) -> dict[Location, str]:
    """The student of each submission that the file names. UserError: a sentence for each row that cannot be followed.

    A submission is named by its path, or by the end of it: "submission.py", "team 3/submission.py".
    """
    if path is None:
        return {}
    rows, _ = read_csv(path, "--who")
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if not {"file", "id"} <= {*head}:
        have = f"It has {', '.join(filter(None, head))}." if any(head) else "It is empty."
        raise UserError(f"{path} needs the columns file and id. {have} Its first line should be: file,id")
    found: dict[Location, str] = {}
    lines: dict[Location, int] = {}
    troubles = []
    for line, cells in enumerate(rows[1:], 2):
        if not any(map(str.strip, cells)):
            continue
        file, id = (cells[at].strip() if at < len(cells) else "" for at in map(head.index, ("file", "id")))
        matching = [location for location in locations if is_end_of(file, location.name)]
        student, why = student_of(id, roster)
        if len(matching) != 1:
            why = why_no_file(file, matching, locations)
        elif matching[0] in lines:
            why = f"{file!r} is on line {lines[matching[0]]} already. Keep one of the two."
        if why:
            troubles.append(f"Line {line}: {why}")
            continue
        found[matching[0]], lines[matching[0]] = student, line
    if troubles:
        more = [f"And {len(troubles) - MOST} more lines."] if len(troubles) > MOST else []
        raise UserError("\n  ".join([f"{path} cannot be followed, so nothing was graded.", *troubles[:MOST], *more]))
    return found


def student_of(id: str, roster: Roster | None) -> tuple[str, str]:
    """What a student's grades are kept under, and why there is no such student, "" if there is."""
    if not id:
        return "", "there is no id."
    if roster is None:
        return id, ""
    row = roster.row_of(id)
    if row is not None:
        return roster.key(row), ""
    if several := roster.namesakes(id):
        return "", f"{id!r} is the name of {len(several)} students: {', '.join(several)}. Write the id."
    keys = [roster.key(row) for row in roster.students()]
    return "", f"{id!r} is not on the roster.{did_you_mean(id, keys)}"


def why_no_file(file: str, matching: Sequence[Location], locations: Iterable[Location]) -> str:
    """Why a row names no submission."""
    if not file:
        return "there is no file."
    if matching:
        some = ", ".join(location.name for location in matching[:3])
        return f"{file!r} is the end of {len(matching)} paths: {some}. Write more of the path."
    endings = (ending for location in locations for ending in endings_of(location.name))
    return f"no file {file!r} was found.{did_you_mean(file, endings)}"


def is_end_of(file: str, name: str) -> bool:
    """Whether a path ends in these folders and this file."""
    return bool(file) and "/".join(parts(file)) in endings_of(name)


def endings_of(name: str) -> Iterator[str]:
    """ "c", "b/c", "a/b/c"."""
    whole = parts(name)
    return ("/".join(whole[start:]) for start in range(len(whole) - 1, -1, -1))


def parts(path: str) -> list[str]:
    """The names of folders and the file."""
    return [part for part in re.split(r"[/\\]", path) if part not in ("", ".")]
