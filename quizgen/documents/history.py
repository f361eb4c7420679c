"""What happened to a student's grades, as words, a table on the terminal, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.history import Entry, Score
from quizgen.media.terminal_cells import LongName, add, printable_text
from quizgen.media.values import amount, points
from quizgen.model import WHOLE, Action, Decision


def subject(decision: Decision) -> str:
    """What a decision is about: "Ada · interview-3 · q3.answer", "Ada · hw1"."""
    target = "" if decision.target == WHOLE else decision.target
    place = decision.quiz or decision.assignment
    return printable_text(" · ".join(dict.fromkeys(filter(None, (decision.student, place, target)))))


def words_of(one: Decision) -> str:
    """A decision in words: "3 points (before: 1)"."""
    whole = one.target == WHOLE
    before = "" if one.before is None else f" (before: {amount(one.before)})"
    match one.action:
        case Action.POINTS:
            return f"{points(one.points or 0)}{before}"
        case Action.OVERRIDE:
            return f"{'total ' if whole else ''}set to {points(one.points or 0)}{before}"
        case Action.EXCUSED:
            return f"excused, so that it does not count{before}"
        case Action.EXTRA:
            return f"{points(one.points or 0)} extra"
        case Action.EXTENDED:
            return f"due {one.until.astimezone():%Y-%m-%d %H:%M}" if one.until else "due date changed"
        case Action.WITHDRAWN:
            return f"decisions withdrawn{before}"
        case Action.SECOND:
            return f"read by a second person, who would give {points(one.points or 0)}"
    return "comment"


def what(entry: Entry) -> str:
    """What an entry was, and of what."""
    if one := entry.decision:
        words = words_of(one)
        if one.target == WHOLE:
            return f"all: {words}"
        return f"{one.target}: {words.partition(' (before')[0]}"  # it has a column of its own
    assert entry.record is not None
    grade = entry.record.grade
    graded = "graded" if entry.record.replaces is None else "regraded" if entry.record.by else "graded again"
    return f"{graded}: {grade.quiz or grade.source}"


def of(score: Score | None) -> str:
    """ "3 of 4", "4 wait" while all of it waits, "3 of 4, 4 wait" while a part does, "" where there is none."""
    if score is None:
        return ""
    judged = score.max_points - score.waiting
    if score.waiting and not judged:
        return f"{amount(score.waiting)} wait"
    return f"{amount(score.points)} of {amount(judged)}" + (f", {amount(score.waiting)} wait" if score.waiting else "")


def table(entries: Sequence[Entry]) -> RenderableType:
    """The changes as a table, oldest first; below each its reason, before it the number of the grade that holds since then."""
    several = len({entry.assignment for entry in entries}) > 1
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("when", "grade", "what and why", "before", "after", "by"):
        number = name in ("grade", "before", "after")
        shown.add_column(name, no_wrap=number or name == "when", justify="right" if number else "left", overflow="fold")
    for entry in entries:
        moment = entry.when.astimezone().strftime("%Y-%m-%d %H:%M")
        happened = LongName(f"{entry.assignment or 'practice'}, {what(entry)}" if several else what(entry))
        why = Padding(Text(printable_text(entry.why)), (0, 0, 0, 2))
        cell = Group(happened, why) if entry.why else happened
        add(shown, moment, str(entry.number or ""), cell, of(entry.before), of(entry.after), entry.by or "quizgen")
    return shown


def as_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """The changes as JSON."""
    return {"history": [entry_json(entry) for entry in entries]}


def entry_json(entry: Entry) -> dict[str, Any]:
    """One change as JSON; `points` are those decided."""
    one, record = entry.decision, entry.record
    return {
        "when": entry.when.isoformat(),
        "by": entry.by,
        "why": entry.why,
        "assignment": entry.assignment,
        "quiz": one.quiz if one else record.grade.quiz if record else "",
        "what": one.action.value if one else "graded",
        "target": one.target if one else "",
        "points": one.points if one else None,
        "until": one.until.isoformat() if one and one.until else None,
        "grade": entry.number,
        "replaces": record.replaces if record else None,
        "before": entry.before and vars(entry.before),
        "after": entry.after and vars(entry.after),
    }
