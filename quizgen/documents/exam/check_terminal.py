"""The check of an exam's plan on the terminal: what is asked, how long it takes, what cannot be met, how even the papers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents.exam.evenness_terminal import evenness
from quizgen.generate.exam.evenness import Spread
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.media.terminal_cells import add
from quizgen.media.values import amount
from quizgen.media.values import points as of_points
from quizgen.model import Student

MADE_UP = "The secret is made up for this check: the real papers have other numbers."


@dataclass(frozen=True)
class Checked:
    """What a check found. `students` are stand-ins if `stand_ins`, `made_up` says that their secret is one."""

    plan: ExamPlan
    questions: Sequence[ExamQuestion]
    minutes: Sequence[float]
    faults: Sequence[str]
    students: Sequence[Student]
    spreads: Sequence[Spread]
    stand_ins: bool
    made_up: bool


def report(found: Checked) -> RenderableType:
    """The whole check."""
    parts: list[RenderableType] = [Text.assemble((found.plan.title, "bold"), f"  {found.plan.name}")]
    if found.questions:
        parts += [Text(), questions(found), Text(), Text(length(found))]
    if found.faults:
        parts += [Text(), Text("This cannot be met:", style="bold red")]
        listed = Table.grid(padding=(0, 1))
        for fault in found.faults:
            add(listed, "-", fault)
        parts.append(Padding(listed, (0, 0, 0, 2)))
    if found.spreads:
        names = [student.name for student in found.students]
        who = f"{len(names)} {'stand-in ' if found.stand_ins else ''}{'student' if len(names) == 1 else 'students'}"
        parts += [Text(), *evenness(found.spreads, found.questions, names, who)]
        parts += [Text(MADE_UP, style="dim")] if found.made_up else []
    if not found.faults:
        parts += [Text(), Text("All that the plan asks for can be met.", style="green")]
    return Padding(Group(*parts), (1, 0, 1, 2))


def questions(found: Checked) -> Table:
    """A row for each question."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "section", "question", "exercise", "points", "minutes"):
        narrow = name in ("", "points", "minutes")
        table.add_column(name, justify="right" if narrow else "left", no_wrap=narrow)
    before = -1
    for number, (one, minutes) in enumerate(zip(found.questions, found.minutes, strict=True), 1):
        section = found.plan.sections[one.section].title or f"section {one.section + 1}"
        name = f"{one.exercise.name}, again" if one.copy > 1 else one.exercise.name
        shown = section if one.section != before else ""
        add(table, str(number), shown, one.exercise.title, name, amount(points(one)), f"{minutes:.0f}")
        before = one.section
    return table


def points(question: ExamQuestion) -> float:
    """What a question is worth."""
    return question.exercise.points if question.points is None else question.points


def length(found: Checked) -> str:
    """How much there is to do, against the time that there is."""
    worth, minutes = sum(map(points, found.questions)), sum(found.minutes)
    many = "1 question" if len(found.questions) == 1 else f"{len(found.questions)} questions"
    said = f"{many}, {of_points(worth)}, about {minutes:.0f} minutes of work."
    if not found.plan.duration:
        return f"{said} The plan states no duration."
    left = found.plan.duration - round(minutes)
    spare = f"which leaves {left}" if left >= 0 else f"{-left} too few"
    return f"{said} The exam lasts {found.plan.duration} minutes, {spare}."
