"""Where the reference and its misconceptions lead: from the problem itself, and on from what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from quizgen.ask import Ask, Reading, Value
from quizgen.model import Slip, Variant

Follow = Callable[[Variant, tuple[str, ...], Mapping[str, Value]], Mapping[str, Value]]
"""Every ask's value under the misconceptions named (none: the reference), each computed from the typed values of the
asks before it; raises LookupError when they cannot be followed there."""

NOT_FOLLOWED = (LookupError, ArithmeticError, ValueError)  # the log of a negative output, a shape no product takes


class Trails:
    """One question with its readings: `typed` is what can be gone on from, `sound` the part no guard objects to."""

    def __init__(self, variant: Variant, readings: Mapping[str, Reading], follow: Follow) -> None:
        self.variant, self.readings, self._follow = variant, readings, follow
        self._walked: dict[tuple[tuple[str, ...], str], Mapping[str, Value]] = {}
        self.asks = [ask for ask in variant.asks if ask.by_value]
        self.typed = {a.name: readings[a.name].value for a in self.asks if readings[a.name].value is not None}
        self.suspects: dict[str, str] = {}
        self.sound: dict[str, Value] = {}
        for ask in self.asks:
            if ask.name in self.typed and (why := self._suspicion(ask)):
                self.suspects[ask.name] = why
            elif ask.name in self.typed:
                self.sound[ask.name] = self.typed[ask.name]

    def _suspicion(self, ask: Ask) -> str:
        """Why nobody can go on from the typed value, unless it is right, or rightly follows from those before."""
        value = self.typed[ask.name]
        why = ask.doubt(value, self.variant.problem)
        if not why or self.straight(ask):
            return ""
        follows = self.walk((), self.sound).get(ask.name) if self.sound else None
        return "" if (ask.distance(value, follows) <= ask.allowed[1]).all() else why

    def straight(self, ask: Ask) -> bool:
        """The typed value is the truth itself."""
        return bool((ask.distance(self.typed[ask.name], self.variant.key[ask.name]) <= ask.allowed[0]).all())

    def walk(self, misconceptions: tuple[str, ...], typed: Mapping[str, Value]) -> Mapping[str, Value]:
        """Every ask's value, going on from `typed`; nothing where that cannot be followed."""
        which = (misconceptions, repr(sorted(typed.items())))
        if which not in self._walked:
            try:
                with np.errstate(all="ignore"):
                    self._walked[which] = self._follow(self.variant, misconceptions, typed)
            except NOT_FOLLOWED:
                self._walked[which] = {}
        return self._walked[which]

    @cached_property
    def carried(self) -> Mapping[str, Value]:
        """What follows from the learner's own answers that can be gone on from; the key where nothing was typed."""
        return self.walk((), self.sound) if self.sound else self.variant.key

    @cached_property
    def tainted(self) -> Mapping[str, Value]:
        """What follows from everything typed, impossible and trivial values too."""
        return self.walk((), self.typed) if self.suspects else self.carried

    def ends(self, slip: Slip) -> list[tuple[tuple[str, ...], Mapping[str, Value], Mapping[str, Value]]]:
        """Where a slip leads, from each start: (its ids, its answers, the reference's from the same values)."""
        found = [(slip.misconceptions, slip.answers, self.variant.key)]
        for name in slip.misconceptions:
            if self.sound:
                found.append(((name,), self.walk((name,), self.sound), self.carried))
            if self.suspects:
                found.append(((name,), self.walk((name,), self.typed), self.tainted))
        return found

    def before(self, ask: Ask) -> list[Ask]:
        """The asks answered before this one, in order."""
        return [earlier for earlier in self.asks[: self.asks.index(ask)] if earlier.name in self.typed]
