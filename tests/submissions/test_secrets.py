"""A file can read everything it is ever asked, so nothing that it is asked may be the answer to something else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from quizgen.submissions.cases import Call, expected_value
from quizgen.submissions.checks import CHECKS
from reference_rnn import RNN
from submission_stand_in import StandIn, held_with


def arrays(value: object) -> Iterator[np.ndarray]:
    """The arrays in a value, and the first and last step of each that has a time axis."""
    if isinstance(value, np.ndarray) and value.size >= 4:
        yield value
        if value.ndim == 3:
            yield from (part for part in (value[:, 0], value[:, -1]) if part.size >= 4)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays(item)
    elif isinstance(value, dict):
        yield from arrays(list(value.values()))


def asked(function: str) -> list[Call]:
    held = held_with(StandIn(function, RNN))
    return [call for check, calls in held.calls.items() if not check.uses_own_states for call in calls]


CALLS = {function: asked(function) for function in CHECKS}


@pytest.mark.parametrize("function", CHECKS)
def test_no_argument_of_another_function_is_an_answer_of_this_one(function: str) -> None:
    given = [
        array
        for other, calls in CALLS.items()
        for call in calls
        for array in arrays(call.args)
        if other != function and np.abs(array).max() > 1e-3 and len(np.unique(array)) > 2
    ]
    for call in CALLS[function]:
        for right in arrays(expected_value(call)):
            stolen = [g for g in given if g.shape == right.shape and np.allclose(g, right, rtol=1e-4, atol=1e-7)]
            assert not stolen, f"{call.function} is given {right}"
