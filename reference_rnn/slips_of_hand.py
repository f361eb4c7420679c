"""Slips of the hand, which are no misconceptions: each id with its title."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SLIPS_OF_HAND: Mapping[str, str] = MappingProxyType(
    {
        "hand-answers-exchanged": "Two answers exchanged",
        "hand-degrees": "Calculator in degrees",
        "hand-digits-slipped": "Digits slipped in writing",
        "hand-entry-misread": "One number misread",
        "hand-rounded-early": "Rounded too early",
        "hand-rows-exchanged": "Numbers in another order",
        "hand-sign-lost": "One sign lost",
        "hand-term-dropped": "One term left out",
    }
)
