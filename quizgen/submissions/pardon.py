"""An error is charged where it is made: what a wrong forward pass costs the way back is given back."""

from __future__ import annotations

from quizgen.submissions.check import CHECKS, Check, loss_of
from quizgen.submissions.checks.backward import NUDGED
from quizgen.submissions.compare import Lost
from quizgen.submissions.conversation import Conversation


def pardoned(held: Conversation) -> dict[Check, str]:
    """The losses of rnn_backward that a wrong rnn_forward accounts for, each with why it costs nothing: an error is
    charged where it is made. The gradients may be those of the chapter's cell or of the learner's own."""
    checks = [check for check in CHECKS["rnn_backward"] if check in held.outcomes]
    own = next((check for check in checks if check.id == "G12"), None)
    lost = {check for check in checks if isinstance(loss := held.outcomes[check], Lost) and loss.tells}
    if own is None or not lost or not _forward_is_wrong(held):
        return {}
    if held.outcomes[own] is None:
        why = "not the chapter's gradient, but that of your own rnn_forward: full points"
        return dict.fromkeys(lost, why)
    why = "the gradient of the chapter's cell, which your own rnn_forward is not: full points"
    return {own: why} if lost == {own} else {}


def _forward_is_wrong(held: Conversation) -> bool:
    """Whether the learner's rnn_forward comes back with states, and with others than the chapter's."""
    result = held.heard.get(NUDGED[0])
    lost = None if result is None else loss_of(NUDGED[0], result)
    return lost is not None and lost.tells
