"""The smallest case on which a function is wrong: it says more than the case on which the error was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import GROWING_CASES, Call, Case, GatedCase, expected_value, gated_case, on_own_states
from quizgen.submissions.checks import NAMES, PARTS, CheckFailed, CourseNames, require_array
from quizgen.submissions.diagnosis.memo import memoised
from quizgen.submissions.session import Observed

CALLS: dict[str, Callable[[Case], Call]] = {
    "rnn_step": Case.step,
    "rnn_forward": Case.forward,
    "rnn_step_backward": Case.step_backward,
    "rnn_backward": Case.backward,
    "lstm_step": lambda case: _gated(case, 4).lstm_step,
    "lstm_forward": lambda case: _gated(case, 4).lstm_forward,
    "lstm_step_backward": lambda case: _gated(case, 4).lstm_step_backward,
    "lstm_backward": lambda case: _gated(case, 4).lstm_backward,
    "gru_step": lambda case: _gated(case, 3).gru_step,
    "gru_forward": lambda case: _gated(case, 3).gru_forward,
}


def _gated(case: Case, blocks: int) -> GatedCase:
    """The case of the same size for a gated cell."""
    return gated_case(*(case.sizes[letter] for letter in "BTDH"), blocks)


def growing_calls(function: str) -> tuple[Call, ...]:
    """Calls on cases of growing size; () for a function whose error does not depend on sizes."""
    return tuple(CALLS[function](case) for case in GROWING_CASES) if function in CALLS else ()


def describe_smallest_case(observed: Observed, names: CourseNames) -> str:
    """For which sizes a function is right, and the first case on which it is wrong; empty if it is right on all."""
    cases = zip(GROWING_CASES, observed, strict=False)
    compared = [(case, _wrong_parts(call, result)) for case, (call, result) in cases if not result.failure]
    wrong = [(case, parts) for case, parts in compared if parts]
    if not wrong:
        return ""
    case, parts = wrong[0]
    right = [case for case, parts in compared if not parts]
    difference = next(iter(parts.values())).text(names)
    return f"{_pattern(wrong, right, names)}smallest case that shows it: {case.size}, {difference}"


@memoised
def _wrong_parts(call: Call, result: Result) -> dict[str, CheckFailed]:
    """For each array that is wrong, what is wrong with it."""
    value = result.value
    wrong = differing_parts(call, value)
    return wrong if not wrong or (own := on_own_states(call, value)) is call else differing_parts(own, value)


def differing_parts(call: Call, value: Any) -> dict[str, CheckFailed]:
    """For each array of a returned value that is not the reference's, what is wrong with it."""
    expected = expected_value(call)
    if isinstance(expected, dict):
        returned = value if isinstance(value, dict) else {}
        pairs = [(returned.get(name), part, name) for name, part in expected.items()]
    else:
        pairs = [(value, expected, NAMES[call.function])]
    wrong = {}
    for theirs, ours, name in pairs:
        try:
            require_array(call, theirs, ours, name)
        except CheckFailed as failed:
            wrong[name] = failed.without_traceback()
    return wrong


def _pattern(wrong: Sequence[tuple[Case, dict[str, CheckFailed]]], right: Sequence[Case], names: CourseNames) -> str:
    """Words about a size that must be more than 1 for the error to show, if a case that differs in it alone is right."""
    ever = set().union(*(parts for _, parts in wrong))
    arrays = [names.element(name, ()) for name in dict.fromkeys((*NAMES.values(), *PARTS)) if name in ever]
    which = f"{', '.join(arrays)} {'is' if len(arrays) == 1 else 'are'}"
    for letter in "TBHD":
        alone = wrong[0][0].sizes | {letter: 1}
        seen = any(case.sizes[letter] == 1 and all(case.sizes[n] >= alone[n] for n in alone) for case in right)
        if seen and all(case.sizes[letter] > 1 for case, _ in wrong):
            return f"{which} right for {letter} = 1, wrong from {letter} = 2 on; "
    return ""
