"""Whether a bubble is marked: what is clear is said, and all else is for a person.

The thresholds lie in gaps that were measured on degraded pages of known truth (docs/scanning.md has the figures).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizgen.classroom.scan.bubbles import Bubble, is_bubble
from quizgen.classroom.scan.records import ReadBox
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
A_WAY = 2  # questions with a filled bubble from which filling is how a student marks


def state_of(bubble: Bubble) -> str:
    """ "empty", "marked" with a few strokes, "filled" within the outline, or "unsure"."""
    nothing = bubble.ink <= NOTHING_INK and bubble.grey <= NOTHING_GREY and bubble.faint <= NOTHING_FAINT
    if nothing and bubble.like >= SEEN:
        return "empty"
    if bubble.dark < DARK or bubble.outside > REACHES_OUT or bubble.broken:
        return "unsure"
    if bubble.ink >= FILLED_INK:
        return "filled" if bubble.spill <= SPILLS else "unsure"
    amount = SOME_INK <= bubble.ink <= MOST_INK
    shape = bubble.span >= LONG and 1 <= bubble.strokes <= MOST_STROKES
    return "marked" if amount and shape else "unsure"


# ---------------------------------------------------------------- filled bubbles of a whole paper


def fills(boxes: Iterable[ReadBox]) -> bool:
    """Whether the student of a paper marks by filling. `boxes`: all that were read of it.

    A student who marks with strokes fills a bubble to take its mark back. So filling is the way to mark only if nothing is
    marked with strokes on the whole paper, and bubbles are filled in several questions and in more than have other ink.
    """
    bubbles = [one for one in boxes if is_bubble(one.box)]
    other = {question(one.box) for one in bubbles if not_filled(one) and one.ink >= SOME_INK}
    filled = {question(one.box) for one in bubbles if one.state == "filled"} - other
    strokes = any(one.state == "marked" for one in bubbles)
    return not strokes and len(filled) >= A_WAY and len(filled) > len(other)


def settled(boxes: Sequence[ReadBox], *, fills: bool) -> tuple[ReadBox, ...]:
    """The boxes of a page, each filled bubble "marked" if the student `fills` to mark, else "unsure".

    Where one may have been taken back, in its question all marks are unsure, and so they are beside any other ink.
    """
    filled = {question(one.box) for one in boxes if one.state == "filled"}
    beside = {question(one.box) for one in boxes if is_bubble(one.box) and not_filled(one)}
    doubtful = filled & beside if fills else filled
    return tuple(
        replace(one, state="unsure")
        if one.state in ("marked", "filled") and question(one.box) in doubtful
        else replace(one, state="marked" if one.state == "filled" else one.state)
        for one in boxes
    )


def not_filled(one: ReadBox) -> bool:
    """Whether there is something on a bubble that does not fill it."""
    return one.state == "marked" or (one.state == "unsure" and one.ink < FILLED_INK)


def question(box: Box) -> tuple[str, str]:
    """The question that an option is of: its target, and the part of it that has options of its own."""
    return box.target, box.part.rpartition(".")[0]
