"""Whether a function hears of what it is given. From one that does not, nothing follows: it is no cell, not even a wrong one."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from quizgen.submissions.cases import Call, Case, answer, array_of, drawn
from quizgen.submissions.checks import tolerance
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.session import Conversation, Learner
from reference_rnn import RNN

FAR = 0.01  # how far along a direction each argument is moved
SMALL = Case.of(2, 2, 2, 2, draw=" moved")
ASKED = {"rnn_step": SMALL.step(), "rnn_forward": SMALL.forward(), "rnn_step_backward": SMALL.step_backward()}
Deaf = Mapping[str, frozenset[int]]  # part of the result -> the arguments, by position, that do not move it


def hears(held: Conversation, learner: Learner, function: str) -> bool:
    """Whether each part of what a function returns hears of all that the reference's does, but for one argument at most,
    or for those that a misconception is deaf to."""
    calls = _moved(ASKED[function])
    held.ask(learner, calls)
    right, *wrong = _known(function)
    found = _deaf(calls[0], [held.heard[call].value for call in calls], right)
    return found is not None and all(
        len(missed := found[part] - right[part]) <= 1 or any(missed <= one[part] for one in wrong) for part in right
    )


def _moved(call: Call) -> tuple[Call, ...]:
    """The call, and then the same with each argument moved a little."""
    return call.once("moved", _move)


def _move(call: Call) -> tuple[Call, ...]:
    steps = [FAR * drawn(f"moved {i}", *given.shape) for i, given in enumerate(call.args)]
    return (call, *(call.moved(i, step) for i, step in enumerate(steps)))


@functools.cache
def _known(function: str) -> Sequence[Deaf]:
    """What the reference is deaf to, and then what each misconception is."""
    calls = _moved(ASKED[function])
    engines = [RNN, *(suspect.engine for suspect in singles(function) if suspect.says(calls[0]) is not None)]
    said = [[answer(engine, call) for call in calls] for engine in engines]
    parts = said[0][0] if isinstance(said[0][0], dict) else ("",)
    return [found for values in said if (found := _deaf(calls[0], values, parts)) is not None]


def _deaf(call: Call, values: Sequence[object], parts: Iterable[str]) -> Deaf | None:
    """For what the moved calls return; None where a part is no array, or not always of one shape. What moves it by less
    than any result may be off by is not heard."""
    found = {}
    for name in parts:
        given = [value.get(name) if isinstance(value, dict) else value for value in values]
        arrays = [array_of(value) for value in given]
        if any(array is None or arrays[0] is None or array.shape != arrays[0].shape for array in arrays):
            return None
        first, *others = (array for array in arrays if array is not None)
        least = tolerance(call, given[0], first)
        found[name] = frozenset(
            i for i, other in enumerate(others) if not np.abs(first - other).max(initial=0.0) > least
        )
    return found
