"""Points as the plan wants them."""

from __future__ import annotations

from dataclasses import replace

from quizgen.model import Variant


def with_points(variant: Variant, points: float) -> Variant:
    """A variant that is worth so many points, its asks in proportion."""
    share = points / variant.points
    return replace(variant, asks=tuple(replace(ask, points=ask.points * share) for ask in variant.asks))
