"""A quiz taken in the terminal: the marks of a question, hints, and what can be typed at a prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.ask import Ask
from quizgen.documents.grade_terminal import footer, mark_lines
from quizgen.documents.remarks import feedback, plain_text
from quizgen.documents.score import score
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formulas import MathsError
from quizgen.markup.parse import parse
from quizgen.media.terminal import walked
from quizgen.media.terminal_cells import add, printable_text
from quizgen.model import Grade, Verdict

# how sentences on what was found in an answer in words begin, see quizgen.asks.words.sentences; each gets a line
WORDED = re.compile("You said “|Not so, “|The formula “|Missing: |Not found: |Something is still missing")
LINES = re.compile(rf"(?:^|\s+)(?=(?:{WORDED.pattern}|(?:One|Two|Three) hints?: ))")
KEYS = (
    (":hint", "the next hint; {costs} % of the points of this answer are off after {counted}"),
    (":skip", "leave the question for later"),
    (":back", "go back to the answer, or the question, before"),
    (":stop", "stop; the same command goes on from here (Ctrl-C does the same)"),
)


def result(grade: Grade) -> RenderableType:
    """The marks of one question after a try; what was found in words stands below, line by line."""
    parts: list[RenderableType] = [Text(f"\n   {score(grade.marks).total}", style="bold")]
    brief = [replace(mark, feedback="") if WORDED.search(mark.feedback) else mark for mark in grade.marks]
    parts.append(Padding(mark_lines(grade, brief), (0, 0, 1, 6)))
    for mark in grade.marks:
        if WORDED.search(mark.feedback) or (mark.verdict is Verdict.NEEDS_A_PERSON and mark.feedback != feedback(mark)):
            lines = LINES.sub("\n", printable_text(plain_text(mark.feedback))).strip().split("\n")
            parts.append(Padding(Group(*map(hanging, lines)), (0, 0, 1, 6)))
    return Group(*parts, *footer(grade))


def hanging(line: str) -> RenderableType:
    """A line whose continuation is indented."""
    table = Table.grid(padding=(0, 1))
    add(table, "-", line)
    return table


def hint(about: str, text: str, place: str, cost: float) -> RenderableType:
    """A hint: its place ("1 of 3"), what it is about, what it and those before it cost, what it says (markup)."""
    heading = f"    Hint {place}, {about}  ({100 * cost:g} % off)"
    try:
        shown = Group(*walked(parse(text), {}))
    except MathsError:  # an equation of a teacher's own solution that was cut where it cannot be
        shown = Group(Text(printable_text(text)))
    return Group(Text(heading, style="bold"), Padding(shown, (0, 0, 0, 6)))


def no_hint(seen: int) -> RenderableType:
    """That there is no further hint."""
    return Text("    No further hint." if seen else "    No hint to this answer.")


def help_for(ask: Ask, costs: Sequence[float]) -> RenderableType:
    """How to answer one ask, and what can be typed in place of an answer."""
    table = Table.grid(padding=(0, 2))
    way = "several lines; an empty line ends them" if ask.free_text else f"{ask.hint()}; then Enter"
    add(table, formula_text(ask.tex), way)
    add(table, "Enter", "leaves it blank, or keeps what you answered before")
    listed = [f"{100 * one:g}" for one in costs]
    for key, what in KEYS:
        add(table, key, what.format(costs=", ".join(listed), counted=f"1 to {len(listed)}"))
    if ask.free_text:
        add(table, '"""', "as the first line: empty lines may follow, and three quotes end the answer")
    return Padding(table, (0, 0, 0, 4))
