"""A class from scratch, in every style: what is wrong in it is named, and what is no such class is not taken for one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nightly import examples
from places import SUBMISSIONS
from quizgen.errors import UserError
from quizgen.model import Grade, Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Limits, Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import Case
from quizgen.submissions.interfaces.scratch import interface_for
from quizgen.submissions.interfaces.scratch_search import find_plan

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
functions_of_a_tuple | U @ x + V @ hidden_state | U @ x + V.T @ hidden_state | fwd-wh-transposed
functions_of_a_tuple | d_next = V.T @ d | d_next = V @ d | bwd-wh-not-transposed
functions_of_a_dict | + parameters["b"]) | ) | fwd-no-bias
functions_of_a_dict | dz @ a[t].T | dz @ a[t + 1].T | bwd-dwh-uses-ht
squared_error | (1 - hidden[t] ** 2) * | | bwd-no-act-derivative
squared_error | + dh_next) | ) | bwd-no-through-time
squared_error | + self.bh) | ) | fwd-no-bias
loss_and_gradients | self.Whh.dot(hs[t - 1]) | self.Whh.T.dot(hs[t - 1]) | fwd-wh-transposed
loss_and_gradients | later = self.Whh.T.dot(da) | later = self.Whh.dot(da) | bwd-wh-not-transposed
loss_on_the_way | self.Whh @ hs[t - 1] | self.Whh.T @ hs[t - 1] | fwd-wh-transposed
loss_on_the_way | draw @ hs[t - 1].T | draw @ hs[t].T | bwd-dwh-uses-ht
matrix_of_inputs | self.A @ past + | self.A.T @ past + | fwd-wh-transposed
matrix_of_inputs | G @ past.T | past @ G.T | bwd-dwh-transposed
matrix_of_inputs | * (1 - self.H[:, t] ** 2) | * (1 - self.H[:, t]) | bwd-derivative-no-square
"""
ROWS = [[part.strip() for part in re.split(r" \|(?= )", row)] for row in SLIPS.strip().splitlines()]


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


@pytest.mark.parametrize("row", ROWS[::7], ids=lambda row: f"{row[0]}-{row[3]}")
def test_the_line_to_blame_is_the_line_that_was_changed(row: list[str], wall: Wall) -> None:
    style, old, new, _ = row
    text = changed(style, old, new)
    right = (STYLES / f"{style}.py").read_bytes().split(b"\n")
    [line] = [i for i, (ours, theirs) in enumerate(zip(right, text.split(b"\n"), strict=True), 1) if ours != theirs]
    blamed = grade(text, f"{style}.py", wall=wall).causes[0].line
    assert blamed is not None and blamed.number == line


def test_a_learning_rate_that_is_not_known_hides_no_mistake_in_one_array(wall: Wall) -> None:
    got = grade(changed("squared_error", "dWhh += np.dot(da", "dWhh += 0.5 * np.dot(da"), "s.py", wall=wall)
    assert lost(got) == ["rnn_backward.G7", "rnn_backward.G12"]


def test_there_are_a_dozen_styles_and_a_slip_in_each() -> None:
    styles = {path.stem for path in STYLES.glob("*.py")}
    assert len(styles) >= 12 and styles == {row[0] for row in ROWS}


# What is no such class

LSTM = """
import numpy as np
class LSTM:
    def __init__(self, input_size, hidden_size, output_size):
        z = input_size + hidden_size
        self.Wf, self.Wi = np.ones((hidden_size, z)), np.ones((hidden_size, z))
        self.Wc, self.Wo = np.ones((hidden_size, z)), np.ones((hidden_size, z))
        self.Wy, self.by = np.ones((output_size, hidden_size)), np.ones((output_size, 1))
        self.bf = self.bi = self.bc = self.bo = np.ones((hidden_size, 1))
    def forward(self, inputs):
        return inputs
    def backward(self, d_outputs):
        return {}
"""
GRU = """
import numpy as np
class GRU:
    def __init__(self, input_size, hidden_size):
        self.Wz, self.Wr, self.Wn = (np.ones((hidden_size, input_size)) for _ in range(3))
        self.Uz, self.Ur, self.Un = (np.ones((hidden_size, hidden_size)) for _ in range(3))
    def forward(self, inputs):
        return inputs
"""
PERCEPTRON = """
import numpy as np
class Perceptron:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.ones((n_out, n_in)), np.ones(n_out)
    def forward(self, x):
        return self.W @ x + self.b
"""


@pytest.mark.parametrize("text", [LSTM, GRU, PERCEPTRON], ids=["LSTM", "GRU", "perceptron"])
def test_another_class_is_not_taken_for_a_recurrent_layer(text: str, wall: Wall) -> None:
    with pytest.raises(UserError, match="defines none of the functions to grade"):
        grade(text.encode(), "submission.py", wall=wall)


