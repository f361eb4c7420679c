"""How much is tried: with every change what takes minutes, in the night (with QUIZGEN_SEEDS in the environment) all of it."""

from __future__ import annotations

import os
from collections.abc import Iterable

NIGHTLY = "QUIZGEN_SEEDS" in os.environ


def seeds(by_day: int) -> int:
    """How many seeds are tried: QUIZGEN_SEEDS in the nightly run."""
    return int(os.environ.get("QUIZGEN_SEEDS", by_day))


def examples(nightly: int) -> int:
    """How many examples Hypothesis tries of a property: a quarter of the nightly run's by day, and ten at least."""
    return nightly if NIGHTLY else min(nightly, max(nightly // 4, 10))


def every(step: int, names: Iterable[str]) -> list[str]:
    """Every step-th of the names by day, from the first; all in the nightly run."""
    return list(names)[:: 1 if NIGHTLY else step]
