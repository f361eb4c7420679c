"""Where the blanks of a paper are on its pages, and what the boxes there say without a person: a text, or nothing certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.classroom.exam.blanks import Blank, fields
from quizgen.classroom.exam.entry import PaperEntry
from quizgen.classroom.scan.records import ReadBox
from quizgen.interactions import Interaction, Pick
from quizgen.model import Box

SEVERAL = "{} are marked, and one may be."
NOT_SURE = "It is not certain whether {} is marked."
NONE = "Nothing is marked."
WRITTEN = ""  # a person reads what is written; nothing is wrong with it


@dataclass(frozen=True)
class AnswerPlace:
    """A blank and its boxes on paper, in reading order. `letters`: of the bubbles to mark, () where something is written.

    `several`: any number of bubbles may be marked.
    """

    blank: Blank
    boxes: tuple[Box, ...]
    letters: tuple[str, ...] = ()
    several: bool = False

    @property
    def page(self) -> int:
        """The page that it is on."""
        return self.boxes[0].page

    @property
    def area(self) -> Box:
        """The smallest box around all of them."""
        left, top = min(box.x for box in self.boxes), min(box.y for box in self.boxes)
        right = max(box.x + box.width for box in self.boxes)
        bottom = max(box.y + box.height for box in self.boxes)
        return Box(self.blank.target, self.blank.part, self.page, left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Said:
    """What boxes say. `text`: as it would be typed; None: a person has to look, `why` in a sentence, "" if only to read it."""

    text: str | None
    why: str = ""


def places(entry: PaperEntry, boxes: Sequence[Box]) -> tuple[AnswerPlace, ...]:
    """The place of each blank of a paper. A blank without a box on paper has none."""
    found = []
    for target, own in entry.blanks_of.items():
        here = [box for box in boxes if box.target == target]
        for blank, (_, _, interaction) in zip(own, fields(entry.asks[target].interaction()), strict=True):
            if place := place_of(blank, interaction, here):
                found.append(place)
    return tuple(found)


def place_of(blank: Blank, interaction: Interaction, boxes: Sequence[Box]) -> AnswerPlace | None:
    """The place of one blank among the boxes of its answer."""
    if own := tuple(box for box in boxes if box.part == blank.part):
        return AnswerPlace(blank, own[:1])
    begin = f"{blank.part}." if blank.part else ""
    inner = {box.part.removeprefix(begin): box for box in boxes if box.part.startswith(begin)}
    if not inner:
        return None
    if isinstance(interaction, Pick):
        letters = tuple(item.key for item in interaction.items if item.key in inner)
        return AnswerPlace(blank, tuple(inner[key] for key in letters), letters, interaction.several)
    return AnswerPlace(blank, tuple(inner.values()))


def said(place: AnswerPlace, read: Mapping[Box, ReadBox]) -> Said:
    """What the boxes of a blank say, from what was read of its page."""
    states = [read[box].state if box in read else "unsure" for box in place.boxes]
    if not place.letters:
        return Said("") if all(state == "empty" for state in states) else Said(None, WRITTEN)
    unsure = [key for key, state in zip(place.letters, states, strict=True) if state not in ("marked", "empty")]
    marked = [key for key, state in zip(place.letters, states, strict=True) if state == "marked"]
    if unsure:
        return Said(None, NOT_SURE.format(joined(unsure)))
    if not marked:
        return Said(None, NONE)
    if len(marked) > 1 and not place.several:
        return Said(None, SEVERAL.format(joined(marked)))
    return Said(", ".join(marked))


def joined(words: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def boxes_read(boxes: Iterable[ReadBox]) -> dict[Box, ReadBox]:
    """What was read by box."""
    return {one.box: one for one in boxes}
