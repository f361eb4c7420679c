"""The options of a question in an order of the student's own, where their order means nothing."""

from __future__ import annotations

from quizgen.model import Variant


def shuffled(variant: Variant, seed: int) -> Variant:
    """A variant with its options in the order of a seed."""
    return variant
