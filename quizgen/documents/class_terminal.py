"""A class on the terminal: everybody while they fit on a screen, else those who need somebody most; and what to teach next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents.class_summary import Common, Line, Tally
from quizgen.documents.grade_terminal import COLOURS
from quizgen.media.terminal_cells import add, harmless
from quizgen.model import Verdict

FITS = 30  # lines
WORST = 10  # of a larger class
COMMON = 5  # misconceptions
QUARTERS = (("all", 1.0), ("three quarters", 0.75), ("half", 0.5), ("a quarter", 0.25))


def table(tally: Tally, ungraded: int, unchanged: int, names: Mapping[str, str]) -> RenderableType:
    """A class: points, verdicts, the most common misconceptions and how to practise them.

    `names`: the students of the roster by id; those of whom there is nothing are told.
    """
    parts: list[RenderableType] = [Text()]
    if not tally.lines:
        return Padding(Text("Nothing was graded."), (1, 0, 1, 2))
    if len(tally.lines) <= FITS:
        parts.append(lines(tally.lines, tally, names))
    else:
        least = lines(fewest(tally.lines), tally, names)
        parts += [Text("Those with most to learn", style="bold"), least, Text(), *spread(tally)]
    parts += [Text(), totals(tally, ungraded, unchanged)]
    if absent := [name or id for id, name in names.items() if id not in {one.student for one in tally.lines}]:
        parts.append(Text(harmless(f"Nothing graded of {len(absent)} on the roster: {listed(absent)}.")))
    if tally.common:
        parts += [Text(), common(tally.common[:COMMON])]
    return Padding(Group(*parts), (0, 0, 1, 2))


def lines(shown: Iterable[Line], tally: Tally, names: Mapping[str, str]) -> Table:
    """A row a grade; how many files a student has handed in stands beside the name, where it is more than one."""
    files = Counter(one.student for one in tally.lines if one.student)
    found = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("student", "points", "mostly", "equals what you get by", "file"):
        found.add_column(name, justify="right" if name == "points" else "left", overflow="fold")
    for one in shown:
        add(
            found,
            (names.get(one.student) or one.student or "–")
            + (f" (1 of {files[one.student]})" if files[one.student] > 1 else ""),
            f"{one.points:g} of {one.max_points:g}",
            Text(words(one.worst), style=COLOURS.get(one.worst, "yellow")),
            ", ".join(one.misconceptions[:2]) + (" ..." if one.misconceptions[2:] else ""),
            one.source,
        )
    return found


def fewest(lines: Sequence[Line]) -> list[Line]:
    """The lines with the smallest part of their points."""
    return sorted((one for one in lines if one.share < 1), key=lambda one: one.share)[:WORST]


def spread(tally: Tally) -> Iterator[Text]:
    """How the points are spread over a class too large to be listed."""
    left = list(tally.lines)
    for name, share in QUARTERS:
        these = [one for one in left if one.share >= share]
        left = [one for one in left if one.share < share]
        yield Text(f"{len(these):6}  earned {name}{'' if share == 1 else ' or more'} of the points")
    yield Text(f"{len(left):6}  earned less")


def totals(tally: Tally, ungraded: int, unchanged: int) -> Text:
    """How many, how well, and which verdicts."""
    mean = sum(one.share for one in tally.lines) / len(tally.lines)
    counted = ", ".join(f"{many} {words(verdict)}" for verdict, many in tally.verdicts)
    said = [f"{len(tally.lines)} graded, {100 * mean:.0f}% of the points on average: {counted}."]
    if unchanged:
        said.append(f"{unchanged} as they were when graded before; --again grades them anew.")
    if ungraded:
        said.append(f"{ungraded} could not be graded: see above.")
    return Text("\n".join(said))


def common(shown: Sequence[Common]) -> Table:
    """The most common misconceptions, with a quiz that practises each."""
    found = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("most common", "students", "practise it"):
        found.add_column(name, justify="right" if name == "students" else "left", no_wrap=name == "practise it")
    for one in shown:
        add(found, one.name, str(one.students), f"quizgen make --topic {one.topic}")
    return found


def listed(names: Sequence[str]) -> str:
    """The first of many names."""
    return ", ".join(names[:WORST]) + (", ..." if names[WORST:] else "")


def words(verdict: Verdict) -> str:
    """A verdict in small letters."""
    return verdict.value.replace("_", " ").lower()
