"""Grades on the terminal, readable when piped. Imports little: grading one file should take no time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents import labels
from quizgen.documents.class_summary import practice
from quizgen.documents.code_report import CheckRow, causes_of, check_rows, counts, notes, paragraph
from quizgen.documents.remarks import feedback, plain_text, verdict_text
from quizgen.documents.score import of_mark, score, score_of
from quizgen.media.terminal_cells import LongName, add, printable_text
from quizgen.model import Grade, Mark, Verdict

SENTENCE = 36  # columns that a sentence needs beside its mark
LONG = 60  # characters of a sentence that is not repeated within a question
TYPED = 28  # characters shown of what was typed
FEW = 4  # misconceptions named below a grade
FEWER = 2  # and in a table
COLOURS = {
    Verdict.RIGHT: "green",
    Verdict.PARTLY: "yellow",
    Verdict.SLIP: "red",
    Verdict.WRONG: "red",
    Verdict.NEEDS_A_PERSON: "cyan",
    Verdict.EXCUSED: "cyan",
    Verdict.OUR_FAULT: "magenta",
}


class Summary(Protocol):
    """A grade in the store, without its marks; `waiting` points are among `max_points` and not yet judged."""

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
    def waiting(self) -> float: ...
    @property
    def assignment(self) -> str: ...
    @property
    def misconceptions(self) -> tuple[str, ...]: ...


def sheet(
    grade: Grade,
    student: str = "",
    *,
    all_checks: bool = False,
    hint: str = "",
    titles: Mapping[str, str] | None = None,
) -> RenderableType:
    """A grade: every answer with its points and its sentence; of code, why its functions lost points, each reason once.

    `student`: the name from the roster, shown in place of what the grade is kept under. `all_checks`: of code, every check as
    well. `hint`: the words that say how to see them, after their count. `titles`: those of misconceptions that are at hand.
    """
    parts: list[RenderableType] = [grade_heading(grade, student)]
    if grade.notes:
        parts.append(Padding(Group(*(Text(printable_text(note)) for note in grade.notes)), (0, 0, 1, 2)))
    for group, marks in labels.grouped(grade):
        parts.append(group_heading(grade, group, marks))
        lines = function_lines(grade, marks, all_checks=all_checks) if grade.is_code else mark_lines(grade, marks)
        parts.append(Padding(lines, (0, 0, 1, 6)))
    if grade.is_code and hint and (counted := counts(grade.marks)):
        parts.append(Padding(Text(f"{counted}: {hint}"), (0, 0, 1, 2)))
    parts += footer(grade, practised=True, known=titles)
    return Group(*parts)


def grade_heading(grade: Grade, student: str = "") -> RenderableType:
    """What was graded on the left, the total on the right; of a quiz, its id and whose it is on a line of their own."""
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    title, names = labels.quiz_title(grade), [grade.quiz]
    if grade.is_code:
        title, names = grade.source, [f"{grade.interface or 'chapter'} interface"]
    names = [name for name in [*names, student or grade.student, grade.assignment] if name and name != title]
    parts: list[RenderableType] = [table]
    if names and not grade.is_code:
        parts.append(Text(printable_text(" · ".join(names))))
        names = []
    add(
        table,
        Text(printable_text(" · ".join([title, *names])), style="bold"),
        Text(score(grade.marks).total, style="bold"),
    )
    return Padding(Group(*parts), (1, 2, 1, 2))


def group_heading(grade: Grade, group: str, marks: Sequence[Mark]) -> Text:
    """A question by its number and title, a function by its name and points."""
    name, title = labels.heading(grade, group)
    if grade.is_code:
        return Text.assemble((f"  {printable_text(name)}  ", "bold"), str(score(marks)))
    return Text.assemble((f"  {printable_text(name)}  ", "bold cyan"), (printable_text(title), "bold"))


def mark_lines(grade: Grade, marks: Sequence[Mark]) -> RenderableType:
    """A line for each answer: its label, what was typed, its points, its sentence."""
    rows = []
    shown: set[str] = set()
    for mark in marks:
        why = feedback(mark)
        sentence = "the same" if why in shown else plain_text(why) or verdict_text(mark.verdict)
        shown |= {why} if len(why) > LONG else set()
        name, typed = (
            Text(printable_text(plain_text(labels.label(grade, mark)))),
            Text(shorten(mark.typed), style="dim"),
        )
        worth = Text(of_mark(mark), style=COLOURS.get(mark.verdict, "yellow"))
        rows.append((name, typed, worth, Text(printable_text(sentence))))
    return Columns(tuple(rows))


def function_lines(grade: Grade, marks: Sequence[Mark], *, all_checks: bool) -> RenderableType:
    """Of one function: a paragraph for each reason for which it lost points, notes, and if wanted its checks by their claims."""
    causes = causes_of(grade, marks)
    parts: list[RenderableType] = [] if causes else [Text("everything right", style="green")]
    for number, cause in enumerate(causes):
        parts += [Text()] * (number > 0)
        parts.append(Text(printable_text(paragraph(cause))))
    parts += [Text(printable_text(plain_text(note))) for note in notes(grade, marks)]
    if all_checks and (rows := check_rows(grade, marks)):
        parts += [Text(), Columns(tuple(map(row_of_check, rows)))]
    return Group(*parts)


def row_of_check(row: CheckRow) -> tuple[Text, Text, Text, Text]:
    """The columns of one check: right or wrong, its points, its claim and what differs."""
    style = COLOURS.get(row.mark.verdict, "red")
    return Text(row.outcome, style=style), Text(), Text(of_mark(row.mark)), Text(printable_text(plain_text(row.text)))


@dataclass(frozen=True)
class Columns:
    """Labels, typed answers and points in columns, each with its sentence beside it, or below where there is no room."""

    rows: tuple[tuple[Text, Text, Text, Text], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = [max(row[place].cell_len for row in self.rows) for place in range(3)]
        if options.max_width - sum(widths) - 2 * len(widths) >= SENTENCE:
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


def shorten(typed: str) -> str:
    """What was typed, on one line that leaves room for the sentence."""
    flat = " ".join(printable_text(typed).split())
    return flat if len(flat) <= TYPED else f"{flat[: TYPED - 1]}…"


def footer(
    grade: Grade, *, practised: bool = False, known: Mapping[str, str] | None = None
) -> Iterator[RenderableType]:
    """The misconceptions that explain answers of this grade; `practised`: and what practises the one that explains most.

    `known`: the titles at hand, by the ids of misconceptions."""
    titles = labels.misconception_titles((name for mark in grade.marks for name in mark.misconceptions), known)
    if titles:
        shown = "; ".join(titles[:FEW]) + ("; ..." if titles[FEW:] else ".")
        again = Text(printable_text(f"Worth another look: {shown}"))
        counted = Counter(name for mark in grade.marks for name in mark.misconceptions)
        command = next(filter(None, (practice([name]) for name, _ in counted.most_common())), "") if practised else ""
        if command:
            again.append_text(Text.assemble("\nPractise it:  ", (command, "bold")))
        yield Padding(again, (0, 0, 1, 2))


def summary(grade: Grade) -> RenderableType:
    """The end of a quiz taken in the terminal: questions and points, and what is worth another look."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("question")
    table.add_column("points", justify="right")
    for group, marks in labels.grouped(grade):
        add(table, "  ".join(filter(None, labels.heading(grade, group))), str(score(marks)))
    return Group(grade_heading(grade), Padding(table, (0, 0, 1, 2)), *footer(grade, practised=True))


