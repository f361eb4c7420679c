"""The answers of a run that could not be read, listed for a person, with the command that settles each sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.classroom.collect import Location
from quizgen.cli.common import next_command, say
from quizgen.model import Grade, Verdict
from quizgen.sandbox.records import printable

MAX_LINES = 20  # so much is read on a screen; what is settled makes room for the rest


@dataclass(frozen=True)
class UnreadableSheet:
    """An answer sheet, the student for whom it was graded, and its answers that could not be read, a line for each."""

    location: Location
    student: str
    answers: tuple[str, ...]


def unreadable_answers(grade: Grade) -> tuple[str, ...]:
    """The answers of a sheet that could not be read: the question, the label of the answer, and what was typed."""
    unreadable = [mark for mark in grade.marks if mark.verdict is Verdict.UNREADABLE]
    if not unreadable:
        return ()
    from quizgen.documents.grade_terminal import shorten
    from quizgen.documents.labels import heading, label
    from quizgen.documents.remarks import plain_text

    found = []
    for mark in unreadable:
        number = heading(grade, mark.ask.partition(".")[0]).name
        found.append(f"{number}  {printable(plain_text(label(grade, mark)))}   {shorten(mark.typed)}")
    return tuple(found)


def show_unreadable(sheets: Sequence[UnreadableSheet], names: Mapping[str, str], roster: Path | None) -> None:
    """Lists the answers that could not be read, in at most MAX_LINES lines, and the command that grades each sheet again.

    `names`: the students of the roster by id. `roster`: the file, which the command must name again.
    """
    if not sheets:
        return
    count = sum(len(sheet.answers) for sheet in sheets)
    what = "1 answer" if count == 1 else f"{count} answers"
    say(
        (f"  {what} could not be read. ", "bold"),
        "Correct the sheet if you can read what was typed, then grade it:\n",
    )
    room, shown = MAX_LINES, 0
    for sheet in sheets:
        location = sheet.location
        inside, archive = printable("/".join(location.members)), printable(str(location.path))
        unpack = [f"      Unpack {inside} from {archive} first."] if location.members and not location.row else []
        unpack += [f"      It is row {location.row} of {archive}."] if location.row else []
        room -= 2 + len(unpack)  # the student and the command
        if room < 1:
            break
        answers = sheet.answers[:room]
        room, shown = room - len(answers), shown + len(answers)
        say(f"  {printable(names.get(sheet.student) or sheet.student or location.name)}")
        for line in (*(f"      {answer}" for answer in answers), *unpack):
            say(line)
        say("      ", (command_for(location, roster), "bold"), "\n")
    if shown < count:
        say(f"  and {count - shown} more.\n")
    say("  Or give them points one after the other:  ", (next_command("review"), "bold"), "\n")


def command_for(location: Location, roster: Path | None) -> str:
    """The command that grades a corrected sheet."""
    path = str(location.path) if location.row else location.members[-1] if location.members else location.name
    option = ["--roster", printable(str(roster))] if roster else []
    return next_command("grade", printable(path), *option)
