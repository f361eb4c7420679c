"""Papers to hand out, one a student, and the key to keep, in any format that a medium makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from quizgen.classroom.roster import Roster, normalized, read_csv
from quizgen.documents.file_names import numbered_file_name
from quizgen.errors import UserError, did_you_mean
from quizgen.generate.exam.plan_fields import UNPRINTED
from quizgen.media import Token, formats
from quizgen.media.pdf_pool import Job, compile_all
from quizgen.media.typst import typst_of
from quizgen.model import Quiz, Student

LONGEST = 200  # characters of an id, a name or a group
PAPERS_PER_KEY = 40  # papers whose keys go into one key file: Typst holds a whole document in memory


def export(
    quizzes: Iterable[Quiz], out: Path, file_format: str = "pdf", processes: int = 1, *, token: Token
) -> list[Path]:
    """Write every quiz as a paper of its own, then the key of all; the files, the key last. Raises UserError."""
    papers: list[Quiz] = []
    written: list[Path] = []

    ending = formats()[file_format].ending

    def named() -> Iterator[tuple[str, Sequence[Quiz], bool]]:
        taken: list[Path] = []
        for quiz in quizzes:
            papers.append(quiz)
            taken.append(Path(f"{numbered_file_name(quiz.id, taken)}.{ending}"))
            yield taken[-1].name, [quiz], False
        for number, start in enumerate(range(0, len(papers), PAPERS_PER_KEY), 1):
            name = "key" if len(papers) <= PAPERS_PER_KEY else f"key-{number}"
            yield f"{name}.{ending}", papers[start : start + PAPERS_PER_KEY], True

    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in made(named(), file_format, processes, token):
            written.append(out / name)
            written[-1].write_bytes(data)
    except OSError as error:
        raise UserError(
            f"Cannot write to {out}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    return written


def made(
    files: Iterable[tuple[str, Sequence[Quiz], bool]], file_format: str, processes: int, token: Token
) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file (name, quizzes, whether it is their key); PDFs are made by so many processes."""
    if file_format == "pdf":
        jobs = (Job(name, typst_of(list(quizzes), key=key)) for name, quizzes, key in files)
        yield from ((compiled.name, compiled.data) for compiled in compile_all(jobs, processes))
        return
    make_file = formats()[file_format].make
    for name, quizzes, key in files:
        yield name, make_file(quizzes, key, token)


def read_roster(path: Path, option: str = "--students", group_column: str = "") -> tuple[Student, ...]:
    """The students of a roster, in order: with columns id and name, or as Canvas or Moodle export it. Raises UserError.

    Their ids are those under which grades are kept. A name that several have is followed by the id. `option` gave the file;
    `group_column` is the column with the students' groups, which must be there.
    """
    rows, separator = read_csv(path, option)
    head = tuple(cell.strip() for cell in rows[0]) if rows else ()
    roster = Roster(head, tuple(tuple((row + [""] * len(head))[: len(head)]) for row in rows[1:]), separator)
    if roster.flavour == "plain":
        for column in ("id", "name"):
            if column not in map(str.lower, head):
                have = f"It has {', '.join(filter(None, head))}." if any(head) else "It is empty."
                close = did_you_mean(column, head).replace("Did you mean", "Is it")
                raise UserError(
                    f"The roster {path} has no column {column!r}. {have}{close} Its first line should be: id,name"
                )
    if group_column and group_column.casefold() not in map(str.casefold, head):
        raise UserError(
            f"The roster {path} has no column {group_column!r}, by which the plan makes groups."
            f'{did_you_mean(group_column, head)} Add it, or set order = "same" in the plan.'
        )
    if roster.flavour == "plain":
        check_lengths(path, head, rows)
    students = tuple(read_students(path, roster, group_column))
    often = Counter(normalized(student.name) for student in students)
    return tuple(
        replace(one, name=f"{one.name} ({one.id})") if often[normalized(one.name)] > 1 and one.name != one.id else one
        for one in students
    )


def check_lengths(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """UserError: a row has more cells than the heading, so that a name may have been cut at a comma."""
    for number, row in enumerate(rows, 1):
        if any(map(str.strip, row[len(head) :])):
            raise UserError(
                f"The roster {path}, line {number}, has {len(row)} cells, and the first line has {len(head)}. "
                "Put what has a separator in it between quotation marks."
            )


def read_students(path: Path, roster: Roster, group_column: str = "") -> Iterable[Student]:
    """A student for each row that has one. UserError: an id is missing or there twice, or there is no student."""
    seen: dict[str, int] = {}
    for row in roster.students():
        number = row + 2
        where = f"The roster {path}, line {number}"
        id = next(iter(roster.ids(row)), "")
        name = " ".join(roster.name(row).split())  # spreadsheets allow line breaks in a cell
        group = roster.cell(row, group_column.casefold()) if group_column else ""
        if not id:
            raise UserError(f"{where}: there is no id. Give every student one.")
        if id in seen:
            lines = f"is on lines {seen[id]} and {number}"
            raise UserError(f"The roster {path}: the id {id!r} {lines}. Give every student an id of their own.")
        if group_column and not group:
            raise UserError(f"{where}: {id!r} is in no group. Fill in the column {group_column!r}.")
        for what, text in (("id", id), ("name", name), ("group", group)):
            if len(text) > LONGEST:
                raise UserError(f"{where}: the {what} has {len(text):,} characters. Shorten it to {LONGEST}.")
            if UNPRINTED.search(text):
                raise UserError(f"{where}: the {what} has a line break or a control character in it. Remove it.")
        seen[id] = number
        yield Student(id, name or id, group)
    if not seen:
        raise UserError(f"The roster {path} names no students. Add a line for each: id,name")
