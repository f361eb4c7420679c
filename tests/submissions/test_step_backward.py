"""One step back is graded for itself in the courses that ask for it, and an error in it or before it is charged once."""

from __future__ import annotations

import pytest
from places import RIGHT
from quizgen.model import Grade, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade, starter
from quizgen.submissions.interfaces import INTERFACES
from reference_rnn import MISCONCEPTIONS
from submission_in_interface import source
from submission_stand_in import marks

BACK = "rnn_step_backward"
ASKING = ("cs231n", "dlai")
TABLE = """
bwd-no-act-derivative S1 S2 S3 S4 S5 S7
bwd-derivative-at-h S1 S2 S3 S4 S5 S7
bwd-derivative-no-square S1 S2 S3 S4 S5 S7
bwd-sigmoid-derivative S1 S2 S3 S4 S5 S7
bwd-wh-not-transposed S2 S7
bwd-dh0-off-by-one S2 S7
bwd-dwh-uses-ht S4 S7
bwd-dwh-transposed S4 S7
bwd-batch-reduction S1 S2 S3 S4 S5 S6 S7
"""
ROWS = [row.split() for row in TABLE.split("\n") if row]
CS231N = """
import numpy as np
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = (1 - next_h**2) * dnext_h
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, da.sum(axis=0)
"""


def changed(*changes: tuple[str, str]) -> bytes:
    text = CS231N
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def earned(got: Grade, function: str) -> tuple[float, float]:
    there = [mark for mark in got.marks if mark.ask.partition(".")[0] == function]
    return sum(mark.points for mark in there), sum(mark.max_points for mark in there)


def lost(got: Grade) -> dict[str, frozenset[str]]:
    """The checks lost, each with the misconceptions named."""
    return {m.ask: frozenset(m.misconceptions) for m in got.marks if m.points < m.max_points}


def test_the_chapter_and_the_others_do_not_ask_for_it() -> None:
    assert tuple(name for name, interface in INTERFACES.items() if BACK in interface.functions) == ASKING


def test_the_first_half_of_the_assignment_gets_all_its_points(wall: Wall) -> None:
    got = grade(CS231N.encode(), "s.py", wall=wall)
    assert got.interface == "cs231n" and got.points == got.max_points == 21
    assert got.titles[BACK] == "rnn_step_backward · one step back, with its own cache"
    text = (RIGHT / "dlai/step_by_step.py").read_text(encoding="utf-8")
    half = text[: text.index("def rnn_forward")] + text[text.index("def rnn_cell_b") : text.index("def rnn_backward")]
    got = grade(half.encode(), "s.py", wall=wall)
    assert got.interface == "dlai" and got.points == got.max_points == 23


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_check_isolates_what_the_table_says(row: list[str]) -> None:
    name, *expected = row
    got = marks(BACK, MISCONCEPTIONS[name])
    assert {id for id, mark in got.items() if mark.verdict is not Verdict.RIGHT} - {"S0"} == {*expected}


def test_every_other_misconception_takes_more_than_one_step_to_show() -> None:
    shown = {row[0] for row in ROWS}
    for name in MISCONCEPTIONS:
        if name.startswith("bwd-") and name not in shown:
            assert all(mark.verdict is Verdict.RIGHT for mark in marks(BACK, MISCONCEPTIONS[name]).values()), name


@pytest.mark.parametrize("interface", ASKING)
@pytest.mark.parametrize("name", [row[0] for row in ROWS])
def test_a_misconception_of_one_step_loses_points_there_and_is_named(interface: str, name: str, wall: Wall) -> None:
    got = grade(source(interface, name), "s.py", wall=wall)
    there = {ask: names for ask, names in lost(got).items() if ask.startswith(BACK)}
    assert there and set(there.values()) == {frozenset({name})}


def test_the_elements_and_the_arrays_are_called_as_the_course_calls_them(wall: Wall) -> None:
    got = grade(changed(("da @ Wh.T", "1.01 * da @ Wh.T")), "s.py", wall=wall)
    [first, *_] = [mark for mark in got.marks if mark.points < mark.max_points]
    assert first.ask == f"{BACK}.S2" and "dprev_h[0, 0]: yours" in first.feedback
    assert "mallest case that shows it: B=1 T=1 D=1 H=1" in got.causes[0].smallest_case


# Errors are charged where they are made


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("prev_h @ Wh + b", "prev_h @ Wh.T + b"), "right for the states of your own rnn_step_forward"),
        (("+ b)", "+ 2 * b)"), "right for the states of your own rnn_step_forward"),
        (("prev_h @ Wh + b", "(prev_h := 0 * prev_h) @ Wh + b"), "right for the states of your own rnn_step_forward"),
    ],
)
def test_a_cache_of_a_wrong_step_costs_the_step_back_nothing(change: tuple[str, str], why: str, wall: Wall) -> None:
    got = grade(changed(change), "s.py", wall=wall)
    assert lost(got) and all(ask.startswith("rnn_step.") for ask in lost(got))
    assert earned(got, BACK) == (8, 8) and any(why in mark.feedback for mark in got.marks)


def test_the_backward_pass_of_a_wrong_step_is_right_for_it(wall: Wall) -> None:
    got = grade(
        changed(
            ("prev_h @ Wh + b", "prev_h @ Wh.T + b"), ("da @ Wh.T", "da @ Wh"), ("prev_h.T @ da,", "da.T @ prev_h,")
        ),
        "s.py",
        wall=wall,
    )
    assert earned(got, BACK) == (8, 8)
    assert any("that of your own rnn_step_forward:" in mark.feedback for mark in got.marks)


