"""Match: items on the left, each of which belongs to one on the right; every right pair earns its share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from quizgen.asks.options import shown_key
from quizgen.asks.pairs import Pairs, WrongPair, keyed

__all__ = ["Match", "WrongPair"]


@dataclass(frozen=True)
class Match(Pairs):
    """Items numbered 1, 2, 3, each of which belongs to one of those lettered A, B, C: right pairs / pairs.

    One on the right may serve none; where one may serve several on the left, it is said: `shared`. An author fills it in
    with `of`, mostly in `draw`.
    """

    pairs: Mapping[str, str] | None = None
    shared: bool = False

    kind: ClassVar[str] = "match"
    secret: ClassVar[tuple[str, ...]] = ("left", "right", "pairs", "shared", "wrong_pairs")

    def of(
        self,
        left: Sequence[str],
        right: Sequence[str],
        pairs: Mapping[str, str],
        wrong_pairs: Sequence[WrongPair] = (),
    ) -> Match:
        """The ask with these texts in the order shown; `pairs` gives the text on the right for each on the left.

        Wrong pairs name texts too; one that is not shown on both sides is left out. ValueError: more than 26 on the right, or
        a text of the left is paired with nothing, or with what is not shown.
        """
        if alone := [text for text in left if text not in pairs]:
            raise ValueError(f"{alone[0]!r} is paired with nothing: give every text of the left one of the right.")
        sides = keyed(left, right, wrong_pairs)
        return replace(
            self,
            left=sides.left,
            right=sides.right,
            pairs={sides.number[text]: shown_key(pairs[text], sides.letter, "texts on the right") for text in left},
            wrong_pairs=sides.wrong_pairs,
        )

    @property
    def accepted_letters(self) -> Mapping[str, tuple[str, ...]]:
        return {number: (letter,) for number, letter in (self.pairs or {}).items()}

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        for letter, count in Counter((self.pairs or {}).values()).items():
            if count > 1 and not self.shared:
                yield f"{self.name} pairs {letter} with {count} items; if that is meant, say shared=True"
