"""The functions of gated cells: worth points of their own, each misconception named, an error in one charged to no other."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import places
import pytest
from gated_in_interface import gated_source
from nightly import NIGHTLY
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade, starter
from quizgen.submissions.cases import GatedCase, compute, expected_parts, expected_value
from quizgen.submissions.cases.gated_compared import ABOUT_GRU, ABOUT_LSTM, BACKWARD, with_reset_after
from quizgen.submissions.cases.gated_values import stacked
from quizgen.submissions.interfaces import INTERFACES
from reference_rnn import CATALOGUE, feedback
from submission_stand_in import marks

RIGHT = places.SUBMISSIONS / "right"
WORTH = {"chapter": 60, "cs231n": 67, "dlai": 68}
ABOUT_BACKWARD = tuple(name for name in CATALOGUE if name.startswith(BACKWARD))
COURSES = ("cs231n", "dlai")
BACKWARDS = ("lstm_step_backward", "lstm_backward")


def lost(got: Grade) -> dict[str, tuple[str, ...]]:
    """The checks lost, each with the misconceptions named."""
    return {mark.ask: mark.misconceptions for mark in got.marks if mark.points < mark.max_points}


def cs231n(*changes: tuple[str, str]) -> bytes:
    text = (RIGHT / "cs231n/lstm.py").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


# Right


@pytest.mark.parametrize("interface", WORTH)
def test_the_reference_gets_everything(interface: str, wall: Wall) -> None:
    got = grade(gated_source(interface), "s.py", wall=wall)
    assert got.interface == interface and not lost(got) and got.points == got.max_points == WORTH[interface]
    assert not any(mark.feedback for mark in got.marks)


def test_both_conventions_of_the_reset_gate_are_right_and_the_other_one_is_told(wall: Wall) -> None:
    got = grade(gated_source("chapter", reset="after"), "s.py", wall=wall)
    assert not lost(got)
    told = {mark.ask for mark in got.marks if "reset gate after the weights" in mark.feedback}
    assert told == {"gru_step.V5", "gru_step.V8", "gru_forward.V6", "gru_forward.V7", "gru_forward.V8"}


def test_the_conventions_differ_wherever_they_are_told() -> None:
    case = GatedCase.of(2, 3, 2, 2, blocks=3)
    for call in (case.gru_step, case.gru_forward):
        assert (
            np.abs(np.asarray(expected_value(call)) - np.asarray(expected_value(with_reset_after(call)))).max() > 0.01
        )


def hidden_by_hand(x, h, W, W_h, b):  # type: ignore[no-untyped-def]
    """All h of an LSTM from c_0 = 0, of complex numbers too."""
    c, states = 0 * h, []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ W.T + h @ W_h.T + b, 4, axis=1)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        states.append(h)
    return np.stack(states, axis=1)


def test_the_expected_gradients_are_derivatives_by_the_complex_step() -> None:
    case = GatedCase.of(2, 3, 2, 2, draw=" complex")
    arrays = [case.x, case.h_0, case.W, case.W_h, case.b]
    parts = expected_parts(case.lstm_backward)
    found = [parts["dx"], parts["dh0"], *(stacked(name, parts) for name in ("dW", "dW_h", "db"))]
    for k, gradient in enumerate(found):
        for at in np.ndindex(arrays[k].shape):
            moved = [array.astype(complex) for array in arrays]
            moved[k][at] += 1e-30j
            slope = np.sum(case.dh * hidden_by_hand(*moved)).imag / 1e-30
            assert gradient[at] == pytest.approx(slope, rel=1e-10, abs=1e-13)


# Wrong

TWINS = ("lstm-back-dc-not-carried", "lstm-back-dc-prev-without-h")  # the same where ∂L/∂c_T is zero


@functools.cache
def marked(function: str, name: str) -> dict[str, Mark]:
    """The marks of a misconception in a function, judged in this process."""
    return marks(function, CATALOGUE[name])


def shown(function: str, names: tuple[str, ...]) -> list[str]:
    """Those that change anything that the checks of a function see."""
    return [n for n in names if any(m.verdict is not Verdict.RIGHT for m in marked(function, n).values())]


ABOUT = {
    "lstm_step": ABOUT_LSTM,
    "lstm_forward": ABOUT_LSTM,
    "lstm_step_backward": ABOUT_BACKWARD,
    "lstm_backward": ABOUT_BACKWARD,
    "gru_step": ABOUT_GRU,
    "gru_forward": ABOUT_GRU,
}
SHOWN = [(function, name) for function, names in ABOUT.items() for name in shown(function, names)]


def test_every_misconception_shows_somewhere() -> None:
    assert {name for _, name in SHOWN} == {*ABOUT_LSTM, *ABOUT_BACKWARD, *ABOUT_GRU}
    assert {name for _, name in SHOWN if name.startswith("gru-")} | {"gru-reset-after"} == {
        name for name in CATALOGUE if name.startswith("gru-")
    }


@pytest.mark.parametrize(("function", "name"), SHOWN)
def test_a_misconception_loses_points_and_is_named_alone(function: str, name: str) -> None:
    missed = [mark for mark in marked(function, name).values() if mark.verdict is not Verdict.RIGHT]
    assert sum(mark.max_points - mark.points for mark in missed) >= 2
    wanted = TWINS if function == "lstm_backward" and name in TWINS else (name,)
    assert all(mark.verdict is Verdict.SLIP and mark.misconceptions == wanted for mark in missed)
    assert feedback(CATALOGUE[name]) in missed[0].feedback


HELD = [
    (interface, name)
    for interface in WORTH
    for name in dict.fromkeys(name for function, name in SHOWN if function in INTERFACES[interface].functions)
]
SAMPLED = HELD if NIGHTLY else HELD[::3]


@pytest.mark.parametrize(("interface", "name"), SAMPLED)
def test_a_misconception_is_named_in_every_interface_and_costs_its_own_functions_alone(
    interface: str, name: str, wall: Wall
) -> None:
    got = grade(gated_source(interface, name), "s.py", wall=wall)
    assert got.interface == interface
    functions = {function for function, shown_there in SHOWN if shown_there == name}
    there = lost(got)  # nothing of a right backward pass behind a wrong forward pass
    assert there and {ask.partition(".")[0] for ask in there} == functions & INTERFACES[interface].functions.keys()
    wanted = {(name,), TWINS} if name in TWINS else {(name,)}
    assert set(there.values()) == wanted, [mark for mark in got.marks if mark.feedback]


@pytest.mark.parametrize("name", ["gru-gates-exchanged", "gru-reset-ignored", "gru-z-swapped", "gru-no-bias"])
def test_a_gru_with_the_reset_gate_after_the_weights_is_named_too(name: str, wall: Wall) -> None:
    got = grade(gated_source("chapter", name, reset="after"), "s.py", wall=wall)
    assert lost(got) and set(lost(got).values()) == {(name,)}


FRESH = GatedCase.of(4, 5, 3, 3, draw=" fresh")
FRESH_GRU = GatedCase.of(4, 5, 3, 3, blocks=3, draw=" fresh")


def same_on_fresh_numbers(function: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    call = getattr(FRESH_GRU if function.startswith("gru") else FRESH, function)
    ours, theirs = (compute(type("Both", tuple(CATALOGUE[n] for n in names), {}), call) for names in (one, other))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(np.allclose(ours[name], theirs[name], rtol=1e-9) for name in ours)
    return np.allclose(np.asarray(ours), np.asarray(theirs), rtol=1e-9)


@pytest.mark.parametrize("function", ABOUT)
def test_two_at_once_are_mostly_named_and_never_by_a_wrong_name(function: str) -> None:
    """A single name is wrong unless it does the same as the two on other numbers. Of some two others give the same, and
    where more than two pairs do, none is named.
    """
    names = [name for shown_there, name in SHOWN if shown_there == function]
    pairs = list(itertools.combinations(names, 2))
    sample = pairs[:: max(1, len(pairs) // 12)]
    named = 0
    for both in sample:
        found = marks(function, type("Both", tuple(CATALOGUE[name] for name in both), {})).values()
        told = {mark.misconceptions for mark in found if mark.misconceptions}
        named += {*both} in map(set, told)
        for one in told:
            assert {*both} <= {*one} or any(same_on_fresh_numbers(function, (name,), both) for name in one), (
                both,
                told,
            )
    assert named >= 0.6 * len(sample)


SLOPE = "di * i * (1 - i)"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (("o * np.tanh(next_c)", "o * next_c"), "lstm-h-without-tanh"),
        (("g = np.tanh(a[:, 3 * H :])", "g = sigmoid(a[:, 3 * H :])"), "lstm-candidate-sigmoid"),
        (("next_c = f * prev_c + i * g", "next_c = i * prev_c + f * g"), "lstm-forget-input-swapped"),
        (("f = sigmoid(a[:, H : 2 * H])", "f = sigmoid(a[:, H : 2 * H] + 1)"), "lstm-forget-bias"),
        (("np.zeros_like(h0)", "h0"), "lstm-c0-from-h0"),
        (("prev_h, prev_c, step_cache =", "prev_h, _, step_cache ="), "lstm-c-not-carried"),
        (("dprev_c = dc * f", "dprev_c = dnext_c * f"), "lstm-back-dc-prev-without-h"),
        (("lstm_step_backward(dh[:, t] + dprev_h,", "lstm_step_backward(dh[:, t],"), "lstm-back-dh-not-carried"),
        (("df = dc * prev_c", "df = dc * next_c"), "lstm-back-forget-with-new-c"),
        (("dg * (1 - g**2)", "dg"), "lstm-back-no-candidate-slope"),
    ],
)
def test_a_wrong_line_is_named_and_a_right_backward_pass_behind_a_wrong_forward_loses_nothing(
    change: tuple[str, str], name: str, wall: Wall
) -> None:
    got = grade(cs231n(change), "s.py", wall=wall)
    assert lost(got) and set(lost(got).values()) == ({(name,), TWINS} if name in TWINS else {(name,)})
    back = {ask.partition(".")[0] in BACKWARDS for ask in lost(got)}
    assert back == {name.startswith(BACKWARD)}


def test_a_backward_pass_that_fits_an_unknown_forward_pass_loses_nothing(wall: Wall) -> None:
    """h = 2 o tanh(c): no misconception, and its own gradients."""
    changes = (
        ("o * np.tanh(next_c)", "2 * o * np.tanh(next_c)"),
        ("do = dnext_h", "dnext_h = 2 * dnext_h\n    do = dnext_h"),
    )
    got = grade(cs231n(*changes), "s.py", wall=wall)
    assert lost(got) and not {ask for ask in lost(got) if ask.partition(".")[0] in BACKWARDS}
    assert any("that of your own lstm_step_forward" in mark.feedback for mark in got.marks)


def test_a_missing_bracket_of_a_published_formula_is_named(wall: Wall) -> None:
    text = (RIGHT / "dlai/lstm.py").read_text(encoding="utf-8")
    for gate, partner in (("it", "cct"), ("ft", "c_prev")):
        old = f"(dc_next * {partner} + ot * (1 - np.square(np.tanh(c_next))) * {partner} * da_next) * {gate}"
        assert old in text
        text = text.replace(old, old.replace("(dc_next", "dc_next", 1).replace("da_next)", "da_next"))
    old = "(dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) * (1 - np.square(cct))"
    text = text.replace(old, old[1:].replace("da_next)", "da_next"))
    got = grade(text.encode(), "s.py", wall=wall)
    assert lost(got) and set(lost(got).values()) == {("lstm-back-slope-on-one-part",)}


def test_elements_and_gates_are_called_as_the_course_calls_them(wall: Wall) -> None:
    got = grade(cs231n(("dg * (1 - g**2)]", "1.01 * dg * (1 - g**2)]")), "s.py", wall=wall)
    words = " ".join(mark.feedback for mark in got.marks)
    assert "dWx of the candidate[0, 0]" in words and not any(mark.misconceptions for mark in got.marks)
    text = (
        (RIGHT / "dlai/lstm.py")
        .read_text(encoding="utf-8")
        .replace("= np.dot(d, concat.T)", "= 1.01 * np.dot(d, concat.T)")
    )
    words = " ".join(mark.feedback for mark in grade(text.encode(), "s.py", wall=wall).marks)
    assert "dWi[:, n_a:][0, 0]" in words and "dWax" not in words


def test_a_wrong_shape_is_told_in_the_courses_order_of_axes(wall: Wall) -> None:
    got = grade(cs231n(("x.T.dot(da), prev_h", "da.T.dot(x), prev_h")), "s.py", wall=wall)
    assert any("dWx" in mark.feedback and "(2, 20) is wanted" in mark.feedback for mark in got.marks)


# What earns nothing


@pytest.mark.parametrize(
    "body",
    [
        "return np.zeros_like(h_prev), np.zeros_like(c_prev)",
        "return h_prev, c_prev",
        "return np.ones_like(h_prev), np.ones_like(c_prev)",
    ],
)
def test_constants_and_copies_earn_at_most_a_twentieth(body: str, wall: Wall) -> None:
    text = f"import numpy as np\n\n\ndef lstm_step(x_t, h_prev, c_prev, W, W_h, b):\n    {body}\n"
    got = grade(text.encode(), "s.py", wall=wall)
    assert got.points <= 0.05 * got.max_points == 0.05 * 16


def test_a_function_left_undone_is_one_mark(wall: Wall) -> None:
    text = starter(["lstm_step", "lstm_forward", "gru_step", "gru_forward"])
    got = grade(text.encode(), "s.py", wall=wall)
    assert got.points == 0 and [mark.verdict for mark in got.marks] == [Verdict.NOT_DONE] * 4
    for course in COURSES:
        got = grade(starter(["lstm_backward"], course).encode(), "s.py", wall=wall)
        assert got.interface == course and {mark.verdict for mark in got.marks} == {Verdict.NOT_DONE}
        assert {mark.ask for mark in got.marks} == {"lstm_step", "lstm_forward", *BACKWARDS}


# Never asked unless by name


def test_they_are_asked_by_name_alone(wall: Wall) -> None:
    both = (RIGHT / "cs231n/notebook.py").read_text(encoding="utf-8") + "\n\n" + cs231n().decode()
    got = grade(both.encode(), "s.py", wall=wall)
    assert got.points == got.max_points == 61 + 67
    vanilla = grade(both.encode(), "s.py", wall=wall, functions=["rnn_step", "rnn_forward", "rnn_backward"])
    assert vanilla.points == vanilla.max_points == 53
    asked = grade(both.encode(), "s.py", wall=wall, functions=["lstm_step"])
    assert asked.points == asked.max_points == 16


def test_a_complete_grade_of_the_chapters_functions_counts_none_of_them(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_bytes()
    from quizgen.submissions.interfaces import FUNCTIONS

    got = grade(text, "s.py", wall=wall, functions=list(FUNCTIONS), complete=True)
    assert not [mark for mark in got.marks if mark.ask.startswith(("lstm", "gru"))]


@pytest.mark.parametrize("interface", WORTH)
def test_a_starter_has_them_only_where_they_are_asked(interface: str) -> None:
    assert "lstm" not in starter(["rnn_step", "rnn_forward", "rnn_backward"], interface)
    text = starter(["lstm_step"], interface)
    assert "lstm_" in text and "rnn_" not in text.partition("import numpy")[2]


def test_only_shapes_and_equal_answers_are_public(wall: Wall) -> None:
    got = grade(cs231n(("o * np.tanh(next_c)", "o * next_c")), "s.py", wall=wall, public=True)
    assert got.points == got.max_points == 2 + 2 + 2 + 2 + 1 + 1 + 2 + 2
