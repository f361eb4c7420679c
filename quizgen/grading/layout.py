"""Right numbers in another dress: rows for columns, another order, the other sign, percent, degrees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from quizgen.grading.carried import Trails
from quizgen.grading.distance import Array, allowed, exact, flat, off
from quizgen.model import Ask, Numbers

HALF = 0.5  # what such an answer is worth

Undress = Callable[[Array, Array, Numbers], Array | None]  # typed, wanted -> typed as it was meant


def _turned(typed: Array, wanted: Array, ask: Numbers) -> Array | None:
    square = isinstance(ask.size, tuple) and ask.size[0] == ask.size[1] > 1
    return typed.reshape(ask.shape).T.ravel() if square else None


def _sorted_alike(typed: Array, wanted: Array, ask: Numbers) -> Array | None:
    """`typed` in the order of `wanted`."""
    if isinstance(ask.size, tuple) or typed.size < 2:
        return None
    ordered = np.empty_like(typed)
    ordered[np.argsort(wanted)] = np.sort(typed)
    return ordered


def _negated(typed: Array, wanted: Array, ask: Numbers) -> Array | None:
    return -typed if typed.size > 1 else None


def _percent(typed: Array, wanted: Array, ask: Numbers) -> Array | None:
    return typed / 100 if ask.between == (0, 1) or ask.total == 1 else None


def _degrees(typed: Array, wanted: Array, ask: Numbers) -> Array | None:
    return None if exact(ask) else np.radians(typed)


DRESSES: dict[str, Undress] = {
    "These are the right numbers with rows and columns exchanged.": _turned,
    "These are the right numbers in another order.": _sorted_alike,
    "These are the right numbers with the opposite sign.": _negated,
    "This is the right value in percent.": _percent,
    "This is the right value turned into degrees: nothing here is an angle.": _degrees,
}


def presented(trails: Trails, ask: Ask) -> str:
    """What was exchanged, in a sentence, when the answer is right but for that; else ""."""
    if not isinstance(ask, Numbers) or not (exact(ask) or ask.decimals >= 3):
        return ""
    typed = flat(trails.typed[ask.name])
    doors = zip((trails.variant.key, trails.carried), allowed(ask), strict=True)
    for values, units in doors:
        wanted = flat(values.get(ask.name))
        if wanted.size != typed.size:
            continue
        for sentence, undress in DRESSES.items():
            meant = undress(typed, wanted, ask)
            if meant is not None and (off(ask, meant, wanted) <= units).all():
                return sentence
    return ""
