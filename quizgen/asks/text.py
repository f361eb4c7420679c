"""Text: free text, read by a person against key points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from quizgen.ask import Ask, Judgement, Reading, Value
from quizgen.interactions import Write

__all__ = ["KeyPoint", "Text"]


@dataclass(frozen=True)
class KeyPoint:
    """One thing a good free-text answer says, and its weight: all together they earn the points of the ask."""

    weight: float
    text: str


@dataclass(frozen=True)
class Text(Ask):
    """Free text, read by a person against key points and wrong claims to watch for."""

    key_points: tuple[KeyPoint, ...] = ()
    wrong_claims: tuple[str, ...] = ()

    kind: ClassVar[str] = "text"
    secret: ClassVar[tuple[str, ...]] = ("key_points", "wrong_claims")
    free_text: ClassVar[bool] = True

    def interaction(self) -> Write:
        return Write(rule='free text; several lines between """ and """')

    def read(self, text: str) -> Reading:
        return Reading(text, text)

    def marking_scheme(self) -> tuple[tuple[float, str], ...]:
        weights = sum(point.weight for point in self.key_points)
        worth = self.points / weights if weights and weights != self.points else 1
        return tuple((point.weight * worth, point.text) for point in self.key_points)

    def wrong_claims_to_watch(self) -> tuple[str, ...]:
        return self.wrong_claims

    def judge(self, reading: Reading) -> Judgement:
        return Judgement(None, "Waits for a person.")

    def giveaways(self, key: Value) -> Iterator[str]:
        yield from (point.text for point in self.key_points)
