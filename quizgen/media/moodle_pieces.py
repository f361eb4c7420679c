"""Which questions of Moodle's own a question becomes: one, unless a person reads a part of it or items are to be put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.interactions import Arrange, Entry, Field, Loss, Pair, Pick, Place
from quizgen.markup.parse import Paragraph, Words, parse
from quizgen.media.moodle_values import by_value, listed, whole_weights
from quizgen.model import ScoredAsk, ScoredQuestion

LONGEST_CHOICE = 200  # characters that Moodle keeps of an item to choose in a list, with room for its letter
SPLIT = Loss(
    "one question in two",
    "What a person reads, and what is put in order, becomes a question of its own with the same text; each has its own points.",
)
MARKS = Loss(
    "points of gaps",
    "Moodle counts whole marks for gaps, so the question has other marks there than points here; set its points in the quiz.",
)
FREE_ORDER = Loss(
    "order in part",
    "Items whose order does not matter have one right order there; quizgen takes either.",
)
FITTING = Loss(
    "reason and verdict",
    "A right reason earns its points beside any verdict; quizgen wants the verdict that it goes with.",
)
ORDER_INSIDE = Loss("order inside an answer", "Moodle has no gap for items to be put in order.", refused=True)

CLOZE, ESSAY, ORDERING, MATCHING = "cloze", "essay", "ordering", "matching"
NUMERICAL, SHORT, CHOICE, TRUE_FALSE = "numerical", "shortanswer", "multichoice", "truefalse"
TRUTHS = ("true", "false")


@dataclass(frozen=True)
class Piece:
    """A question of Moodle's own: its type there, the asks it holds, and which it is `of` how many."""

    type: str
    asks: tuple[ScoredAsk, ...]
    number: int = 1
    of: int = 1

    @property
    def points(self) -> float:
        """What it is worth."""
        return sum(one.ask.points for one in self.asks)

    @property
    def field(self) -> Field:
        """The field of a piece that is no cloze and no essay."""
        return self.asks[0].fields[0]


def pieces(question: ScoredQuestion) -> tuple[Piece, ...]:
    """The questions that it becomes: what the platform scores, what is put in order, what a person reads."""
    scored = tuple(one for one in question.asks if not one.by_person and not is_order(one))
    found = [(type_of(scored), scored)] if scored else []
    found += [(ORDERING, (one,)) for one in question.asks if is_order(one)]
    if read := tuple(one for one in question.asks if one.by_person):
        found.append((ESSAY, read))
    return tuple(Piece(type, asks, number, len(found)) for number, (type, asks) in enumerate(found, 1))


def is_order(one: ScoredAsk) -> bool:
    """Whether its answer is one list of items in order."""
    return not one.by_person and len(one.fields) == 1 and isinstance(one.fields[0].interaction, Arrange)


def picked(field: Field) -> Pick:
    """The choice of a field that is one."""
    assert isinstance(field.interaction, Pick)
    return field.interaction


def right_order(field: Field) -> list[str]:
    """The keys of the items in the plainest right order."""
    return [key.strip() for key in field.right[0].text.split(",")]


def type_of(asks: tuple[ScoredAsk, ...]) -> str:
    """Moodle's name for the type that can hold these asks with all their shares and sentences."""
    if len(asks) > 1:
        return CLOZE
    (one,) = asks
    if isinstance(one.ask.interaction(), (Pair, Place)):
        return MATCHING if matches(one.fields) else CLOZE
    (field, *others) = one.fields
    if others or field.key or not listed(field.answers):
        return CLOZE
    if isinstance(field.interaction, Entry):
        return NUMERICAL if by_value(field) else SHORT
    return TRUE_FALSE if is_true_false(field) else CHOICE


def matches(fields: tuple[Field, ...]) -> bool:
    """Whether pairs can be a matching question: one right item each, in plain words, and nothing to say of wrong ones."""
    return all(
        len(field.right) == 1
        and len({field.weight for field in fields}) == 1
        and not any(answer.feedback for answer in field.answers)
        and isinstance(field.interaction, Pick)
        and all(is_plain(item.text) for item in field.interaction.items)
        for field in fields
    )


def is_plain(text: str) -> bool:
    """Whether markup is a few words without formulas, as fit into a list to choose from."""
    blocks = parse(text)
    return (
        len(blocks) == 1
        and isinstance(blocks[0], Paragraph)
        and all(isinstance(run, Words) for run in blocks[0].line)
        and len(text) <= LONGEST_CHOICE
    )


def is_true_false(field: Field) -> bool:
    """Whether a choice is between True and False, of which one is right."""
    items = field.interaction.items if isinstance(field.interaction, Pick) else ()
    return (
        not (isinstance(field.interaction, Pick) and field.interaction.several)
        and tuple(item.text.strip().rstrip(".").casefold() for item in items) in (TRUTHS, TRUTHS[::-1])
        and len(field.right) == 1
    )


def gap_weights(asks: tuple[ScoredAsk, ...]) -> dict[tuple[str, str], int]:
    """The whole weight of each gap of a cloze, by ask and key."""
    places = [(one.ask.name, field.key) for one in asks for field in one.fields]
    points = [one.ask.points * field.weight for one in asks for field in one.fields]
    return dict(zip(places, whole_weights(points), strict=True))


def losses(question: ScoredQuestion) -> Iterator[Loss]:
    """What Moodle cannot say of a question."""
    yield from question.losses
    for one in question.asks:
        yield from one.losses
        for field in () if one.by_person else one.fields:
            if any(answer.needs for answer in field.answers):
                yield FITTING
            if isinstance(field.interaction, Arrange):
                count = len(field.interaction.items)
                if not is_order(one):
                    yield ORDER_INSIDE
                elif len(field.before) < count * (count - 1) // 2:
                    yield FREE_ORDER
    found = pieces(question)
    if len(found) > 1:
        yield SPLIT
    for piece in found:
        if piece.type == CLOZE and abs(sum(gap_weights(piece.asks).values()) - piece.points) > 1e-6:
            yield MARKS
