"""Variants from their JSON; quizgen.ask.plain takes every noun to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.asks import ask_from
from quizgen.model import Slip, Variant


def variant_from(data: Mapping[str, Any]) -> Variant:
    """A Variant from its JSON."""
    fields = dict(data)
    fields["asks"] = tuple(ask_from(ask) for ask in data["asks"])
    fields["slips"] = tuple(Slip(**{**slip, "misconceptions": tuple(slip["misconceptions"])}) for slip in data["slips"])
    fields["redrawn"] = tuple(data["redrawn"])
    return Variant(**fields)
