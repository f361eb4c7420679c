"""The boxes of scanned papers that a person reads, like with like; each answer is kept at once as `quizgen enter` keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.enter_paper import OpenPaper
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.classroom.exam.blanks import Blank
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.classroom.scan.scanned_exam import Finding, ScannedPaper
    from quizgen.model import PaperHead, Variant

A_PERSON = "a person"  # who saw that nothing is written, where no name is known
ILLEGIBLE = "?"  # typed for what cannot be read
KEEP_IT = "Type the same again to keep it as it is."


@dataclass(frozen=True)
class BoxToRead:
    """A blank of a scanned paper that a person has to read. `group`: equal for the same blank of all papers."""

    head: PaperHead
    finding: Finding
    variant: Variant
    ask: Ask
    group: tuple[object, ...]
    pictures: tuple[Path, ...]

    @property
    def blank(self) -> Blank:
        """The blank itself."""
        return self.finding.place.blank

    @property
    def id(self) -> str:
        """Its name among all."""
        return f"{self.head.code}/{self.blank.target}/{self.blank.part}"


@dataclass(frozen=True)
class Judged:
    """What became of a typed text. `refused`: why it was not kept; `verdict`: points and why, once the answer is complete.

    `complete`: the paper is, and its grade is stored. `gone`: the box waits no longer, as it was typed elsewhere.
    """

    refused: str = ""
    verdict: str = ""
    complete: bool = False
    gone: bool = False


@dataclass
class ScanDesk:
    """Boxes to read, and what was typed for them."""

    folder: Path
    papers: Sequence[ScannedPaper]
    grades: EnteredGrades
    by: str
    question: str = ""  # "q3" or "q3.answer": only boxes of it
    history: list[BoxToRead] = field(default_factory=list)
    doubted: tuple[str, str] = ("", "")  # the box and text that were not kept when they were typed first

    @cached_property
    def boxes(self) -> list[BoxToRead]:
        """All boxes that wait when the desk is opened, those of the same blank of all papers together, in order."""
        waiting = [one for paper in self.papers for one in self._waiting(paper)]
        return sorted(waiting, key=lambda one: self._order[one.group])

    @cached_property
    def _order(self) -> dict[tuple[object, ...], int]:
        return {}

    def _waiting(self, paper: ScannedPaper) -> Iterator[BoxToRead]:
        from quizgen.documents.exam.scans import ScanFolder

        entry = self.opened(paper.head).entry
        scans = ScanFolder.of(self.folder)
        copies: dict[tuple[str, str], int] = {}  # an exercise may be on a paper twice, with other numbers
        count: dict[str, int] = {}
        for blank in entry.blanks:
            variant = entry.quiz.variants[int(blank.question[1:]) - 1]
            if (blank.question, variant.exercise) not in copies:
                count[variant.exercise] = copies[blank.question, variant.exercise] = count.get(variant.exercise, 0) + 1
            group = (variant.exercise, copies[blank.question, variant.exercise], blank.ask, blank.part)
            self._order.setdefault(group, len(self._order))
            found = next((one for one in paper.findings if one.place.blank == blank), None)
            if self.question not in ("", blank.question, blank.target):
                continue
            if found and found.said.text is None and blank not in entry.given:
                pictures = tuple(scans.picture(key, blank) for key in found.pictures)
                yield BoxToRead(paper.head, found, variant, entry.asks[blank.target], group, pictures)

    def opened(self, head: PaperHead) -> OpenPaper:
        """A paper as it is now."""
        return OpenPaper.of(self.folder, head, self.grades)

    def waits(self, box: BoxToRead) -> bool:
        """Whether nothing was typed for a box yet, here or elsewhere."""
        return box.blank not in self.opened(box.head).entry.given

    def left(self) -> list[BoxToRead]:
        """The boxes that wait now."""
        given = {one.head.code: self.opened(one.head).entry.given for one in self.papers}
        return [box for box in self.boxes if box.blank not in given[box.head.code]]

    # ------------------------------------------------------------ verbs

    def give(self, box: BoxToRead, text: str) -> Judged:
        """Keeps a text as what is written in a box. Of answers that a person judges it is the points."""
        if box.blank.points:
            refused = self._no_points(box, text)
            text = text.replace(",", ".")
        else:
            refused = self._unread(box, text)
        if refused and (box.blank.points or self.doubted != (box.id, text)):
            self.doubted = (box.id, text)
            return Judged(refused if box.blank.points else f"{refused} {KEEP_IT}")
        return self._keep(box, text, self.by)

    def blank(self, box: BoxToRead) -> Judged:
        """Keeps that nothing is written in a box that counts."""
        return self._keep(box, "", self.by or A_PERSON)

    def illegible(self, box: BoxToRead) -> Judged:
        """Keeps that nobody can read a box: the answer waits in `quizgen review` and no attempt is lost."""
        if box.blank.points:
            return self._keep(box, "", "")
        if not self._unread(box, ILLEGIBLE):
            return Judged("A word that nobody can read would count as wrong here. Type what it may say, or leave it.")
        return self._keep(box, ILLEGIBLE, "")

    def undo(self) -> BoxToRead | None:
        """Takes back what was typed last at this desk; the box of it. None: nothing was."""
        if not self.history:
            return None
        box = self.history[-1]
        paper = self.opened(box.head)
        paper.save(paper.entry.without(box.blank))
        self.history.pop()
        return box

    def _keep(self, box: BoxToRead, text: str, by: str) -> Judged:
        paper = self.opened(box.head)
        if box.blank in paper.entry.given:
            return Judged(refused="This box is typed already, here or by somebody else.", gone=True)
        paper.save(paper.entry.type_in(box.blank, text, by))
        self.history.append(box)
        complete = paper.entry.next is None
        if complete:
            paper.stored(self.grades)
        return Judged(verdict=self._verdict(paper, box), complete=complete)

    def _verdict(self, paper: OpenPaper, box: BoxToRead) -> str:
        from quizgen.documents.exam.entry_terminal import verdict_words

        if box.blank.target not in paper.entry.finished:
            return ""
        grade = self.grades.so_far(paper.entry, paper.head, paper.before)
        return verdict_words(next(mark for mark in grade.marks if mark.ask == box.blank.target))

    def _no_points(self, box: BoxToRead, text: str) -> str:
        from quizgen.cli.deciding import points_of

        try:
            return "" if 0 <= points_of(text) <= box.ask.points else f"It can get 0 to {box.ask.points:g} points."
        except UserError as error:
            return str(error)

    def _unread(self, box: BoxToRead, text: str) -> str:
        """Why a text cannot be what is asked in a blank; "" if it can."""
        from quizgen.classroom.exam.blanks import trouble

        entry = replace(self.opened(box.head).entry, typed=()).type_in(box.blank, text)
        return "" if entry.typed[0].whole else trouble(box.ask, box.blank, text)
