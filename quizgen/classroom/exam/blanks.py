"""The blanks of a paper in the order in which they are filled in, and what is typed for them put together to answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.ask import Ask
from quizgen.asks.composite import write_composite
from quizgen.interactions import Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Write
from quizgen.model import Quiz
from quizgen.reading import read_value
from quizgen.reading.text import as_typed

MISSING = "–"  # in place of a number that was left out
DECIMAL_COMMA = re.compile(r"[+\-−–]?\d*,\d+")
KEYED = re.compile(r"\d+\s*[-–:.)=>→]?\s*\S")  # "1-B", "1 B"


@dataclass(frozen=True)
class Blank:
    """One blank: `part` is its key within the answer, "" where the answer has no other. `label`: what it is, in markup.

    `numbers`: numbers alone are typed there, so that a letter is no answer. `points`: a person's points are typed there, as the
    answer itself stays on paper.
    """

    question: str
    ask: str
    part: str = ""
    label: str = ""
    rule: str = ""
    numbers: bool = False
    points: bool = False

    @property
    def target(self) -> str:
        """The answer that it belongs to, as marks name it."""
        return f"{self.question}.{self.ask}"


def blanks(quiz: Quiz) -> tuple[Blank, ...]:
    """All blanks of a paper. Code is not answered on paper and has none."""
    return tuple(
        blank
        for number, variant in enumerate(quiz.variants, 1)
        for ask in variant.asks
        if ask.on_sheet
        for blank in blanks_of(f"q{number}", ask)
    )


def blanks_of(question: str, ask: Ask) -> Iterator[Blank]:
    """The blanks of one answer."""
    for part, label, interaction in fields(ask.interaction()):
        whole_rule = ask.hint() if not part else interaction.rule
        points = isinstance(interaction, Write)
        numbers = isinstance(interaction, Entry) and "number" in interaction.sort
        yield Blank(question, ask.name, part, label, whole_rule, numbers or points, points)


def fields(interaction: Interaction) -> Iterator[tuple[str, str, Interaction]]:
    """The key, the label and the interaction of each blank."""
    match interaction:
        case Entry(rows=rows, columns=columns) if rows * columns > 1:
            one = Entry(sort=interaction.sort)
            for row in range(1, rows + 1):
                for column in range(1, columns + 1):
                    where = f"row {row}, column {column}" if rows > 1 else f"{column} of {columns}"
                    yield f"{row}-{column}", where, one
        case Pair(left=items, right=right):
            for item in items:
                yield item.key, item.key, Pick(right, rule=letters(right))
        case Place(spots=spots, labels=labels):
            for spot in spots:
                yield spot.key, spot.key, Pick(labels, rule=letters(labels))
        case Gaps(gaps=gaps) if len(gaps) > 1:
            for gap in gaps:
                yield gap.key, f"gap {gap.key}", Entry(sort="text", rule=" / ".join(gap.words))
        case Parts(parts=parts):
            for part in parts:
                for key, label, inner in fields(part.interaction):
                    name = f"{part.key}.{key}" if key else part.key
                    yield name, f"{part.key}, {label}" if label else part.key, inner
        case _:
            yield "", "", interaction


def letters(items: Sequence[Item]) -> str:
    """What may be typed for one of some items."""
    return f"one letter of {', '.join(item.key for item in items)}"


# ---------------------------------------------------------------- put together


def answer_text(interaction: Interaction, pieces: Mapping[str, str]) -> str:
    """The answer in one line, as a sheet has it, from what was typed for each blank; "" where nothing was."""
    if not any(pieces.values()):
        return ""
    match interaction:
        case Entry(rows=rows, columns=columns) if rows * columns > 1:
            return grid_text(rows, columns, pieces)
        case Pair() | Place():
            return ", ".join(text if KEYED.match(text) else f"{key}-{text}" for key, text in pieces.items() if text)
        case Gaps(gaps=gaps) if len(gaps) > 1:
            return "; ".join(f"{key}: {text}" for key, text in pieces.items() if text)
        case Parts(parts=parts):
            written = {part.key: answer_text(part.interaction, inner(pieces, part.key)) for part in parts}
            return write_composite({key: text for key, text in written.items() if text}, len(parts))
        case _:
            return pieces.get("", "")


def inner(pieces: Mapping[str, str], part: str) -> dict[str, str]:
    """The pieces of one part, by their keys within it."""
    return {key.removeprefix(part).removeprefix("."): text for key, text in pieces.items() if key.split(".")[0] == part}


def grid_text(rows: int, columns: int, pieces: Mapping[str, str]) -> str:
    """A vector or a matrix; with semicolons between its numbers where one of them has a comma."""
    lines = [
        [pieces.get(f"{row}-{column}", "") or MISSING for column in range(1, columns + 1)] for row in range(1, rows + 1)
    ]
    if not any("," in text for line in lines for text in line):
        return "; ".join(", ".join(line) for line in lines)
    if rows == 1:
        return "; ".join(lines[0])
    return as_typed(lines)


def is_whole(ask: Ask, text: str, count: int) -> bool:
    """Whether text typed in the first of several blanks is the answer to all of them: "0.51, -0.42".

    A comma without a space, as in "0,51", is the decimal comma of one number.
    """
    interaction, reading = ask.interaction(), read_value(text, ask)
    comma = DECIMAL_COMMA.fullmatch(text.strip()) and not (
        isinstance(interaction, Entry) and "whole" in interaction.sort
    )
    if reading.trouble or reading.blank or comma:
        return False
    wanted = len(interaction.parts) if isinstance(interaction, Parts) else count
    return not isinstance(reading.value, Mapping) or len(reading.value) == wanted


def trouble(ask: Ask, blank: Blank, text: str) -> str:
    """Why a text cannot be what is asked in one blank, in a sentence; "" if it can, whatever is typed in the other blanks."""
    interaction = ask.interaction()
    inside = {key: inner for key, _, inner in fields(interaction)}
    asked = inside[blank.part]
    if isinstance(asked, Pick) and not asked.several:
        fits = any(item.key.casefold() == text.casefold() for item in asked.items)
        return "" if fits else f"{text!r} is not {letters(asked.items)}."
    first, _, _ = blank.part.partition(".")
    alike = [key for key in inside if not isinstance(interaction, Parts) or key.partition(".")[0] == first]
    return read_value(answer_text(interaction, dict.fromkeys(alike, text)), ask).trouble
