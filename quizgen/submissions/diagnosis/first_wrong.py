"""The first line of a traced function at which its values leave the right calculation."""

from __future__ import annotations

from quizgen.sandbox.traced import Traced
from quizgen.submissions.diagnosis.blame_cases import Traceable
from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.from_result import of_result, summed
from quizgen.submissions.diagnosis.helper_calls import (
    call_of_helper,
    callee,
    caller,
    handed_in,
    is_made_of_argument,
    is_returned_as_held,
    outside_of_right,
    returned_as,
)
from quizgen.submissions.diagnosis.misplaced_values import is_told, origin, reads_room_for_start
from quizgen.submissions.diagnosis.statements import Statements
from quizgen.submissions.diagnosis.transposed import first_transposed, started
from quizgen.submissions.diagnosis.unexplained_errors import first_unknown
from quizgen.submissions.diagnosis.value_roles import OF_FIRST, STATIONS
from quizgen.submissions.diagnosis.why import OTHER_ORDER, Blamed, why

OF_ORDER = ("order_back",)  # methods that say in which order the steps are gone through
OF_SUMS = ("time_weights", "bias_weights", "bias_gradient", "counted_steps")  # and what is added up
OF_VALUES = ("recurrent_part", "nonlinearity", "weights", "bias", "input_part", "cell", "slope")  # what is computed
OF_BLOCKS = ("blocks_of_errors",)
OF_START = ("arriving_last",)  # from what the gradient that is handed on starts


def first_wrong(traced: Traced, case: Traceable, statements: Statements) -> Blamed | None:
    """The line to blame, None where it cannot be told."""
    if case.wrong is None:
        return first_unknown(Flow(traced, case, case.right, case.right), statements)
    flow = Flow(traced, case, case.wrong, case.right, statements.headers)
    at = _first(flow, statements)
    at = None if at is None else _outside_of_right(flow, at, statements)
    if at is None:
        return None
    line = flow.events[at].line
    if flow.overrides(OF_ORDER) and (header := _loop(flow, at, statements)) is not None:
        line = header
    if not line or not is_told(flow, at):
        return None
    if flow.overrides(OF_ORDER):
        return Blamed(line, OTHER_ORDER)
    labels = [label for label in flow.labels(at) if flow.right.key_at.get(label) != flow.keys[at]]
    rightly = () if flow.is_constant(at) else flow.right.keys.get(flow.keys[at] or (0, b""), ())
    return Blamed(line, why(labels, flow.wrong, flow.right, rightly))


def _first(flow: Flow, statements: Statements) -> int | None:
    """The event at which a misconception shows first."""
    at = flow.first_only_wrong()
    if at is None and flow.overrides(OF_SUMS) and flow.traced.is_whole and (total := summed(flow)) is not None:
        return total
    if (turned := first_transposed(flow)) is not None and (at is None or turned < at):
        return turned
    if at is None:
        at = of_result(flow) if flow.traced.is_whole else None
    if at is None:
        return None
    if flow.overrides(OF_BLOCKS):
        return next((i for i in flow.sources(at) if "errors" in flow.misused(i) | flow.right_roles(i)), at)
    if flow.overrides(OF_START) and (start := started(flow, statements)) is not None:
        return start
    if _may_lie_elsewhere(flow, at):
        return None
    source = origin(flow, at)
    if source is None or (source != at and (is_made_of_argument(flow, source) or is_returned_as_held(flow, source))):
        return None
    if flow.is_parameter(source) and flow.overrides(OF_VALUES):
        return returned_as(flow, source) or handed_in(flow, source) or at
    chosen = call_of_helper(flow, at) if source == at and not flow.overrides(OF_SUMS) else source
    if chosen not in (at, source) and not flow.only_wrong(chosen) and not flow.misused(chosen):
        return chosen
    return caller(flow, callee(flow, chosen))


def _outside_of_right(flow: Flow, at: int, statements: Statements) -> int | None:
    """The same outside of functions that are right: where the value came from that one was given in the place of another."""
    call = outside_of_right(flow, at, statements)
    if call is None or call == at or not flow.misused(call) & STATIONS:
        return call
    source = origin(flow, call)
    if source is None or flow.well_used(source) or statements.is_right(flow.events[source].line):
        return call
    return source


def _may_lie_elsewhere(flow: Flow, at: int) -> bool:
    """Whether a value is made of what the search knows nothing of: the error of an output layer, or zeros in an array that has
    room for h_0, which any line may have put there."""
    is_given_wrongly = flow.case.has_outputs and "given dh" in flow.misused(at)
    return is_given_wrongly or (flow.overrides(OF_FIRST) and reads_room_for_start(flow, at))


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
