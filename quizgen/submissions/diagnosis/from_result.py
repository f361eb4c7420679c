"""The way back from a wrong part of the result whose value the right calculation has elsewhere."""

from __future__ import annotations

from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.misplaced_values import misuse
from quizgen.submissions.diagnosis.value_roles import STATIONS


def of_result(flow: Flow) -> int | None:
    """Where a wrong part of the result got its value that the right calculation has in another place."""
    parts = _wrong_results(flow)
    if not parts:
        return None
    return _misplaced(flow, parts[0]) if flow.well_used(parts[0]) else _assigned(flow, parts[0])


def summed(flow: Flow) -> int | None:
    """Where a wrong part of the result, whose value is right elsewhere, was last set in a loop: goes back from the result
    to the first variable that a line sets more than once."""
    for part in _wrong_results(flow):
        at: int | None = part
        while at is not None and not _is_repeated(flow, at := _inside(flow, at)):
            at = next((i for i in flow.sources(at) if flow.keys[i] == flow.keys[at]), None)
        if at is not None:
            return at
    return None


def _wrong_results(flow: Flow) -> list[int]:
    """The last event with each part of the result that is wrong; first those of parts whose right value never came up."""
    found: list[tuple[bool, int]] = []
    for role in flow.wrong.roles:
        key, right = (values.key_at.get((role, 0, 0)) for values in (flow.wrong, flow.right))
        if role.startswith("result ") and key is not None and key != right and key in flow.keys:
            found.append((right in flow.keys, len(flow.keys) - 1 - flow.keys[::-1].index(key)))
    return [at for _, at in sorted(found, key=lambda one: one[0])]


def _inside(flow: Flow, at: int) -> int:
    """The event in a called function that first had a value, where that changes what it is given."""
    line, frame = flow.events[at].line, flow.events[at].frame
    local = flow.traced.plain | {flow.traced.returned}
    inner = [
        i for i in range(at)
        if flow.keys[i] == flow.keys[at] and flow.events[i].frame > frame and not flow.is_parameter(i)
        and flow.traced.callers[flow.events[i].frame][0] == line and flow.events[i].name not in local
    ]  # fmt: skip
    return inner[-1] if inner else at


def _is_repeated(flow: Flow, at: int) -> bool:
    """Whether a line sets a variable several times, with another line in between."""
    event, rounds, block, before = flow.events[at], set(), 0, 0
    for other in flow.events:
        block += other.line != before
        before = other.line
        if (other.line, other.name) == (event.line, event.name):
            rounds.add(block)
    return len(rounds) > 1


def _misplaced(flow: Flow, at: int) -> int:
    """For a value that is right elsewhere: the variable that is another's, or what is returned itself."""
    while same := [i for i in flow.sources(at) if flow.keys[i] == flow.keys[at]]:
        same.sort(key=lambda i: flow.events[i].name not in flow.traced.plain)
        if flow.events[same[0]].name in flow.traced.plain:
            found = misuse(flow, same[0])
            misplaced = bool(flow.misused(same[0]) & STATIONS)
            return found if found is not None else at if misplaced else _assigned(flow, at)
        if flow.events[at].name == flow.traced.returned and _is_made(flow, same[0]):
            return at  # right in its list: what is wrong is which of its items is taken
        at = same[0]
    return at


def _is_made(flow: Flow, at: int) -> bool:
    """Whether the line of an event made its value as a whole: nothing had it before, and no array was filled part by part."""
    before, event = flow.events[at - 1] if at else None, flow.events[at]
    is_filled = before is not None and (before.line, before.name, before.frame) == (event.line, event.name, event.frame)
    return not is_filled and flow.keys[at] not in flow.keys[:at]


def _assigned(flow: Flow, at: int) -> int:
    """Goes back from what is returned to the variable that held it, unless other lines rightly use that."""
    while flow.events[at].name not in flow.traced.plain:
        same = [i for i in flow.sources(at) if flow.keys[i] == flow.keys[at]]
        if not same:
            return at
        at = same[0]
    return at
