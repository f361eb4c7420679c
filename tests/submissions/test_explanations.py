"""What feedback says beyond right and wrong: another layout, what is not done, and nothing that is secret."""

from __future__ import annotations

import places
import pytest
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.interfaces import INTERFACES
from reference_rnn import MISCONCEPTIONS
from submission_in_interface import BEYOND
from submission_in_interface import source as in_interface

HERE = places.TESTS
PLAIN = (HERE / "submissions" / "right" / "plain.py").read_text()


def lost(got: Grade) -> list[Mark]:
    return [mark for mark in got.marks if mark.points < mark.max_points]


# Another layout

FROM_THE_RIGHT = (
    PLAIN.replace("x_t @ W.T + h_prev @ W_h.T", "x_t @ W + h_prev @ W_h")
    .replace("dW += d.T @ x[:, t]", "dW += x[:, t].T @ d")
    .replace("dW_h += d.T @ prev", "dW_h += prev.T @ d")
    .replace("dx[:, t] = d @ W\n", "dx[:, t] = d @ W.T\n")
    .replace("carry = d @ W_h", "carry = d @ W_h.T")
)
TIME_FIRST = """
import numpy as np
def rnn_forward(x, h0, W, W_h, b):
    h, out = h0, []
    for x_t in x:
        h = np.tanh(x_t @ W.T + h @ W_h.T + b)
        out.append(h)
    return np.stack(out)
"""
TIME_FIRST_RESULT = PLAIN.replace("np.stack(out, axis=1)", "np.stack(out)")
COLUMNS = "import numpy as np\ndef rnn_step(x, h, W, W_h, b):\n    return np.tanh(W @ x + W_h @ h + b.reshape(-1, 1))\n"


@pytest.mark.parametrize(
    ("source", "functions", "words"),
    [
        (FROM_THE_RIGHT, ("rnn_forward", "rnn_backward"), "multiplied from the right"),
        (FROM_THE_RIGHT, ("rnn_step",), "multiplied from the right"),
        (TIME_FIRST, ("rnn_forward",), "time first, x (T, B, D)"),
        (TIME_FIRST_RESULT, ("rnn_forward",), "all states returned time first"),
        (COLUMNS, ("rnn_step",), "examples as columns"),
    ],
    ids=["weights", "weights of a step", "time", "result", "columns"],
)
def test_right_in_another_layout_keeps_half_the_points(
    source: str, functions: tuple[str, ...], words: str, wall: Wall
) -> None:
    got = grade(source.encode(), "s.py", wall=wall, functions=functions)
    assert lost(got) and {mark.ask.partition(".")[0] for mark in lost(got)} == {*functions}
    for mark in lost(got):
        assert mark.verdict is Verdict.PARTLY and mark.points == mark.max_points / 2 and not mark.misconceptions
    for cause in got.causes:
        assert cause.text.startswith("Right for another layout: ") and words in cause.text


@pytest.mark.parametrize("when", ["len(calls) == 3", "x_t.shape[0] == 1 and len(calls) < 9"])
def test_a_step_that_failed_in_one_call_is_not_right_for_a_layout_in_which_it_is_called_alike(
    when: str, wall: Wall
) -> None:
    head = "def rnn_step(x_t, h_prev, W, W_h, b):\n"
    once = f"{head}    calls.append(0)\n    if {when}: raise ValueError('once')\n"
    got = grade(("calls = []\n" + PLAIN.replace(head, once)).encode(), "s.py", wall=wall, functions=["rnn_step"])
    assert {mark.verdict for mark in lost(got)} == {Verdict.CRASHED}
    [cause] = got.causes
    assert "ValueError: once" in cause.text and cause.line is not None


def test_wrong_in_every_layout_keeps_nothing(wall: Wall) -> None:
    got = grade(TIME_FIRST.replace("+ b)", "+ 1.01 * b)").encode(), "s.py", wall=wall)
    assert not any(mark.verdict is Verdict.PARTLY for mark in got.marks)


def test_a_misconception_comes_before_a_layout(wall: Wall) -> None:
    got = grade(in_interface("cs231n", "fwd-wh-transposed"), "s.py", wall=wall)
    assert {mark.misconceptions for mark in lost(got)} == {("fwd-wh-transposed",)}


# Errors are charged where they are made

CS231N = """
import numpy as np
def rnn_forward(x, h0, Wx, Wh, b):
    h, out = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ Wx + h @ FORWARD + b)
        out.append(h)
    h = np.stack(out, axis=1)
    return h, (x, h0, Wx, Wh, h)

def rnn_backward(dh, cache):
    x, h0, Wx, Wh, h = cache
    carry, dx, dWx, dWh, db = 0, np.zeros_like(x), 0, 0, 0
    for t in reversed(range(x.shape[1])):
        d = (1 - h[:, t] ** 2) * (dh[:, t] + carry)
        dx[:, t], carry = d @ Wx.T, d @ BACKWARD
        dWx, db = dWx + x[:, t].T @ d, db + d.sum(axis=0)
        dWh = dWh + (h[:, t - 1] if t else h0).T @ d
    return dx, carry, dWx, TURNED, db
"""


