"""An error is charged where it is made: what a wrong step costs the forward pass, and that the way back, is given back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizgen.model import Verdict
from quizgen.sandbox.records import Result
from quizgen.submissions.cases import BACK, Call, array_of, given_single
from quizgen.submissions.checks import CHECKS, Check, Lost, loss_of, tolerance
from quizgen.submissions.diagnosis.sensitivity import hears
from quizgen.submissions.session import Conversation, Learner

STEP, FORWARD = "rnn_step", "rnn_forward"


def carried_on(held: Conversation, learner: Learner) -> dict[Check, str]:
    """The losses of rnn_forward where rnn_step is wrong too and every state follows from the one before by it, each
    with why they cost nothing. One call for each pass finds that out: all its steps side by side, as a batch."""
    if not {STEP, FORWARD} <= {*held.losing(Verdict.WRONG)}:
        return {}
    lost = [
        check for check, o in held.outcomes.items() if check.function == FORWARD and isinstance(o, Lost) and o.tells
    ]
    why = "right, carried on from your own rnn_step: full points"
    return dict.fromkeys(lost, why) if follows(held, learner, lost) and hears(held, learner, STEP) else {}


def follows(held: Conversation, learner: Learner, checks: Sequence[Check]) -> bool:
    """Whether in all passes of these checks every state follows from the one before by rnn_step."""
    passes = dict.fromkeys(call for check in checks for call in held.asked[check] if not given_single(call))
    steps = {call: _side_by_side(call, held.heard[call].value) for call in passes}
    calls = [step for step in steps.values() if step is not None]
    if len(calls) < len(steps):
        return False
    held.ask(learner, calls)
    return not any(_parts_from(step, held.heard[call].value, held.heard[step]) for call, step in steps.items() if step)


def _side_by_side(call: Call, value: object) -> Call | None:
    """One rnn_step for all steps of a pass, each from the learner's own state before it; None if these are no states."""
    x, h_0, W, W_h, b = call.args
    h = array_of(value)
    if h is None or h.shape != (*x.shape[:2], len(b)) or not np.isfinite(h).all():
        return None
    before = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
    return Call(STEP, (x.reshape(-1, x.shape[2]), before.reshape(-1, len(b)), W, W_h, b))


def _parts_from(step: Call, value: object, result: Result) -> bool:
    """Whether rnn_step gives other states than the pass did."""
    h, stepped = array_of(value), array_of(result.value)
    if h is None or stepped is None or stepped.size != h.size:
        return True
    return not bool(np.abs(stepped.ravel() - h.ravel()).max() <= tolerance(step, value, h))


def pardoned(held: Conversation, learner: Learner) -> dict[Check, str]:
    """The losses of a way back that a wrong function forwards accounts for, each with why they cost nothing: an error is
    charged where it is made. The gradients may be those of the chapter's cell or of the learner's own."""
    found: dict[Check, str] = {}
    for function, (_, forward) in BACK.items():
        found |= _pardoned(held, learner, [check for check in CHECKS[function] if check in held.outcomes], forward)
    return found


def _pardoned(held: Conversation, learner: Learner, checks: Sequence[Check], forward: str) -> dict[Check, str]:
    own = next((check for check in checks if check.own), None)
    lost = {check for check in checks if isinstance(loss := held.outcomes[check], Lost) and loss.tells}
    if own is None or not lost or not _forward_is_wrong(held, own):
        return {}
    if held.outcomes[own] is None:
        why = f"not the chapter's gradient, but that of your own {forward}: full points"
        return dict.fromkeys(lost, why) if hears(held, learner, forward) else {}
    why = f"the gradient of the chapter's cell, which your own {forward} is not: full points"
    return {own: why} if lost == {own} else {}


def _forward_is_wrong(held: Conversation, own: Check) -> bool:
    """Whether the learner's function forwards, which is asked first, comes back with states, and with others than the
    chapter's."""
    if own not in held.asked:
        return False
    first = held.asked[own][0]
    lost = loss_of(first, held.heard[first])
    return lost is not None and lost.tells
