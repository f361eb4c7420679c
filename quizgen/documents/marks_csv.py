"""The answers that wait as a CSV file to fill in, and such a file read back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from quizgen.classroom.course.marks_file import Filled
from quizgen.classroom.course.waiting import Waiting
from quizgen.documents.gradebook.cells import FORMULA, neutral, number
from quizgen.documents.remarks import plain_text
from quizgen.errors import did_you_mean
from quizgen.model import storable

COLUMNS = (
    "student",
    "name",
    "assignment",
    "quiz",
    "question",
    "answer",
    "key_points",
    "points",
    "max_points",
    "comment",
    "grade",
)
NEEDED = ("student", "quiz", "question", "points", "comment", "grade")
NEUTRAL = re.compile(FORMULA.pattern.replace("(?=", "'(?=", 1))  # what neutral() made of a formula


def marks_csv(answers: Iterable[Waiting], name_of: Callable[[str], str]) -> str:
    """The text of the file, with the byte order mark that spreadsheets need; write it as UTF-8, newlines as they are."""
    rows = [COLUMNS, *(cells(one, name_of(one.student)) for one in answers)]
    text = io.StringIO()
    csv.writer(text).writerows([neutral(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def cells(one: Waiting, name: str) -> tuple[str, ...]:
    """The row of an answer; its points and its comment are empty."""
    scheme = one.ask.marking_scheme() if one.ask else ()
    points = "\n".join(f"{number(worth)}: {plain_text(text)}" for worth, text in scheme)
    answer, most = one.mark, number(one.mark.max_points)
    whose = (one.student, name, one.assignment, one.quiz, answer.ask, answer.typed)
    return (*whose, points, "", most, "", str(one.grade))


def read_marks(data: bytes) -> tuple[list[Filled], list[str]]:
    """The rows of a file that was filled in, and what is wrong with its form, each with its row, as a spreadsheet numbers it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], ["It is not UTF-8 text. Save it again as 'CSV UTF-8'."]
    separator = max(",;\t", key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(enumerate(lines, 1))
    except csv.Error as error:
        return [], [f"Line {lines.line_num}: this is not CSV: {error}. Save it again as 'CSV UTF-8'."]
    head = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    while head and not head[-1]:
        head.pop()
    if problems := list(faults_of_heading(head)):
        return [], problems
    filled, problems = [], []
    for place, row in rows[1:]:
        if not any(map(str.strip, row)):
            continue
        if any(map(str.strip, row[len(head) :])):
            problems.append(
                f"Row {place}: {len(row)} cells under {len(head)} columns. A comment with {separator!r} in it needs quotes."
            )
            continue
        row += [""] * (len(head) - len(row))
        found = {name: storable(as_typed(row[head.index(name)])) for name in NEEDED}  # as the store keeps it
        filled.append(Filled(place, **found))
    return filled, problems


def faults_of_heading(head: list[str]) -> Iterable[str]:
    """What is wrong with the first line."""
    for name in dict.fromkeys(head):
        if head.count(name) > 1:
            yield f"Row 1: the column {name!r} is there {head.count(name)} times. Leave one."
    unknown = [name for name in dict.fromkeys(head) if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in head]
    if len(missing) > len(NEEDED) // 2:
        columns = ", ".join(missing)
        yield f"Row 1: this is no file of marks: it has no {columns}. Write one with 'quizgen marks --waiting --csv FILE'."
        return
    for name in missing:
        yield f"Row 1: the column {name!r} is missing.{did_you_mean(name, unknown)}"
    for name in unknown:
        if not any(did_you_mean(one, [name]) for one in missing):
            yield f"Row 1: there is no column {name!r} in a file of marks. Remove it; the columns are {', '.join(COLUMNS)}."


def as_typed(cell: str) -> str:
    """A cell without the quotes that neutral() put before what looks like a formula, and without spaces around it."""
    bare = cell[1:] if re.match(r"'[\t\r]", cell) else cell
    return NEUTRAL.sub(r"\1", bare).strip()
