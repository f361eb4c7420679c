"""How much is tried: with every change what takes minutes, in the night (with QUIZGEN_SEEDS in the environment) all of it."""

from __future__ import annotations

import os

NIGHTLY = "QUIZGEN_SEEDS" in os.environ


def seeds(by_day: int) -> int:
    """How many seeds are tried: QUIZGEN_SEEDS in the nightly run."""
    return int(os.environ.get("QUIZGEN_SEEDS", by_day))


def examples(nightly: int) -> int:
    """How many examples Hypothesis tries of a property: a quarter of the nightly run's by day, and ten at least."""
    return nightly if NIGHTLY else min(nightly, max(nightly // 4, 10))
