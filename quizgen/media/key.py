"""What a key says of a variant, on page and paper alike: the right answers, and where each misconception leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.markup.parse import Line, Maths, Words
from quizgen.markup.sentence import sentence
from quizgen.media.values import show, told
from quizgen.model import Ask, Choice, Formula, Value, Variant

OPENING = "Equals what you get "  # said once, above all wrong answers


@dataclass(frozen=True)
class Wrong:
    """What a misconception gives where that is not right, its sentence, and its names."""

    values: tuple[tuple[Ask, Line], ...]
    sentence: Line
    misconceptions: tuple[str, ...]


def right(variant: Variant) -> list[tuple[Ask, str]]:
    """Every ask that has a right answer, with that answer as markup; an option is told in full."""
    return [(ask, in_full(variant.key[ask.name], ask)) for ask in variant.asks if ask.kind not in ("text", "code")]


def in_full(value: Value, ask: Ask) -> str:
    """A right answer as markup."""
    if isinstance(ask, Choice):
        return "\n\n".join(f"{option.letter} · {option.text}" for option in ask.options if option.accepted)
    return told(value, ask)


def wrong(variant: Variant) -> Iterator[Wrong]:
    """The slips of a variant."""
    for slip in variant.slips:
        values = []
        for ask in variant.asks:
            if ask.name in slip.answers and show(slip.answers[ask.name], ask) != show(variant.key[ask.name], ask):
                values.append((ask, shown(slip.answers[ask.name], ask)))
        yield Wrong(tuple(values), sentence(slip.feedback.removeprefix(OPENING)), slip.misconceptions)


def shown(value: Value, ask: Ask) -> Line:
    """A wrong value in the line; a formula as such."""
    return (Maths(value),) if isinstance(ask, Formula) else (Words(show(value, ask)),)
