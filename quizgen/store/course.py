"""Assignments, decisions about students' work, and corrections of questions: rows that are only added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, union

from quizgen.ask import plain
from quizgen.model import Action, Assignment, Change, Correction, Decision, Description, Grade, Variant
from quizgen.store.numbering import next_number
from quizgen.store.schema import (
    assignments,
    corrected_questions,
    corrections,
    decisions,
    grades,
    questions,
    quizzes,
    utc,
)

QuestionPlace = tuple[str, int]  # the id of a quiz and the place of a question in it, from 1


NEWEST_RULES = "SELECT (SELECT max(id) FROM corrections), (SELECT max(id) FROM decisions)"  # asked for every grade
RulesVersion = tuple[int, int]  # equal ones: nothing was corrected or decided in between


class RulesChanged(Exception):
    """Something was corrected or decided since the rules were read under which a grade was made."""


@dataclass(frozen=True)
class NewGrade:
    """A grade in place of the one with the number `replaces`, who decided so and why; None: the first of its work."""

    grade: Grade
    replaces: int | None
    by: str
    why: str


# ---------------------------------------------------------------- assignments


def described(connection: Connection) -> dict[str, Assignment]:
    """The assignments by name as they are described now, in the order in which they were first described."""
    rows = connection.execute(select(assignments).order_by(assignments.c.id)).mappings()
    return {row["name"]: assignment_of(row["name"], row["description"]) for row in rows}


def descriptions(connection: Connection, name: str) -> list[Description]:
    """Every description of an assignment, oldest first."""
    rows = connection.execute(
        select(assignments).where(assignments.c.name == name).order_by(assignments.c.id)
    ).mappings()
    return [
        Description(assignment_of(name, row["description"]), row["described_at"], row["described_by"]) for row in rows
    ]


def names(connection: Connection) -> list[str]:
    """The names under which anything is kept, in alphabetical order."""
    columns = (assignments.c.name, quizzes.c.assignment, grades.c.assignment)
    found = connection.scalars(union(*(select(column) for column in columns)))
    return sorted(name for name in found if name)


def rules_version(connection: Connection) -> RulesVersion:
    """The numbers of the newest correction and the newest decision."""
    correction, decision = connection.exec_driver_sql(NEWEST_RULES).one()
    return correction or 0, decision or 0


def describe(connection: Connection, assignment: Assignment, by: str, now: datetime) -> None:
    """Adds a description, which holds from now on."""
    row = {
        "id": next_number(connection, assignments),
        "name": assignment.name,
        "described_at": now,
        "described_by": by,
        "description": description_of(assignment),
    }
    connection.execute(insert(assignments), row)


def description_of(assignment: Assignment) -> dict[str, Any]:
    """An assignment as JSON, without its name."""
    data = asdict(assignment)
    del data["name"]
    due = assignment.due and utc(assignment.due).isoformat()
    return {**data, "functions": list(assignment.functions), "due": due, "grace": assignment.grace.total_seconds()}


def assignment_of(name: str, description: Mapping[str, Any]) -> Assignment:
    """The assignment from its JSON."""
    due = description["due"]
    return Assignment(
        name,
        tuple(description["functions"]),
        description["points"],
        datetime.fromisoformat(due) if due else None,
        description["penalty"],
        timedelta(seconds=description["grace"]),
    )


# ---------------------------------------------------------------- decisions and corrections


def decided(connection: Connection, assignment: str | None, student: str | None) -> list[Decision]:
    """The decisions for an assignment, about a student, both or all, oldest first."""
    columns = ((decisions.c.assignment, assignment), (decisions.c.student, student))
    wanted = [column == value for column, value in columns if value is not None]
    rows = connection.execute(select(decisions).where(*wanted).order_by(decisions.c.id)).mappings()
    return [decision_of(row) for row in rows]


def decide(connection: Connection, batch: Sequence[Decision], now: datetime) -> None:
    """Adds decisions."""
    first = next_number(connection, decisions)
    rows = [
        {**shared_columns(one), "id": number, "decided_at": now, "decided_by": one.by, "action": one.action.value}
        for number, one in enumerate(batch, first)
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def shared_columns(noun: Decision | Correction) -> dict[str, Any]:
    """The fields of a decision or a correction that are columns of the same name."""
    return {name: value for name, value in asdict(noun).items() if name not in ("id", "when", "by")}


def decision_of(row: RowMapping) -> Decision:
    """The decision from its row."""
    fields = {name: row[name] for name in ("assignment", "student", "target", "points", "quiz", "until", "typed")}
    return Decision(
        **fields,
        action=Action(row["action"]),
        before=row["before"],
        most=row["most"],
        by=row["decided_by"],
        why=row["why"],
        id=row["id"],
        when=row["decided_at"],
        key_points=None if row["key_points"] is None else tuple(map(str, row["key_points"])),
    )


def corrected(connection: Connection, assignment: str | None) -> list[Correction]:
    """The corrections for an assignment, or all, oldest first."""
    wanted = [] if assignment is None else [corrections.c.assignment == assignment]
    rows = connection.execute(select(corrections).where(*wanted).order_by(corrections.c.id)).mappings()
    return [correction_of(row) for row in rows]


def correction_of(row: RowMapping) -> Correction:
    """The correction from its row."""
    fields = {name: row[name] for name in ("assignment", "target", "value", "quiz", "why", "exercise", "id")}
    return Correction(**fields, change=Change(row["change"]), by=row["decided_by"], when=row["decided_at"])


def correct(
    connection: Connection,
    batch: Sequence[Correction],
    variants: Mapping[QuestionPlace, Variant],
    now: datetime,
) -> None:
    """Adds corrections; `variants`, the questions with a corrected key, belong to the last of them."""
    first = next_number(connection, corrections)
    rows = [
        {**shared_columns(one), "id": number, "decided_at": now, "decided_by": one.by, "change": one.change.value}
        for number, one in enumerate(batch, first)
    ]
    if not rows:
        return
    connection.execute(insert(corrections), rows)
    last = rows[-1]["id"]
    questions = [
        {"quiz": quiz, "place": place, "correction": last, "source": variant.source, "variant": plain(variant)}
        for (quiz, place), variant in variants.items()
    ]
    if questions:
        connection.execute(insert(corrected_questions), questions)


def variants_of(connection: Connection, quiz: str, *, printed: bool = False) -> list[Any]:
    """The variants of a quiz as JSON, in order, each as it was corrected last or, with `printed`, as it was made."""
    made = select(questions.c.place, questions.c.variant).where(questions.c.quiz == quiz).order_by(questions.c.place)
    found = {place: variant for place, variant in connection.execute(made)}
    if printed:
        return list(found.values())
    columns = corrected_questions.c
    newer = select(columns.place, columns.variant).where(columns.quiz == quiz).order_by(columns.correction)
    found |= {place: variant for place, variant in connection.execute(newer)}
    return list(found.values())
