"""A right backward pass behind a wrong forward pass loses nothing: it is judged on what that forward pass kept."""

from __future__ import annotations

import itertools

import pytest
from nightly import NIGHTLY
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.interfaces import INTERFACES
from reference_rnn import MISCONCEPTIONS
from right_backward import BODIES, STYLES, behind

# One step on the mean of the inputs leaves no T steps to go back through, ŷ is no argument of rnn_forward, and a
# character model takes one example at a time, and where its forward pass cannot be computed it returns no gradients either.
NOT_IN = {
    "": {"fwd-average-inputs", "fwd-output-feedback"},
    "minchar": {"fwd-w-transposed", "fwd-swap-w-wh", "fwd-state-leaks-across-batch"},
}
FORWARD = [name for name in MISCONCEPTIONS if name.startswith("fwd-") and name not in NOT_IN[""]]
BEHIND = [
    (interface, style, name)
    for interface, style, name in itertools.product(BODIES, STYLES, FORWARD)
    if name not in NOT_IN.get(interface, ()) and interface in INTERFACES
]
SAMPLED = BEHIND if NIGHTLY else BEHIND[::3]


@pytest.mark.parametrize(("interface", "style", "name"), SAMPLED)
def test_a_right_backward_pass_loses_nothing_behind_a_wrong_forward_pass(
    interface: str, style: str, name: str, wall: Wall
) -> None:
    got = grade(behind(interface, style, name), "s.py", wall=wall, interface=interface)
    lost = [mark for mark in got.marks if mark.points < mark.max_points]
    assert lost and not [mark for mark in lost if "backward" in mark.ask]


@pytest.mark.parametrize("interface", ["cs231n", "dlai", "torchlike", "minchar"])
def test_a_wrong_backward_pass_behind_a_wrong_forward_pass_still_loses(interface: str, wall: Wall) -> None:
    for name in ("fwd-no-recurrence", "fwd-input-lag", "fwd-stale-h0"):
        text = behind(interface, STYLES[1], name)
        wrong = text.replace(b"dW_h += d.T @ used[:, t]", b"dW_h += d.T @ h[:, t]")
        assert wrong != text
        got = grade(wrong, "s.py", wall=wall, interface=interface)
        assert "rnn_backward.G7" in [mark.ask for mark in got.marks if mark.points < mark.max_points]


def test_the_reason_is_said_in_the_mark(wall: Wall) -> None:
    got = {mark.ask: mark for mark in grade(behind("cs231n", STYLES[1], "fwd-input-lag"), "s.py", wall=wall).marks}
    assert "of the inputs and states that your own rnn_forward keeps" in got["rnn_backward.G6"].feedback
