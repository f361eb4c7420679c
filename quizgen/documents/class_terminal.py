"""A class on the terminal: everybody while they fit on a screen, else those with the lowest scores; and what to teach next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents.class_summary import ClassSummary, CommonMisconception, Line
from quizgen.documents.grade_terminal import COLOURS
from quizgen.documents.labels import misconception_titles, short_paths
from quizgen.documents.remarks import verdict_text
from quizgen.media.terminal_cells import LongName, add, printable_text
from quizgen.model import Verdict

FITS = 30  # lines
LOWEST = 10  # of a larger class
COMMON = 5  # misconceptions
NAMES = 10  # of those who handed nothing in
QUARTERS = (("all", 1.0), ("three quarters", 0.75), ("half", 0.5), ("a quarter", 0.25))


def table(summary: ClassSummary, ungraded: int, unchanged: int, names: Mapping[str, str]) -> RenderableType:
    """A class: points, verdicts, the most common misconceptions and how to practise them.

    `names`: the students of the roster by id; those without any grade are listed.
    """
    assignments = {line.assignment for line in summary.lines}
    parts: list[RenderableType] = [Text()]
    if not summary.lines:
        return Padding(Text("Nothing was graded."), (1, 0, 1, 2))
    if len(assignments) == 1 and (name := assignments.pop()):
        parts.append(Text(printable_text(name), style="bold"))
    if len(summary.lines) <= FITS:
        parts.append(rows(summary.lines, summary, names))
    else:
        if lowest := lowest_scores(summary.lines):
            parts += [Text("Lowest scores", style="bold"), rows(lowest, summary, names), Text()]
        parts += distribution(summary)
    parts += [Text(), totals(summary, ungraded, unchanged)]
    parts += nothing_graded(summary, names)
    if summary.common:
        parts += [Text(), most_common(summary.common[:COMMON])]
    return Padding(Group(*parts), (0, 0, 1, 2))


def rows(shown: Iterable[Line], summary: ClassSummary, names: Mapping[str, str]) -> Table:
    """A row for each grade. A file is named where its student has several, or where its student is unknown."""
    shown = tuple(shown)
    count: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str, str], int] = {}  # which of the student's files it is, from 1
    for line in summary.lines:
        count[line.assignment, line.student] += 1
        places[line.assignment, line.student, line.source] = count[line.assignment, line.student]
    several = {line.source for line in summary.lines if not line.student or count[line.assignment, line.student] > 1}
    of_several = len({line.assignment for line in summary.lines}) > 1
    files = short_paths(several)
    table = Table(box=None, pad_edge=False, header_style="bold")
    columns = {
        "assignment": of_several,
        "student": True,
        "points": True,
        "waiting": any(line.score.waiting for line in shown),
    }
    columns |= {"verdict": True, "misconceptions": True, "file": any(line.source in several for line in shown)}
    for name in (name for name, is_needed in columns.items() if is_needed):
        number = name in ("points", "waiting")
        table.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for line in shown:
        titles = misconception_titles(line.misconceptions)
        files_of = count[line.assignment, line.student] if line.student else 1
        place = f" ({places[line.assignment, line.student, line.source]} of {files_of})" if files_of > 1 else ""
        cells: list[RenderableType] = [
            line.assignment,
            (names.get(line.student) or line.student or "–") + place,
            line.score.earned_of_judged,
            f"{line.score.waiting:g}" if line.score.waiting else "",
            Text(verdict_text(line.worst), style=COLOURS.get(line.worst, "yellow")),
            "; ".join(titles[:2]) + ("; ..." if titles[2:] else ""),
            LongName(files.get(line.source, "")),
        ]
        add(table, *(cell for cell, is_needed in zip(cells, columns.values(), strict=True) if is_needed))
    return table


def nothing_graded(summary: ClassSummary, names: Mapping[str, str]) -> Iterator[Text]:
    """For each assignment a line with the students of the roster of whom nothing is graded; one for all without any."""
    done: dict[str, set[str]] = {}
    for line in summary.lines:
        done.setdefault(line.assignment, set()).add(line.student)
    for assignment, students in done.items():
        absent = [name or id for id, name in names.items() if id not in students]
        if absent and (assignment or len(done) == 1):
            purpose = f" for {assignment}" if len(done) > 1 else ""
            of = number_of_students(len(absent))
            yield Text(printable_text(f"Nothing was graded{purpose} of {of} on the roster: {first_names(absent)}."))


def lowest_scores(lines: Sequence[Line]) -> list[Line]:
    """The lines with the smallest part of the points judged so far, without those where nothing is judged or lost."""
    judged = [(line.score.share, line) for line in lines if line.score.share is not None and line.score.share < 1]
    return [line for _, line in sorted(judged, key=lambda pair: pair[0])][:LOWEST]


def distribution(summary: ClassSummary) -> Iterator[Text]:
    """How the points are distributed over a class too large to be listed."""
    left = [line.score.share for line in summary.lines if line.score.share is not None]
    if left:
        for name, least in QUARTERS:
            count = sum(share >= least for share in left)
            left = [share for share in left if share < least]
            yield Text(f"{count:6}  earned {name}{'' if least == 1 else ' or more'} of the points")
        yield Text(f"{len(left):6}  earned less")
    if waiting := sum(line.score.share is None for line in summary.lines):
        yield Text(f"{waiting:6}  wait for a person")


def totals(summary: ClassSummary, ungraded: int, unchanged: int) -> Text:
    """How many, how well, and which verdicts."""
    shares = [line.score.share for line in summary.lines if line.score.share is not None]
    mean = f", {100 * sum(shares) / len(shares):.0f}% of the points on average" if shares else ""
    counted = ", ".join(f"{many} {in_total(verdict, many)}" for verdict, many in summary.verdicts)
    sentences = [f"{len(summary.lines)} graded{mean}: {counted}."]
    if unchanged:
        sentences.append(f"{unchanged} unchanged since they were graded; --again grades them again.")
    if ungraded:
        sentences.append(f"{ungraded} could not be graded: see above.")
    return Text("\n".join(sentences))


def in_total(verdict: Verdict, many: int) -> str:
    """A verdict behind the number of those that have it."""
    if verdict is Verdict.NEEDS_A_PERSON:
        return f"wait{'s' * (many == 1)} for a person"
    return verdict_text(verdict)


def most_common(shown: Sequence[CommonMisconception]) -> Table:
    """The most common misconceptions, with a quiz that practises each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("most common", "students", "practise it"):
        table.add_column(name, justify="right" if name == "students" else "left", no_wrap=name == "practise it")
    for one in shown:
        [title] = misconception_titles([one.id])
        add(table, title, str(one.students), one.practice)
    return table


def number_of_students(count: int) -> str:
    """ "1 student", "2 students"."""
    return f"{count} student{'s' * (count != 1)}"


def first_names(names: Sequence[str]) -> str:
    """The first of many names."""
    return ", ".join(names[:NAMES]) + (", ..." if names[NAMES:] else "")
