"""The first line of a traced function at which its values leave the right calculation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from quizgen.sandbox.traced import Traced
from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.blame_cases import Traceable, arrays_of
from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.intermediates import Key, keys_of, pieces
from quizgen.submissions.diagnosis.statements import Statements
from quizgen.submissions.diagnosis.why import OTHER_ORDER, UNKNOWN, why

OF_ORDER = ("order_back",)  # methods that say in which order the steps are gone through
OF_SUMS = ("time_weights", "bias_weights", "bias_gradient", "counted_steps")  # and what is added up
OF_VALUES = ("recurrent_part", "nonlinearity", "weights", "bias", "input_part", "cell", "slope")  # what is computed
OF_BLOCKS = ("blocks_of_errors",)
OF_START = ("arriving_last",)  # from what the gradient that is handed on starts
MAX_EVENTS = 1500  # of a trace in which an unknown error is looked for


@dataclass(frozen=True)
class Blamed:
    """A line of the text that was loaded, and what is wrong from there on."""

    line: int
    why: str


def first_wrong(traced: Traced, case: Traceable, statements: Statements) -> Blamed | None:
    """The line to blame, None where it cannot be told."""
    if case.wrong is None:
        return first_unknown(Flow(traced, case, case.right, case.right), statements)
    flow = Flow(traced, case, case.wrong, case.right)
    at = _first(flow, statements)
    if at is None:
        return None
    line = flow.events[at].line
    if flow.overrides(OF_ORDER) and (header := _loop(flow, at, statements)) is not None:
        line = header
    if not line or not flow.is_told(at):
        return None
    if flow.overrides(OF_ORDER):
        return Blamed(line, OTHER_ORDER)
    labels = [label for label in flow.labels(at) if flow.right.key_at.get(label) != flow.keys[at]]
    rightly = () if flow.is_constant(at) else flow.right.keys.get(flow.keys[at] or (0, b""), ())
    return Blamed(line, why(labels, flow.wrong, flow.right, rightly))


def _first(flow: Flow, statements: Statements) -> int | None:
    """The event at which a misconception shows first."""
    at = flow.first_only_wrong()
    if at is None and flow.overrides(OF_SUMS) and flow.traced.is_whole and (summed := flow.summed()) is not None:
        return summed
    if (turned := flow.first_transposed()) is not None and (at is None or turned < at):
        return turned
    if at is None:
        at = flow.of_result() if flow.traced.is_whole else None
    if at is None:
        return None
    if flow.overrides(OF_BLOCKS):
        return next((i for i in flow.sources(at) if "errors" in flow.misused(i) | flow.right_roles(i)), at)
    if flow.overrides(OF_START) and (start := flow.started(statements)) is not None:
        return start
    origin = flow.origin(at)
    if origin is None:
        return None
    if flow.is_parameter(origin) and flow.overrides(OF_VALUES):
        return flow.returned_as(origin) or at
    chosen = flow.call_of_helper(at) if origin == at and not flow.overrides(OF_SUMS) else origin
    return flow.caller(flow.callee(chosen))


def _loop(flow: Flow, at: int, statements: Statements) -> int | None:
    """The header of the loop in which an event came up, also by way of the calls around it."""
    seen: set[int] = set()
    while True:
        event = flow.events[at]
        if (header := statements.loop(event.line)) is not None:
            return header
        call = flow.traced.callers[event.frame][0]
        function = statements.function(call)
        outer = [
            i
            for i in range(at)
            if flow.events[i].frame < event.frame and statements.function(flow.events[i].line) == function
        ]
        if not call or call in seen:
            return None
        if (header := statements.loop(call)) is not None:
            return header
        seen.add(call)
        if not outer:
            return None
        at = outer[-1]


def first_unknown(flow: Flow, statements: Statements) -> Blamed | None:
    """Where no misconception explains the result: the first line with a value that the right calculation does not have, and
    from which no value follows that it has. One from which right values follow is on the learner's own way."""
    if not flow.traced.is_whole or len(flow.events) > MAX_EVENTS or flow.case.has_outputs:
        return None
    known = _known(flow)
    harmless = _rightly_used(flow, known)
    places = {(flow.events[i].line, flow.events[i].name) for i in harmless}
    for i, event in enumerate(flow.events):
        if event.line and not known[i] and i not in harmless and (event.line, event.name) not in places:
            if statements.is_copy(event.line):
                continue
            line = flow.events[flow.call_of_helper(i)].line
            return Blamed(line, UNKNOWN) if line else None
    return None


def _known(flow: Flow) -> list[bool]:
    """Which events have a value of the right calculation, one that was given or a multiple of that; or zeros, or ones.

    Of an array that is filled part by part, the part counts."""
    of_values = _keys_of_multiples(flow.traced.values)
    multiples = flow.case.computed.memoised(
        "multiples", lambda call: frozenset(_keys_of_multiples([p for a in arrays_of(call.args) for p in pieces(a)]))
    )
    numbers = flow.right_numbers
    rearranged = [bool(np.isin(np.round(value, 8), numbers).all()) for value in flow.traced.values]
    known = [
        key is None
        or key in flow.right.keys
        or key in flow.given
        or flow.is_constant(i)
        or rearranged[flow.events[i].value]
        for i, key in enumerate(flow.keys)
    ]
    for i, event in enumerate(flow.events):
        before = flow.events[i - 1] if i else event
        is_whole = i and (before.line, before.name, before.frame) == (event.line, event.name, event.frame)
        sizes = [flow.traced.values[one.value].size for one in (before, event)]
        known[i] |= bool(is_whole and sizes[0] < sizes[1]) or of_values[event.value] in multiples - {None}
    return known


def _keys_of_multiples(arrays: Iterable[Array]) -> list[Key | None]:
    """What all arrays of more than one number have in common that are multiples of each other."""
    arrays = list(arrays)
    largest = [array.flat[np.abs(array).argmax()] for array in arrays]
    scaled = [
        array / number if number and array.size > 1 else np.full(1, np.nan)
        for array, number in zip(arrays, largest, strict=True)
    ]
    return keys_of(scaled)


def _rightly_used(flow: Flow, known: list[bool]) -> set[int]:
    """The unknown values on which right ones rest."""
    found: set[int] = set()
    for i, is_known in enumerate(known):
        if is_known and flow.right_roles(i) and flow.keys[i] not in flow.given:
            if any(flow.keys[j] == flow.keys[i] for j in flow.sources(i)):
                continue  # a copy: nothing else made it
            waiting = [j for j in flow.sources(i) if not known[j]]
            while waiting:
                j = waiting.pop()
                if j not in found:
                    found.add(j)
                    waiting += [k for k in flow.sources(j) if not known[k]]
    return found
