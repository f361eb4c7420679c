"""Calls on cases that no check uses: a repair must hold on them too, so that none passes by treating a case specially."""

from __future__ import annotations

from collections.abc import Callable

from quizgen.submissions.cases import Call, Case

SIZES = ((2, 3, 4, 3), (3, 5, 2, 4), (1, 2, 3, 2))
FRESH = tuple(Case.of(*size, draw=" fresh") for size in SIZES)
CALLS: dict[str, Callable[[Case], Call]] = {
    "rnn_step": Case.step,
    "rnn_forward": Case.forward,
    "rnn_step_backward": Case.step_backward,
    "rnn_backward": Case.backward,
}


def fresh_calls(function: str) -> tuple[Call, ...]:
    """The calls of a function on fresh cases; () for one whose checks are all there is."""
    return tuple(CALLS[function](case) for case in FRESH) if function in CALLS else ()
