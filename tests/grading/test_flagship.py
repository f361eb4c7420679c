"""The worked instance, row by row: the feedback for each wrong answer, and what follows from it."""

import pytest
from grading_flagship import LOSS, OUTPUT, marked, sealed, states

from quizgen.model import Verdict

QUESTION = sealed(*states(2))
RIGHT_H1 = "-0.8397, -0.4219"

ROWS = [
    ("-0.8617, -0.0500", "-0.2913, -0.1489", "fwd-no-recurrence"),
    ("-0.8896, -0.6911", "0.5555, -0.6681", "fwd-no-bias"),
    ("-1.2200, -0.4500", "0.9460, -0.7020", "fwd-no-activation"),
    ("-0.6291, 0.0300", "0.2178, 0.2122", "fwd-wh-transposed"),
    ("", "-0.1556, 0.9468", "fwd-swap-w-wh"),
    ("-0.8617, -0.0500", "0.3964, -0.5697", "fwd-h0-ignored"),
    ("", "-0.8441, 0.1842", "fwd-wh-identity"),
    (RIGHT_H1, "0.7380, -0.6056", "fwd-recur-preactivation"),
    (RIGHT_H1, "-0.2165, -0.5005", "fwd-stale-h0"),
    (RIGHT_H1, "-0.3585, -0.3671", "fwd-input-frozen"),
]


@pytest.mark.parametrize(("h_1", "h_2", "misconception"), ROWS)
def test_every_row_of_the_table_is_named_from_h_2_alone(h_1: str, h_2: str, misconception: str) -> None:
    mark = marked(QUESTION, h_2=h_2)["h_2"]
    assert (mark.verdict, mark.points, mark.misconceptions) == (Verdict.SLIP, 0, (misconception,))
    assert mark.feedback.startswith("Equals what you get")


@pytest.mark.parametrize(("h_1", "h_2", "misconception"), ROWS)
def test_every_row_is_charged_once_and_named_by_both_answers_together(h_1: str, h_2: str, misconception: str) -> None:
    marks = marked(QUESTION, h_1=h_1, h_2=h_2)
    named = {name for mark in marks.values() for name in mark.misconceptions}
    assert named == {misconception}
    lost = [mark.ask for mark in marks.values() if mark.points < mark.max_points and "half" not in mark.feedback]
    assert len(lost) == (2 if h_1 == "" else 1)


def test_h_1_alone_cannot_tell_zeros_from_no_recurrence_and_names_both() -> None:
    mark = marked(QUESTION, h_1="-0.8617, -0.0500")["h_1"]
    assert set(mark.misconceptions) == {"fwd-no-recurrence", "fwd-h0-ignored"}
    assert mark.feedback.startswith("Either: ") and " Or: " in mark.feedback


def test_a_slip_of_a_tenth_in_h_1_leaves_step_2_full_marks() -> None:
    marks = marked(QUESTION, h_1="(-0.7397, -0.4219)", h_2="(0.4967, -0.4012)")
    assert (marks["h_1"].verdict, marks["h_1"].points) == (Verdict.PARTLY, 1)
    assert marks["h_1"].feedback.startswith("The first component is off by 0.1; no known mistake gives this.")
    assert (marks["h_2"].verdict, marks["h_2"].points) == (Verdict.RIGHT, 2)
    assert marks["h_2"].feedback == "Right, carried on from your own h_1."


def test_the_right_component_of_no_bias_at_two_decimals_is_not_taken_for_right() -> None:
    assert marked(QUESTION, h_1=RIGHT_H1, h_2="0.5555, -0.6681")["h_2"].points == 0


def test_the_terms_to_compare_start_from_the_learners_own_state() -> None:
    marks = marked(QUESTION, h_1="-0.7397, -0.4219", h_2="0.1, 0.2")
    assert "Compare: W x_2 = (-0.5, -0.55), W_h h_1 = (0.8449, -0.2751), b = (0.2, 0.4)." in marks["h_2"].feedback


def test_an_impossible_state_is_reported_and_what_follows_earns_half_at_most() -> None:
    marks = marked(QUESTION, h_1="-1.2200, -0.4500", h_2="0.7380, -0.6056")
    assert "-1.22 is impossible: h_1 lies between -1 and 1" in marks["h_1"].feedback
    assert marks["h_2"].points == 1
    same_again = marked(QUESTION, h_1="-1.2200, -0.4500", h_2="0.9460, -0.7020")
    assert same_again["h_2"].points == 1


def test_after_an_impossible_state_the_truth_still_earns_full_marks() -> None:
    assert marked(QUESTION, h_1="-8.397, -0.4219", h_2="0.5545, -0.4503")["h_2"].points == 2


@pytest.mark.parametrize(
    ("h_1", "h_2", "why"),
    [("0.0000, 0.0000", "-0.2913, -0.1489", "zeros"), ("-0.4, 0.4", "-0.2165, -0.5005", "copy of h_0")],
)
def test_a_state_that_makes_the_rest_trivial_earns_the_rest_half(h_1: str, h_2: str, why: str) -> None:
    mark = marked(sealed(*states(2), slips=()), h_1=h_1, h_2=h_2)["h_2"]
    assert mark.points == 1 and why in mark.feedback


def test_output_and_loss_are_carried_on_from_the_typed_values() -> None:
    marks = marked(sealed(*states(2), OUTPUT, LOSS), h_1=RIGHT_H1, h_2="0.5545, -0.4503", y_hat="0.5", L="0,6931")
    assert marks["y_hat"].verdict is Verdict.WRONG
    assert marks["L"].points == 2 and marks["L"].feedback == "Right, carried on from your own y_hat."


def test_a_negative_output_has_no_logarithm_and_nobody_is_at_fault() -> None:
    marks = marked(sealed(OUTPUT, LOSS), y_hat="-0.3000", L="0.7000")
    assert (marks["y_hat"].verdict, marks["L"].verdict) == (Verdict.WRONG, Verdict.WRONG)
    assert marked(sealed(OUTPUT, LOSS), y_hat="-0.3000", L="0.8871")["L"].points == 2


def test_a_misconception_in_one_step_only_is_found_where_the_step_was_left_blank() -> None:
    from grading_flagship import follow

    wrong_h_1 = next(slip for slip in QUESTION.slips if "fwd-no-bias" in slip.misconceptions).answers["h_1"]
    value = follow(QUESTION, (), {"h_1": wrong_h_1})["h_2"]
    mark = marked(QUESTION, h_2="{:.4f}, {:.4f}".format(*value))["h_2"]
    assert mark.misconceptions == ("fwd-no-bias",) and mark.feedback.startswith("Only up to h_1: Equals")
