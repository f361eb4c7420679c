"""The response variables of a QTI 2.1 item: what is declared of each, and which fields it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizgen.interactions import Arrange, Field, Item, Pick, ScoredAnswer
from quizgen.media.platform_html import escaped

LETTER = re.compile("[A-Z]")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True)
class Answered:
    """A field with what each of its known answers is in the variable: an identifier, a pair of two, a text or a number."""

    field: Field
    values: Mapping[str, str]


@dataclass(frozen=True)
class Variable:
    """A response variable. `fields` are those that it answers: one for each pair of several, else one."""

    identifier: str
    cardinality: str  # "single", "multiple" or "ordered"
    base_type: str  # "float", "string", "identifier", "directedPair" or "file"
    fields: tuple[Answered, ...]

    @property
    def several(self) -> bool:
        """Whether any number of items may be chosen."""
        return self.cardinality == "multiple" and self.base_type == "identifier"

    @property
    def correct(self) -> Iterator[str]:
        """The plainest right answer, as values of the variable; none where a person reads the answer."""
        for one in self.fields:
            right = one.field.right if self.several else one.field.right[:1]
            for answer in right:
                if self.cardinality == "ordered":
                    yield from (one.values[key] for key in answer.text.split(", "))
                elif self.base_type == "float":
                    yield number_text(answer)
                elif answer.text in one.values:
                    yield one.values[answer.text]

    def declaration(self, mapping: str = "") -> str:
        """The declaration of the variable; `mapping`: that of its values to points."""
        values = "".join(f"<value>{escaped(value)}</value>" for value in self.correct)
        correct = f"<correctResponse>{values}</correctResponse>" if values else ""
        return (
            f'<responseDeclaration identifier="{self.identifier}" cardinality="{self.cardinality}" '
            f'baseType="{self.base_type}">{correct}{mapping}</responseDeclaration>\n'
        )


def number_text(answer: ScoredAnswer) -> str:
    """A number as it is shown to learners, where that is a number too; else in full."""
    return answer.text if NUMBER.fullmatch(answer.text) else decimal(answer.value or 0.0)


def decimal(value: float) -> str:
    """A number without an exponent, which some engines take for the name of a variable."""
    text = repr(float(value))
    return format(Decimal(text), "f") if "e" in text else text


def identifiers(variable: str, items: Iterable[Item], letter: str = "C") -> dict[str, str]:
    """A name for each item by its key, which nothing else in the question has: "R1_1_B".

    It ends with the key where that is a capital letter, else with `letter` and the place of the item.
    """
    return {
        item.key: f"{variable}_{item.key if LETTER.fullmatch(item.key) else f'{letter}{place}'}"
        for place, item in enumerate(items, 1)
    }


def single(identifier: str, field: Field) -> Variable:
    """The variable of a field that is answered by itself."""
    interaction, answers = field.interaction, field.answers
    if isinstance(interaction, (Pick, Arrange)):
        several = isinstance(interaction, Pick) and interaction.several
        cardinality = "ordered" if isinstance(interaction, Arrange) else "multiple" if several else "single"
        values = identifiers(identifier, interaction.items)
        return Variable(identifier, cardinality, "identifier", (Answered(field, values),))
    numbers = bool(answers) and all(answer.value is not None for answer in answers)
    values = {answer.text: answer.text for answer in answers}
    return Variable(identifier, "single", "float" if numbers else "string", (Answered(field, values),))


def pairs(identifier: str, fields: Sequence[Field], left: Mapping[str, str], right: Mapping[str, str]) -> Variable:
    """The variable of pairs, given the field of each item on the left and the names of both sides by their keys."""
    answered = (
        Answered(field, {key: f"{one} {other}" for key, other in right.items()})
        for field, one in zip(fields, left.values(), strict=True)
    )
    return Variable(identifier, "multiple", "directedPair", tuple(answered))