def test_a_class_beside_the_functions_of_another_interface_changes_nothing(wall: Wall) -> None:
    scratch = (STYLES / "columns_dict.py").read_text(encoding="utf-8")
    for path, interface in (("plain.py", "chapter"), ("minchar/columns.py", "minchar"), ("cs231n/single.py", "cs231n")):
        other = (STYLES.parent / path).read_text(encoding="utf-8")
        got = grade((other + "\n\n" + scratch).encode(), "submission.py", wall=wall)
        assert got.interface == interface and not lost(got)


def test_a_recurrent_layer_is_found_beside_a_gated_one(wall: Wall) -> None:
    scratch = (STYLES / "step_by_step.py").read_text(encoding="utf-8")
    got = grade((LSTM + GRU + scratch).encode(), "submission.py", wall=wall)
    assert got.interface == "scratch" and not lost(got) and "Elman.forward" in got.titles["rnn_forward"]


def test_weights_of_the_names_that_torch_uses_are_torchs(wall: Wall) -> None:
    text = (STYLES.parent / "torchlike" / "layer.py").read_text(encoding="utf-8")
    assert grade(text.encode(), "submission.py", wall=wall).interface == "torchlike"


@pytest.mark.parametrize(
    "body",
    [
        "return None",
        "raise NotImplementedError",
        "while True: pass",
        "raise SystemExit",
    ],
)
def test_a_forward_pass_that_gives_nothing_earns_nothing(body: str, wall: Wall) -> None:
    text = (STYLES / "columns_dict.py").read_text(encoding="utf-8")
    broken = text.replace("    def forward(self, inputs):", f"    def forward(self, inputs):\n        {body}")
    limits = Limits(cpu=0.2)
    got = grade(broken.encode(), "submission.py", wall=wall, functions=["rnn_forward"], limits=limits)
    assert got.interface == "scratch" and got.points == 0


@pytest.mark.parametrize(("style", "names"), [("functions_of_a_dict", "run_"), ("functions_of_a_tuple", "_pass")])
def test_functions_may_have_the_names_of_a_course(style: str, names: str, wall: Wall) -> None:
    text = (STYLES / f"{style}.py").read_text(encoding="utf-8")
    for way in ("forward", "backward"):
        old = f"{names}{way}" if names.endswith("_") else f"{way}{names}"
        text = text.replace(f"def {old}(", f"def rnn_{way}(")
    got = grade(text.encode(), "submission.py", wall=wall)
    assert got.interface == "scratch" and not lost(got) and got.titles["rnn_forward"].startswith("rnn_forward")


# Nothing that comes back is trusted

NAMES = {"Net": ("n_in", "n_out", "n_hidden"), "Net.forward": ("inputs", "h"), "Net.backward": ("hs", "targets", "lr")}
ARRAYS = {"W": (11, 5), "U": (11, 11), "V": (7, 11), "b": (11, 1), "c": (7,)}
OBJECT = {name: np.ones(shape) for name, shape in ARRAYS.items()}
numbers = st.floats() | st.integers(-(2**63), 2**63 - 1) | st.none() | st.text(max_size=3)
shapes = st.sampled_from(
    [(), (0,), (5,), (5, 1), (3, 5), (5, 3), (4, 5), (3, 5, 1), (3, 6), (6,), (5, 5), (5, 2), (1, 1)]
)
whole = st.sampled_from(["float64", "float32", "int64", "bool"]).flatmap(
    lambda dtype: shapes.flatmap(lambda shape: arrays.arrays(dtype, shape))
)
keys = st.sampled_from(["W", "b", "dW", "h", "-1", "--1", "0", "1", "2", "\u0663", "99999999999", "\x1b"])
anything = st.recursive(
    numbers | whole | st.builds(Other, st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=5) | st.lists(inner, max_size=5).map(tuple) | st.dictionaries(keys, inner),
    max_leaves=10,
)
made = st.just(OBJECT) | st.dictionaries(st.sampled_from([*ARRAYS]), whole).map(lambda more: OBJECT | more) | anything


@settings(deadline=None, max_examples=examples(60))
@given(made, st.lists(st.tuples(anything, anything) | anything, min_size=1, max_size=4))
def test_whatever_comes_back_a_class_is_used_in_some_way_or_not_at_all(first: object, replies: list[object]) -> None:
    """Otherwise a strange value would be a fault of ours."""
    rounds = iter([[first]])

    def run(jobs: Sequence[Job]) -> list[Result]:
        values = itertools.cycle(next(rounds, replies))
        return [Result(next(values)) for _ in jobs]

    plan = find_plan(NAMES, run)
    if plan is not None:
        interface = interface_for(plan)
        case = Case.of(2, 3, 2, 5)
        with np.errstate(all="ignore"):
            for call in (case.forward(), case.backward()):
                job = interface.job(call) if call.function in interface.functions else None
                if job is not None:
                    assert isinstance(job.gives, tuple)
                    values = itertools.cycle(replies)
                    interface.read(call, Result(tuple(next(values) for _ in job.gives)))
                    interface.read(call, Result(replies[0], changed=(0, 1)))
