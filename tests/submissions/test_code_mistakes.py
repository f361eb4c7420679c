"""Mistakes that are made in code alone are named, in every interface they exist in; so is what explains one array alone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from nightly import NIGHTLY
from places import RIGHT
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.records import Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import Call, expected_value
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.diagnosis.explain import explain_failures
from quizgen.submissions.interfaces import INTERFACES
from quizgen.submissions.marks import marks_of
from quizgen.submissions.session import CheckSession
from reference_rnn import CODE_MISCONCEPTIONS
from submission_in_interface import source

# What an interface cannot hold or show. A file of the helper computes its loss in another way; a character model and a
# tutorial's class show the state after any number of steps, return no dh_0, and take one example at a time.
EVERYWHERE = {"loss-mean-of-everything", "loss-sum-of-everything"}
ONLY_LAST_STATE = {"fwd-return-in-loop", "fwd-one-array", "fwd-h0-returned", "bwd-return-in-loop", "bwd-dh0-zero"}
OUTPUTS = {"out-softmax-no-axis", "out-softmax-no-axis-shifted"}
NOT_IN = {
    "chapter": {"bwd-target-added"},
    "cs231n": {"bwd-target-added", *OUTPUTS},
    "dlai": {"bwd-target-added"},
    "torchlike": {"bwd-target-added", "fwd-h0-returned", *OUTPUTS},
    "minchar": {"bwd-db-mean-of-everything", *ONLY_LAST_STATE, *OUTPUTS},
    "scratch": {"bwd-target-added", "bwd-sign", "bwd-h0-forgotten", *ONLY_LAST_STATE, *OUTPUTS},
}
HELD = [
    (interface, name)
    for interface, name in itertools.product(NOT_IN, CODE_MISCONCEPTIONS)
    if name not in NOT_IN[interface] | EVERYWHERE
]
SAMPLED = HELD if NIGHTLY else HELD[::4]


def lost(got: Grade) -> list[Mark]:
    return [mark for mark in got.marks if mark.points < mark.max_points or mark.verdict is not Verdict.RIGHT]


def changed(*changes: tuple[str, str], path: str = "plain.py") -> bytes:
    text = (RIGHT / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


@pytest.mark.parametrize(("interface", "name"), SAMPLED)
def test_a_mistake_of_code_alone_is_named(interface: str, name: str, wall: Wall) -> None:
    got = lost(grade(source(interface, name), "s.py", wall=wall, interface=interface))
    assert got and name in {found for mark in got for found in mark.misconceptions}
    at_one_step = {"bwd-dwh-uses-ht"} if name == "bwd-h-prev-wraps-round" else set()  # h[-1] is h_t itself
    at_the_output = {"bwd-dz-sign"} if name == "bwd-sign" else set()
    alike = {"bwd-db-mean-of-everything", "bwd-db-mean-of-units"} if name.startswith("bwd-db-mean") else set()
    assert {found for mark in got for found in mark.misconceptions} <= {name} | at_one_step | at_the_output | alike


MISTAKES = {
    "the loop not reversed": ("bwd-loop-not-reversed", ("in reversed(range(T))", "in range(T)")),
    "an index that wraps round": ("bwd-h-prev-wraps-round", ("h[:, t - 1] if t else h0", "h[:, t - 1]")),
    "a sum over everything": ("bwd-db-sum-of-everything", ("d.sum(axis=0)", "d.sum()")),
    "a mean over everything": ("bwd-db-mean-of-everything", ("d.sum(axis=0)", "d.mean()")),
    "a scalar db": ("bwd-db-sum-of-everything", ("np.zeros_like(b), np", "0.0, np"), ("d.sum(axis=0)", "d.sum()")),
    "the slope of step t - 1": ("bwd-slope-wraps-round", ("(1 - h[:, t] ** 2)", "(1 - h[:, t - 1] ** 2)")),
    "the slope of step t + 1": ("bwd-slope-of-next-step", ("(1 - h[:, t] ** 2)", "(1 - h[:, min(t + 1, T - 1)] ** 2)")),
    "the slope at the state before": ("bwd-slope-at-h-prev", ("(1 - h[:, t] ** 2)", "(1 - (h[:, t - 1] if t else h0) ** 2)")),
    "dh0 of zeros": ("bwd-dh0-zero", ("dh0=carry", "dh0=np.zeros_like(h0)")),
    "a running gradient that begins with dh_T": ("bwd-last-gradient-twice", ("carry = np.zeros_like(h0)", "carry = dh[:, -1]")),
    "return in the backward loop": ("bwd-return-in-loop", ("W_h\n    return", "W_h\n        return")),
    "return in the forward loop": ("fwd-return-in-loop", ("out.append(h)\n    return", "out.append(h)\n        return")),
    "one array for all states": (
        "fwd-one-array",
        ("h, out = h0, []", "h, out = h0 * 1.0, []"),
        ("h = rnn_step(x[:, t], h, W, W_h, b)", "h[:] = rnn_step(x[:, t], h, W, W_h, b)"),
    ),
    "h_0 among the states": ("fwd-h0-returned", ("h, out = h0, []", "h, out = h0, [h0]")),
    "h_0 not used for dW_h": ("bwd-h0-forgotten", ("if t else h0", "if t else 0 * h0")),
    "b inside and outside": ("fwd-bias-outside-too", ("h_prev @ W_h.T + b)", "h_prev @ W_h.T + b) + b")),
    "softmax without axis": ("out-softmax-no-axis-shifted", ("e / e.sum(axis=-1, keepdims=True)", "e / e.sum()")),
    "softmax without any axis": (
        "out-softmax-no-axis",
        ("np.exp(z - z.max(axis=-1, keepdims=True))", "np.exp(z)"),
        ("e / e.sum(axis=-1, keepdims=True)", "e / e.sum()"),
    ),
    "an elementwise product": ("bwd-dwh-elementwise", ("dW_h += d.T @ prev", "dW_h += (d * prev).sum(axis=0)")),
    "a mean of all losses": (
        "loss-mean-of-everything",
        (", axis=-1))\n\n\ndef seq", "))\n\n\ndef seq"),
        ("-np.mean(np.sum(y", "-np.mean((y"),
    ),
    "= for += in dW": ("bwd-overwrite", ("dW += d.T", "dW = d.T")),
    "= for += in dW_h": ("bwd-overwrite", ("dW_h += d.T", "dW_h = d.T")),
    "= for += in db": ("bwd-db-not-accumulated", ("db += d.sum", "db = d.sum")),
    "the mean over the batch in db": ("bwd-batch-reduction", ("d.sum(axis=0)", "d.mean(axis=0)")),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_frequent_mistake_is_named_as_it_is_written(what: str, wall: Wall) -> None:
    name, *changes = MISTAKES[what]
    got = lost(grade(changed(*changes), "s.py", wall=wall))
    assert got and {mark.misconceptions for mark in got} == {(name,)}, [(m.ask, m.feedback) for m in got]


# Array by array


def test_the_mark_says_which_array_a_name_explains_and_that_the_rest_is_right(wall: Wall) -> None:
    got = grade(changed(("dW += d.T", "dW = d.T")), "s.py", wall=wall)
    [cause] = got.causes
    assert cause.text.startswith("dW: equals what you get with = instead of +=")
    assert "What else is returned is right." in cause.text
    assert cause.misconceptions == ("bwd-overwrite",) and {*cause.explains} == {mark.ask for mark in lost(got)}


def test_no_gradient_through_time_with_dh0_left_at_zero_is_named(wall: Wall) -> None:
    got = lost(grade(changed(("carry = d @ W_h", "pass")), "s.py", wall=wall))
    assert {mark.misconceptions for mark in got} == {("bwd-no-through-time", "bwd-dh0-zero")}


def test_an_array_with_two_mistakes_is_named_beside_arrays_with_one(wall: Wall) -> None:
    got = {
        m.ask: m
        for m in lost(grade(changed(("dW += d.T", "dW = d.T"), ("= d @ W_h", "= d @ W_h.T")), "s.py", wall=wall))
    }
    assert got["rnn_backward.G7"].misconceptions == ("bwd-wh-not-transposed",)
    assert set(got["rnn_backward.G6"].misconceptions) == {"bwd-wh-not-transposed", "bwd-overwrite"}


def test_what_no_name_explains_has_none_beside_what_one_does(wall: Wall) -> None:
    graded = grade(changed(("dW += d.T", "dW = d.T"), ("+= d.T @ prev", "+= 1.01 * d.T @ prev")), "s.py", wall=wall)
    got = {mark.ask: mark for mark in lost(graded)}
    assert got["rnn_backward.G6"].misconceptions == ("bwd-overwrite",)
    assert got["rnn_backward.G7"].verdict is Verdict.WRONG and not got["rnn_backward.G7"].misconceptions
    named = next(cause for cause in graded.causes if cause.misconceptions)
    assert "dW_h: wrong in another way." in named.text and "rnn_backward.G7" not in named.explains


@pytest.mark.parametrize(
    ("path", "old", "new", "array"),
    [
        ("cs231n/notebook.py", "dWx += ", "dWx = ", "dWx"),
        ("dlai/step_by_step.py", 'dWax += ', 'dWax = ', "dWax"),
        ("torchlike/batch_first.py", "self.grad_weight_ih_l0 += ", "self.grad_weight_ih_l0 = ", "grad_weight_ih"),
        ("minchar/columns.py", "dWhh += ", "dWhh = ", "dWhh"),
    ],
)  # fmt: skip
def test_the_array_is_called_as_the_course_calls_it(path: str, old: str, new: str, array: str, wall: Wall) -> None:
    graded = grade(changed((old, new), path=path), "s.py", wall=wall)
    assert {mark.misconceptions for mark in lost(graded)} == {("bwd-overwrite",)}
    assert graded.causes[0].text.startswith(f"{array}: equals what you get with =")


# Never a wrong name


class Perturbed:
    """The reference, with some of its arrays wrong in a way of their own."""

    def __init__(self, function: str, seed: int) -> None:
        self.function, self.seed = function, seed

    def supports(self, call: Call) -> bool:
        return True

    def run(self, calls: list[Call]) -> tuple[Result, ...]:
        return tuple(Result(self.value(call)) for call in calls)

    def value(self, call: Call) -> object:
        right = expected_value(call)
        if call.function != self.function:
            return right
        rng = np.random.default_rng(self.seed)
        factor, shift, power = rng.uniform(0.3, 1.7), rng.normal() * rng.integers(0, 2), rng.uniform(0.5, 1.5)
        if not isinstance(right, dict):
            return factor * np.asarray(right) + shift
        wrong = {name for name in right if rng.random() < 0.4} or {"dW"}
        return {
            name: np.sign(part) * np.abs(factor * part) ** power + shift if name in wrong else part
            for name, part in right.items()
        }


@pytest.mark.parametrize(
    "function", ["rnn_step", "rnn_forward", "predict", "sequence_ce", "rnn_step_backward", "rnn_backward"]
)
def test_random_wrong_functions_have_no_name(function: str) -> None:
    for seed in range(1000 if NIGHTLY else 25):
        learner, held = Perturbed(function, seed), CheckSession()
        with np.errstate(all="ignore"):
            held.run_checks(learner, CHECKS[function])
            found = explain_failures(held, learner, INTERFACES["chapter"], {})
            got = marks_of(function, held, found, INTERFACES["chapter"])
        assert not any(mark.misconceptions for mark in got), seed


def test_a_target_added_to_the_prediction_is_named_in_both_gradients(wall: Wall) -> None:
    got = lost(
        grade(changed(("dy[targets[t]] -= 1", "dy[targets[t]] += 1"), path="minchar/columns.py"), "s.py", wall=wall)
    )
    named = {(mark.ask.partition(".")[0], *mark.misconceptions) for mark in got}
    assert named == {("rnn_backward", "bwd-sign"), ("output_backward", "bwd-target-added")}
