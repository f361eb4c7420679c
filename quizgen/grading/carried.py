"""Error carried forward: what the reference and its misconceptions give from the problem, and from the typed answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np

from quizgen.ask import Ask, Reading, Run, Value
from quizgen.model import Recalculated, Slip, Variant

Follow = Callable[[Variant, tuple[str, ...], Mapping[str, Value]], Mapping[str, Value]]
"""Every ask's value under the misconceptions named (none: the reference), each computed from the typed values of the
asks before it; raises LookupError when they cannot be followed there."""


@runtime_checkable
class FollowsSlips(Protocol):
    """A Follow that repeats the calculation with slips of the hand, too."""

    def slips_of_hand(self, variant: Variant, typed: Mapping[str, Value], /) -> Recalculated:
        """The calculation with every slip, going on from typed values; raises LookupError."""
        ...


NOT_FOLLOWED = (LookupError, ArithmeticError, ValueError)  # the log of a negative output, a shape no product takes


class Derivation:
    """One question with its readings: `typed` are the values that were given, `usable` those one can go on from."""

    def __init__(self, variant: Variant, readings: Mapping[str, Reading], follow: Follow) -> None:
        self.variant, self.readings, self._follow = variant, readings, follow
        self._derived: dict[tuple[tuple[str, ...], str], Mapping[str, Value]] = {}
        self.asks = [ask for ask in variant.asks if ask.by_value]
        self.typed = {a.name: readings[a.name].value for a in self.asks if readings[a.name].value is not None}
        self.doubts: dict[str, str] = {}
        self.usable: dict[str, Value] = {
            ask.name: value
            for ask in variant.asks
            if ask.goes_on and (value := readings[ask.name].value) is not None and not ask.usable(value)
        }
        for ask in self.asks:
            if ask.name in self.typed and (why := self._doubt(ask)):
                self.doubts[ask.name] = why
            elif ask.name in self.typed:
                self.usable[ask.name] = self.typed[ask.name]

    def _doubt(self, ask: Ask) -> str:
        """Why nothing can be computed from the typed value; "" if it is right, or follows rightly from those before."""
        value = self.typed[ask.name]
        why = ask.impossible(value) or ask.trivial(value, self.variant.problem)
        if not why or self.is_right(ask):
            return ""
        follows = self.derive((), self.usable).get(ask.name) if self.usable else None
        return "" if (ask.distance(value, follows) <= ask.allowed[1]).all() else why

    def is_right(self, ask: Ask) -> bool:
        """The typed value is the truth itself."""
        return bool((ask.distance(self.typed[ask.name], self.variant.key[ask.name]) <= ask.allowed[0]).all())

    def derive(self, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
        """Every ask's value, going on from `typed`; nothing where that cannot be followed."""
        which = (misconceptions, repr(sorted(typed.items())))
        if which not in self._derived:
            try:
                with np.errstate(all="ignore"):
                    self._derived[which] = self._follow(self.variant, misconceptions, typed)
            except NOT_FOLLOWED:
                self._derived[which] = {}
        return self._derived[which]

    def run_on(self, ask: Ask) -> Run:
        """What the network, or a misconception, makes of the answer to this ask."""
        typed = {ask.name: self.readings[ask.name].value}
        return lambda misconceptions: self.derive(misconceptions, typed)

    @cached_property
    def carried(self) -> Mapping[str, Value]:
        """What follows from the learner's own usable answers; the key where nothing was typed."""
        return self.derive((), self.usable) if self.usable else self.variant.key

    @cached_property
    def carried_from_all(self) -> Mapping[str, Value]:
        """What follows from everything typed, impossible and trivial values too."""
        return self.derive((), self.typed) if self.doubts else self.carried

    @cached_property
    def slips_of_hand(self) -> Recalculated | None:
        """The calculation with every slip of the hand, going on from usable answers; None where it cannot be repeated."""
        if not isinstance(self._follow, FollowsSlips):
            return None
        try:
            return self._follow.slips_of_hand(self.variant, self.usable)
        except NOT_FOLLOWED:
            return None

    def outcomes(self, slip: Slip) -> list[tuple[tuple[str, ...], Mapping[str, Value], Mapping[str, Value]]]:
        """Where a slip leads, from each start: (its ids, its answers, the reference's from the same values)."""
        found = [(slip.misconceptions, slip.answers, self.variant.key)]
        for name in slip.misconceptions:
            if self.usable:
                found.append(((name,), self.derive((name,), self.usable), self.carried))
            if self.doubts:
                found.append(((name,), self.derive((name,), self.typed), self.carried_from_all))
        return found

    def before(self, ask: Ask) -> list[Ask]:
        """The asks answered before this one, in order."""
        return [earlier for earlier in self.asks[: self.asks.index(ask)] if earlier.name in self.typed]
