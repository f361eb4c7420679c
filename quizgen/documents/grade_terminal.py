"""The terminal: grades as rich shows them, readable when piped. It is light: grading one file should take no time."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents.remarks import readable
from quizgen.media.terminal_cells import add, harmless
from quizgen.media.values import points
from quizgen.model import Grade, Mark, Verdict

ROOM = 36  # columns that a sentence needs beside its mark
LONG = 60  # characters of a sentence that is not repeated within a question
COLOURS = {
    Verdict.RIGHT: "green",
    Verdict.PARTLY: "yellow",
    Verdict.SLIP: "red",
    Verdict.WRONG: "red",
    Verdict.NEEDS_A_PERSON: "cyan",
    Verdict.OUR_FAULT: "magenta",
}


class Summary(Protocol):
    """A grade in the store, without its marks."""

    @property
    def when(self) -> datetime: ...
    @property
    def source(self) -> str: ...
    @property
    def quiz(self) -> str: ...
    @property
    def student(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def max_points(self) -> float: ...
    @property
    def misconceptions(self) -> tuple[str, ...]: ...


def sheet(grade: Grade) -> RenderableType:
    """A grade: every answer with its points and its sentence; of code, only the checks that lost points."""
    parts: list[RenderableType] = [heading(grade)]
    if grade.notes:
        parts.append(Padding(Group(*(Text(harmless(note)) for note in grade.notes)), (0, 0, 1, 2)))
    for name, marks in grouped(grade):
        earned, possible = sum(m.points for m in marks), sum(m.max_points for m in marks)
        title = Text.assemble((f"  {name}  ", "bold cyan"), (grade.titles.get(name, ""), "bold"))
        if grade.kind == "code":
            own = grade.titles.get(name, "").partition(" · ")[0] or name  # as the learner's course calls it
            title = Text.assemble((f"  {own}  ", "bold"), f"{earned:g} of {possible:g}")
        parts.append(title)
        parts.append(Padding(lines(grade, marks), (0, 0, 1, 6)))
    parts += footer(grade)
    return Group(*parts)


def heading(grade: Grade) -> RenderableType:
    """Whose it is on the left, the total on the right."""
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    names = (
        [grade.quiz, grade.student]
        if grade.kind == "answers"
        else [grade.source, f"{grade.interface or 'chapter'} interface", grade.student]
    )
    total = f"{grade.points:g} of {grade.max_points:g} points"
    add(table, Text(harmless(" · ".join(filter(None, names))), style="bold"), Text(total, style="bold"))
    return Padding(table, (1, 2, 1, 2))


def grouped(grade: Grade) -> ItemsView[str, list[Mark]]:
    """Marks by question or function, in order."""
    groups: dict[str, list[Mark]] = {}
    for mark in grade.marks:
        groups.setdefault(mark.ask.split(".")[0], []).append(mark)
    return groups.items()


def lines(grade: Grade, marks: list[Mark]) -> RenderableType:
    """One line a mark: its name, what was typed, its points, its sentence. Of code, only what lost points has a line;
    what else there is to know stands below, each sentence once."""
    rows = []
    told_already: set[str] = set()
    notes: dict[str, list[str]] = {}
    for mark in marks:
        if grade.kind == "code" and mark.points == mark.max_points and mark.verdict is Verdict.RIGHT:
            if mark.feedback:
                notes.setdefault(mark.feedback, []).append(mark.ask.partition(".")[2])
            continue
        said = "the same" if mark.feedback in told_already else mark.feedback
        told_already |= {mark.feedback} if len(mark.feedback) > LONG else set()
        name, typed = Text(harmless(mark.ask.partition(".")[2])), Text(shortened(mark.typed), style="dim")
        worth = Text(f"{mark.points:g} of {mark.max_points:g}", style=COLOURS.get(mark.verdict, "yellow"))
        rows.append(
            (name, typed, worth, Text(harmless(readable(said)) or mark.verdict.value.replace("_", " ").lower()))
        )
    told = Columns(tuple(rows)) if rows else Text("everything right", style="green")
    return Group(told, *(Text(f"{noted(names, marks)}{readable(why)}") for why, names in notes.items()))


def noted(names: list[str], marks: list[Mark]) -> str:
    """Which marks a note is about, unless it is all of them."""
    return "" if len(names) == len(marks) else f"{', '.join(names)}: "


@dataclass(frozen=True)
class Columns:
    """Names, typed answers and points in columns, each with its sentence beside it, or below where there is no room."""

    rows: tuple[tuple[Text, Text, Text, Text], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = [max(row[place].cell_len for row in self.rows) for place in range(3)]
        if options.max_width - sum(widths) - 2 * len(widths) >= ROOM:
            table = Table.grid(padding=(0, 2))
            for width in widths:
                table.add_column(no_wrap=True, min_width=width)
            table.add_column(ratio=1)
            for row in self.rows:
                add(table, *row)
            yield table
            return
        for name, typed, worth, sentence in self.rows:
            gaps = [" " * (width + 2 - cell.cell_len) for width, cell in zip(widths, (name, typed), strict=False)]
            yield Text.assemble(name, gaps[0], typed, gaps[1], worth)
            yield Padding(sentence, (0, 0, 0, 4))


def shortened(typed: str) -> str:
    """What was typed, on one line that leaves room for the sentence."""
    flat = " ".join(harmless(typed).split())
    return flat if len(flat) <= 28 else flat[:27] + "…"


def footer(grade: Grade) -> Iterator[RenderableType]:
    """What is worth another look, and what a person has still to read."""
    found = list(dict.fromkeys(name for mark in grade.marks for name in mark.misconceptions))
    waiting = sum(mark.max_points for mark in grade.marks if mark.verdict is Verdict.NEEDS_A_PERSON)
    if waiting:
        yield Padding(Text(f"{points(waiting)} await a person's reading."), (0, 0, 0, 2))
    if found:
        yield Padding(Text(f"Worth another look: {', '.join(found[:4])}."), (0, 0, 1, 2))


def summary(grade: Grade) -> RenderableType:
    """The end of a sitting: questions and points, and what is worth another look."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("question")
    table.add_column("points", justify="right")
    for name, marks in grouped(grade):
        earned, possible = sum(m.points for m in marks), sum(m.max_points for m in marks)
        add(table, f"{name}  {grade.titles.get(name, '')}", f"{earned:g} of {possible:g}")
    return Group(heading(grade), Padding(table, (0, 0, 1, 2)), *footer(grade))


def results(grades: Iterable[Summary]) -> RenderableType:
    """Grades as a table, newest last."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("when", "student", "quiz or file", "points", "worth another look"):
        table.add_column(name, justify="right" if name == "points" else "left")
    for grade in grades:
        when = grade.when.astimezone().strftime("%Y-%m-%d %H:%M")
        total = f"{grade.points:g} of {grade.max_points:g}"
        add(table, when, grade.student or "–", grade.quiz or grade.source, total, ", ".join(grade.misconceptions[:3]))
    return table
