"""What a key says of a variant, on page and paper alike: the right answers, and where each misconception leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.ask import Ask
from quizgen.markup.parse import Block, Line
from quizgen.markup.sentence import sentence
from quizgen.media.written_values import key_blocks, shown
from quizgen.model import Variant
from reference_rnn import title

OPENING = "Equals what you get "  # printed once, above all wrong answers


@dataclass(frozen=True)
class Wrong:
    """What a misconception gives where that is not right, its sentence, and its titles."""

    values: tuple[tuple[Ask, Line], ...]
    sentence: Line
    titles: tuple[str, ...]


def right(variant: Variant) -> list[tuple[Ask, tuple[Block, ...]]]:
    """Every ask that has a right answer, with that answer; an option is given in full."""
    with_key = [(ask, variant.key[ask.name]) for ask in variant.asks if variant.key[ask.name] is not None]
    return [(ask, key_blocks(ask, value)) for ask, value in with_key]


def wrong(variant: Variant) -> Iterator[Wrong]:
    """The slips of a variant."""
    for slip in variant.slips:
        values = []
        for ask in variant.asks:
            if ask.name in slip.answers and ask.show(slip.answers[ask.name]) != ask.show(variant.key[ask.name]):
                values.append((ask, shown(ask, slip.answers[ask.name])))
        yield Wrong(
            tuple(values), sentence(slip.feedback.removeprefix(OPENING)), tuple(map(title, slip.misconceptions))
        )
