"""Which answers of a question are judged from the student's own earlier ones, found by following it from changed values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from quizgen.ask import Ask, Value
from quizgen.generate.slips_of_hand import NOT_REPEATED
from quizgen.model import Variant

Follow = Callable[[Variant, tuple[str, ...], Mapping[str, Value]], Mapping[str, Value]]
"""Every ask's value, each computed from the given values of the asks before it; raises LookupError."""

CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda value: value + np.linspace(1.0, 2.0, value.size).reshape(value.shape),
    lambda value: -value,
    lambda value: value * 0.5,
    lambda value: np.flip(value) - 0.25,
)


def carried(variant: Variant, follow: Follow) -> dict[str, tuple[str, ...]]:
    """For each ask whose answer goes on from earlier ones the names of these, where all others are as in the key.

    An answer by way of another one goes on from that other one: h_3 from h_2, not from h_1.
    """
    found: dict[str, tuple[str, ...]] = {}
    judged = [ask for ask in variant.asks if (ask.by_value or ask.goes_on) and not ask.symbolic]
    for place, ask in enumerate(judged):
        if ask.by_value and (names := tuple(moving(variant, ask, judged[:place], follow))):
            found[ask.name] = names
    return found


def moving(variant: Variant, ask: Ask, before: Sequence[Ask], follow: Follow) -> Iterator[str]:
    """The earlier asks of which a changed value alone gives another value of this one."""
    for earlier in before:
        key = {one.name: variant.key[one.name] for one in before}
        value = np.asarray(key[earlier.name], dtype=float)
        others = ({**key, earlier.name: change(value).tolist()} for change in CHANGES)
        if any(moved(ask, variant.key[ask.name], followed(variant, typed, follow).get(ask.name)) for typed in others):
            yield earlier.name


def followed(variant: Variant, typed: Mapping[str, Value], follow: Follow) -> Mapping[str, Value]:
    """What follows from the answers; nothing where that cannot be computed."""
    try:
        with np.errstate(all="ignore"):
            return follow(variant, (), typed)
    except NOT_REPEATED:
        return {}


def moved(ask: Ask, right: Value, value: Value) -> bool:
    """Whether a value is one, and another than the right one."""
    if value is None:
        return False
    apart = ask.distance(value, right)
    return bool(np.isfinite(np.asarray(value, dtype=float)).all() and (apart > max(ask.allowed)).any())
