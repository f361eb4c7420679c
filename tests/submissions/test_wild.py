"""The mistakes that everybody makes, as they are written in the files of each course: each loses points and is named."""

from __future__ import annotations

import pytest
from places import SUBMISSIONS
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

FILES = {
    "cs231n": "cs231n/notebook.py",
    "dlai": "dlai/step_by_step.py",
    "torchlike": "torchlike/layer.py",
    "minchar": "minchar/columns.py",
    "scratch": "scratch/first_state_given.py",
}

# what is wrong | the interface | what stands in the right file | what stands there instead | the names
ROWS = r"""
the loop is not reversed | cs231n | range(T - 1, -1, -1) | range(T) | bwd-loop-not-reversed
the loop is not reversed | dlai | reversed(range(T_x)) | range(T_x) | bwd-loop-not-reversed
the loop is not reversed | torchlike | reversed(range(len(self.x))) | range(len(self.x)) | bwd-loop-not-reversed
the loop is not reversed | minchar | range(len(inputs) - 1, -1, -1) | range(len(inputs)) | bwd-loop-not-reversed
the loop is not reversed | scratch | reversed(range(len(targets))) | range(len(targets)) | bwd-loop-not-reversed
the sum over everything | cs231n | da.sum(axis=0) | da.sum() | bwd-db-sum-of-everything
the sum over everything | dlai | np.sum(dtanh, axis=1, keepdims=True) | np.sum(dtanh) | bwd-db-sum-of-everything
the sum over everything | torchlike | d.sum(0) | d.sum() | bwd-db-sum-of-everything
the sum over everything | minchar | dbh += draw | dbh += draw.sum() | bwd-db-sum-of-everything
the sum over everything | scratch | dbh += draw | dbh += np.sum(draw) | bwd-db-sum-of-everything
the mean over the batch | cs231n | da.sum(axis=0) | da.mean(axis=0) | bwd-batch-reduction
the mean over the batch | dlai | np.sum(dtanh, axis=1 | np.mean(dtanh, axis=1 | bwd-batch-reduction
the mean over the batch | torchlike | d.sum(0) | d.mean(0) | bwd-batch-reduction
the mean over everything | cs231n | da.sum(axis=0) | da.mean() | bwd-db-mean-of-everything
the mean over everything | dlai | np.sum(dtanh, axis=1, keepdims=True) | dtanh.mean() | bwd-db-mean-of-everything
the mean over everything | torchlike | d.sum(0) | d.mean() | bwd-db-mean-of-everything
the slope at the state before | cs231n | (1 - next_h**2) | (1 - prev_h**2) | bwd-slope-at-h-prev
the slope at the state before | dlai | (1 - a_next**2) | (1 - a_prev**2) | bwd-slope-at-h-prev
the slope at the state before | torchlike | self.states[t + 1] ** 2 | self.states[t] ** 2 | bwd-slope-at-h-prev
the slope at the state before | minchar | (1 - h[t] ** 2) | (1 - h[t - 1] ** 2) | bwd-slope-at-h-prev
the slope at the state before | scratch | (1 - hs[t] * hs[t]) | (1 - hs[t - 1] * hs[t - 1]) | bwd-slope-at-h-prev
zeros for dh_0 | cs231n | return dx, dprev | return dx, np.zeros_like(dprev) | bwd-dh0-zero
zeros for dh_0 | dlai | "da0": da_prevt | "da0": 0 * da_prevt | bwd-dh0-zero
zeros for dh_0 | torchlike | "h0": carry[None] | "h0": 0 * carry[None] | bwd-dh0-zero
the running gradient not passed on | cs231n | dh[:, t, :] + dprev | dh[:, t, :] | bwd-no-through-time
the running gradient not passed on | dlai | da[:, :, t] + da_prevt | da[:, :, t] | bwd-no-through-time
the running gradient not passed on | torchlike | carry = d @ self.weight_hh | pass | bwd-dh0-zero bwd-no-through-time
the running gradient not passed on | minchar | dnext = Whh.T @ draw | pass | bwd-no-through-time
the running gradient not passed on | scratch | dhnext = np.dot(self.Whh.T, draw) | pass | bwd-no-through-time
the running gradient begins with dh_T | cs231n | dprev = np.zeros((N, H)) | dprev = dh[:, -1, :] | bwd-last-gradient-twice
the running gradient begins with dh_T | dlai | da_prevt = np.zeros((n_a, m)) | da_prevt = da[:, :, -1] | bwd-last-gradient-twice
the running gradient begins with dh_T | torchlike | carry = np.zeros_like(self.states[0]) | carry = dh[-1] | bwd-last-gradient-twice
= for one of the sums | cs231n | dWh += dWh_t | dWh = dWh_t | bwd-overwrite
= for one of the sums | dlai | dWax += gradients | dWax = gradients | bwd-overwrite
= for one of the sums | torchlike | dw_ih += d.T | dw_ih = d.T | bwd-overwrite
= for one of the sums | minchar | dWxh += draw | dWxh = draw | bwd-overwrite
= for one of the sums | scratch | dWhh += np.dot | dWhh = np.dot | bwd-overwrite
return in the loop | cs231n | caches.append(cache)\n    return | caches.append(cache)\n        return | fwd-zeros-after-first-step
return in the loop | dlai | caches.append(cache)\n    return | caches.append(cache)\n        return | fwd-zeros-after-first-step
return in the backward loop | cs231n | db += db_t\n    return | db += db_t\n        return | bwd-return-in-loop
return in the backward loop | dlai | gradients["dba"]\n    return | gradients["dba"]\n        return | bwd-return-in-loop
return in the backward loop | torchlike | hh\n        return { | hh\n            return { | bwd-return-in-loop
return in the backward loop | minchar | dnext = Whh.T @ draw | break | bwd-last-step-only
return in the backward loop | scratch | dhnext = np.dot(self.Whh.T, draw) | break | bwd-last-step-only
the target added | minchar | dy[targets[t]] -= 1 | dy[targets[t]] += 1 | bwd-sign bwd-target-added
the target added | scratch | dy[targets[t]] -= 1 | dy[targets[t]] += 1 | bwd-sign
softmax without axis | dlai | , axis=0))\n    return e_x / e_x.sum(axis=0) | ))\n    return e_x / e_x.sum() | out-softmax-no-axis
b inside and outside | cs231n | + b)\n    cache | + b) + b\n    cache | fwd-bias-outside-too
b inside and outside | dlai | a_prev) + ba) | a_prev) + ba) + ba | fwd-bias-outside-too
b inside and outside | minchar | h[t - 1] + bh) | h[t - 1] + bh) + bh | fwd-bias-outside-too
b inside and outside | scratch | hs[t - 1]) + self.bh) | hs[t - 1]) + self.bh) + self.bh | fwd-bias-outside-too
h_(t-1) wraps round | minchar | {-1: np.copy(hprev)} | {-1: 0 * hprev} | fwd-h0-ignored
an elementwise product | torchlike | dw_hh += d.T @ self.states[t] | dw_hh += (d * self.states[t]).sum(0) | bwd-dwh-elementwise
an elementwise product | minchar | draw @ h[t - 1].T | draw * h[t - 1] | bwd-dwh-elementwise-columns
an elementwise product | scratch | dWhh += np.dot(draw, hs[t - 1].T) | dWhh += draw * hs[t - 1] | bwd-dwh-elementwise-columns
an elementwise product | cs231n | prev_h.T.dot(da) | 0 * Wh + (prev_h * da).sum(axis=0) | bwd-dwh-elementwise-columns
an elementwise product | dlai | np.dot(dtanh, a_prev.T) | 0 * parameters["Waa"] + (dtanh * a_prev).sum(1) | bwd-dwh-elementwise
a broadcast on the way back | minchar | dnext = Whh.T @ draw | dnext = np.diag(Whh)[:, None] * draw | bwd-carry-diagonal
"""
MISTAKES = [[part.strip(" ") for part in row.replace(r"\n", "\n").split(" |")] for row in ROWS.strip().splitlines()]


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: f"{row[1]} {row[0]}")
def test_a_mistake_that_everybody_makes_is_named_in_the_files_of_every_course(row: list[str], wall: Wall) -> None:
    _, interface, old, new, names = row
    text = (SUBMISSIONS / "right" / FILES[interface]).read_text(encoding="utf-8")
    assert old in text
    got = grade(text.replace(old, new).encode(), "s.py", wall=wall)
    assert got.interface == interface and got.points < got.max_points
    assert {one for cause in got.causes for one in cause.misconceptions} == {*names.split()}


def test_a_part_of_a_wrong_shape_is_told_with_both_shapes(wall: Wall) -> None:
    text = (SUBMISSIONS / "right" / FILES["cs231n"]).read_text(encoding="utf-8")
    got = grade(text.replace("prev_h.T.dot(da)", "(prev_h * da).sum(axis=0)").encode(), "s.py", wall=wall)
    [cause] = got.causes
    assert cause.function == "rnn_step_backward" and "dWh has shape (5,), and (5, 5) is wanted" in cause.text


def test_a_step_back_is_given_no_name_of_a_mistake_in_the_loop(wall: Wall) -> None:
    text = (SUBMISSIONS / "right" / FILES["dlai"]).read_text(encoding="utf-8")
    got = grade(text.replace('"dba": np.sum(', '"dba": 2 * np.sum(').encode(), "s.py", wall=wall)
    assert {cause.function for cause in got.causes} == {"rnn_step_backward"}
    assert not [cause for cause in got.causes if cause.misconceptions]
