"""The values of a traced function beside those of the right calculation and of the misconception: what each is, and what
it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quizgen.sandbox.traced import Event, Traced
from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, Label, keys_of
from quizgen.submissions.diagnosis.value_roles import PLACES

MAX_BACK = 1000  # events among which those are looked for that a line rests on
MAX_PARTS = 40  # items of lists and dicts among them


@dataclass(frozen=True, eq=False)
class Flow:
    """The events of a trace beside the values of the right calculation and of the misconception's."""

    traced: Traced
    case: Traceable
    wrong: Intermediates
    right: Intermediates
    headers: frozenset[int] = frozenset()  # lines at which loops begin

    @cached_property
    def keys(self) -> list[Key | None]:
        """The key of each event's value."""
        of_values = keys_of(self.traced.values)
        return [of_values[event.value] for event in self.traced.events]

    @property
    def events(self) -> tuple[Event, ...]:
        return self.traced.events

    @cached_property
    def given(self) -> frozenset[Key | None]:
        """The keys of what the function was given, and of what its object or its file held before."""
        first = {key for key, event in zip(self.keys, self.events, strict=True) if not event.line}
        return self.case.given | first

    @cached_property
    def _reads(self) -> dict[int, list[int]]:
        """The names that each line reads."""
        found: dict[int, list[int]] = {}
        for line, name in self.traced.reads:
            found.setdefault(line, []).append(name)
        return found

    def is_constant(self, at: int) -> bool:
        """Whether all numbers of an event are the same, as in zeros or ones."""
        values = self.traced.values[self.events[at].value]
        return bool((values == values[0]).all()) and (values.size > 1 or values[0] in (0.0, 1.0))

    def only_wrong(self, at: int) -> bool:
        """Whether the misconception has an event's value, and the right calculation has it nowhere."""
        key = self.keys[at]
        return (
            key in self.wrong.keys and key not in self.right.keys and key not in self.given and not self.is_constant(at)
        )

    def misused(self, at: int) -> set[str]:
        """The roles in which the misconception has an event's value and the right calculation has another."""
        key = self.keys[at]
        labels = self.wrong.keys.get(key, ()) if key is not None else ()
        return {label[0] for label in labels if self.right.key_at.get(label) != key}

    def labels(self, at: int) -> tuple[Label, ...]:
        """Where the misconception has an event's value."""
        key = self.keys[at]
        return self.wrong.keys.get(key, ()) if key is not None else ()

    def well_used(self, at: int) -> set[str]:
        """The places in which both calculations have an event's value."""
        key = self.keys[at]
        labels = self.wrong.keys.get(key, ()) if key is not None else ()
        return {label[0] for label in labels if label[0] in PLACES and self.right.key_at.get(label) == key}

    def right_roles(self, at: int) -> set[str]:
        """The roles in which the right calculation has an event's value, of whatever sign; none for zeros and ones."""
        key = self.keys[at]
        labels = self.right.keys.get(key, ()) if key is not None and not self.is_constant(at) else ()
        return {label[0] for label in labels if not label[0].endswith("negated")}

    def sources(self, at: int, *, with_given: bool = False) -> list[int]:
        """The events that put into the variables what the line of an event read, the latest first.

        `with_given`: also what the traced function itself was given."""
        here, found = self.events[at], []
        wanted = set(self._reads.get(here.line, ()))
        parts, returns, together = MAX_PARTS, True, True
        for i in range(at - 1, max(at - MAX_BACK, 0) - 1, -1):
            event = self.events[i]
            if event.name in wanted:
                if event.name in self.traced.plain:
                    wanted.discard(event.name)
                elif (parts := parts - 1) == 0:
                    break
                if event.line or with_given:
                    found.append(i)
            elif event.name == self.traced.returned:
                if returns and self.traced.callers[event.frame][0] == here.line and event.frame != here.frame:
                    found.append(i)
            elif event.line == here.line and (event.frame < here.frame or event.name == here.name) and not together:
                returns = False  # another round of a loop
            together = together and event.line == here.line
        return found

    @cached_property
    def right_numbers(self) -> Array:
        """All numbers that the right calculation has or is given, rounded, and 0 and 1."""
        first = [self.traced.values[event.value] for event in self.events if not event.line]
        found = [array for arrays in self.right.roles.values() for array in arrays]
        return np.unique(
            np.round(np.concatenate([a.ravel() for a in (*found, *self.case.arrays, *first)] + [[0.0, 1.0]]), 8)
        )

    def overrides(self, methods: Sequence[str]) -> bool:
        """Whether the misconception is one in these methods."""
        return any(name in vars(cls) for cls in self.case.mutants for name in methods)

    @cached_property
    def _turned(self) -> frozenset[int]:
        """The values with the numbers of an array that the function was given, in another order."""
        first = [i for i, event in enumerate(self.events) if not event.line]
        given, in_order = {self.keys[i] for i in first}, keys_of(self.traced.values, in_order=True)
        as_given = {in_order[self.events[i].value] for i in first}
        return frozenset(
            event.value
            for i, event in enumerate(self.events)
            if self.keys[i] in given and in_order[event.value] not in as_given
        )

    def is_turned(self, at: int) -> bool:
        """Whether an event has the numbers of an array that the function was given, in another order."""
        return self.events[at].value in self._turned

    def is_loop_header(self, at: int) -> bool:
        """Whether an event is what a loop's header sets."""
        return self.events[at].line in self.headers

    def is_parameter(self, at: int) -> bool:
        """Whether an event is what a function was given."""
        event = self.events[at]
        return event.line == self.traced.callers[event.frame][0]

    def first_only_wrong(self) -> int | None:
        """The first event with a value that only the misconception has."""
        return next((i for i in range(len(self.events)) if self.only_wrong(i)), None)
