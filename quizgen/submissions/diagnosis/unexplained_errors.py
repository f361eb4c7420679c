"""The first wrong line of a function whose result no misconception explains."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.blame_cases import arrays_of
from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.helper_calls import call_of_helper, outside_of_right
from quizgen.submissions.diagnosis.intermediates import Key, keys_of, pieces
from quizgen.submissions.diagnosis.statements import Statements
from quizgen.submissions.diagnosis.why import UNKNOWN, Blamed

MAX_EVENTS = 1500  # of a trace in which an unknown error is looked for


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
            at = outside_of_right(flow, call_of_helper(flow, i), statements)
            return Blamed(flow.events[at].line, UNKNOWN) if at is not None and flow.events[at].line else None
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
