"""One call of a learner's function, by the chapter's names."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from numpy.typing import NDArray

Array = NDArray[Any]
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class Call:
    """One call of a function by the chapter's name, with its arguments by position in the chapter's layout.

    `watch` asks to be told which arguments it wrote into. The checks' calls are made once and asked of every file.
    What follows from a call alone is worked out once too: `once` keeps it as long as the call itself.
    """

    function: str
    args: tuple[Any, ...]
    watch: bool = False
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, work: Callable[[Call], V]) -> V:
        """What `work` makes of this call, remembered under `key`."""
        if key not in self._known:
            self._known[key] = work(self)
        found: V = self._known[key]
        return found

    def moved(self, place: int, step: Array) -> Call:
        """The same call with one argument moved by that much."""
        return Call(self.function, (*self.args[:place], self.args[place] + step, *self.args[place + 1 :]))

    def again(self) -> Call:
        """An equal call that is made after this one, and watched."""
        return self.once("again", lambda call: Call(call.function, call.args, watch=True))
