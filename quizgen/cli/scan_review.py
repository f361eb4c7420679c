"""Reads boxes of scanned papers in the terminal: the file of each picture is named, what is written is typed and judged at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizgen.cli.common import console, say
from quizgen.cli.enter_paper import KEYS, LATER, QUIT, UNDO, Quit, command_in
from quizgen.cli.scan_desk import BoxToRead, Judged, ScanDesk
from quizgen.cli.typed_line import TypedLines

if TYPE_CHECKING:
    from pathlib import Path

BLANK, ILLEGIBLE = "b", "x"
PLAIN = (UNDO, LATER, QUIT, BLANK, ILLEGIBLE)  # commands that need no colon where only numbers are answers
SENTENCES = """\
Open the picture, type what is written, Enter goes on. A whole vector or matrix may be typed in its first box: 0.51, -0.42.
Of an answer in words type its points.

  :b  nothing that counts is written here       :u  takes back the last box (also Shift-Tab)
  :x  nobody can read it                        :s  leaves the box for later (also Enter alone)
  :?  shows these keys                          :q  leaves all boxes for later

Where only numbers can be typed, b, x, u, s, q and ? do without the colon."""


@dataclass
class Review:
    """Goes through the boxes of a desk."""

    desk: ScanDesk
    lines: TypedLines = field(default_factory=TypedLines)
    group: tuple[object, ...] = ()

    def run(self) -> None:
        """Box by box. Quit; EOFError, KeyboardInterrupt: the person stops, and what was typed is kept."""
        from quizgen.errors import UserError

        boxes, place = self.desk.boxes, 0
        while place < len(boxes):
            box = boxes[place]
            try:
                if not self.desk.waits(box):
                    place += 1
                    continue
                self.show(box, boxes)
                place = self.obey(box, place, self.lines.next(f"  {code(box)}: "))
            except UserError as error:
                self.lines.drop()
                say(f"  {error}")
                place += 1

    def obey(self, box: BoxToRead, place: int, typed: str) -> int:
        """What was typed: an answer, or a command. The place of the next box."""
        name = command_in(typed, plain=box.blank.numbers)
        name = typed.casefold() if name is None and box.blank.numbers and typed.casefold() in PLAIN else name
        if name == QUIT:
            raise Quit
        if name == LATER or not typed:
            return place + 1
        if name == UNDO:
            before = self.desk.undo()
            if before is None:
                say("  Nothing was typed here yet.")
            return self.desk.boxes.index(before) if before else place
        if name == BLANK:
            return self.show_judged(self.desk.blank(box), place)
        if name == ILLEGIBLE:
            return self.show_judged(self.desk.illegible(box), place)
        if name is not None:
            if name != KEYS:
                say(f"  There is no command :{name}. These are the keys.")
            say(SENTENCES)
            return place
        return self.show_judged(self.desk.give(box, typed), place)

    def show_judged(self, judged: Judged, place: int) -> int:
        """What became of a text. The place of the next box."""
        from rich.padding import Padding
        from rich.text import Text

        if judged.refused:
            say(f"  {judged.refused}")
            return place
        if judged.verdict:
            console().print(Padding(Text(judged.verdict), (0, 0, 0, 6)))
        if judged.complete:
            say("      This paper is complete, and graded.")
        return place + 1

    def show(self, box: BoxToRead, boxes: list[BoxToRead]) -> None:
        """What is asked, when it changes; and where the picture of a box is."""
        from quizgen.documents.exam.scan_terminal import group_heading

        if box.group != self.group:
            self.group = box.group
            count = sum(other.group == box.group for other in boxes)
            console().print(group_heading(box.variant, box.ask, box.blank, count))
        why = f"  {box.finding.said.why}" if box.finding.said.why else ""
        for picture in box.pictures:
            say(f"  {shown(picture)}{why}")


def code(box: BoxToRead) -> str:
    """The code of the paper of a box, as it is printed."""
    from quizgen.generate.exam.seeds import written_code

    return written_code(box.head.code)


def shown(path: Path) -> str:
    """A path as short as it can be opened from here."""
    return min(str(path), os.path.relpath(path), key=len)
