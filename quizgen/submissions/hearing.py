"""Whether a function hears of what it is given. From one that does not, nothing follows: it is no cell, not even a wrong one."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from quizgen.submissions.answers import answer
from quizgen.submissions.cases import Array, Call, Case, drawn
from quizgen.submissions.compare import array_of
from quizgen.submissions.conversation import Conversation, Learner
from quizgen.submissions.suspects import singles
from reference_rnn import RNN

FAR = 0.01  # how far along a direction each argument is moved
HEARD = 1e-3  # of that distance the result moves at least
SMALL = Case.of(2, 2, 2, 2, draw=" moved")
ASKED = {"rnn_step": SMALL.step(), "rnn_forward": SMALL.forward(), "rnn_step_backward": SMALL.step_backward()}
Deaf = Mapping[str, frozenset[int]]  # part of the result -> the arguments, by position, that do not move it


def hears(held: Conversation, learner: Learner, function: str) -> bool:
    """Whether each part of what a function returns hears of all that the reference's does, but for one argument at most,
    or for those that a misconception is deaf to."""
    calls = _moved(ASKED[function])
    held.ask(learner, calls)
    right, *wrong = _known(function)
    found = _deaf([held.heard[call].value for call in calls], right)
    return found is not None and all(
        len(missed := found[part] - right[part]) <= 1 or any(missed <= one[part] for one in wrong) for part in right
    )


def _moved(call: Call) -> tuple[Call, ...]:
    """The call, and then the same with each argument moved a little."""
    return call.once("moved", _move)


def _move(call: Call) -> tuple[Call, ...]:
    def one(i: int) -> Call:
        further = call.args[i] + FAR * drawn(f"moved {i}", *call.args[i].shape)
        return Call(call.function, (*call.args[:i], further, *call.args[i + 1 :]))

    return (call, *map(one, range(len(call.args))))


@functools.cache
def _known(function: str) -> Sequence[Deaf]:
    """What the reference is deaf to, and then what each misconception is."""
    calls = _moved(ASKED[function])
    engines = [RNN, *(suspect.engine for suspect in singles(function) if suspect.says(calls[0]) is not None)]
    said = [[answer(engine, call) for call in calls] for engine in engines]
    parts = said[0][0] if isinstance(said[0][0], dict) else ("",)
    return [found for values in said if (found := _deaf(values, parts)) is not None]


def _deaf(values: Sequence[object], parts: Iterable[str]) -> Deaf | None:
    """For what the moved calls return; None where a part is no array, or not always of one shape."""
    found = {}
    for name in parts:
        arrays = [array_of(value.get(name) if isinstance(value, dict) else value) for value in values]
        if any(array is None or arrays[0] is None or array.shape != arrays[0].shape for array in arrays):
            return None
        first, *others = (array for array in arrays if array is not None)
        found[name] = frozenset(i for i, other in enumerate(others) if not _differ(first, other))
    return found


def _differ(one: Array, other: Array) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) > HEARD * FAR)
