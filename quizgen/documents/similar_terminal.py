"""Pairs of students with similar work on the terminal: what agrees, and how often honest classes have such a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.similar_answers import ComparedSheets, FittingAnswer, SimilarSheets
from quizgen.classroom.course.similar_code import AlikePrograms, ComparedPrograms
from quizgen.classroom.course.similar_outlines import NotCompared
from quizgen.documents.labels import misconception_titles
from quizgen.media.terminal_cells import add, printable_text

PAIRS = 20  # that are shown of each kind
FILES = 10  # that are named as not compared
ANSWERS = 8  # shown of a pair
STRENGTH = "Strength s: two given students agree as much by chance in 1 of 10^s cases."
FEWEST = 0.001  # no smaller rate is stated: no model of a class is that exact

Name = Callable[[str], str]


def report(
    sheets: ComparedSheets, programs: ComparedPrograms, left_out: Sequence[NotCompared], name: Name
) -> RenderableType:
    """Both comparisons; `name` gives what a student is called."""
    parts: list[RenderableType] = [*answers(sheets, name), Text(), *code(programs, name)]
    if left_out:
        parts += [Text(), *not_compared(left_out, name)]
    return Padding(Group(*parts), (1, 0, 1, 2))


def answers(found: ComparedSheets, name: Name) -> Iterable[RenderableType]:
    """The pairs of sheets."""
    yield heading("Answers", found.pairs, len(found.alike))
    if not found.alike:
        return
    table = columns("false alarms")
    for pair in found.alike[:PAIRS]:
        rate = f"{pair.reached} in {found.classes} classes" if pair.reached else f"under 1 in {found.classes} classes"
        add(table, named(pair.students, name), what_fits(pair, name), f"{pair.strength:.1f}", rate)
    yield table
    yield from more(len(found.alike))
    yield Text(
        f"{STRENGTH} False alarms: of {found.classes} honest classes, simulated with these quizzes, "
        "so many have a pair as similar."
    )


def code(found: ComparedPrograms, name: Name) -> Iterable[RenderableType]:
    """The pairs of programs."""
    yield heading("Code", found.pairs, len(found.alike))
    if not found.alike:
        return
    table = columns("false alarms")
    for pair in found.alike[:PAIRS]:
        rate = f"under 1 in {1 / max(pair.rate, FEWEST):.0f} classes"
        students = (pair.first.student, pair.second.student)
        add(table, named(students, name), what_agrees(pair), f"{pair.strength:.1f}", rate)
    yield table
    yield from more(len(found.alike))
    yield Text(
        f"{STRENGTH} False alarms: an upper bound for honest classes of this size, from how usual each statement is "
        "in this class."
    )


def heading(what: str, pairs: int, reported: int) -> Text:
    """How many pairs were compared, and how many are reported."""
    if not pairs:
        return Text.assemble((what, "bold"), ": nothing to compare.")
    compared = f"{pairs:,} {'pair' if pairs == 1 else 'pairs'} of students compared"
    return Text.assemble((what, "bold"), f": {compared}, {reported or 'none'} to look at.")


def columns(last: str) -> Table:
    """An empty table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("students", overflow="fold", max_width=24)
    table.add_column("what agrees", overflow="fold")
    table.add_column("strength", justify="right", no_wrap=True)
    table.add_column(last, overflow="fold")
    return table


def named(students: tuple[str, str], name: Name) -> str:
    """Both students."""
    return " and ".join(map(name, students))


def what_fits(pair: SimilarSheets, name: Name) -> RenderableType:
    """The answers of a pair, those of one direction together."""
    lines: list[RenderableType] = []
    shown = pair.answers[:ANSWERS]

    def group_of(one: FittingAnswer) -> tuple[bool, str, str]:
        return one.what == "same", one.who, one.whose

    for (same, who, whose), group in groupby(sorted(shown, key=group_of), group_of):
        lines.append(line("The same wrong answers:" if same else f"{name(who)}'s answers fit {name(whose)}'s numbers:"))
        lines += [Padding(line(f"{one.ask} = {one.typed}{explanation(one)}"), (0, 0, 0, 2)) for one in group]
    if len(pair.answers) > ANSWERS:
        lines.append(line(f"and {len(pair.answers) - ANSWERS} more"))
    return Group(*lines)


def line(text: str) -> Text:
    """Plain text that no terminal takes for a command."""
    return Text(printable_text(text))


def explanation(one: FittingAnswer) -> str:
    """What an answer is with the other student's numbers, in brackets."""
    of = "" if one.ask == one.other_ask else f" of {one.other_ask}"
    if one.what == "same":
        return of
    words = {"": "the key", "answer": "the answer given"}
    return f" ({words.get(one.what) or misconception_titles([one.what])[0]}{of})"


def what_agrees(pair: AlikePrograms) -> str:
    """The functions of a pair that agree."""
    each = [f"{one.name or 'outside functions'}: {one.same} of {one.statements} statements" for one in pair.functions]
    return "\n".join(each) or "single statements of several functions"


def more(pairs: int) -> Iterable[Text]:
    """That there are more pairs than are shown."""
    if pairs > PAIRS:
        yield Text(f"{pairs - PAIRS} more pairs are not shown; --json has all.")


def not_compared(left_out: Sequence[NotCompared], name: Name) -> Iterable[Text]:
    """The files that were not compared."""
    yield Text.assemble(("Not compared", "bold"), f": {len(left_out)} {'file' if len(left_out) == 1 else 'files'}.")
    for one in left_out[:FILES]:
        owner = f"{name(one.student)}, " if one.student != one.source else ""
        yield Text(printable_text(f"{owner}{one.source}: {one.why}."))
    if len(left_out) > FILES:
        yield Text(f"and {len(left_out) - FILES} more; --json names all.")
