"""Types in the answers of one paper: blanks, commands in place of answers, the verdict, and the grade at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import console, say
from quizgen.cli.typed_line import TypedLines

if TYPE_CHECKING:
    from quizgen.classroom.exam.blanks import Blank
    from quizgen.classroom.exam.entered_grade import EnteredGrades, Given
    from quizgen.classroom.exam.entry import PaperEntry
    from quizgen.documents.exam.entered import EnteredSheet
    from quizgen.model import Grade, PaperHead

UNDO, LATER, QUIT, KEYS = "u", "s", "q", "?"
QUESTION = re.compile(r"q?(\d{1,3})")  # as a command: it is typed again
WHICH_AGAIN = "This paper is entered. Number of a question to type again, Enter for none: "


class Quit(Exception):
    """The person quits."""


class Later(Exception):
    """The person leaves this paper for later."""


def command_in(typed: str, *, plain: bool) -> str | None:
    """The command that is typed in place of an answer, such as "u" for ":u"; None: it is an answer.

    `plain`: where a letter cannot be an answer, commands need no colon. "?" is never an answer.
    """
    if typed.startswith(":"):
        return typed[1:].strip().casefold()
    name = typed.casefold()
    return name if name == KEYS or (plain and name in (UNDO, LATER, QUIT)) else None


def obey(name: str) -> None:
    """A command that is the same everywhere. Quit, Later."""
    from quizgen.documents.exam.entry_terminal import KEYS as SENTENCES

    if name == QUIT:
        raise Quit
    if name == LATER:
        raise Later
    if name != KEYS:
        say(f"There is no command :{name}. These are the keys.")
    say(SENTENCES)


@dataclass
class OpenPaper:
    """A paper on the desk: what was typed of it, its sheet, and the points that people had given when it was opened."""

    head: PaperHead
    entry: PaperEntry
    sheet: EnteredSheet
    before: Given

    @classmethod
    def of(cls, folder: Path, head: PaperHead, grades: EnteredGrades) -> OpenPaper:
        """A paper as far as it was typed in, or as it was graded from a table. UserError: its sheet cannot be read."""
        from quizgen.classroom.exam.entry import PaperEntry
        from quizgen.documents.exam.entered import EnteredSheet

        sheet = EnteredSheet.of(folder, head.code)
        entry = sheet.resumed(PaperEntry.of(head.code, grades.store.quiz(head.quiz)))
        if not sheet.data and (current := grades.current(head)):
            entry = entry.answered({mark.ask: mark.typed for mark in current.grade.marks})
        return cls(head, entry, sheet, entry.points)

    def save(self, entry: PaperEntry) -> None:
        """Keeps what was typed. ChangedMeanwhile, and it is not: somebody else types in this paper."""
        self.sheet = self.sheet.saved(entry)
        self.entry = entry

    def stored(self, grades: EnteredGrades) -> Grade:
        """The grade of the complete paper, once it is stored."""
        grade = grades.stored(self.entry, self.head, self.before, self.sheet.data, datetime.now(UTC))
        self.before = self.entry.points
        return grade

    def undo(self) -> None:
        """Takes back the last blank."""
        if self.entry.typed:
            self.save(self.entry.undo())
        else:
            say("  Nothing of this paper is typed yet.")


@dataclass(frozen=True)
class TypePaper:
    """The typing of one paper."""

    paper: OpenPaper
    grades: EnteredGrades
    by: str
    lines: TypedLines

    def run(self) -> None:
        """Asks for the blanks that are not typed yet; stores the grade when the paper is complete. Later, Quit."""
        if self.paper.entry.next is None:
            self.correct()
            if self.paper.entry.next is None:
                return
        shown = ""
        while (blank := self.paper.entry.next) is not None:
            if blank.question != shown:
                shown = blank.question
                self.show_question(shown)
            self.type(blank)
        self.store()

    def type(self, blank: Blank) -> None:
        """Asks for one blank: an answer or a command."""
        from quizgen.documents.exam.entry_terminal import prompt

        entry = self.paper.entry
        typed = self.lines.next(prompt(entry.asks[blank.target], blank))
        name = command_in(typed, plain=blank.numbers)
        if name is not None:
            self.obey(name)
        elif not blank.points or self.are_points(typed, entry.asks[blank.target].points):
            self.paper.save(entry.type(typed.replace(",", ".") if blank.points else typed, self.by))
            if blank.target in self.paper.entry.finished:
                self.show_verdict(blank.target)

    def correct(self) -> None:
        """Asks which question of a complete paper is typed again, if any."""
        while typed := self.lines.next(WHICH_AGAIN):
            name = command_in(typed, plain=True)
            if name is None and not QUESTION.fullmatch(typed.casefold()):
                say(f"  Type the number of a question, from 1 to {len(self.paper.entry.quiz.variants)}, or only Enter.")
                continue
            self.obey(typed.casefold() if name is None else name)
            if self.paper.entry.next is not None:
                return

    def obey(self, name: str) -> None:
        """A command typed in place of an answer."""
        question = QUESTION.fullmatch(name)
        if question and 0 < int(question[1]) <= len(self.paper.entry.quiz.variants):
            self.paper.save(self.paper.entry.again(f"q{int(question[1])}"))
        elif question:
            say(f"  There is no question {question[1]}: type a number from 1 to {len(self.paper.entry.quiz.variants)}.")
        elif name == UNDO:
            self.paper.undo()
        else:
            obey(name)

    def are_points(self, typed: str, most: float) -> bool:
        """Whether these are points that fit, or none; says so where not."""
        from quizgen.cli.deciding import points_of
        from quizgen.errors import UserError

        try:
            if not typed or 0 <= points_of(typed) <= most:
                return True
            say(f"  The answer can get 0 to {most:g} points.")
        except UserError as error:
            say(f"  {error}")
        return False

    # ---------------------------------------------------------------- what is shown, and the grade

    def show_question(self, question: str) -> None:
        """The heading of a question."""
        from quizgen.documents.exam.entry_terminal import question_heading

        variant = self.paper.entry.quiz.variants[int(question[1:]) - 1]
        console().print(question_heading(variant, question))

    def show_verdict(self, target: str) -> None:
        """What an answer earns, and why."""
        from quizgen.documents.exam.entry_terminal import verdict

        paper, entry = self.paper, self.paper.entry
        grade = self.grades.so_far(entry, paper.head, paper.before)
        mark = next(one for one in grade.marks if one.ask == target)
        question, _, name = target.partition(".")
        key = entry.quiz.variants[int(question[1:]) - 1].key.get(name)
        console().print(verdict(grade, mark, entry.asks[target], key, entry.finished))

    def store(self) -> None:
        """Stores the grade of a complete paper, and shows its points."""
        from quizgen.documents.score import score

        grade = self.paper.stored(self.grades)
        say((f"\n{self.paper.head.student.name}: {score(grade.marks).total}.", "bold"))