def test_a_wrong_backward_step_is_named_on_a_wrong_step_too(wall: Wall) -> None:
    got = grade(changed(("prev_h @ Wh + b", "prev_h @ Wh.T + b"), ("next_h**2", "next_h")), "s.py", wall=wall)
    there = {ask: names for ask, names in lost(got).items() if ask.startswith(BACK)}
    assert there and set(there.values()) == {frozenset({"bwd-derivative-no-square"})}


@pytest.mark.parametrize(
    "change",
    [
        ("da = dnext_h * (1 - next_h**2)", "da = dnext_h * (1 - next_h)"),
        ("da.dot(Wh.T)", "da.dot(Wh)"),
        ("prev_h.T.dot(da)", "next_h.T.dot(da)"),
        ("da.sum(axis=0)", "1.01 * da.sum(axis=0)"),
    ],
)
def test_a_wrong_step_back_costs_the_backward_pass_that_uses_it_nothing(change: tuple[str, str], wall: Wall) -> None:
    text = (RIGHT / "cs231n/notebook.py").read_text(encoding="utf-8")
    assert change[0] in text
    got = grade(text.replace(*change).encode(), "s.py", wall=wall)
    assert lost(got) and all(ask.startswith(f"{BACK}.") for ask in lost(got))
    assert any("carried back by your own rnn_step_backward" in mark.feedback for mark in got.marks)
    asked = grade(text.replace(*change).encode(), "s.py", wall=wall, functions=["rnn_backward"])
    assert {ask.partition(".")[0] for ask in lost(asked)} == {"rnn_backward"}


def test_a_wrong_step_back_on_a_wrong_step_is_charged_once_each(wall: Wall) -> None:
    text = (RIGHT / "dlai/step_by_step.py").read_text(encoding="utf-8")
    wrong = text.replace("np.dot(Waa, a_prev) + ba", "np.dot(Waa.T, a_prev) + ba").replace(
        "1 - a_next**2", "1 - a_next"
    )
    got = grade(wrong.encode(), "s.py", wall=wall)
    assert {ask.partition(".")[0] for ask in lost(got)} == {"rnn_step", BACK}


def test_another_error_in_the_backward_pass_is_not_excused_by_a_wrong_step_back(wall: Wall) -> None:
    text = (RIGHT / "cs231n/notebook.py").read_text(encoding="utf-8")
    wrong = text.replace("(1 - next_h**2)", "(1 - next_h)").replace("dWx += dWx_t", "dWx = dWx_t")
    got = grade(wrong.encode(), "s.py", wall=wall)
    assert {ask.partition(".")[0] for ask in lost(got)} == {BACK, "rnn_backward"}


# What else may be in a file, or not


def test_an_exercise_that_asks_for_the_whole_backward_pass_asks_for_no_part_of_it(wall: Wall) -> None:
    text = (RIGHT / "cs231n/notebook.py").read_text(encoding="utf-8")
    got = grade(text.encode(), "s.py", wall=wall, functions=["rnn_backward"])
    assert got.points == got.max_points == 20 and not any(mark.ask.startswith(BACK) for mark in got.marks)


def test_a_file_of_the_chapters_may_have_a_helper_of_that_name(wall: Wall) -> None:
    text = (RIGHT / "plain.py").read_text(encoding="utf-8") + "\n\ndef rnn_step_backward(d, cache):\n    return d\n"
    got = grade(text.encode(), "s.py", wall=wall)
    assert got.interface == "chapter" and got.points == got.max_points == 87


def test_a_step_back_without_the_step_names_what_it_needs(wall: Wall) -> None:
    alone = CS231N[: CS231N.index("def rnn_step_forward")] + CS231N[CS231N.index("def rnn_step_backward") :]
    got = grade(alone.encode(), "s.py", wall=wall)
    assert got.points == 0 and "rnn_step_forward" in got.causes[0].text


def test_a_step_left_undone_is_one_mark(wall: Wall) -> None:
    [back] = [
        m
        for m in grade(changed(("return da @ Wx.T,", "return None\n    _ =")), "s.py", wall=wall).marks
        if BACK in m.ask
    ]
    assert (back.ask, back.verdict, back.max_points) == (BACK, Verdict.NOT_DONE, 8)


def test_both_steps_right_in_another_layout_keep_half_the_points(wall: Wall) -> None:
    turned = changed(
        ("x @ Wx + prev_h @ Wh", "x @ Wx.T + prev_h @ Wh.T"),
        ("da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da", "da @ Wx, da @ Wh, da.T @ x, da.T @ prev_h"),
    )
    got = grade(turned, "s.py", wall=wall)
    partly = [mark for mark in got.marks if mark.verdict is Verdict.PARTLY]
    assert {mark.ask.partition(".")[0] for mark in partly} == {"rnn_step", BACK}
    assert all(mark.points == mark.max_points / 2 for mark in partly)


@pytest.mark.parametrize("interface", ASKING)
def test_the_starter_has_it_where_the_backward_pass_is_asked(interface: str) -> None:
    name = f"def {INTERFACES[interface].functions[BACK]}("
    assert name in starter(["rnn_backward"], interface) and name in starter(["rnn_step", "rnn_backward"], interface)
    assert name not in starter(["rnn_step", "rnn_forward"], interface)


def test_only_its_shapes_and_its_equal_answers_are_shown_in_public(wall: Wall) -> None:
    got = grade(changed(("next_h**2", "next_h")), "s.py", wall=wall, public=True)
    assert {mark.ask for mark in got.marks if mark.ask.startswith(BACK)} == {f"{BACK}.S0", f"{BACK}.S6"}
    assert got.points == got.max_points
