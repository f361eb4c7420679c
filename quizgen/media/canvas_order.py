"""An order of items as Canvas can ask for it: of several right orders, one that is told apart by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def first_order(keys: Sequence[str], before: Sequence[tuple[str, str]]) -> list[str]:
    """The right order in which, at each place, the first key of the alphabet stands that may stand there."""
    left, order = set(keys), []
    while left:
        free = [key for key in left if not any(there == key and here in left for here, there in before)]
        order.append(min(free, key=lambda key: (len(key), key)))
        left.discard(order[-1])
    return order


def is_only_order(keys: Sequence[str], before: Sequence[tuple[str, str]]) -> bool:
    """Whether no other order is right: each item is before the next."""
    order = first_order(keys, before)
    return set(pairwise(order)) <= set(before)
