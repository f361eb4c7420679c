"""One call of a learner's function, by the chapter's names."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from numpy.typing import NDArray

Array = NDArray[Any]
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class Call:
    """One call of a function by the chapter's name, with its arguments by position in the chapter's layout.

    `watch` asks which arguments the call wrote into. The checks' calls are made once and put to every file, so what
    follows from a call alone is computed once too: `memoised` keeps it as long as the call itself.
    """

    function: str
    args: tuple[Any, ...]
    watch: bool = False
    _memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def memoised(self, key: Hashable, compute: Callable[[Call], V]) -> V:
        """`compute(self)`, computed once and kept under `key`."""
        if key not in self._memo:
            self._memo[key] = compute(self)
        found: V = self._memo[key]
        return found

    def memoised_for(self, owner: object, key: Hashable, compute: Callable[[Call], V]) -> V:
        """The same, kept no longer than `owner` lives."""
        of_owners: WeakKeyDictionary[object, dict[Hashable, V]] = self.memoised(
            "of owners", lambda call: WeakKeyDictionary()
        )
        own = of_owners.setdefault(owner, {})
        if key not in own:
            own[key] = compute(self)
        return own[key]

    def perturbed(self, position: int, step: Array) -> Call:
        """The same call with `step` added to one argument."""
        return Call(self.function, (*self.args[:position], self.args[position] + step, *self.args[position + 1 :]))

    def repeated(self) -> Call:
        """An equal call, made after this one and watched; the same object every time."""
        return self.memoised("repeated", lambda call: Call(call.function, call.args, watch=True))