def cs231n(forward: str, backward: str, turned: str = "dWh") -> bytes:
    return CS231N.replace("FORWARD", forward).replace("BACKWARD", backward).replace("TURNED", turned).encode()


def backward_points(got: Grade) -> tuple[float, float]:
    marks = [mark for mark in got.marks if mark.ask.startswith("rnn_backward")]
    return sum(mark.points for mark in marks), sum(mark.max_points for mark in marks)


@pytest.mark.parametrize(
    ("backward", "turned", "why"),
    [
        ("Wh.T", "dWh", "right for the states of your own rnn_forward"),  # the chapter's backward pass, on wrong states
        ("Wh", "dWh.T", "that of your own rnn_forward"),  # the backward pass of the wrong forward pass itself
    ],
)
def test_a_cache_of_a_wrong_forward_pass_costs_the_backward_pass_nothing(
    backward: str, turned: str, why: str, wall: Wall
) -> None:
    got = grade(cs231n("Wh.T", backward, turned), "s.py", wall=wall)
    points, most = backward_points(got)
    assert got.interface == "cs231n" and points == most
    assert any(why in mark.feedback for mark in got.marks)
    assert {name for mark in lost(got) for name in mark.misconceptions} == {"fwd-wh-transposed"}


def test_a_wrong_pass_of_a_character_model_costs_its_backward_pass_nothing(wall: Wall) -> None:
    right = (HERE / "submissions/right/minchar/columns.py").read_text(encoding="utf-8")
    assert " + bh)" in right
    got = grade(right.replace(" + bh)", ")").encode(), "s.py", wall=wall)
    assert backward_points(got) == (17, 17) and {mark.ask.partition(".")[0] for mark in lost(got)} == {"rnn_forward"}
    assert any(mark.feedback == "right for the states of your own lossFun" for mark in got.marks)


def test_a_pass_that_ignores_the_first_state_costs_the_backward_pass_nothing(wall: Wall) -> None:
    got = grade(cs231n("Wh", "Wh.T").replace(b"h, out = h0, []", b"h = h0 = 0 * h0; out = []"), "s.py", wall=wall)
    points, most = backward_points(got)
    assert points == most and {name for mark in lost(got) for name in mark.misconceptions} == {"fwd-h0-ignored"}


def test_public_checks_do_not_say_whether_the_states_are_right(wall: Wall) -> None:
    got = grade(cs231n("Wh.T", "Wh.T"), "s.py", wall=wall, public=True)
    assert not any(mark.feedback for mark in got.marks)


def test_a_size_is_named_only_if_the_other_sizes_were_as_large(wall: Wall) -> None:
    turned = "np.tanh(W @ x_t.T + W_h @ h_prev.T + b[:, None]).reshape(h_prev.shape)"
    source = PLAIN.replace("np.tanh(x_t @ W.T + h_prev @ W_h.T + b)", turned)
    [cause] = grade(source.encode(), "s.py", wall=wall, functions=["rnn_step"]).causes
    sentence = cause.smallest_case
    assert "right for B = 1, wrong from B = 2 on" in sentence and "T = 1, wrong" not in sentence


def test_a_wrong_backward_pass_is_named_on_a_wrong_forward_pass_too(wall: Wall) -> None:
    got = grade(cs231n("Wh.T", "Wh.T").replace(b"(1 - h[:, t] ** 2)", b"(1 - h[:, t])"), "s.py", wall=wall)
    points, most = backward_points(got)
    named = {name for mark in lost(got) for name in mark.misconceptions if mark.ask.startswith("rnn_backward")}
    assert points < most and named == {"bwd-derivative-no-square"}


@pytest.mark.parametrize(
    "wrong",
    [
        "np.tanh(x_t @ W.T + h_prev @ W_h + b)",
        "x_t @ W.T + h_prev @ W_h.T + b",
        "np.tanh(x_t @ W.T + h_prev @ W_h.T + 1.01 * b)",
    ],
)
def test_a_wrong_step_costs_the_forward_pass_that_uses_it_nothing(wrong: str, wall: Wall) -> None:
    source = PLAIN.replace("np.tanh(x_t @ W.T + h_prev @ W_h.T + b)", wrong)
    got = grade(source.encode(), "s.py", wall=wall, functions=["rnn_step", "rnn_forward"])
    assert lost(got) and all(mark.ask.startswith("rnn_step.") for mark in lost(got))
    assert any("carried on from your own rnn_step" in mark.feedback for mark in got.marks)
    [alone] = {
        mark.ask.partition(".")[0]
        for mark in lost(grade(source.encode(), "s.py", wall=wall, functions=["rnn_forward"]))
    }
    assert alone == "rnn_forward"


