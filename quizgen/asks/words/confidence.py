"""How far a machine's reading of an answer can be trusted, from 0 to 1: every reason for doubt takes something off."""

from __future__ import annotations

from collections.abc import Sequence

START = 0.95
HARD, SOFT = 0.45, 0.15


def confidence(hard: Sequence[str], soft: Sequence[str]) -> float:
    """A hard doubt is enough for a person to look, or three soft ones."""
    return round(max(0.0, START - HARD * len(hard) - SOFT * len(soft)), 3)
