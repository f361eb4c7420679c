"""Which questions of Canvas a question becomes, so that each part earns there what it earns here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quizgen.interactions import Arrange, Entry, Field, Gaps, Interaction, Pair, Part, Parts, Pick, Place, Upload
from quizgen.markup.parse import Paragraph, Words, parse
from quizgen.model import ScoredAsk, ScoredQuestion

TRUTHS = {"true": "True", "it is true": "True", "false": "False", "it is false": "False"}
NUMBERS = {"number", "whole number"}
BELOW = 1e-9  # of a point


@dataclass(frozen=True)
class Unit:
    """Fields of one ask that stay together in one question of Canvas. `part`: the part of the answer, None: all of it."""

    asked: ScoredAsk
    fields: tuple[Field, ...]
    part: Part | None = None

    @property
    def layout(self) -> Interaction:
        """How it is answered."""
        return self.part.interaction if self.part else self.asked.ask.interaction()

    @property
    def name(self) -> str:
        """What it is called in an answer: "h_1", or "slip.line"."""
        return f"{self.asked.ask.name}.{self.part.key}" if self.part else self.asked.ask.name

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.asked.ask.points * sum(field.weight for field in self.fields)

    @property
    def each(self) -> float:
        """What a field is worth where all are worth the same; Canvas knows nothing else within a question."""
        return self.points / len(self.fields)

    @property
    def is_even(self) -> bool:
        """Whether all fields are worth the same."""
        return all(abs(field.weight * self.asked.ask.points - self.each) < BELOW for field in self.fields)

    @property
    def by_person(self) -> bool:
        """Whether a person reads it."""
        return not all(field.answers for field in self.fields)

    @property
    def is_typed(self) -> bool:
        """Whether all of it is typed into blanks; in a text with gaps a word that is offered is typed too."""
        entries = [isinstance(field.interaction, Entry) for field in self.fields]
        return not self.by_person and (all(entries) or (isinstance(self.layout, Gaps) and any(entries)))


@dataclass(frozen=True)
class CanvasQuestion:
    """One question of Canvas: its type there and what it asks. `part`: what it is of a question that was split, or ""."""

    type: str
    units: tuple[Unit, ...]
    part: str = ""

    @property
    def points(self) -> float:
        """What it is worth."""
        return sum(unit.points for unit in self.units)

    @property
    def has_blanks(self) -> bool:
        """Whether it is answered inside its text."""
        return self.type in ("fill_in_multiple_blanks_question", "multiple_dropdowns_question")

    @property
    def fields(self) -> list[tuple[Unit, Field]]:
        """Its fields in order."""
        return [(unit, field) for unit in self.units for field in unit.fields]


def canvas_questions(question: ScoredQuestion) -> tuple[CanvasQuestion, ...]:
    """One question where Canvas can give the same points in one; otherwise one for each part."""
    found = [unit for asked in question.asks for unit in units(asked)]
    worth = found[0].each
    if all(unit.is_typed and unit.is_even and abs(unit.each - worth) < BELOW for unit in found):
        groups = [tuple(found)]
    else:
        groups = [(unit,) for unit in found]
    return tuple(CanvasQuestion(type_of(group), group, group[0].name if len(groups) > 1 else "") for group in groups)


def units(asked: ScoredAsk) -> Iterator[Unit]:
    """An ask as it stays together; one of several parts falls into these where they are answered or weighed differently."""
    whole = Unit(asked, asked.fields)
    layout = whole.layout
    menus = all(is_menu(field.interaction) for field in asked.fields)
    if not isinstance(layout, Parts) or whole.by_person or (whole.is_even and (menus or whole.is_typed)):
        yield whole
        return
    parts = {part.key: part for part in layout.parts}
    for key, fields in groupby(asked.fields, lambda field: field.key.partition(".")[0]):
        yield Unit(asked, tuple(fields), parts[key])


def type_of(units: Sequence[Unit]) -> str:
    """The type of a question of Canvas."""
    fields = [field for unit in units for field in unit.fields]
    first = fields[0].interaction
    if isinstance(first, Upload):
        return "file_upload_question"
    if any(unit.by_person for unit in units):
        return "essay_question"
    if isinstance(first, Arrange):
        return "matching_question"
    if all(unit.is_typed for unit in units):
        if len(fields) > 1 or isinstance(units[0].layout, Gaps):
            return "fill_in_multiple_blanks_question"
        return "numerical_question" if getattr(first, "sort", "") in NUMBERS else "short_answer_question"
    if isinstance(units[0].layout, Pair | Place):
        return "matching_question"
    if len(fields) > 1 or isinstance(units[0].layout, Gaps):
        return "multiple_dropdowns_question"
    if isinstance(first, Pick) and first.several:
        return "multiple_answers_question"
    return "true_false_question" if isinstance(first, Pick) and truths(first) else "multiple_choice_question"


def truths(pick: Pick) -> list[str]:
    """True and False in the order of the items that say so; empty for other items."""
    said = [TRUTHS.get(item.text.strip().rstrip(".").casefold(), "") for item in pick.items]
    return said if sorted(said) == ["False", "True"] else []


def is_menu(interaction: Interaction) -> bool:
    """Whether one item is chosen, and each is a line, which stands well beside the letter of a menu."""
    return (
        isinstance(interaction, Pick)
        and not interaction.several
        and all(len(blocks := parse(one.text)) == 1 and isinstance(blocks[0], Paragraph) for one in interaction.items)
    )


def is_plain(text: str) -> bool:
    """Whether markup is words alone, which a menu of Canvas can show."""
    blocks = parse(text)
    return len(blocks) == 1 and isinstance(blocks[0], Paragraph) and all(isinstance(r, Words) for r in blocks[0].line)
