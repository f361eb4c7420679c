"""Options of a choice: their order is given or shuffled, as the author says."""

from quizgen.asks.options import Option, in_order
from quizgen.authoring.bank import Bank
from quizgen.generate import variants

VERDICTS = ["It is true.", "It is false.", "It depends."]


def test_the_verdicts_stand_in_the_same_order_in_every_variant():
    for variant in variants(Bank.load().get("statement-judge"), range(60)):
        verdict, reason = variant.asks
        assert [item.text for item in verdict.interaction().items] == VERDICTS
        assert not verdict.interaction().shuffled and reason.interaction().shuffled


def test_options_in_a_given_order_keep_their_texts_feedback_and_right_ones():
    options = in_order(["one", Option("", "two", feedback="No: one."), "three"], ["three"])
    assert [(o.letter, o.text, o.accepted, o.feedback) for o in options] == [
        ("A", "one", False, ""),
        ("B", "two", False, "No: one."),
        ("C", "three", True, ""),
    ]
