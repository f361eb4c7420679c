"""Which questions of GIFT's own a question becomes: one for each field, as a question there has one answer; and what that loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.interactions import Arrange, Entry, Field, Loss, Pair, Place, Upload
from quizgen.media.moodle_pieces import FITTING, FREE_ORDER, is_true_false
from quizgen.media.moodle_values import by_value, listed
from quizgen.model import ScoredAsk, ScoredQuestion

POINTS = Loss("points", "Every question counts one point there; set its points in the quiz.")
SEVERAL = Loss(
    "one question in several",
    "Each number, choice or text becomes a question of its own with the same text; divide the points in the quiz.",
)
NO_SENTENCES = Loss("sentences about wrong pairs", "A wrong pair is counted as wrong without a sentence that says why.")
BY_PLACE = Loss(
    "order by places", "Each item earns points at its right place alone; quizgen counts pairs that are in order."
)
NO_NOTES = Loss("notes for whoever reads an answer", "Points to look for, and the right answer, are not in the file.")
NO_FILE = Loss("a file handed in", "There is no place for a file; the answer is a text.")
ROUNDED = Loss("shares off Moodle's list", "An answer earns the nearest share that Moodle lists.")
TWO_RIGHT = Loss(
    "pairs with a choice", "An item that belongs to any of several has no way to be matched.", refused=True
)
ARROW = Loss("an arrow in an answer", "A text to be typed that holds -> would be read as a pair.", refused=True)

ESSAY, MATCHING, ORDER = "essay", "matching", "order"
NUMERICAL, SHORT, CHOICE, TRUE_FALSE = "numerical", "shortanswer", "multichoice", "truefalse"


@dataclass(frozen=True)
class Part:
    """A question of GIFT's own: its type, and the ask and the fields it is about."""

    type: str
    one: ScoredAsk
    fields: tuple[Field, ...]

    @property
    def field(self) -> Field:
        """The field of a part that has one."""
        return self.fields[0]

    @property
    def whole(self) -> bool:
        """Whether it is about all of its ask."""
        return self.fields == self.one.fields


def parts(question: ScoredQuestion) -> tuple[Part, ...]:
    """The questions that it becomes, in the order of its asks."""
    return tuple(part for one in question.asks for part in parts_of(one))


def parts_of(one: ScoredAsk) -> Iterator[Part]:
    """The questions about an ask."""
    if one.by_person:
        yield Part(ESSAY, one, one.fields)
    elif isinstance(one.ask.interaction(), Pair | Place) and all(map(is_pair, one.fields)):
        yield Part(MATCHING, one, one.fields)
    else:
        yield from (Part(type_of(field), one, (field,)) for field in one.fields)


def is_pair(field: Field) -> bool:
    """Whether one item is right and all others earn nothing."""
    return len(field.right) == 1 and all(answer.share in (0, 1) for answer in field.answers)


def type_of(field: Field) -> str:
    """The type of a question about a field."""
    if isinstance(field.interaction, Arrange):
        return ORDER
    if isinstance(field.interaction, Entry):
        return NUMERICAL if by_value(field) else SHORT
    return TRUE_FALSE if is_true_false(field) else CHOICE


def losses(question: ScoredQuestion) -> Iterator[Loss]:
    """What GIFT cannot say of a question."""
    yield from question.losses
    for one in question.asks:
        yield from one.losses
    found = parts(question)
    yield POINTS
    if len(found) > 1:
        yield SEVERAL
    for part in found:
        yield from part_losses(part)


def part_losses(part: Part) -> Iterator[Loss]:
    """What a question of GIFT's own loses."""
    answers = [answer for field in part.fields for answer in field.answers]
    if any(answer.needs for answer in answers):
        yield FITTING
    if part.type == ESSAY:
        yield NO_NOTES
        if isinstance(part.one.ask.interaction(), Upload):
            yield NO_FILE
    elif part.type == ORDER:
        yield BY_PLACE
        count = len(part.field.interaction.items) if isinstance(part.field.interaction, Arrange) else 0
        if len(part.field.before) < count * (count - 1) // 2:
            yield FREE_ORDER
    elif part.type == MATCHING:
        if any(answer.feedback for answer in answers):
            yield NO_SENTENCES
    else:
        if not listed(answers):
            yield ROUNDED
        if part.type == SHORT and any("->" in answer.text for answer in answers):
            yield ARROW
