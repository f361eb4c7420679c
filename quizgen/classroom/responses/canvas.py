"""Canvas's student analysis: which of its columns hold what.

Who the student is stands in front, then a column for each question, headed by Canvas's number and the text, each followed by
one with its points, whose heading is a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from quizgen.classroom.collect.table import Table
from quizgen.classroom.responses.moodle import cell_of
from quizgen.classroom.responses.records import CANVAS, Attempt, QuestionNumber, Report, number_in, part_in
from quizgen.errors import UserError

QUESTION = re.compile(r"\d+:(?:\s|$).*", re.DOTALL)
POINTS = re.compile(r"\d+(?:[.,]\d+)?")
NAME, ID, SIS_ID, SUBMITTED, ATTEMPT = "name", "id", "sis_id", "submitted", "attempt"
ENGLISH = {NAME, ID, SIS_ID, SUBMITTED, ATTEMPT, "section", "section_id", "section_sis_id"}
AGAIN = "In Canvas: Quiz Statistics, Student Analysis; it must be no anonymous survey; or call the columns name and id"


def question_columns(head: Sequence[str]) -> list[int]:
    """The columns of the questions."""
    return [
        at
        for at, heading in enumerate(head)
        if QUESTION.fullmatch(heading) and at + 1 < len(head) and POINTS.fullmatch(head[at + 1])
    ]


def is_canvas(table: Table) -> bool:
    """Whether a table is a student analysis, of Classic Quizzes or, which cannot be read, of New Quizzes."""
    return bool(question_columns(table.head)) or any(map(number_in, table.head))


def read_canvas(table: Table) -> Report:
    """The attempts in a student analysis.

    UserError, a sentence without the table's name: nothing in it is quizgen's, or it is of New Quizzes.
    """
    columns = question_columns(table.head)
    if not columns:
        raise UserError(
            "has the texts of questions as names of columns, without Canvas's numbers in front, as the student analysis of New "
            "Quizzes has. Canvas does not say how it joins several answers in a cell there, so it is not read. Import the package "
            "into Classic Quizzes for what quizgen is to grade, and take Canvas's points for what was answered in New Quizzes."
        )
    numbers = {at: number for at in columns if (number := number_in(table.head[at]))}
    if not numbers:
        raise UserError(
            "is a student analysis of Canvas in which no question has a number like [forward-pass-7.q1] in its text. "
            "Only quizzes that 'quizgen export --format canvas' wrote are graded here."
        )
    remarks = [
        f"{short(table.head[at])}: the text has no number of a quiz of quizgen's, so it was left out."
        for at in columns
        if at not in numbers
    ]
    places = identity(table, columns[0])
    if NAME not in places and ID not in places:
        raise UserError(f"does not say whose the answers are: it has neither a name nor an id. {AGAIN}.")
    attempts = []
    for row in table.rows:
        asked = {at: number for at, number in numbers.items() if cell_of(row, at) or cell_of(row, at + 1)}
        said = {name: cell_of(row, at) for name, at in places.items()}
        ids = tuple(dict.fromkeys(filter(None, [said.get(SIS_ID, ""), said.get(ID, "")])))
        if not asked or not (ids or said.get(NAME)):
            continue
        when = submitted(said.get(SUBMITTED, ""))
        order = [float(said[ATTEMPT])] if said.get(ATTEMPT, "").isdecimal() else []
        answers: dict[QuestionNumber, dict[str, str]] = {}
        for at, number in asked.items():
            answers.setdefault(number, {})[part_in(table.head[at])] = cell_of(row, at)
        troubles = {number: why for at, number in asked.items() if (why := row.troubles.get(at))}
        names = tuple(filter(None, [said.get(NAME, "")]))
        order += [when.timestamp()] if when else []
        attempts.append(Attempt(row.number, ids, names, answers, troubles, True, tuple(order), when))
    return Report(CANVAS, tuple(attempts), tuple(remarks))


def identity(table: Table, first: int) -> dict[str, int]:
    """The columns that say who and when: by their names, else, in another language, by their order."""
    head = [heading.casefold().replace(" ", "_") for heading in table.head[:first]]
    if ENGLISH & {*head}:
        return {name: head.index(name) for name in (NAME, ID, SIS_ID, SUBMITTED, ATTEMPT) if name in head}
    found: dict[str, int] = {}
    whole = [at for at in range(first) if all(cell_of(row, at).isdecimal() for row in table.rows)]
    if len(whole) > 1 and whole[0] == 1:  # the number of the student, and that of a section
        found |= {NAME: 0, ID: 1}
    if times := [at for at in range(first) if table.rows and all(submitted(cell_of(row, at)) for row in table.rows)]:
        found[SUBMITTED] = times[-1]
        if times[-1] + 1 < first:
            found[ATTEMPT] = times[-1] + 1
    return found


def submitted(text: str) -> datetime | None:
    """A time as Canvas writes it: "2026-11-20 14:35:00 UTC"; None for anything else."""
    try:
        found = datetime.fromisoformat(re.sub(r"\s*(?:UTC|Z)$", "+00:00", text.strip()))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def short(heading: str) -> str:
    """A heading as a sentence quotes it."""
    line = " ".join(heading.split())
    return repr(line if len(line) <= 40 else line[:39] + "…")
