"""Values that are right in one place and stand in another's: the line at which one takes the place that is not its own."""

from __future__ import annotations

import itertools

import numpy as np

from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.intermediates import keys_of
from quizgen.submissions.diagnosis.value_roles import CARRIED, OF_CARRIED, OF_FIRST, OF_LISTS, STARTS, STATIONS, UNNAMED

MAX_WALK = 200  # events that are looked at on the way back from a wrong value


def origin(flow: Flow, at: int) -> int | None:
    """The event from which a wrong value comes: a value in a place that is another's, or `at` itself; None where two
    lines may have made it."""
    seen = {at}
    while flow.only_wrong(at) or not flow.right_roles(at) - flow.misused(at):
        further = _misused_source(flow, at, seen)
        if further is None:
            return at
        at = further
    while constants := [
        i
        for i in flow.sources(at)
        if flow.is_constant(i)
        and flow.misused(i) & STATIONS
        and not flow.well_used(i) & STARTS
        and not _is_put_into(flow, i, at)
    ]:
        same = {flow.events[i].line for i in constants if flow.keys[i] == flow.keys[constants[0]]}
        if len(same) > 1:
            return None
        at = constants[0]
    return at


def _misused_source(flow: Flow, at: int, seen: set[int]) -> int | None:
    """The latest value that a line read and that stands in a place of another; also by way of own intermediate values."""
    unknown = []
    sources = flow.sources(at, with_given=True)
    if flow.is_constant(at):
        sources = [i for i in sources if flow.is_constant(i)]  # zeros are made of zeros, or of nothing
    read_as_given = {flow.keys[i] for i in sources if not flow.events[i].line}
    for i in sources:
        if flow.keys[i] in read_as_given or i in seen or len(seen) > MAX_WALK or _is_put_into(flow, i, at):
            continue
        seen.add(i)
        key = flow.keys[i]
        if flow.only_wrong(i):
            return i
        misused = flow.misused(i)
        if misused & STATIONS == {"recurrent_part and bias"} and key in flow.given:
            continue  # b alone
        if misused & STATIONS == {"partners used"} and _read_elsewhere(flow, i, flow.events[at].line):
            continue
        if misused & STATIONS and (found := misuse(flow, i, at)) is not None:
            return found
        is_own = key not in flow.right.keys and key not in flow.given and not flow.is_constant(i)
        if is_own or (misused and not flow.well_used(i)):
            unknown.append(i)
    for i in unknown:
        if (found := _misused_source(flow, i, seen)) is not None:
            return found
    return None


def reads_room_for_start(flow: Flow, at: int) -> bool:
    """Whether the line of an event reads an array of zeros that has room for h_0 beside the states."""
    states, start = (flow.right.roles.get(role, [None])[0] for role in ("result value", "start"))
    if states is None or start is None:
        return False
    zeros = (flow.traced.values[flow.events[i].value] for i in flow.sources(at) if flow.is_constant(i))
    return any(value.size == states.size + start.size for value in zeros)


def _is_put_into(flow: Flow, i: int, at: int) -> bool:
    """Whether zeros are in the list or dict into which the line of an event puts other zeros."""
    name = flow.events[at].name
    return (
        flow.is_constant(at) and flow.is_constant(i) and flow.events[i].name == name and name not in flow.traced.plain
    )


def misuse(flow: Flow, at: int, reader: int | None = None) -> int | None:
    """Of the events that hand one value on, the one at which it takes a place that is not its own; None where the line that
    reads it does so. The first of them have it rightly. `reader` is an event that line made."""
    chain, key = [at], flow.keys[at]
    first = at
    while copies := [i for i in flow.sources(first, with_given=True) if flow.keys[i] == key and i not in chain]:
        first = copies[0]
        if flow.events[first].name in flow.traced.plain or not flow.events[first].line:
            chain.insert(0, first)
    whole = chain
    chain = [i for n, i in enumerate(chain) if not (n and flow.events[chain[n - 1]].line and flow.is_parameter(i))]
    given, places = not flow.events[chain[0]].line, flow.misused(at) & STATIONS
    if not places:
        return None
    if places & CARRIED and flow.overrides(OF_CARRIED):
        return _after_the_right_one(flow, at, whole)
    own = flow.well_used(at) - places
    if own and flow.events[at].name not in flow.traced.plain and own & OF_LISTS:
        return None  # a list of states: what is wrong is which of them is taken
    if not own:
        is_item = flow.events[at].name not in flow.traced.plain and places <= {"sequence"}
        if len(chain) == given or is_item or (given and flow.is_parameter(chain[given])):
            return None
        return chain[given]
    rightly = given + (0 if places <= {"carry"} else len(own - {"given dh", "arriving.0", "arriving.1"}))
    if "cell.1" in places and len(chain) == rightly == 1 and not flow.is_parameter(chain[0]):
        return chain[0]
    first = max(len(chain) - len(places), rightly)
    if (
        own <= UNNAMED
        and reader is not None
        and not flow.misused(reader) & {"errors"}
        and (first >= len(chain) or (first and flow.is_loop_header(chain[first])))
    ):
        return chain[0]
    return chain[first] if first < len(chain) else whole[-1] if len(whole) > len(chain) else None


def _after_the_right_one(flow: Flow, at: int, chain: list[int]) -> int | None:
    """Of the events that hand on a state in the place of another, the first after the right one was there; None where
    the line that reads it takes the wrong one."""
    key = flow.keys[at]
    labels = flow.wrong.keys.get(key, ()) if key is not None else ()
    right = {flow.right.key_at.get(label) for label in labels if label[0] in CARRIED} - {key, None}
    there = next((i for i, one in enumerate(flow.keys) if one in right), -1)
    return next((i for i in sorted({*chain, at}) if i > there and flow.events[i].line), None)


def _read_elsewhere(flow: Flow, at: int, line: int) -> bool:
    name, own = flow.events[at].name, flow.events[at].line
    return any(read == name and of_line not in (line, own) for of_line, read in flow.traced.reads)


def is_told(flow: Flow, at: int) -> bool:
    """Whether a line can have made the misconception: for a start that is another's it holds that start, for steps in
    another order it reads all of them."""
    if flow.overrides(OF_FIRST):
        return flow.is_constant(at) or bool(flow.misused(at) & CARRIED)
    for role, of_whole in (("sequence", ("sequence", "input_part", "driven")), ("slope_states", ("slope_states",))):
        mistaken, right = (values.roles.get(role, [np.zeros(0)])[0] for values in (flow.wrong, flow.right))
        if flow.overrides((role,)) and mistaken.ndim == right.ndim == 3 and _is_permuted(mistaken, right):
            whole = [array for name in of_whole for array in flow.right.roles.get(name, ()) if array.ndim == 3]
            turned = [array.transpose(axes) for array in whole for axes in itertools.permutations(range(3))]
            wanted = {*keys_of(turned, in_order=True)}
            of_values = keys_of(flow.traced.values, in_order=True)
            read = {of_values[flow.events[i].value] for i in flow.sources(at, with_given=True)}
            return bool(flow.misused(at) & {role}) or bool(read & wanted)
    return True


def _is_permuted(one: Array, other: Array) -> bool:
    """Whether two arrays (T, ...) have the same numbers, in steps of another order."""
    [*keys] = keys_of([one, other])
    return keys[0] == keys[1] and keys_of(one) != keys_of(other)
