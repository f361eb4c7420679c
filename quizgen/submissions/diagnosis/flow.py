"""The values of a traced function beside those of the right calculation and of the misconception: where each came from."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quizgen.sandbox.traced import Event, Traced
from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, Label, keys_of
from quizgen.submissions.diagnosis.statements import Statements

STATIONS = {  # roles that a variable of its own usually has
    "cell.0", "cell.1", "carry", "recurrent_part", "input_part", "start", "sequence", "read_states", "logit", "link.0", "slope",
    "arriving", "through_time", "initial_gradient", "partners used", "step", "factor", "carry_back", "reduced",
    "arriving.0", "arriving.1", "states_before.0", "states_before.1", "first_states.0", "first_states.1", "state_before",
    "first_state", "error of a gate", "kept", "written", "cell_before", "cell gradient", "squashed", "slope_states",
    "cross_entropy", "unit_losses", "input_part and bias", "recurrent_part and bias", "counted losses", "averaged_over", "counts",
}  # fmt: skip
PLACES = (
    STATIONS | {"given dh", "candidate", "gate", "cell_state", "gate gradient", "output gate gradient", "into_cell"}
) - {"input_part and bias", "recurrent_part and bias"}
CARRIED = {
    "carry",
    "states_before.0",
    "states_before.1",
    "state_before",
    "first_states.0",
    "first_states.1",
    "first_state",
}  # states handed on from step to step
STARTS = {"start", "first_state", "first_states.0"}
OF_FIRST = ("start", "first_states", "first_state")
OF_CARRIED = ("carry", "states_before", "state_before", "first_states", "first_state")
CHOSEN = {
    *CARRIED,
    "slope_states",
    "partners used",
    "sequence",
    "start",
}  # what a one-line function may be given wrongly
OF_LISTS = {"start", "cell.1", "partners used", "first_states.0", "states_before.0"}
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

    def started(self, statements: Statements) -> int | None:
        """Where a variable outside the loop is set to the last step's own gradient; None where that is not one line."""
        last = self.right.roles.get("given dh", [None])[0]
        if last is None:
            return None
        [key] = keys_of([last[-1]])
        found = [
            i for i, event in enumerate(self.events)
            if self.keys[i] == key and event.line and not self.is_parameter(i) and statements.loop(event.line) is None
            and event.name in self.traced.plain
        ]  # fmt: skip
        frames = [i for i in found if self.events[i].frame == self.events[found[0]].frame]
        return frames[0] if len({self.events[i].line for i in frames}) == 1 else None

    def overrides(self, methods: Sequence[str]) -> bool:
        """Whether the misconception is one in these methods."""
        return any(name in vars(cls) for cls in self.case.mutants for name in methods)

    def call_of_helper(self, at: int) -> int:
        """Where a line of an inner function had a right value at an earlier call: what that is given now, at the line that
        calls it. Such a function is right, and was given something wrong."""
        event = self.events[at]
        given = [i for i in range(at) if self.events[i].frame == event.frame and self.is_parameter(i)]
        if not self.traced.callers[event.frame][0] or not given:
            return at
        earlier = (
            i for i in range(at)
            if self.events[i].frame != event.frame and (self.events[i].line, self.events[i].name) == (event.line, event.name)
        )  # fmt: skip
        if any(self.right_roles(i) for i in earlier):
            return given[-1]
        lines = {self.events[i].line for i in range(at + 1) if self.events[i].frame == event.frame} - {
            self.events[given[0]].line
        }
        misused = [i for i in given if self.misused(i) & CHOSEN]
        return misused[-1] if misused and lines == {event.line} else at

    def summed(self) -> int | None:
        """Where a wrong part of the result, whose value is right elsewhere, was last set in a loop: goes back from the result
        to the first variable that a line sets more than once."""
        for part in self._wrong_results():
            at: int | None = part
            while at is not None and not self._is_repeated(at := self._inside(at)):
                at = next((i for i in self.sources(at) if self.keys[i] == self.keys[at]), None)
            if at is not None:
                return at
        return None

    def _inside(self, at: int) -> int:
        """The event in a called function that first had a value, where that changes what it is given."""
        line, frame = self.events[at].line, self.events[at].frame
        inner = [
            i for i in range(at)
            if self.keys[i] == self.keys[at] and self.events[i].frame > frame and not self.is_parameter(i)
            and self.traced.callers[self.events[i].frame][0] == line and self.events[i].name != self.traced.returned
        ]  # fmt: skip
        return inner[-1] if inner else at

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

    def origin(self, at: int) -> int | None:
        """The event from which a wrong value comes: a value in a place that is another's, or `at` itself; None where two
        lines may have made it."""
        seen = {at}
        while self.only_wrong(at) or not self.right_roles(at) - self.misused(at):
            further = self._misused_source(at, seen)
            if further is None:
                return at
            at = further
        while constants := [
            i
            for i in self.sources(at)
            if self.is_constant(i) and self.misused(i) & STATIONS and not self.well_used(i) & STARTS
        ]:
            same = {self.events[i].line for i in constants if self.keys[i] == self.keys[constants[0]]}
            if len(same) > 1:
                return None
            at = constants[0]
        return at

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
        chain = [i for n, i in enumerate(chain) if not (n and self.events[chain[n - 1]].line and self.is_parameter(i))]
        given, places = not self.events[chain[0]].line, self.misused(at) & STATIONS
        if not places:
            return None
        if places & CARRIED and self.overrides(OF_CARRIED):
            return self._after_the_right_one(at, whole)
        own = self.well_used(at) - places
        if own and self.events[at].name not in self.traced.plain and own & OF_LISTS:
            return None  # a list of states: what is wrong is which of them is taken
        if not own:
            is_item = self.events[at].name not in self.traced.plain and places <= {"sequence"}
            if len(chain) == given or is_item or (given and self.is_parameter(chain[given])):
                return None
            return chain[given]
        rightly = given + (0 if places <= {"carry"} else len(own - {"given dh", "arriving.0", "arriving.1"}))
        if "cell.1" in places and len(chain) == rightly == 1 and not self.is_parameter(chain[0]):
            return chain[0]
        first = max(len(chain) - len(places), rightly)
        return chain[first] if first < len(chain) else whole[-1] if len(whole) > len(chain) else None

    def is_told(self, at: int) -> bool:
        """Whether a line can have made the misconception: for a start that is another's it holds that start, for steps in
        another order it reads all of them."""
        if self.overrides(OF_FIRST):
            return self.is_constant(at) or bool(self.misused(at) & CARRIED)
        for role, of_whole in (("sequence", ("sequence", "input_part", "driven")), ("slope_states", ("slope_states",))):
            mistaken, right = (values.roles.get(role, [np.zeros(0)])[0] for values in (self.wrong, self.right))
            if self.overrides((role,)) and mistaken.ndim == right.ndim == 3 and _is_permuted(mistaken, right):
                whole = [array for name in of_whole for array in self.right.roles.get(name, ()) if array.ndim == 3]
                turned = [array.transpose(axes) for array in whole for axes in itertools.permutations(range(3))]
                wanted = {*keys_of(turned, in_order=True)}
                of_values = keys_of(self.traced.values, in_order=True)
                read = {of_values[self.events[i].value] for i in self.sources(at, with_given=True)}
                return bool(self.misused(at) & {role}) or bool(read & wanted)
        return True

    def returned_as(self, at: int) -> int | None:
        """The return at which a value came out of an inner function that a later one was given; None where there is none."""
        while same := [i for i in self.sources(at) if self.keys[i] == self.keys[at]]:
            at = same[0]
            if self.events[at].name == self.traced.returned:
                return at
        return None

    def _after_the_right_one(self, at: int, chain: list[int]) -> int | None:
        """Of the events that hand on a state in the place of another, the first after the right one was there; None where
        the line that reads it takes the wrong one."""
        key = self.keys[at]
        labels = self.wrong.keys.get(key, ()) if key is not None else ()
        right = {self.right.key_at.get(label) for label in labels if label[0] in CARRIED} - {key, None}
        there = next((i for i, one in enumerate(self.keys) if one in right), -1)
        return next((i for i in sorted({*chain, at}) if i > there and self.events[i].line), None)

    def caller(self, at: int) -> int:
        """Where the misconception is another function f or σ: the line that calls it, and not a line in it."""
        frame = self.events[at].frame
        line, is_general = self.traced.callers[frame]
        if not (is_general and line and (self.overrides(("nonlinearity", "unit")) or self.case.is_gated)):
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
        if self.right_roles(i) & PLACES and not self._is_argument(i):
            return False  # right there, and in the place of another where it is taken
        if one.name == self.traced.returned:
            return True
        caller = self.traced.callers[one.frame][0]
        return (
            other.name == self.traced.returned and one.name in self.traced.plain and bool(caller) and one.line != caller
        )

    def first_transposed(self) -> int | None:
        """The first event with a part of dW_h, or W_h beside W, the other way round, if that is the misconception."""
        forward = self.case.call.function in ("rnn_step", "rnn_forward")
        wanted = self._keys_of_weights(self.wrong) - self._keys_of_weights(self.right) if forward else set()
        mistaken, right = (values.roles.get("result dW_h", [None])[0] for values in (self.wrong, self.right))
        if mistaken is not None and right is not None and np.allclose(mistaken, right.T):
            turned = [array for role in ("dW_h share", "dW_h sum", "dW_h example share", "dW_h example sum", "result dW_h")
                      for array in self.right.roles.get(role, ())]  # fmt: skip
            wanted |= {*keys_of([array.T if self.case.rows_are_units else array for array in turned], in_order=True)}
        if not wanted - {None}:
            return None
        of_values = keys_of(self.traced.values, in_order=True)
        return next(
            (
                i
                for i, event in enumerate(self.events)
                if of_values[event.value] in wanted - {None} and not self.is_constant(i)
            ),
            None,
        )

    def _keys_of_weights(self, values: Intermediates) -> set[Key | None]:
        arrays = values.roles.get("both weights", [])
        return {*keys_of([one for array in arrays for one in (array, array.T)], in_order=True)}

    def _is_argument(self, at: int) -> bool:
        """Whether a function was given an event's value, which it may return unchanged."""
        frame = self.events[at].frame
        return any(
            self.events[i].frame == frame and self.is_parameter(i) and self.keys[i] == self.keys[at] for i in range(at)
        )

    def is_parameter(self, at: int) -> bool:
        """Whether an event is what a function was given."""
        event = self.events[at]
        return event.line == self.traced.callers[event.frame][0]

    def of_result(self) -> int | None:
        """Where a wrong part of the result got its value that the right calculation has in another place."""
        found = next(self._wrong_results(), None)
        if found is None:
            return None
        return self._misplaced(found) if self.well_used(found) else self._assigned(found)

    def _wrong_results(self) -> Iterator[int]:
        """The last event with each part of the result that is wrong."""
        for role in self.wrong.roles:
            key = self.wrong.key_at.get((role, 0, 0))
            if role.startswith("result ") and key is not None and key != self.right.key_at.get((role, 0, 0)):
                found = next((i for i in range(len(self.events) - 1, -1, -1) if self.keys[i] == key), None)
                if found is not None:
                    yield found

    def _misplaced(self, at: int) -> int:
        """For a value that is right elsewhere: the variable that is another's, or what is returned itself."""
        while same := [i for i in self.sources(at) if self.keys[i] == self.keys[at]]:
            same.sort(key=lambda i: self.events[i].name not in self.traced.plain)
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


def _is_permuted(one: Array, other: Array) -> bool:
    """Whether two arrays (T, ...) have the same numbers, in steps of another order."""
    [*keys] = keys_of([one, other])
    return keys[0] == keys[1] and keys_of(one) != keys_of(other)
