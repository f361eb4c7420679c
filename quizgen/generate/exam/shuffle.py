"""The options of a question in an order of the student's own, where their order means nothing."""

from __future__ import annotations

from dataclasses import replace

from quizgen.ask import Ask
from quizgen.authoring import Draw
from quizgen.model import Variant


def shuffled(variant: Variant, seed: int) -> Variant:
    """A variant with its options in the order of a seed; its key names them by their new letters."""
    asks = [reordered(ask, Draw(f"{seed}:{ask.name}")) for ask in variant.asks]
    moved = {
        new.name: new
        for old, new in zip(variant.asks, asks, strict=True)
        if new is not old and new.interaction() != old.interaction()
    }
    if not moved:
        return variant
    # what solve computes stays in the order in which it was drawn: neither slips nor what follows from answers is moved
    key = {name: moved[name].key(None) if name in moved else value for name, value in variant.key.items()}
    return replace(variant, asks=tuple(asks), key=key)


def reordered(ask: Ask, draw: Draw) -> Ask:
    """An ask with its options in an order drawn."""
    return ask.reordered(lambda count: draw.shuffled(range(count)))
