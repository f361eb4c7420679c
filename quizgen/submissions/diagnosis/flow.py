"""The values of a traced function beside those of the right calculation and of the misconception: where each came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quizgen.sandbox.traced import Event, Traced
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, Label, keys_of

STATIONS = {  # roles that a variable of its own usually has
    "cell.0", "cell.1", "carry", "recurrent_part", "input_part", "start", "sequence", "read_states", "logit", "link.0", "slope",
    "arriving", "through_time", "initial_gradient", "partners used", "step", "factor", "carry_back", "reduced",
    "arriving.0", "arriving.1", "states_before.0", "states_before.1", "first_states.0", "first_states.1", "state_before",
    "first_state", "kept", "written", "cell_before", "cell gradient", "squashed", "slope_states", "carried into the last",
    "cross_entropy", "unit_losses", "input_part and bias", "recurrent_part and bias", "counted losses", "averaged_over", "counts",
}  # fmt: skip
PLACES = (STATIONS | {"given dh"}) - {"input_part and bias", "recurrent_part and bias"}
MAX_BACK = 1000  # events among which those are looked for that a line rests on
MAX_PARTS = 40  # items of lists and dicts among them
MAX_WALK = 200  # events that are looked at on the way back from a wrong value


@dataclass(frozen=True, eq=False)
class Flow:
    """The events of a trace beside the values of the right calculation and of the misconception's."""

    traced: Traced
    case: Traceable
    wrong: Intermediates
    right: Intermediates

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
        parts, returns = MAX_PARTS, True
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
            elif event.line == here.line and (event.frame < here.frame or event.name == here.name):
                returns = False  # another round of a loop
        return found

    def overrides(self, methods: Sequence[str]) -> bool:
        """Whether the misconception is one in these methods."""
        return any(name in vars(cls) for cls in self.case.mutants for name in methods)

    def call_of_helper(self, at: int) -> int:
        """Where a line of an inner function had a right value at an earlier call: what that is given now, at the line that
        calls it. Such a function is right, and was given something wrong."""
        event = self.events[at]
        given = [i for i in range(at) if self.events[i].frame == event.frame and self._is_parameter(i)]
        if not self.traced.callers[event.frame][0] or not given:
            return at
        earlier = (
            i for i in range(at)
            if self.events[i].frame != event.frame and (self.events[i].line, self.events[i].name) == (event.line, event.name)
        )  # fmt: skip
        return given[-1] if any(self.right_roles(i) for i in earlier) else at

    def summed(self) -> int | None:
        """Where a wrong part of the result, whose value is right elsewhere, was last set in a loop: goes back from the result
        to the first variable that a line sets more than once."""
        found = self._wrong_result()
        while found is not None and not self._is_repeated(found):
            found = next((i for i in self.sources(found) if self.keys[i] == self.keys[found]), None)
        return found

    def _is_repeated(self, at: int) -> bool:
        """Whether a line sets a variable several times, with another line in between."""
        event, rounds, before = self.events[at], 0, 0
        for other in self.events:
            rounds += other.line != before and (other.line, other.name) == (event.line, event.name)
            before = other.line
        return rounds > 1

    def first_only_wrong(self) -> int | None:
        """The first event with a value that only the misconception has."""
        return next((i for i in range(len(self.events)) if self.only_wrong(i)), None)

    def origin(self, at: int) -> int:
        """The event from which a wrong value comes: a value in a place that is another's, or `at` itself."""
        seen = {at}
        while self.only_wrong(at) or not self.right_roles(at) - self.misused(at):
            further = self._misused_source(at, seen)
            if further is None:
                return at
            at = further
        constants = [i for i in self.sources(at) if self.is_constant(i) and self.misused(i) & STATIONS]
        return constants[0] if constants else at

    def _misused_source(self, at: int, seen: set[int]) -> int | None:
        """The latest value that a line read and that stands in a place of another; also by way of own intermediate values."""
        unknown = []
        sources = self.sources(at, with_given=True)
        read_as_given = {self.keys[i] for i in sources if not self.events[i].line}
        for i in sources:
            if self.keys[i] in read_as_given or i in seen or len(seen) > MAX_WALK:
                continue
            seen.add(i)
            key = self.keys[i]
            if self.only_wrong(i):
                return i
            misused = self.misused(i)
            if misused & STATIONS == {"recurrent_part and bias"} and key in self.given:
                continue  # b alone
            if misused & STATIONS == {"partners used"} and self._read_elsewhere(i, self.events[at].line):
                continue
            if misused & STATIONS and (found := self._misuse(i)) is not None:
                return found
            if misused or (key not in self.right.keys and key not in self.given and not self.is_constant(i)):
                unknown.append(i)
        for i in unknown:
            if (found := self._misused_source(i, seen)) is not None:
                return found
        return None

    def _misuse(self, at: int) -> int | None:
        """Of the events that hand one value on, the one at which it takes a place that is not its own; None where the line that
        reads it does so. The first of them have it rightly."""
        chain, key = [at], self.keys[at]
        first = at
        while copies := [i for i in self.sources(first, with_given=True) if self.keys[i] == key and i not in chain]:
            first = copies[0]
            if self.events[first].name in self.traced.plain or not self.events[first].line:
                chain.insert(0, first)
        whole = chain
        chain = [i for n, i in enumerate(chain) if not (n and self.events[chain[n - 1]].line and self._is_parameter(i))]
        given, places = not self.events[chain[0]].line, self.misused(at) & STATIONS
        if not places:
            return None
        own = self.well_used(at) - places
        if not own:
            is_item = self.events[at].name not in self.traced.plain and places <= {"sequence"}
            if len(chain) == given or is_item or (given and self._is_parameter(chain[given])):
                return None
            return chain[given]
        rightly = given + (0 if places <= {"carry"} else len(own - {"given dh"}))
        if "cell.1" in places and len(chain) == rightly == 1 and not self._is_parameter(chain[0]):
            return chain[0]
        if self.events[at].name not in self.traced.plain and own & {"start", "cell.1"}:
            return None  # a list of states: what is wrong is which of them is taken
        first = max(len(chain) - len(places), rightly)
        return chain[first] if first < len(chain) else whole[-1] if len(whole) > len(chain) else None

    def caller(self, at: int) -> int:
        """Where the misconception is another function f or σ: the line that calls it, and not a line in it."""
        frame = self.events[at].frame
        line, is_general = self.traced.callers[frame]
        if not (
            is_general and line and any(name in vars(c) for name in ("nonlinearity", "unit") for c in self.case.mutants)
        ):
            return at
        return next((i for i, event in enumerate(self.events) if event.frame == frame and event.line == line), at)

    def callee(self, at: int) -> int:
        """The line of an inner function that made the value, where the one that calls it only takes it."""
        while made := [i for i in self.sources(at) if self._hands_on(i, at)]:
            at = made[0]
        return at

    def _hands_on(self, i: int, at: int) -> bool:
        """Whether an event's value is that of a later one: what a function returned, or the variable returned there."""
        one, other = self.events[i], self.events[at]
        if self.keys[i] != self.keys[at]:
            return False
        if one.name == self.traced.returned:
            return other.name != self.traced.returned or self.keys[i] not in self.right.keys
        caller = self.traced.callers[one.frame][0]
        return (
            other.name == self.traced.returned and one.name in self.traced.plain and bool(caller) and one.line != caller
        )

    def first_transposed(self) -> int | None:
        """The first event with a part of dW_h the other way round, if that is the misconception."""
        mistaken, right = (values.roles.get("result dW_h", [None])[0] for values in (self.wrong, self.right))
        if mistaken is None or right is None or not np.allclose(mistaken, right.T):
            return None
        turned = [array for role in ("dW_h share", "dW_h sum", "dW_h example share", "dW_h example sum", "result dW_h")
                  for array in self.right.roles.get(role, ())]  # fmt: skip
        arrays = [array.T if self.case.rows_are_units else array for array in turned]
        wanted = {*keys_of(arrays, in_order=True)} - {None}
        of_values = keys_of(self.traced.values, in_order=True)
        return next((i for i, event in enumerate(self.events) if of_values[event.value] in wanted), None)

    def _is_parameter(self, at: int) -> bool:
        """Whether an event is what a function was given."""
        event = self.events[at]
        return event.line == self.traced.callers[event.frame][0]

    def of_result(self) -> int | None:
        """Where a wrong part of the result got its value that the right calculation has in another place."""
        found = self._wrong_result()
        if found is None:
            return None
        return self._misplaced(found) if self.well_used(found) else self._assigned(found)

    def _wrong_result(self) -> int | None:
        """The last event with a part of the result that is wrong."""
        for role in self.wrong.roles:
            key = self.wrong.key_at.get((role, 0, 0))
            if role.startswith("result ") and key is not None and key != self.right.key_at.get((role, 0, 0)):
                found = next((i for i in range(len(self.events) - 1, -1, -1) if self.keys[i] == key), None)
                if found is not None:
                    return found
        return None

    def _misplaced(self, at: int) -> int:
        """For a value that is right elsewhere: the variable that is another's, or what is returned itself."""
        while same := [i for i in self.sources(at) if self.keys[i] == self.keys[at]]:
            if self.events[same[0]].name in self.traced.plain:
                found = self._misuse(same[0])
                misplaced = bool(self.misused(same[0]) & STATIONS)
                return found if found is not None else at if misplaced else self._assigned(at)
            at = same[0]
        return at

    def _assigned(self, at: int) -> int:
        """Goes back from what is returned to the variable that held it, unless other lines rightly use that."""
        while self.events[at].name not in self.traced.plain:
            same = [i for i in self.sources(at) if self.keys[i] == self.keys[at]]
            if not same:
                return at
            at = same[0]
        return at

    def _read_elsewhere(self, at: int, line: int) -> bool:
        name, own = self.events[at].name, self.events[at].line
        return any(read == name and of_line not in (line, own) for of_line, read in self.traced.reads)
