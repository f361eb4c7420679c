"""Papers to hand out, one a student, and the key to keep, in any format that a medium makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.classroom.roster import read_csv
from quizgen.errors import UserError, did_you_mean
from quizgen.media import formats
from quizgen.model import Quiz

NAME_BYTES = 200  # bytes of a file name; file systems take 255
PAPERS_PER_KEY = 40  # papers whose keys go into one key file: Typst holds a whole document in memory


@dataclass(frozen=True)
class Student:
    """A line of the roster."""

    id: str
    name: str


def export(quizzes: Iterable[Quiz], out: Path, file_format: str = "pdf") -> list[Path]:
    """Write every quiz as a paper of its own, then the key of all; the files, the key last. Raises UserError."""
    make_file = formats()[file_format]
    written: list[Path] = []
    papers: list[Quiz] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for quiz in quizzes:
            papers.append(quiz)
            written.append(out / f"{file_name(quiz.id, written)}.{file_format}")
            written[-1].write_bytes(make_file([quiz], False))
        for number, start in enumerate(range(0, len(papers), PAPERS_PER_KEY), 1):
            part = papers[start : start + PAPERS_PER_KEY]
            written.append(
                out / (f"key.{file_format}" if len(papers) <= PAPERS_PER_KEY else f"key-{number}.{file_format}")
            )
            written[-1].write_bytes(make_file(part, True))
    except OSError as error:
        raise UserError(
            f"Cannot write to {out}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    return written


def file_name(id: str, taken: Sequence[Path]) -> str:
    """A quiz's id as a file name: any script, no separators, no leading dot, different from those before it."""
    plain = re.sub(r"[^\w.-]+", "_", id).strip("._").encode()[:NAME_BYTES].decode(errors="ignore") or "paper"
    plain = f"{plain}_" if plain.startswith("key") else plain
    stems = {path.stem.casefold() for path in taken}
    return next(n for n in [plain, *(f"{plain}-{k}" for k in range(2, len(taken) + 3))] if n.casefold() not in stems)


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students of a CSV file with columns id and name, in order. Raises UserError."""
    rows, _ = read_csv(path, "--students")
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {}
    for column in ("id", "name"):
        if column not in head:
            have = f"It has {', '.join(filter(None, head))}." if any(head) else "It is empty."
            close = did_you_mean(column, head).replace("Did you mean", "Is it")
            raise UserError(
                f"The roster {path} has no column {column!r}. {have}{close} Its first line should be: id,name"
            )
        places[column] = head.index(column)
    return tuple(read_students(path, rows[1:], places["id"], places["name"]))


def read_students(path: Path, rows: Sequence[Sequence[str]], id_at: int, name_at: int) -> Iterable[Student]:
    """A student for each row; empty rows are skipped. UserError: an id is missing or there twice, or there is no student."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        id, name = (row[at].strip() if at < len(row) else "" for at in (id_at, name_at))
        if not id:
            raise UserError(f"The roster {path}, line {number}: there is no id. Give every student one.")
        if id in seen:
            where = f"is on lines {seen[id]} and {number}"
            raise UserError(f"The roster {path}: the id {id!r} {where}. Give every student an id of their own.")
        seen[id] = number
        yield Student(id, name)
    if not seen:
        raise UserError(f"The roster {path} names no students. Add a line for each: id,name")
