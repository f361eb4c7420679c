"""Which arguments a result depends on. From a function that ignores its arguments nothing follows, so it excuses nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from quizgen.submissions.cases import NOT_OBSERVABLE, Call, Case, GatedCase, as_array, compute, random_array
from quizgen.submissions.checks import tolerance
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.session import CheckSession, Submission
from reference_rnn import RNN

STEP = 0.01  # how far along a direction each argument is moved
SMALL = Case.of(2, 2, 2, 2, draw=" moved")
SMALL_LSTM = GatedCase.of(2, 2, 2, 2, draw=" moved")
PROBES = {
    "rnn_step": SMALL.step(),
    "rnn_forward": SMALL.forward(),
    "rnn_step_backward": SMALL.step_backward(),
    "lstm_step": SMALL_LSTM.lstm_step,
    "lstm_forward": SMALL_LSTM.lstm_forward,
}
PRODUCTS = ((("dW",), 1), (("dW_h",), 2), (("dx", "dx_t"), 4), (("dh0", "dh_prev"), 5))  # each gradient with its factor
BACKWARD_PROBES = {"rnn_backward": SMALL.backward(), "rnn_step_backward": PROBES["rnn_step_backward"]}
Ignored = Mapping[str, frozenset[int]]  # part of the result -> positions of the arguments that it does not depend on


def is_sensitive(session: CheckSession, submission: Submission, function: str) -> bool:
    """Whether each part of a function's result depends on all arguments that the reference's depends on.

    One argument may be ignored, or those that a misconception ignores.
    """
    calls = _perturbed_calls(PROBES[function])
    session.run_calls(submission, calls)
    reference, *misconceptions = _known_ignored(function)
    found = _ignored(calls[0], [session.results[call].value for call in calls], reference)
    return found is not None and all(
        len(missed := found[part] - reference[part]) <= 1 or any(missed <= one[part] for one in misconceptions)
        for part in reference
    )


def depends_on_little(session: CheckSession, submission: Submission, function: str) -> bool:
    """Whether a function's result depends on one argument at most, as that of no two mistakes at once does."""
    calls = _perturbed_calls(PROBES[function])
    session.run_calls(submission, calls)
    reference = _known_ignored(function)[0]
    found = _ignored(calls[0], [session.results[call].value for call in calls], reference) or {}
    return bool(found) and all(len(calls) - 1 - len(ignored) <= 1 for ignored in found.values())


def follows_products(session: CheckSession, submission: Submission, function: str) -> bool:
    """Whether most gradients depend on what they are a product with: dW on x, dW_h on the state before, dx on W, dh_prev on W_h.

    Those of a sum of all arguments, which is no cell, do not. True for functions of which this is not asked.
    """
    if function not in BACKWARD_PROBES:
        return True
    calls = _perturbed_calls(BACKWARD_PROBES[function])
    session.run_calls(submission, calls)
    values = [session.results[call].value for call in calls]
    parts = [name for names, _ in PRODUCTS for name in names if isinstance(values[0], dict) and name in values[0]]
    ignored = _ignored(calls[0], values, parts) or {}
    missed = [names for names, factor in PRODUCTS if any(factor in ignored.get(name, ()) for name in names)]
    return bool(ignored) and len(missed) <= len(PRODUCTS) / 2


def _perturbed_calls(call: Call) -> tuple[Call, ...]:
    """The call, then for each argument the same call with that argument moved a little."""
    return call.memoised("perturbed calls", _perturb)


def _perturb(call: Call) -> tuple[Call, ...]:
    steps = [STEP * random_array(f"moved {i}", *argument.shape) for i, argument in enumerate(call.args)]
    return (call, *(call.perturbed(i, step) for i, step in enumerate(steps)))


@functools.cache
def _known_ignored(function: str) -> Sequence[Ignored]:
    """What the reference ignores, then what each misconception ignores."""
    calls = _perturbed_calls(PROBES[function])
    candidates = (one for one in singles(function) if one.by_hand and one.value_for(calls[0]) is not None)
    values = [[compute(engine, call) for call in calls] for engine in (RNN, *(one.engine for one in candidates))]
    parts = values[0][0] if isinstance(values[0][0], dict) else ("",)
    return [found for one in values if (found := _ignored(calls[0], one, parts)) is not None]


def _ignored(call: Call, values: Sequence[object], parts: Iterable[str]) -> Ignored | None:
    """What the results of the perturbed calls do not depend on; None where a part is no array or changes its shape.

    A change within the tolerance of the checks is none.
    """
    found: dict[str, frozenset[int]] = {}
    for name in parts:
        returned = [value.get(name) if isinstance(value, dict) else value for value in values]
        if all(value is NOT_OBSERVABLE for value in returned):
            found[name] = frozenset()
            continue
        arrays = [as_array(value) for value in returned]
        if any(array is None or arrays[0] is None or array.shape != arrays[0].shape for array in arrays):
            return None
        first, *others = (array for array in arrays if array is not None)
        least = tolerance(call, returned[0], first)
        found[name] = frozenset(
            i for i, other in enumerate(others) if not np.abs(first - other).max(initial=0.0) > least
        )
    return found