def test_a_wrong_forward_pass_is_not_excused_by_another_wrong_step(wall: Wall) -> None:
    source = PLAIN.replace("np.tanh(x_t @ W.T + h_prev @ W_h.T + b)", "np.tanh(x_t @ W.T + h_prev @ W_h + b)")
    source = source.replace("h, out = h0, []", "h, out = 0 * h0, []")
    got = grade(source.encode(), "s.py", wall=wall, functions=["rnn_step", "rnn_forward"])
    assert any(mark.ask.startswith("rnn_forward.") for mark in lost(got))


# What is not done

SKELETONS = [
    "pass",
    "...",
    "return ...",
    "return NotImplemented",
    "raise NotImplementedError",
    "return None",
    "dW = None\n    return dict.fromkeys(PARTS)",
    "return dict.fromkeys(PARTS, ...)",
]


@pytest.mark.parametrize("body", SKELETONS)
def test_an_unfinished_file_has_one_mark_for_each_function_and_costs_the_others_nothing(body: str, wall: Wall) -> None:
    start, end = PLAIN.index("def rnn_backward"), PLAIN.index("def sgd")
    names = 'PARTS = ("dx", "dh0", "dW", "dW_h", "db")\n'
    source = f"{names}{PLAIN[:start]}def rnn_backward(dh, x, h0, h, W, W_h, b):\n    {body}\n\n\n{PLAIN[end:]}"
    got = grade(source.encode(), "s.py", wall=wall)
    assert [(mark.ask, mark.verdict, mark.points, mark.max_points) for mark in lost(got)] == [
        ("rnn_backward", Verdict.NOT_DONE, 0, 20)
    ]
    assert "not done yet" in lost(got)[0].feedback


def test_one_gradient_that_is_not_done_costs_what_asks_for_it(wall: Wall) -> None:
    source = PLAIN.replace(
        "return dict(dx=dx, dh0=carry, dW=dW, dW_h=dW_h", "return dict(dx=dx, dh0=carry, dW=dW, dW_h=None"
    )
    got = grade(source.encode(), "s.py", wall=wall, functions=["rnn_backward"])
    assert {mark.ask.partition(".")[2] for mark in lost(got)} == {"G0", "G2", "G7", "G11", "G12"}
    assert [cause.text for cause in got.causes] == [
        "dW_h is None: it is not done yet. Five checks fail for this one reason."
    ]


# Public checks

CHAPTER = [function for function in INTERFACES["chapter"].functions if function not in BEYOND]
PUBLIC = {check for function in CHAPTER for check in CHECKS[function] if check.public}


def test_public_checks_are_the_properties() -> None:
    assert {f"{check.function}.{check.id}" for check in PUBLIC} == {
        *(f"rnn_step.F{n}" for n in (1, 2, 3)),
        *(f"rnn_forward.F{n}" for n in (1, 2, 3, 9, 10, 11, 12, 13)),
        "predict.O1",
        "bce_loss.L4",
        "sequence_ce.L4",
        "rnn_backward.G0",
        "rnn_backward.G11",
        "sgd.U3",
    }


def test_a_right_file_passes_every_public_check(wall: Wall) -> None:
    got = grade(PLAIN.encode(), "s.py", wall=wall, public=True)
    assert got.points == got.max_points == sum(check.points for check in PUBLIC)
    assert got.notes[0].startswith("Only the public checks")


@pytest.mark.parametrize("name", [name for name in MISCONCEPTIONS if name[:4] in ("fwd-", "bwd-", "out-")])
def test_public_checks_name_nothing_and_show_no_expected_number(name: str, wall: Wall) -> None:
    got = grade(in_interface("chapter", name), "s.py", wall=wall, public=True)
    for mark in got.marks:
        assert not mark.misconceptions and mark.verdict is not Verdict.SLIP
        assert "expected" not in mark.feedback and "quals what you get" not in mark.feedback
        assert name not in mark.feedback
    assert {mark.ask.partition(".")[0] for mark in got.marks} == {*CHAPTER}


def test_a_property_that_fails_shows_two_numbers_of_the_learners_own(wall: Wall) -> None:
    got = grade(in_interface("chapter", "fwd-reversed"), "s.py", wall=wall, public=True)
    [mark] = [mark for mark in got.marks if mark.ask == "rnn_forward.F9"]
    assert "for x_1, x_2 alone" in mark.feedback and "in the whole sequence" in mark.feedback
