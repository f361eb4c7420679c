"""Calls of the learner's own functions: whether the called one made a wrong value, or the line that calls it."""

from __future__ import annotations

from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.statements import Statements
from quizgen.submissions.diagnosis.value_roles import CHOSEN, PLACES, STATIONS


def call_of_helper(flow: Flow, at: int) -> int:
    """Where a line of an inner function had a right value at an earlier call, and is given something else than right values
    now: that, at the line that calls it. So is one like σ, whatever it is given: it is right, and stands in a wrong place."""
    event = flow.events[at]
    given = [i for i in range(at) if flow.events[i].frame == event.frame and flow.is_parameter(i)]
    caller, is_general = flow.traced.callers[event.frame]
    if not caller or not given:
        return at
    if turned := [i for i in given if flow.is_turned(i)]:
        return turned[-1]
    earlier = (
        i for i in range(at)
        if flow.events[i].frame != event.frame and (flow.events[i].line, flow.events[i].name) == (event.line, event.name)
    )  # fmt: skip
    if any(flow.right_roles(i) for i in earlier):
        is_right = all(
            (flow.right_roles(i) or flow.keys[i] in flow.given) and not flow.misused(i) & CHOSEN for i in given
        )
        return at if is_right and not is_general else given[-1]
    lines = {flow.events[i].line for i in range(at + 1) if flow.events[i].frame == event.frame} - {
        flow.events[given[0]].line
    }
    misused = [i for i in given if flow.events[i].name in flow.traced.plain and flow.misused(i) & CHOSEN]
    return misused[-1] if misused and lines == {event.line} else at


def outside_of_right(flow: Flow, at: int, statements: Statements) -> int | None:
    """Where a line is in a function that is right: what that was given wrongly, at the line that calls it; None where the
    function is called from outside."""
    while statements.is_right(flow.events[at].line):
        frame = flow.events[at].frame
        given = [i for i in range(at + 1) if flow.events[i].frame == frame and flow.is_parameter(i)]
        if not given or not flow.traced.callers[frame][0]:
            return None
        call = flow.traced.callers[frame][0]
        if statements.is_right(call):
            function = statements.function(call)
            outer = [
                i
                for i in range(at)
                if flow.events[i].frame < frame and statements.function(flow.events[i].line) == function
            ]
            if not outer:
                return None
            at = outer[-1]
            continue
        wrong = [i for i in given if flow.only_wrong(i) or flow.misused(i) & STATIONS]
        return (wrong or given)[-1]
    return at


def returned_as(flow: Flow, at: int) -> int | None:
    """The return at which a value came out of an inner function that a later one was given; None where there is none."""
    while same := [i for i in flow.sources(at) if flow.keys[i] == flow.keys[at]]:
        at = same[0]
        if flow.events[at].name == flow.traced.returned:
            return at
    return None


def is_made_of_argument(flow: Flow, at: int) -> bool:
    """Whether a value that is right in another place is what an inner function made of its only argument: that function is
    right, and which of the lines before gave it the argument of another place cannot be told."""
    frame = flow.events[at].frame
    given = {flow.events[i].name for i in range(at) if flow.events[i].frame == frame and flow.is_parameter(i)}
    is_inner = bool(flow.traced.callers[frame][0]) and not flow.is_parameter(at)
    read = flow.sources(at, with_given=True)
    return (
        is_inner
        and len(given) == 1
        and bool(flow.right_roles(at) & PLACES)
        and bool(read)
        and all(flow.events[i].name in given and flow.keys[i] != flow.keys[at] for i in read)
    )


def is_returned_as_held(flow: Flow, at: int) -> bool:
    """Whether a variable took what an inner function returns, and that held it before: the one may lack a step, or the other."""
    taken = [
        i for i in flow.sources(at) if flow.keys[i] == flow.keys[at] and flow.events[i].name == flow.traced.returned
    ]
    if not taken or flow.events[at].name not in flow.traced.plain:
        return False
    frame = flow.events[taken[0]].frame
    inside = [i for i in range(at) if flow.events[i].frame == frame]
    alone = sum(flow.events[i].name == flow.traced.returned for i in inside) == 1
    return alone and any(
        flow.keys[i] == flow.keys[at] and flow.events[i].name in flow.traced.plain and not flow.is_parameter(i)
        for i in inside
    )


def handed_in(flow: Flow, at: int) -> int | None:
    """Where the variable was set that a function was given; None where the line that calls it computes the argument, or hands
    on what the traced function was given."""
    if flow.keys[at] in flow.given:
        return None
    return next((i for i in flow.sources(at) if flow.keys[i] == flow.keys[at]), None)


def caller(flow: Flow, at: int) -> int:
    """Where the misconception is another function f or σ: the line that calls it, and not a line in it."""
    frame = flow.events[at].frame
    line, is_general = flow.traced.callers[frame]
    if not (is_general and line and (flow.overrides(("nonlinearity", "unit")) or flow.case.is_gated)):
        return at
    return next((i for i, event in enumerate(flow.events) if event.frame == frame and event.line == line), at)


def callee(flow: Flow, at: int) -> int:
    """The line of an inner function that made the value, where the one that calls it only takes it."""
    while made := [i for i in flow.sources(at) if _hands_on(flow, i, at)]:
        at = made[0]
    return at


def _hands_on(flow: Flow, i: int, at: int) -> bool:
    """Whether an event's value is that of a later one: what a function returned, or the variable returned there."""
    one, other = flow.events[i], flow.events[at]
    if flow.keys[i] != flow.keys[at]:
        return False
    if flow.right_roles(i) & PLACES and not _is_argument(flow, i):
        return False  # right there, and in the place of another where it is taken
    if one.name == flow.traced.returned:
        return True
    caller = flow.traced.callers[one.frame][0]
    return other.name == flow.traced.returned and one.name in flow.traced.plain and bool(caller) and one.line != caller


def _is_argument(flow: Flow, at: int) -> bool:
    """Whether a function was given an event's value, which it may return unchanged."""
    frame = flow.events[at].frame
    return any(
        flow.events[i].frame == frame and flow.is_parameter(i) and flow.keys[i] == flow.keys[at] for i in range(at)
    )