def results(grades: Iterable[Summary]) -> RenderableType:
    """Grades as a table, newest last; a file is named by as little of its path as distinguishes it from the others."""
    grades = tuple(grades)
    files = labels.short_paths({grade.source for grade in grades})
    table = Table(box=None, pad_edge=False, header_style="bold")
    waits = any(grade.waiting for grade in grades)
    by_assignment = any(grade.assignment for grade in grades)
    columns = ("when", *["assignment"] * by_assignment, "student", "quiz or file", "points", *["waiting"] * waits)
    for name in (*columns, "misconceptions"):
        number = name in ("points", "waiting")
        table.add_column(name, justify="right" if number else "left", no_wrap=number or name == "when", overflow="fold")
    for grade in grades:
        titles = labels.misconception_titles(grade.misconceptions)
        add(
            table,
            grade.when.astimezone().strftime("%Y-%m-%d %H:%M"),
            *[grade.assignment] * by_assignment,
            grade.student or "–",
            LongName(grade.quiz or files[grade.source]),
            score_of(grade.points, grade.max_points, grade.waiting).earned_of_judged,
            *[f"{grade.waiting:g}" if grade.waiting else ""] * waits,
            "; ".join(titles[:FEWER]) + ("; ..." if titles[FEWER:] else ""),
        )
    return table
