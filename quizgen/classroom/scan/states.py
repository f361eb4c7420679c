"""Whether a bubble is marked: what is clear is said, and all else is for a person.

The thresholds lie in gaps that were measured on degraded pages of known truth (docs/scanning.md has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizgen.classroom.scan.bubbles import Bubble
from quizgen.model import Box

SEEN = 0.6  # correlation with what is printed: below it something is over it that an empty bubble does not have
NOTHING_INK, NOTHING_GREY = (
    0.008,
    0.03,
)  # share of ink, and mean darkness, of an empty bubble; the thinnest stroke has three times it
SOME_INK = 0.02  # the least of a stroke
NOTHING_FAINT = 0.012  # share of an empty bubble that is grey; a thin stroke in large print, out of focus, has 0.05
LONG = 0.55  # length of the shortest stroke, in widths of the bubble; where a pen only rested it is shorter
MOST_INK = 0.38  # of a cross with the thickest pen; three strokes have more, or five ends
FILLED_INK = 0.75  # the least of a filled one
DARK = 0.5  # darkness of what is inked, in that of print; an erased stroke has at most 0.35
MOST_STROKES = 4  # ends of a cross on the way round; a cross that is struck out has more
REACHES_OUT = 0.004  # share of a ring about the bubble: a line that goes on there comes from elsewhere, or strikes out
SPILLS = 0.23  # share of a band outside the outline: a fill within it reaches 0.18, one over it has at least 0.28


def sort_of(bubble: Bubble) -> str:
    """ "empty", "drawn" with a few strokes, "filled" within the outline, or "unsure"."""
    nothing = bubble.ink <= NOTHING_INK and bubble.grey <= NOTHING_GREY and bubble.faint <= NOTHING_FAINT
    if nothing and bubble.like >= SEEN:
        return "empty"
    if bubble.dark < DARK or bubble.outside > REACHES_OUT or bubble.broken:
        return "unsure"
    if full(bubble):
        return "filled" if bubble.spill <= SPILLS else "unsure"
    amount = SOME_INK <= bubble.ink <= MOST_INK
    shape = bubble.span >= LONG and 1 <= bubble.strokes <= MOST_STROKES
    return "drawn" if amount and shape else "unsure"


def states(boxes: Sequence[Box], measures: Sequence[Bubble]) -> list[str]:
    """ "marked", "empty" or "unsure" for each bubble of a page.

    Where some are filled and some are drawn, a filled one may have been taken back: it is unsure, and so are all marks of its
    question.
    """
    sorts = [sort_of(one) for one in measures]
    drawn = any(
        sort == "drawn" or (sort == "unsure" and one.ink >= SOME_INK and not full(one))
        for sort, one in zip(sorts, measures, strict=True)
    )
    beside = {
        question(box)
        for box, sort, one in zip(boxes, sorts, measures, strict=True)
        if sort != "empty" and not full(one)
    }
    taken_back = {
        question(box)
        for box, sort in zip(boxes, sorts, strict=True)
        if sort == "filled" and (drawn or question(box) in beside)
    }
    named: Mapping[str, str] = {"empty": "empty", "drawn": "marked", "filled": "marked", "unsure": "unsure"}
    return [
        "unsure" if sort != "empty" and question(box) in taken_back else named[sort]
        for box, sort in zip(boxes, sorts, strict=True)
    ]


def full(bubble: Bubble) -> bool:
    """Whether all of a bubble is inked, in whatever way."""
    return bubble.ink >= FILLED_INK


def question(box: Box) -> tuple[str, str]:
    """The question that an option is of: its target, and the part of it that has options of its own."""
    return box.target, box.part.rpartition(".")[0]
