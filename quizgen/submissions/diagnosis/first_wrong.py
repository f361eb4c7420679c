"""The first line of a traced function at which its values leave the right calculation for the misconception's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


from quizgen.sandbox.traced import Event, Traced
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, keys_of

STATIONS = {  # roles that a variable of its own usually has
    "cell.0", "cell.1", "carry", "recurrent_part", "input_part", "start", "sequence", "read_states", "logit", "link.0", "slope",
    "arriving", "through_time", "initial_gradient", "partners used", "step", "factor",
}  # fmt: skip
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

    def is_constant(self, at: int) -> bool:
        """Whether all numbers of an event are the same, as in zeros or ones."""
        values = self.traced.values[self.events[at].value]
        return bool((values == values[0]).all()) and (values.size > 1 or values[0] in (0.0, 1.0))

    def only_wrong(self, at: int) -> bool:
        """Whether the misconception has an event's value, and the right calculation has it nowhere."""
        key = self.keys[at]
        return (
            key in self.wrong.keys
            and key not in self.right.keys
            and key not in self.case.given
            and not self.is_constant(at)
        )

    def misused(self, at: int) -> set[str]:
        """The roles in which the misconception has an event's value and the right calculation has another."""
        key = self.keys[at]
        return {
            label[0]
            for label in (self.wrong.keys.get(key, ()) if key is not None else ())
            if self.right.key_at.get(label) != key
        }

    def well_used(self, at: int) -> bool:
        """Whether both calculations have an event's value in the same place, and did not find it there."""
        key = self.keys[at]
        labels = self.wrong.keys.get(key, ()) if key is not None else ()
        return any(label[0] in STATIONS and self.right.key_at.get(label) == key for label in labels)

    def sources(self, at: int) -> list[int]:
        """The events that put into the variables what the line of an event read, the latest first."""
        line, found = self.events[at].line, []
        wanted = {name for of_line, name in self.traced.reads if of_line == line}
        for i in range(at - 1, -1, -1):
            event = self.events[i]
            if event.name in wanted:
                wanted.discard(event.name)
                if event.line:
                    found.append(i)
            if not wanted:
                break
        return found

    def first_only_wrong(self) -> int | None:
        """The first event with a value that only the misconception has."""
        return next((i for i in range(len(self.events)) if self.only_wrong(i)), None)

    def origin(self, at: int) -> int:
        """The event from which a wrong value comes: a value in a place that is another's, or `at` itself."""
        seen = {at}
        while True:
            further = self._misused_source(at, seen)
            if further is None:
                return at
            at = further

    def _misused_source(self, at: int, seen: set[int]) -> int | None:
        """The latest value that a line read and that stands in a place of another; also by way of own intermediate values."""
        unknown = []
        for i in self.sources(at):
            if i in seen or len(seen) > MAX_WALK:
                continue
            seen.add(i)
            key = self.keys[i]
            if self.only_wrong(i) or self.misused(i) & STATIONS:
                return self._misuse(i)
            if key not in self.right.keys and key not in self.case.given and not self.is_constant(i):
                unknown.append(i)
        for i in unknown:
            if (found := self._misused_source(i, seen)) is not None:
                return found
        return None

    def _misuse(self, at: int) -> int:
        """Of the events that hand one value on, the one at which it takes a place that is not its own."""
        chain, key = [at], self.keys[at]
        while copies := [i for i in self.sources(chain[0]) if self.keys[i] == key and i not in chain]:
            chain.insert(0, copies[0])
        if self.well_used(at):
            places = {"cell.1" if role == "unroll.1" else role for role in self.misused(at) & STATIONS}
            return chain[max(len(chain) - len(places), 1 if len(chain) > 1 else 0)]
        return chain[0]

    def of_result(self) -> int | None:
        """Where a wrong part of the result got its value that the right calculation has in another place."""
        for role in self.wrong.roles:
            key = self.wrong.key_at.get((role, 0, 0))
            if role.startswith("result ") and key is not None and key != self.right.key_at.get((role, 0, 0)):
                found = next((i for i in range(len(self.events) - 1, -1, -1) if self.keys[i] == key), None)
                if found is not None:
                    return self._assigned(found)
        return None

    def _assigned(self, at: int) -> int:
        """Goes back from what is returned to the variable that held it, unless other lines rightly use that."""
        while self.events[at].name not in self.traced.plain:
            line = self.events[at].line
            same = [i for i in self.sources(at) if self.keys[i] == self.keys[at]]
            used = [i for i in same if not self._read_elsewhere(i, line)]
            if not used:
                return at
            at = used[0]
        return at

    def _read_elsewhere(self, at: int, line: int) -> bool:
        name, own = self.events[at].name, self.events[at].line
        return any(read == name and of_line not in (line, own) for of_line, read in self.traced.reads)


@dataclass(frozen=True)
class Blamed:
    """A line of the text that was loaded, and what is wrong from there on."""

    line: int
    why: str


def first_wrong(traced: Traced, case: Traceable) -> Blamed | None:
    """The line to blame, None where it cannot be told."""
    if case.wrong is None:
        return None
    flow = Flow(traced, case, case.wrong, case.right)
    at = flow.first_only_wrong()
    if at is None:
        at = flow.of_result() if traced.is_whole else None
    if at is None:
        return None
    at = flow.origin(at)
    return Blamed(flow.events[at].line, "") if flow.events[at].line else None
