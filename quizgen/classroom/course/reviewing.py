"""What a machine proposes for an answer in words, as a person ticks it: key points, contradictions, and what they come to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizgen.ask import Ask

if TYPE_CHECKING:
    from quizgen.asks.text import KeyPoint
    from quizgen.asks.words.assessment import Assessment

CLOSE = 1e-6  # points that differ by less are equal

RubricKey = tuple[tuple[float, str], ...]
"""What the key points of a question are, whatever its wording and its worth: their shares of the points and their texts."""


@dataclass(frozen=True)
class Tick:
    """A key point to tick: its name, its worth in points, and the words of the answer that show it, if it was `found`."""

    name: str
    point: KeyPoint
    worth: float
    found: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Charge:
    """A contradiction to tick: its text (markup), the words that make it, and what it costs: points, or the key point named."""

    text: str
    words: str
    cost: float
    point: str = ""


@dataclass(frozen=True)
class Proposal:
    """The ticks and charges of one answer, worth `most` points, and the assessment from which they are proposed.

    `ticked` and `charged` (places in `charges`) are proposed. Where they would come to more than the machine gives, because the
    answer only copies or lists words, nothing is proposed: `withheld`.
    """

    ticks: tuple[Tick, ...]
    charges: tuple[Charge, ...]
    most: float
    assessment: Assessment
    ticked: frozenset[str] = frozenset()
    charged: frozenset[int] = frozenset()
    withheld: bool = False

    def points(self, ticked: Collection[str], charged: Collection[int] = ()) -> float:
        """What ticked key points earn, less what ticked contradictions cost."""
        costs = [self.charges[place] for place in charged]
        kept = set(ticked) - {one.point for one in costs}
        earned = sum(one.worth for one in self.ticks if one.name in kept)
        return round(max(0.0, earned - sum(one.cost for one in costs if not one.point)), 6)

    def in_words(self, ticked: Collection[str], charged: Collection[int]) -> str:
        """What a learner reads of an answer with these key points and contradictions, as markup."""
        from quizgen.asks.words.assessment import Found
        from quizgen.asks.words.sentences import feedback

        said = tuple(Found(one.point, one.words) for one in self.ticks if one.name in ticked)
        missing = tuple(one.point for one in self.ticks if one.name not in ticked)
        wrong = tuple(self.assessment.contradicted[place] for place in charged)
        share = self.points(ticked, charged) / (self.most or 1.0)
        return feedback(
            replace(
                self.assessment, share=share, found=said, missing=missing, contradicted=wrong, doubts=(), confidence=1.0
            )
        )

    @property
    def confidence(self) -> float:
        """How sure the machine is, from 0 to 1."""
        return self.assessment.confidence

    @property
    def clean(self) -> bool:
        """Whether nothing but missing confidence speaks against the proposal."""
        return not (self.withheld or self.charges or self.assessment.doubts)


def proposal(ask: Ask | None, typed: str, most: float) -> Proposal | None:
    """What a machine proposes for an answer that can get `most` points; None: it looks for nothing there."""
    found: Assessment | None = ask.assessed(typed) if ask else None
    if ask is None or found is None:
        return None
    order = {text: place for place, (_, text) in enumerate(ask.marking_scheme())}
    shown = {one.point: one.words for one in found.found}
    points = sorted((*shown, *found.missing), key=lambda point: order.get(point.text, len(order)))
    weights = sum(point.weight for point in points) or 1.0
    ticks = tuple(
        Tick(point.id or f"p{place}", point, most * point.weight / weights, point in shown, shown.get(point, ()))
        for place, point in enumerate(points, 1)
    )
    charges = tuple(
        Charge(one.claim.text, one.words, 0.0 if one.claim.point else one.claim.penalty * most, one.claim.point)
        for one in found.contradicted
    )
    made = Proposal(ticks, charges, most, found)
    ticked, charged = frozenset(one.name for one in ticks if one.found), frozenset(range(len(charges)))
    if made.points(ticked, charged) > found.share * most + CLOSE:
        return replace(made, withheld=True)
    return replace(made, ticked=ticked, charged=charged)


def rubric_key(ask: Ask) -> RubricKey:
    """The same for all wordings of a question, and whatever it is worth."""
    scheme = ask.marking_scheme()
    whole = sum(worth for worth, _ in scheme) or 1.0
    return tuple((round(worth / whole, 6), text) for worth, text in scheme)
