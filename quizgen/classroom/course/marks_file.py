"""A file of marks that people filled in, checked against the grades that it is about: all problems at once, or decisions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from quizgen.classroom.course.decisions import POINTS, holding, owner, undecided, waits
from quizgen.classroom.course.marking import key_of
from quizgen.model import Action, Decision, Mark
from quizgen.store import Record

EXCUSED = "excused"


@dataclass(frozen=True)
class Filled:
    """A row of the file as it is typed: whose answer in which grade, the points (perhaps none yet) and the comment."""

    number: int  # as a spreadsheet numbers it
    student: str
    quiz: str
    question: str
    points: str
    comment: str
    grade: str


@dataclass
class Checked:
    """What a file comes to: decisions, or problems with their rows; `already` marked so, still `empty`, only `commented`."""

    decisions: list[Decision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    already: int = 0
    empty: int = 0
    commented: list[int] = field(default_factory=list)  # rows


class Problem(Exception):
    """Why a row cannot be taken, in a sentence."""


def checked(
    rows: Iterable[Filled], records: Sequence[Record], decisions: Sequence[Decision], by: str, *, again: bool
) -> Checked:
    """The decisions that rows ask for. `records`: all grades, also those that were replaced; `again`: marks may be changed."""
    result = Checked()
    kept = Kept(records, decisions)
    rows_of: dict[tuple[str, ...], int] = {}
    for row in rows:
        try:
            new = decision(row, kept, by, again=again)
            if new is None:
                result.empty += kept.waits(row)
                result.commented += [row.number] if row.comment else []
                continue
            key = new.assignment, new.student, new.quiz, new.target, new.typed
            if key in rows_of:
                raise Problem(f"this answer is in row {rows_of[key]} too. Leave one of the two.")
            rows_of[key] = row.number
        except Problem as problem:
            result.problems.append(f"Row {row.number}, {row.student} {row.question}: {problem}")
            continue
        if row.number in kept.unchanged:
            result.already += 1
        else:
            result.decisions.append(new)
    return result


class Kept:
    """The grades and decisions that rows are compared with."""

    def __init__(self, records: Sequence[Record], decisions: Sequence[Decision]) -> None:
        self.by_number = {record.id: record for record in records}
        self.newer = {record.replaces: record for record in records if record.replaces is not None}
        self.decisions: dict[tuple[str, str], list[Decision]] = {}
        self.unchanged: set[int] = set()  # rows that say what was decided already
        for one in decisions:
            self.decisions.setdefault((one.assignment, one.student), []).append(one)

    def newest(self, record: Record) -> Record:
        """What a grade was replaced by in the end."""
        while record.id in self.newer:
            record = self.newer[record.id]
        return record

    def waits(self, row: Filled) -> bool:
        """Whether the answer of a row waits now; somebody may have judged it in another way."""
        marks = self.newest(self.by_number[int(row.grade)]).grade.marks
        return any(mark.ask == row.question and waits(mark) for mark in marks)


def decision(row: Filled, kept: Kept, by: str, *, again: bool) -> Decision | None:
    """The decision that a row asks for; None: its points are empty. Problem: it cannot be taken."""
    record = kept.by_number.get(int(row.grade)) if row.grade.isdecimal() else None
    if record is None:
        raise Problem(f"there is no grade {row.grade!r}. Leave that column as quizgen wrote it.")
    whose = owner(record.grade)
    if not same_student(row.student, whose):
        raise Problem(f"grade {record.id} is {whose}'s, not {row.student}'s. Were rows sorted without some columns?")
    seen = mark_in(record, row.question)
    if seen is None or row.quiz != record.grade.quiz:
        raise Problem(
            f"grade {record.id} has no {row.question!r} of a quiz {row.quiz!r}. Leave both as quizgen wrote them."
        )
    now = kept.newest(record)
    mark = mark_in(now, row.question)
    if not row.points:
        return None
    if mark is None or mark.typed != seen.typed:
        raise Problem(
            f"{whose} changed the answer to {row.question} since. 'quizgen marks --waiting' writes the new one."
        )
    if not waits(mark):
        raise Problem(f"{row.question} does not wait for a person. 'quizgen override' sets points in place of others.")
    points = points_in(row, mark)
    action = Action.POINTS if points is not None else Action.EXCUSED
    assignment, _ = key_of(now.grade)
    new = Decision(
        assignment,
        whose,
        mark.ask,
        action,
        points,
        now.grade.quiz,
        typed=mark.typed,
        most=None if points is None else mark.max_points,
        by=by,
        why=row.comment or given(action),
    )
    mine = [one for one in holding(undecided(now.grade), kept.decisions.get((assignment, whose), ()))]
    held = [one for one in mine if one.action in POINTS and one.target in (mark.ask, mark.ask.partition(".")[0])]
    if held:
        new = repeated(row, new, held[-1], kept, again=again)
    return new


def repeated(row: Filled, new: Decision, held: Decision, kept: Kept, *, again: bool) -> Decision:
    """A decision on what a person decided before: the same one, or with `again` another. Problem: another one."""
    same = held.action is new.action and (new.most is None or held.points_of(new.most) == new.points)
    if same and row.comment in ("", held.why):
        kept.unchanged.add(row.number)
        return new
    if held.action is Action.OVERRIDE:
        raise Problem(f"{held.by or 'somebody'} set {held.target} by override. 'quizgen override' sets other points.")
    if not again:
        what = "excused it" if held.points is None else f"gave it {held.points:g}"
        also = " with another comment" if same else ""
        raise Problem(f"{held.by or 'somebody'} {what} already{also}. To change that, repeat the command with --again.")
    return replace(new, before=held.points)


def given(action: Action) -> str:
    """The words of a decision without a comment."""
    return "excused" if action is Action.EXCUSED else ""


def points_in(row: Filled, mark: Mark) -> float | None:
    """The points of a row; None: excused. Problem: no number, or more than there are."""
    words = row.points.casefold()
    if words == EXCUSED:
        return None
    try:
        points = float(words.replace(",", ".")) if "_" not in words else math.nan
    except ValueError:
        points = math.nan
    if not math.isfinite(points):
        raise Problem(f"{row.points!r} is no number of points. Write one such as 2.5, 'excused', or nothing.")
    if not 0 <= points <= mark.max_points:
        raise Problem(f"{row.question} is worth 0 to {mark.max_points:g} points, so it cannot get {points:g}.")
    return points


def mark_in(record: Record, ask: str) -> Mark | None:
    """The mark of an answer as it was judged."""
    return next((mark for mark in undecided(record.grade).marks if mark.ask == ask), None)


def same_student(cell: str, whose: str) -> bool:
    """Whether a cell names the student; spreadsheets drop the zeros in front of a number."""
    numbers = cell.isdecimal() and whose.isdecimal()
    return cell == whose or (numbers and int(cell) == int(whose))
