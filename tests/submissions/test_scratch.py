"""A class from scratch, in every style: what is wrong in it loses points and is named, and what is no such class is not taken for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from places import SUBMISSIONS
from quizgen.model import Grade, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

STYLES = SUBMISSIONS / "right" / "scratch"

# style, a line of it, what stands there instead, the misconception
SLIPS = """
columns_dict | + self.Whh @ self.hs[t - 1] | | fwd-no-recurrence
columns_dict | + self.bh) | ) | fwd-no-bias
columns_dict | self.Whh @ self.hs[t - 1] | self.Whh.T @ self.hs[t - 1] | fwd-wh-transposed
columns_dict | np.tanh( | np.maximum(0, | fwd-relu-for-tanh
columns_dict | * (1 - self.hs[t] ** 2) | | bwd-no-act-derivative
columns_dict | carry = self.Whh.T @ da | carry = self.Whh @ da | bwd-wh-not-transposed
columns_dict | self.dWhh += da @ self.hs[t - 1].T | self.dWhh += da @ self.hs[t].T | bwd-dwh-uses-ht
columns_dict | + carry) | ) | bwd-no-through-time
many_to_one_updates | + self.bh) | + 2 * self.bh) | fwd-bias-twice
many_to_one_updates | self.last_hs[t + 1] ** 2) | self.last_hs[t + 1]) | bwd-derivative-no-square
many_to_one_updates | d_h = self.Whh.T @ temp | d_h = self.Whh @ temp | bwd-wh-not-transposed
many_to_one_updates | d_Whh += temp @ self.last_hs[t].T | d_Whh += temp @ self.last_hs[t + 1].T | bwd-dwh-uses-ht
word_ids | self.W.dot(s[t - 1]) | self.W.T.dot(s[t - 1]) | fwd-wh-transposed
word_ids | s[t] = np.tanh( | s[t] = ( | fwd-no-activation
from_the_right | + H[t] @ self.Wh | + H[t] @ self.Wh.T | fwd-wh-transposed
from_the_right | np.tanh( | (lambda z: 1 / (1 + np.exp(-z)))( | fwd-sigmoid-for-tanh
from_the_right | later = dA[t] @ self.Wh.T | later = dA[t] @ self.Wh | bwd-wh-not-transposed
from_the_right | H[:-1].T @ dA, H[1:].T @ dY | H[1:].T @ dA, H[1:].T @ dY | bwd-dwh-uses-ht
from_the_right | * (1 - H[t + 1] ** 2) | | bwd-no-act-derivative
step_by_step | self.w_state.dot(before) | self.w_state.T.dot(before) | fwd-wh-transposed
step_by_step | + self.bias_state) | ) | fwd-no-bias
step_by_step | np.outer(d, before) | np.outer(d, after) | bwd-dwh-uses-ht
step_by_step | + back) * | ) * | bwd-no-through-time
step_by_step | g["bias_state"] += d | g["bias_state"] = d | bwd-db-not-accumulated
first_state_given | + np.dot(self.Whh, hs[t - 1]) | + np.dot(self.Whh, hs[-1]) | fwd-stale-h0
first_state_given | np.copy(hprev) | np.zeros_like(hprev) | fwd-h0-ignored
first_state_given | + dhnext | | bwd-no-through-time
first_state_given | np.dot(draw, hs[t - 1].T) | np.dot(draw, hs[t].T) | bwd-dwh-uses-ht
first_state_given | draw = (1 - hs[t] * hs[t]) * dh | draw = dh | bwd-no-act-derivative
dict_of_parameters | p["Whh"] @ self.hs[-1] | p["Whh"].T @ self.hs[-1] | fwd-wh-transposed
dict_of_parameters | carry = p["Whh"].T @ d | carry = p["Whh"] @ d | bwd-wh-not-transposed
dict_of_parameters | np.outer(d, before) | np.outer(before, d) | bwd-dwh-transposed
probabilities | + self.ba) | ) | fwd-no-bias
probabilities | self.Waa @ a + | self.Waa.T @ a + | fwd-wh-transposed
probabilities | + da_next) | ) | bwd-no-through-time
probabilities | (1 - np.square(a)) * | | bwd-no-act-derivative
layer_without_outputs | + h @ self.W_h | + h @ self.W_h.T | fwd-wh-transposed
layer_without_outputs | carry = delta @ self.W_h.T | carry = delta @ self.W_h | bwd-wh-not-transposed
layer_without_outputs | db += delta | db = delta | bwd-db-not-accumulated
kept_state | + self.b_h) | ) | fwd-no-bias
kept_state | self.Whh @ self.hidden_state | self.Whh.T @ self.hidden_state | fwd-wh-transposed
kept_state | + next_grad | | bwd-no-through-time
kept_state | * (1.0 - self.states[t + 1] ** 2) | | bwd-no-act-derivative
one_target | self.W @ self.h[t - 1] | self.W.T @ self.h[t - 1] | fwd-wh-transposed
one_target | d = self.W.T @ d | d = self.W @ d | bwd-wh-not-transposed
one_target | self.db += d | self.db = d | bwd-db-not-accumulated
matrix_of_inputs | self.A @ past + | self.A.T @ past + | fwd-wh-transposed
matrix_of_inputs | G @ past.T | past @ G.T | bwd-dwh-transposed
matrix_of_inputs | * (1 - self.H[:, t] ** 2) | * (1 - self.H[:, t]) | bwd-derivative-no-square
"""
ROWS = [[part.strip() for part in re.split(r" \|(?= )", row)] for row in SLIPS.strip().splitlines()]


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall() as one:
        yield one


def changed(style: str, old: str, new: str) -> bytes:
    text = (STYLES / f"{style}.py").read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


def lost(got: Grade) -> list[str]:
    return [mark.ask for mark in got.marks if mark.points < mark.max_points]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[3]}")
def test_a_slip_in_any_style_loses_points_and_is_named(row: list[str], wall: Wall) -> None:
    style, old, new, name = row
    got = grade(changed(style, old, new), f"{style}.py", wall=wall)
    assert got.interface == "scratch" and got.points < got.max_points
    slips = {mark.misconceptions for mark in got.marks if mark.verdict is Verdict.SLIP}
    assert slips and all(name in names for names in slips), [
        (mark.ask, mark.feedback) for mark in got.marks if mark.feedback
    ]
    assert {ask.partition(".")[0] for ask in lost(got)} <= {
        "rnn_forward" if name.startswith("fwd-") else "rnn_backward"
    }
