"""What `quizgen regrade` says: whose points change and how many there are, and what was stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from quizgen.classroom.course.regrading import Rejudged
from quizgen.cli.common import console, next_command, say
from quizgen.documents.regrade_terminal import changes, of
from quizgen.media.terminal_cells import printable_text
from quizgen.model import Change, Correction, Grade


def show(
    assignment: str,
    name: Callable[[str], str],
    found: Sequence[Rejudged],
    changed: Sequence[Rejudged],
    lowered: Sequence[Rejudged],
    broken: int,
) -> None:
    """The table of those whose points change, and how many there are of all."""
    moved = [one for one in found if one.moved]
    if moved:
        page = console()
        page.print()
        page.print(changes(moved, name, lowered))
        page.print()
    up = sum(one.gained > 0 for one in changed if one.moved)
    down = sum(one.lowered for one in changed)
    words = sum(not one.moved for one in changed)
    other = sum(one.moved for one in changed) - up - down
    counts = {
        "with a higher score": up,
        "with a lower score": down,
        "with other points and the same score": other,
        "with the same points and other feedback": words,
        f"kept because {'it' if len(lowered) == 1 else 'they'} would be lower": len(lowered),
        "unchanged": len(found) - len(changed) - len(lowered),
        "not judged again": broken,
    }
    listed = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    tell(f"{assignment}, {counted(len(found) + broken, 'grade')}: {listed or 'nothing to judge again'}.")
    if any(one.moved for one in changed):
        before, after = (
            (round(sum(one.points for one in all), 6), round(sum(one.max_points for one in all), 6))
            for all in totals(found, changed)
        )
        tell(f"All points together: {of(before)} now, {of(after)} then.")
    if lowered:
        who = ", ".join(dict.fromkeys(name(one.old.student) or one.old.source for one in lowered))
        one = len(lowered) == 1
        tell(
            f"Would be lower and keep{'s' * one} the old grade: {who}. --allow-lower lowers {'it' if one else 'them'} too."
        )


def tell(sentence: str) -> None:
    """Prints a sentence without a command to copy, in as many lines as it takes."""
    console().print(Text(printable_text(sentence)))


def counted(count: int, what: str) -> str:
    """ "1 grade", "2 grades"."""
    return f"{count} {what}{'s' * (count != 1)}"


def totals(found: Sequence[Rejudged], changed: Sequence[Rejudged]) -> tuple[list[Grade], list[Grade]]:
    """All grades as they are, and as they would be."""
    then = {one.id: one.new for one in changed}
    return [one.old for one in found], [then.get(one.id, one.old) for one in found]


def say_stored(assignment: str, new: Sequence[Correction], changed: Sequence[Rejudged]) -> None:
    """What was stored, and the command that shows it."""
    what = [counted(len(new), "withdrawal" if new[0].change is Change.WITHDRAWN else "correction")] if new else []
    what += [f"{counted(len(changed), 'grade')} beside the old"] if changed else []
    who = next((one.new.student for one in changed if one.new.student), "")
    see, command = ("it", ("history", who)) if who else ("what holds", ("assignment", assignment))
    say(f"Stored: {' and '.join(what)}. See {see}:  ", (next_command(*command), "bold"))
