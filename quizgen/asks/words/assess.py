"""An answer in words assessed against the rubric of its ask."""

from __future__ import annotations

from quizgen.asks.text import KeyPoint, Text
from quizgen.asks.words.assessment import Assessment, Found


def assess(ask: Text, typed: str) -> Assessment:
    """The key points that an answer says, with its words for each, and how sure that is."""
    words = typed.casefold()
    shown = [Found(point, (typed,)) for point in ask.key_points if said(point, words)]
    found = {one.point.id for one in shown}
    weights = sum(point.weight for point in ask.key_points)
    share = sum(one.point.weight for one in shown) / weights
    missing = tuple(point for point in ask.key_points if point.id not in found)
    return Assessment(share, tuple(shown), missing, confidence=0.0 if missing else 1.0)


def said(point: KeyPoint, words: str) -> bool:
    """Whether a word of each group of concepts occurs."""
    return bool(point.concepts) and all(any(word in words for word in group) for group in point.concepts)
