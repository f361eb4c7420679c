"""CounterExample: the learner's own numbers are run by the network and by the claim; nothing is compared with one key."""

from dataclasses import replace

import pytest

from quizgen.ask import Reading
from quizgen.asks.counter_example import CounterExample, Outcome, Row
from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.model import Answers, Quiz, Verdict
from quizgen.reading import Unreadable, read_value

EXERCISE = Bank.load().get("mistake-refute")
FOLLOW = Follower(lambda digest: EXERCISE.source)
OUTCOME = Outcome("They give #1 and #2", "Refuted.", "Not refuted.", "Undecided.", ("#1 is not #2.",))
ASK = CounterExample("example", points=2).of((Row("a", "$a$", 1), Row("b", "$b_1, b_2$", 2)), "claim", OUTCOME)


def sealed(claim):
    return next(one for one in variants(EXERCISE, range(30)) if one.problem["claim"] == claim)


def marks(variant, example, results=""):
    sheet = Answers("sheet", "", {"q1": {"example": example, "results": results}})
    return grade(Quiz("quiz", 1, (variant,)), sheet, FOLLOW).marks


def judged(true, claimed, ask=ASK):
    return ask.judge_run(Reading("", [1.0, 2.0, 3.0]), lambda ids: {"example_runs": claimed if ids else true})


@pytest.mark.parametrize("typed", ["1; 2, 3", "a: 1; b: 2, 3", "b: 2 3; a: 1", "1\n2, 3", {"a": 1, "b": [2, 3]}])
def test_rows_are_read_in_order_or_by_name(typed):
    assert read_value(typed, ASK).value == [1, 2, 3]


@pytest.mark.parametrize(
    "typed", ["1", "1, 2, 3, 4", "a: 1", "nan; 2, 3", "1; 2", "1e999; 1, 2", "1; " + "9" * 400 + ", 2"]
)
def test_what_is_missing_or_no_number_is_said(typed):
    reading = read_value(typed, ASK)
    assert reading.trouble.endswith(".") and reading.value is None


def test_reading_raises_what_the_caller_expects():
    with pytest.raises(Unreadable, match="b are missing"):
        ASK.read("a: 1")


def test_it_can_be_written_and_read_again_and_keeps_its_claim_secret():
    assert ASK.read(ASK.write([0.1, -2, 3])).value == [0.1, -2, 3]
    assert "claim" not in ASK.to_public_json() and "outcome" not in ASK.to_public_json()


@pytest.mark.parametrize(
    ("true", "claimed", "share", "says"),
    [
        ([1, 1, 0.5, 0.6], [1, 1, 0.5, 0.5], 1, "They give 0.5 and 0.6. Refuted."),
        ([1, 2, 0.5, 0.6], [1, 2, 0.5, 0.5], 0, "1 is not 2."),
        ([1, 1, 0.5, 0.5], [1, 1, 0.5, 0.5], 0, "Not refuted."),
        ([1, 1, 0.5, 0.505], [1, 1, 0.5, 0.5], 0, "They differ by less than 0.01"),
        ([1, 1, 0.5, 0.6], [1, 1, 0.5, 0.7], 0, "Undecided."),
        ([1, 1, float("nan"), 0.6], [1, 1, 0.5, 0.5], 0, "cannot be run"),
        ([1, 1, float("inf"), 0.6], [1, 1, 0.5, 0.5], 0, "cannot be run"),
        (None, None, 0, "cannot be run"),
        ([1, 1, 0.5, 0.6], None, 0, "Undecided."),
    ],
)
def test_a_claim_is_refuted_where_it_and_the_network_disagree(true, claimed, share, says):
    found = judged(true, claimed)
    assert found.share == share and says in found.feedback


