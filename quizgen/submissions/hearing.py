"""Whether a function hears of what it is given. From one that does not, nothing follows: it is no cell, not even a wrong one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizgen.submissions.cases import Array, Call, Case, drawn
from quizgen.submissions.compare import array_of
from quizgen.submissions.conversation import Conversation, Learner

# By position the arguments that every misconception hears of: x and W, and on the way back what arrives there as well.
NEEDED = {"rnn_step": (0, 2), "rnn_forward": (0, 2), "rnn_step_backward": (0, 1, 4)}
DEAF_TO = 2  # of its arguments at most; no misconception is deaf to more
FAR = 0.01  # how far along a direction each argument is moved
HEARD = 1e-3  # of that distance the result moves at least
SMALL = Case.of(2, 2, 2, 2, draw=" moved")
ASKED = {"rnn_step": SMALL.step(), "rnn_forward": SMALL.forward(), "rnn_step_backward": SMALL.step_backward()}


def hears(held: Conversation, learner: Learner, function: str) -> bool:
    """Whether a learner's function says something else where what it needs, and nearly all it is given, is another."""
    call = ASKED[function]
    moved = call.once("moved", lambda call: tuple(_moved(call)))
    held.ask(learner, [call, *moved])
    base = _numbers(held.heard[call].value)
    heard = [_differ(base, _numbers(held.heard[other].value)) for other in moved]
    return heard.count(False) <= DEAF_TO and all(heard[i] for i in NEEDED[function])


def _moved(call: Call) -> Iterator[Call]:
    for i, given in enumerate(call.args):
        further = given + FAR * drawn(f"moved {i}", *given.shape)
        yield Call(call.function, (*call.args[:i], further, *call.args[i + 1 :]))


def _numbers(value: object) -> Array | None:
    """All numbers of an array, or of the arrays of a dict; None where there are others."""
    parts = [array_of(part) for part in (value.values() if isinstance(value, dict) else (value,))]
    if not parts or any(part is None for part in parts):
        return None
    return np.concatenate([part.ravel() for part in parts if part is not None])


def _differ(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None or one.shape != other.shape:
        return False
    return bool(np.abs(one - other).max(initial=0.0) > HEARD * FAR)
