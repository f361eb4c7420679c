"""One return value more or less, and numbers of few digits: what is there is judged, and nothing wrong passes for it."""

from __future__ import annotations

import numpy as np
import pytest
from quizgen.model import Grade
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import DOUBLE, HALF, SINGLE, Call, compute, expected_value, precision_of
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.diagnosis.candidates import FAMILIES
from quizgen.submissions.interfaces.several_values import answer_among
from quizgen.submissions.session import CheckSession
from reference_rnn import MISCONCEPTIONS, RNN, NotApplicable
from small_code import FORWARD, STEP, WRONG, lost
from submission_stand_in import StandIn

NP = "import numpy as np\n"
RANGED = FORWARD.replace("STEPS", "range")
BACKWARD = """def rnn_backward(dh, x, h0, h, W, W_h, b):
    dx, dW, dW_h, db, carry = np.zeros_like(x), 0 * W, 0 * W_h, 0 * b, 0 * h0
    for t in reversed(range(h.shape[1])):
        delta = (dh[:, t] + carry) * (1 - h[:, t] ** 2)
        dW, dW_h = dW + delta.T @ x[:, t], dW_h + delta.T @ (h[:, t - 1] if t else h0)
        db, dx[:, t], carry = db + delta.sum(axis=0), delta @ W, delta @ W_h
    return dict(dx=dx, dh0=carry, dW=dW, dW_h=dW_h, db=db)
"""


def graded(text: str, wall: Wall) -> Grade:
    return grade(f"{NP}{text}".encode(), "submission.py", wall=wall)


# One more


@pytest.mark.parametrize(
    "returned",
    ["h, h0", "h, [x, h0]", "h0, h", "[h, (x, W)]", "h, None", "h, {'x': x}", "h, h[:, -1], 3.0"],
)
def test_the_one_part_with_the_shape_is_the_answer(returned: str, wall: Wall) -> None:
    got = graded(STEP + RANGED.replace("return h\n", f"return {returned}\n"), wall)
    assert not lost(got) and len(got.notes) == 1
    assert "is taken for its answer; beside it came" in got.notes[0]
    wrong = RANGED.replace("return h\n", f"return {returned}\n").replace("h[:, t] = h0", "h[:, t] = x[:, t, :1]")
    assert graded(STEP + wrong, wall).points < got.points


@pytest.mark.parametrize("returned", ["h, 2 * h", "h, h", "h0, x[:, 0]"])
def test_where_more_than_one_or_none_could_be_meant_nothing_is_taken(returned: str, wall: Wall) -> None:
    got = graded(STEP + RANGED.replace("return h\n", f"return {returned}\n"), wall)
    assert not got.notes and sum(m.points for m in got.marks if m.ask.startswith("rnn_forward")) == 0


def test_a_loss_or_a_dict_beside_other_things_is_the_answer(wall: Wall) -> None:
    log_of = "y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)"
    loss = f"def bce_loss(y_hat, y):\n    l = -({log_of}).sum(axis=1)\n    return l.mean(), l\n"
    assert not lost(graded(loss, wall))
    assert lost(graded(loss.replace("l.mean(), l", "l.mean(), l.sum()"), wall))
    assert not lost(graded(BACKWARD.replace("db=db)", "db=db), h"), wall))


def test_a_list_of_states_is_no_tuple_of_several_values() -> None:
    states = [np.ones((2, 3)) * t for t in range(4)]
    assert answer_among("f", states, (2, 4, 3)) == (states, "")
    assert answer_among("f", states, (2, 3)) == (states, "")
    assert answer_among("f", (1.0, 2.0), ())[1] == ""


# One less


def test_a_bare_array_for_the_first_of_several_values_keeps_its_numbers(wall: Wall) -> None:
    step = "def rnn_step_forward(x, prev_h, Wx, Wh, b):\n    return np.tanh(x @ Wx + prev_h @ Wh + b)\n"
    assert not lost(graded(step, wall))
    assert graded(step.replace("@ Wh", "@ Wh.T"), wall).points < 13
    assert graded(step.replace("np.tanh(", "np.sum("), wall).points == 0