def test_where_equality_refutes_it_is_the_claim_that_must_differ():
    equal = replace(ASK, equal=True)
    assert judged([1, 1, 0.5, 0.5], [1, 1, 0.5, 0.9], equal).share == 1
    assert judged([1, 1, 0.5, 0.9], [1, 1, 0.5, 0.9], equal).feedback.endswith("Not refuted.")
    assert judged([1, 1, 0.0, 0.0], [1, 1, 0.0, 0.0], equal).feedback.endswith("Undecided.")


@pytest.mark.parametrize("number", [1e308, -5.01, 5.0001])
def test_numbers_out_of_range_are_refused_before_anything_is_run(number):
    found = ASK.judge_run(Reading("", [1.0, number, 3.0]), lambda ids: pytest.fail("it was run"))
    assert found.share == 0 and "is not between −5 and 5" in found.feedback


@pytest.mark.parametrize("claim", ["current", "order", "weights"])
def test_the_key_refutes_and_the_sealed_variant_is_enough(claim):
    variant = sealed(claim)
    key, results = variant.asks[0].write(variant.key["example"]), variant.asks[1].write(variant.key["results"])
    assert [mark.verdict for mark in marks(variant, key, results)] == [Verdict.RIGHT] * 2


def test_any_other_numbers_that_refute_are_as_right_and_the_results_are_theirs():
    variant = sealed("current")
    p = variant.problem

    def output(*x):
        h = 0.0
        for x_t in x:
            h = max(0.0, p["w"] * x_t + p["w_h"] * h + p["b"])
        return p["w_y"] * h + p["b_y"]

    one, other = output(0, 0, 2.5), output(0, 1.5, 2.5)
    example, results = marks(variant, "0, 0, 2.5; 0, 1.5, 2.5", f"{one:.3f}, {other:.3f}")
    assert example.verdict is Verdict.RIGHT and "the claim is refuted" in example.feedback
    assert results.verdict is Verdict.RIGHT
    assert variant.key["example"] != [0, 0, 2.5, 0, 1.5, 2.5]


@pytest.mark.parametrize(
    ("claim", "typed", "says"),
    [
        ("current", "1, 2, 3; 1, 2, 4", "$x_3$ differs too, 3 and 4"),
        ("current", "1, 2, 3; 1, 2, 3", "The same output: this does not refute the claim."),
        ("order", "1, 2, 3; 3, 2, 2", "The smallest input differs, 1 and 2"),
        ("order", "1, 2, 3; 1, 2, 3", "The same output"),
        ("weights", "1, 2; 0, 1, 1", "different inputs, $x_1 =$ 2 and $x_2' =$ 1"),
        ("weights", "5, 1; 0, 0, 1", "start from different states"),
    ],
)
def test_what_does_not_refute_gets_its_reason(claim, typed, says):
    example, _ = marks(sealed(claim), typed)
    assert example.verdict is Verdict.WRONG and says in example.feedback


@pytest.mark.parametrize(
    "typed", ["1e308, 1e308, 1; -1e308, 0, 1", "nan, nan, nan; 1, 1, 1", "9" * 400, "-0, 0, 1e-308; 0, 0, 1"]
)
def test_hostile_numbers_earn_nothing_and_break_nothing(typed):
    for claim in ("current", "order"):
        example, _ = marks(sealed(claim), typed)
        assert example.points == 0 and example.verdict in (Verdict.WRONG, Verdict.UNREADABLE)


def test_wrong_results_of_own_numbers_are_named():
    variant = sealed("current")
    p = variant.problem
    forgets = p["w_y"] * max(0.0, p["w"] * 2.5 + p["b"]) + p["b_y"]  # no recurrence: the same in both runs
    _, results = marks(variant, "0, 0, 2.5; 0, 1.5, 2.5", f"{forgets:.3f}, {forgets:.3f}")
    assert "fwd-no-recurrence" in results.misconceptions


def test_a_short_key_says_that_it_is_one_example_of_many():
    assert ASK.show_key([1, 2, 3]) == "for example a: 1; b: 2, 3"
