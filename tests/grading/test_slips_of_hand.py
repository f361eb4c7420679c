"""Slips of the hand: named where the numbers prove them, never charged twice, and never a reason to lose a point."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from grading_flagship import PROBLEM
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from slips_of_hand import FLAGSHIP, FOLLOW, TWO_STEPS, answered, sealed_with, slipped, without_slips

from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.model import Verdict
from reference_rnn import SLIPS_OF_HAND, title

W, W_H, B, H_0, X = (np.array(PROBLEM[name]) for name in ("W", "W_h", "b", "h_0", "x"))
H_1, H_2 = FLAGSHIP.key["h_1"], FLAGSHIP.key["h_2"]
BANK = Bank.load()
DEGREES, ROUNDED, SIGN, DROPPED, MISREAD = COMPUTED = (
    "hand-degrees",
    "hand-rounded-early",
    "hand-sign-lost",
    "hand-term-dropped",
    "hand-entry-misread",
)
THEIR_SHARE = "The decimals that are right all the same earn their share."


def step(x, h, W=W, W_h=W_H, b=B):
    return np.tanh(W @ x + W_h @ h + b)


def changed(array, place, value):
    other = array.copy()
    other[place] = value
    return other


GOLDEN = [  # h_1, h_2, the slip of the last of them, and its sentence
    (step(X[0], H_0, b=changed(B, 1, -0.4)), None, SIGN, "$b$[2] has the wrong sign: -0.4 in place of 0.4."),
    (
        step(X[0], H_0, W_h=changed(W_H, (0, 1), 0.6)),
        None,
        SIGN,
        "$W_h$[1, 2] has the wrong sign: 0.6 in place of -0.6.",
    ),
    (step(X[0], H_0, b=changed(B, 1, 0.0)), None, DROPPED, "the term with $b$[2] = 0.4 is left out."),
    (step(changed(X[0], 0, -1.5), H_0), None, SIGN, "$x_1$[1] has the wrong sign: -1.5 in place of 1.5."),
    (step(changed(X[0], 0, 0.5), H_0), None, MISREAD, "$x_1$[1] is misread: 0.5 in place of 1.5."),
    (step(changed(X[0], 0, 0.0), H_0), None, DROPPED, "the term with $x_1$[1] = 1.5 is left out."),
    (H_1, step(X[1], [0.8397, -0.4219]), SIGN, "h_1[1] has the wrong sign: 0.8397 in place of -0.8397."),
    (np.tan(np.radians(np.arctanh(H_1))), None, DEGREES, "tan, of an angle in degrees, is taken in place of tanh."),
    (H_1, step(X[1], np.round(H_1, 1)), ROUNDED, f"h_1 is rounded to 1 decimal before going on. {THEIR_SHARE}"),
    (
        H_1,
        np.tanh(np.round(np.arctanh(H_2), 1)),
        ROUNDED,
        f"the number inside the function is rounded to 1 decimal first. {THEIR_SHARE}",
    ),
]


@pytest.mark.parametrize(("h_1", "h_2", "id", "rest"), GOLDEN, ids=[row[3][:30] for row in GOLDEN])
def test_the_sentence_of_every_slip(h_1, h_2, id, rest):
    mark = answered(h_1=h_1)["h_1"] if h_2 is None else answered(h_1=h_1, h_2=h_2)["h_2"]
    assert mark.misconceptions == (id,)
    assert mark.feedback.startswith(f"Equals what you get if {rest}")


def test_numbers_in_another_order_and_answers_exchanged_earn_half():
    turned = answered(h_1=H_1[::-1])["h_1"]
    assert (turned.verdict, turned.points, turned.misconceptions) == (Verdict.PARTLY, 0.5, ("hand-rows-exchanged",))
    assert turned.feedback == "These are the right numbers in another order. Half the points."
    marks = answered(h_1=FLAGSHIP.key["h_2"], h_2=H_1)
    assert [mark.points for mark in marks.values()] == [0.5, 0.5]
    assert marks["h_1"].misconceptions == marks["h_2"].misconceptions == ("hand-answers-exchanged",)
    assert marks["h_1"].feedback == "This is the right answer to h_2: the two are exchanged. Half the points."


def test_rows_of_a_matrix_in_another_order_earn_half():
    exercise = BANK.get("grad-matrix")
    [variant] = variants(exercise, [1])
    rows = "; ".join(" ".join(f"{v:.3f}" for v in row) for row in reversed(variant.key["dW_h"]))
    mark = answered(variant, Follower(lambda _: exercise.source), dW_h=rows)["dW_h"]
    assert mark.points == mark.max_points / 2 and mark.misconceptions == ("hand-rows-exchanged",)
    assert mark.feedback.startswith("These are the right rows in another order.")


def test_digits_exchanged_or_off_are_named_where_hardly_anything_else_is_near():
    exercise = BANK.get("bce-loss")
    named = []
    for variant in variants(exercise, range(20)):
        L = f"{variant.key['L_1']:.4f}"
        if L[3] != L[4]:
            found = answered(variant, Follower(lambda _: exercise.source), L_1=L[:3] + L[4] + L[3] + L[5])["L_1"]
            named += [found.feedback] * (found.misconceptions == ("hand-digits-slipped",))
    assert len(named) >= 12
    assert set(named) == {"Equals what you get if two neighbouring digits of the right number are exchanged."}


def test_two_given_numbers_that_lead_to_the_same_are_both_named():
    x = [[1.0, 0.5], [1.0, -0.5]]
    variant = sealed_with({**FLAGSHIP.problem, "W": [[0.5, 0.3], [0.6, -0.4]], "b": [0.2, -0.6], "x": x})
    h_1 = step(np.array(x[0]), H_0, W=np.array([[0.5, 0.3], [-0.6, -0.4]]), b=np.array([0.2, -0.6]))
    also = step(np.array(x[0]), H_0, W=np.array([[0.5, 0.3], [0.6, -0.4]]), b=np.array([0.2, 0.6]))
    assert "Equals what you get if $W$[2, 1] has the wrong sign" in answered(variant, h_1=h_1)["h_1"].feedback
    assert "Equals what you get if $b$[2] has the wrong sign" in answered(variant, h_1=also)["h_1"].feedback


def test_a_number_misread_in_both_steps_is_charged_once():
    wrong = changed(W_H, (0, 1), -0.8)
    h_1 = np.round(step(X[0], H_0, W_h=wrong), 4)
    marks = answered(h_1=h_1, h_2=step(X[1], h_1, W_h=wrong))
    assert [mark.points for mark in marks.values()] == [0.5, 1]
    assert marks["h_2"].feedback == "The same as in h_1, where it was charged."


def test_what_follows_from_a_slip_keeps_full_marks():
    h_1 = np.round(step(X[0], H_0, b=changed(B, 1, -0.4)), 4)
    marks = answered(h_1=h_1, h_2=step(X[1], h_1))
    assert (marks["h_1"].points, marks["h_2"].points) == (0.5, 1)
    assert marks["h_2"].feedback == "Right, carried on from your own h_1."


def test_rounding_too_early_earns_what_is_right_of_the_decimals():
    two, one = (answered(h_1=H_1, h_2=step(X[1], np.round(H_1, d)))["h_2"] for d in (2, 1))
    assert (two.verdict, one.verdict) == (Verdict.PARTLY, Verdict.PARTLY)
    assert (two.points, one.points) == (0.625, 0.25)  # 2 and 3 of 4 decimals of the two components, 1 and 1
    assert without_slips(h_1=H_1, h_2=step(X[1], np.round(H_1, 2)))["h_2"].points == 0


@pytest.mark.parametrize("typed", ["-0.84, -0.90", "-0.840, -0.898"])
def test_few_decimals_say_nothing(typed):
    assert not answered(h_1=typed)["h_1"].misconceptions


def test_a_misconception_comes_first():
    [variant] = variants(TWO_STEPS, [5])
    for slip in variant.slips:
        for mark in answered(variant, **slip.answers).values():
            assert not any(name.startswith("hand-") for name in mark.misconceptions)


def test_right_answers_never_repeat_the_calculation():
    with patch.object(type(FOLLOW), "slips_of_hand", side_effect=AssertionError):
        assert all(mark.verdict is Verdict.RIGHT for mark in answered(**FLAGSHIP.key).values())


def test_an_exercise_that_cannot_bear_other_numbers_gives_the_distance():
    def none(variant, typed):
        raise LookupError("too many numbers")

    with patch.object(type(FOLLOW), "slips_of_hand", side_effect=none):
        mark = answered(h_1=step(X[0], H_0, b=changed(B, 1, -0.4)))["h_1"]
    assert "no known mistake gives this" in mark.feedback
    whole = replace(FLAGSHIP, problem={**FLAGSHIP.problem, "x": [[0.5, 1.0]] * 400})
    with pytest.raises(LookupError, match="too many numbers"):
        FOLLOW.slips_of_hand(whole, {})


@pytest.mark.parametrize("ours", [AttributeError, RuntimeError])
def test_an_error_of_ours_is_not_taken_for_numbers_that_cannot_be_repeated(ours):
    with patch("quizgen.generate.slips_of_hand.follow", side_effect=ours), pytest.raises(ours):
        FOLLOW.slips_of_hand(FLAGSHIP, {})
    with patch("quizgen.generate.slips_of_hand.follow", side_effect=TypeError), pytest.raises(LookupError):
        FOLLOW.slips_of_hand(FLAGSHIP, {})


@pytest.mark.parametrize("id", COMPUTED)
def test_slips_that_change_a_whole_vector_of_four_decimals_are_named(id):
    named = tried = 0
    for variant in variants(TWO_STEPS, range(40)):
        bare = replace(variant, slips=())
        for _, answer in slipped(bare, "h_1", id):
            if (abs(answer - variant.key["h_1"]) > 1e-3).all():
                tried += 1
                named += id in answered(bare, h_1=answer)["h_1"].misconceptions
    assert tried >= 40 and named >= (0.8 if id == MISREAD else 0.93) * tried  # the others equal a likelier slip


VALUE = st.floats(-1, 1).map(lambda v: round(v, 4))


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(COMPUTED), st.integers(0, 10**6), st.tuples(VALUE, VALUE))
def test_no_slip_ever_lowers_points(seed, id, which, wrong):
    [variant] = variants(TWO_STEPS, [seed])
    found = [answer for _, answer in slipped(variant, "h_1", id)] or [np.array(wrong)]
    for h_1 in (found[which % len(found)], wrong):
        for h_2 in (FOLLOW(variant, (), {"h_1": np.round(h_1, 4).tolist()})["h_2"], wrong):
            with_slips, without = answered(variant, h_1=h_1, h_2=h_2), without_slips(variant, h_1=h_1, h_2=h_2)
            assert all(mark.points >= without[name].points for name, mark in with_slips.items())
            assert all(mark == with_slips[name] for name, mark in without.items() if mark.verdict is Verdict.RIGHT)


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(COMPUTED), st.integers(0, 10**6))
def test_later_answers_keep_full_marks_after_any_slip(seed, id, which):
    [variant] = variants(TWO_STEPS, [seed])
    if not (found := [answer for _, answer in slipped(variant, "h_1", id)]):
        return
    h_1 = np.clip(np.round(found[which % len(found)], 4), -0.9999, 0.9999).tolist()
    marks = answered(variant, h_1=h_1, h_2=FOLLOW(variant, (), {"h_1": h_1})["h_2"])
    assert marks["h_2"].points == 1


def test_random_wrong_answers_are_hardly_ever_given_a_story():
    draw, named = np.random.default_rng(9), 0
    for variant in variants(TWO_STEPS, range(50)):
        for n in range(20):
            h_1 = np.array(variant.key["h_1"])
            places = slice(n % 2, n % 2 + 1) if n < 12 else slice(None)
            h_1[places] = draw.uniform(-1, 1, 2)[places] if n % 3 else draw.normal(h_1, 0.2)[places]
            found = answered(variant, h_1=h_1)["h_1"].misconceptions
            named += any(name.startswith("hand-") for name in found)
    assert named <= 4  # of 1,000: 0.1 % at most is expected, far less where both components are wrong


def test_two_random_answers_hardly_ever_show_the_same_slip():
    draw, named = np.random.default_rng(3), 0
    for variant in variants(TWO_STEPS, range(100)):
        for n in range(5):
            answers = {name: np.array(value) for name, value in variant.key.items()}
            for value in answers.values():
                value[n % 2] = draw.uniform(-1, 1)
            marks = answered(variant, **answers).values()
            named += any(name.startswith("hand-") for mark in marks for name in mark.misconceptions)
    assert named <= 5  # of 500 pairs of answers, of which each alone meets a slip in 0.1 % at most


def test_every_slip_has_a_title_of_a_few_words():
    for id in SLIPS_OF_HAND:
        assert id.startswith("hand-") and title(id) == SLIPS_OF_HAND[id] and len(title(id).split()) <= 6
