"""How even the papers of an exam are, on the terminal: the range of each question, and who is farthest apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from statistics import median

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from quizgen.generate.exam.evenness import Measured, Spread
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.generate.exam.workload import DIGIT, SIGN
from quizgen.media.terminal_cells import add, printable_text

STEPS = f"Steps: 1 an operation or function, {SIGN:g} a sign to mind, {DIGIT:g} a digit to write."
NOT_COUNTED = "* Counted instead: the numbers in the question or, where nothing is computed, the letters to read."


def evenness(
    spreads: Sequence[Spread], questions: Sequence[ExamQuestion], names: Sequence[str], who: str
) -> Iterator[RenderableType]:
    """The table of how far apart the papers are, and the two students who are farthest apart. `who` says whose they are."""
    yield Text.assemble(("How even the papers are", "bold"), f": steps by hand, fewest, median and most, of {who}.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("", "question", "as first drawn", "on the papers", "drawn again"):
        table.add_column(head, justify="left" if head == "question" else "right", no_wrap=head != "question")
    numbers = {one.question.id: questions.index(one.question) + 1 for one in spreads}
    for one in spreads:
        mark = "" if one.counted else " *"
        ranges = (range_of([value.steps for value in values]) for values in (one.first, one.taken))
        add(table, str(numbers[one.question.id]), f"{one.question.exercise.title}{mark}", *ranges, f"{sum(one.again)}")
    counted = [one for one in spreads if one.counted]
    if len(counted) > 1:
        papers = zip(*([value.steps for value in one.first] for one in counted), strict=True)
        after = zip(*([value.steps for value in one.taken] for one in counted), strict=True)
        whole = "all together" if len(counted) == len(spreads) else "all without *"
        add(table, "", whole, range_of(list(map(sum, papers))), range_of(list(map(sum, after))), "")
    yield table
    yield Text()
    if counted and len(names) > 1:
        yield from map(Text, pairs(counted, numbers, [printable_text(name) for name in names]))
    yield Text(STEPS, style="dim")
    if len(counted) < len(spreads):
        yield Text(NOT_COUNTED, style="dim")


def range_of(steps: Sequence[float]) -> str:
    """The fewest, the median and the most, below each other in a table: "  31    38    44"; a hyphen where there is nothing."""
    return "".join(f"{steps_of(value):>7}" for value in (min(steps), median(steps), max(steps))) if any(steps) else "-"


def steps_of(value: float) -> str:
    """Steps with a decimal where they are few."""
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def pairs(spreads: Sequence[Spread], numbers: dict[str, int], names: Sequence[str]) -> Iterator[str]:
    """Who was farthest apart as first drawn and what became of it, and who is farthest apart now."""
    one = max(spreads, key=lambda spread: gap(spread.first))
    if not gap(one.first):
        yield "All students have the same amount of work."
        return
    easy, hard = farthest(one.first)
    first, now = ([steps_of(values[place].steps) for place in (easy, hard)] for values in (one.first, one.taken))
    became = f"now {now[0]} and {now[1]}" if one.again[easy] or one.again[hard] else "both are usual for this question"
    where = f"question {numbers[one.question.id]}"
    yield (
        f"Farthest apart as first drawn: {where}, {names[easy]} with {first[0]} steps and {names[hard]} with {first[1]}; {became}."
    )
    one = max(spreads, key=lambda spread: gap(spread.taken))
    easy, hard = farthest(one.taken)
    yield (
        f"Farthest apart on the papers: question {numbers[one.question.id]}, {names[easy]} with {steps_of(one.taken[easy].steps)} "
        f"steps and {names[hard]} with {steps_of(one.taken[hard].steps)}: {differences(one.taken[easy], one.taken[hard])}."
    )


def farthest(values: Sequence[Measured]) -> tuple[int, int]:
    """The places of the two that differ most in their steps, the easier one first."""
    order = sorted(range(len(values)), key=lambda place: values[place].steps)
    return order[0], order[-1]


def gap(values: Sequence[Measured]) -> float:
    """By how many steps the two farthest apart differ."""
    easy, hard = farthest(values)
    return values[hard].steps - values[easy].steps


def differences(one: Measured, other: Measured) -> str:
    """The counts in which two variants differ: "8 and 10 multiplications, 31 and 38 digits"."""
    theirs = asdict(other)
    differing = [(name, count, theirs[name]) for name, count in asdict(one).items() if count != theirs[name]]
    return ", ".join(f"{count} and {another} {name}" for name, count, another in differing) or "the same counts"
