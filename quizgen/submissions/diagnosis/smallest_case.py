"""Ever larger cases: the smallest on which a function is wrong says more than the one on which it was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import LADDER, Call, Case, carried, truth
from quizgen.submissions.checks import NAMES, PARTS, Lost, Wording, require_array
from quizgen.submissions.diagnosis.memo import remembered

ROUTES: dict[str, Callable[[Case], Call]] = {
    "rnn_step": Case.step,
    "rnn_forward": Case.forward,
    "rnn_step_backward": Case.step_backward,
    "rnn_backward": Case.backward,
}
Heard = Sequence[tuple[Call, Result]]


def ladder(function: str) -> tuple[Call, ...]:
    """Calls on ever larger cases; () where a function's sizes say nothing."""
    return tuple(ROUTES[function](case) for case in LADDER) if function in ROUTES else ()


def smallest(heard: Heard, wording: Wording) -> str:
    """For which sizes a function is right, and the first rung on which it is not; empty if it stands on all of them."""
    tried = [(case, call, result) for case, (call, result) in zip(LADDER, heard, strict=False) if not result.failure]
    looked = [(case, _wrong_parts(call, result)) for case, call, result in tried]
    wrong = [(case, parts) for case, parts in looked if parts]
    if not wrong:
        return ""
    case, parts = wrong[0]
    right = [case for case, parts in looked if not parts]
    return f"{_pattern(wrong, right, wording)}smallest case that shows it: {case.size}, {next(iter(parts.values())).said(wording)}"


@remembered
def _wrong_parts(call: Call, result: Result) -> dict[str, Lost]:
    """What is wrong with each array that is wrong."""
    value = result.value
    wrong = _parts_off(call, value)
    return wrong if not wrong or (own := carried(call, value)) is call else _parts_off(own, value)


def _parts_off(call: Call, value: Any) -> dict[str, Lost]:
    expected = truth(call)
    if isinstance(expected, dict):
        given = value if isinstance(value, dict) else {}
        compared = [(given.get(name), part, name) for name, part in expected.items()]
    else:
        compared = [(value, expected, NAMES[call.function])]
    wrong = {}
    for theirs, ours, name in compared:
        try:
            require_array(call, theirs, ours, name)
        except Lost as lost:
            wrong[name] = lost.bare()
    return wrong


def _pattern(wrong: Sequence[tuple[Case, dict[str, Lost]]], right: Sequence[Case], wording: Wording) -> str:
    """Words about a size that has to be more than 1 before anything goes wrong; all else has to have been as large."""
    ever = set().union(*(parts for _, parts in wrong))
    order = (*NAMES.values(), *PARTS)
    names = ", ".join(wording.place(name, ()) for name in order if name in ever)
    for letter in "TBHD":
        alone = wrong[0][0].sizes | {letter: 1}
        seen = any(case.sizes[letter] == 1 and all(case.sizes[n] >= alone[n] for n in alone) for case in right)
        if seen and all(case.sizes[letter] > 1 for case, _ in wrong):
            return f"{names} right for {letter} = 1, wrong from {letter} = 2 on; "
    return ""