@pytest.mark.parametrize(("key", "costs"), [("dW", 7), ("dh0", 2), ("db", 4)])
def test_a_missing_gradient_costs_its_own_part_of_each_check(key: str, costs: int, wall: Wall) -> None:
    name = "carry" if key == "dh0" else key
    right = graded(BACKWARD, wall)
    assert not lost(right)
    left_out = BACKWARD.replace(f"{key}={name},", "").replace(f", {key}={name})", ")")
    for text in (left_out, BACKWARD.replace(f"{key}={name}", f"{key}=None")):
        got = graded(text, wall)
        assert costs - 1 <= right.points - got.points <= costs, got.points
        assert all(key in feedback for feedback in lost(got).values())


def test_one_gradient_alone_earns_no_more_than_its_own_part(wall: Wall) -> None:
    alone = graded(BACKWARD.replace("dx=dx, dh0=carry, dW=dW, dW_h=dW_h, ", ""), wall)
    assert 0 < alone.points < 4
    wrong = graded(BACKWARD.replace("dx=dx, dh0=carry, dW=dW, dW_h=dW_h, db=db", "db=2 * db"), wall)
    assert wrong.points < 1


# Few digits


@pytest.mark.parametrize("kind", ["float16", "float32"])
def test_work_of_few_digits_is_judged_by_them(kind: str, wall: Wall) -> None:
    cast = f"x_t, h_prev, W, W_h, b = (np.asarray(a, np.{kind}) for a in (x_t, h_prev, W, W_h, b))\n    return"
    inside = STEP.replace("return", cast)
    assert not lost(graded(inside + RANGED, wall))
    shown_as_float64 = inside.replace("+ b)", "+ b).astype(np.float64)")
    got = graded(shown_as_float64, wall)
    word = "half precision (float16)" if kind == "float16" else "single precision (float32)"
    assert not lost(got) and any(word in mark.feedback for mark in got.marks)
    assert graded(shown_as_float64.replace(*WRONG), wall).points < 13


class Rounded(StandIn):
    """A misconception whose results have the digits of float16."""

    def value(self, call: Call) -> object:
        if call.function != self.function:
            return expected_value(call)
        try:
            value = compute(self.engine, call)
        except NotApplicable:
            value = expected_value(call)
        if isinstance(value, dict):
            return {name: np.asarray(part, np.float16) for name, part in value.items()}
        return np.asarray(value, np.float16)


def failing(learner: StandIn) -> set[str]:
    held = CheckSession()
    with np.errstate(all="ignore"):
        held.run_checks(learner, CHECKS[learner.function])
    return {check.id for check, outcome in held.outcomes.items() if outcome is not None}


@pytest.mark.parametrize("function", FAMILIES)
def test_no_misconception_passes_a_check_because_its_numbers_have_few_digits(function: str) -> None:
    assert not failing(Rounded(function, RNN))
    for name, engine in MISCONCEPTIONS.items():
        if name.startswith(FAMILIES[function]):
            assert failing(StandIn(function, engine)) <= failing(Rounded(function, engine)), name


def test_the_digits_of_numbers_are_seen_whatever_their_type() -> None:
    numbers = np.linspace(0.1, 3, 7)
    assert precision_of(numbers) == precision_of([numbers, 1.5]) == DOUBLE
    assert precision_of(numbers.astype(np.float32).astype(float)) == precision_of(numbers.astype(np.float32)) == SINGLE
    assert precision_of({"a": numbers, "b": numbers.astype(np.float16).astype(float)}) == HALF
    assert (
        precision_of(np.array([0.0, 1.0, 0.5]))
        == precision_of(np.array([]))
        == precision_of(np.array([np.nan]))
        == DOUBLE
    )
