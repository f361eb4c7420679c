"""The sentences of a report say what was found, with the numbers that it rests on."""

from __future__ import annotations

from itertools import product

import pytest

from quizgen.classroom.course.faulty import Finding, Reason
from quizgen.classroom.course.item_responses import Item
from quizgen.classroom.course.item_statistics import ItemStatistics, Reliability
from quizgen.classroom.course.misconception_shares import Share
from quizgen.classroom.course.report import AssignmentReport
from quizgen.classroom.course.statistics import Groups
from quizgen.documents import report_words as words


def item(number: int, exercise: str, ask: str, title: str, label: str | None = None, time: int = 1) -> ItemStatistics:
    found = Item(exercise, ask, time)
    return ItemStatistics(
        number, found, title, label, 60, 0.031, 0, 60, -0.391, Groups(0.2, 0.8, 16), constant=False, waiting=0
    )


def report(*items: ItemStatistics, **more: int) -> AssignmentReport:
    counts = {"students": 60, "scored": 60, "waiting": 0, "missing": 0, "unknown": 0} | more
    return AssignmentReport("hw1", scores=None, items=items, reliability=Reliability(None, 0, 0), findings=(), **counts)


def test_an_answer_is_named_only_where_its_exercise_has_several():
    items = (
        item(1, "two", "h_1", "Two steps"),
        item(2, "two", "dW", "Two steps", r"\partial L"),
        item(3, "one", "y", "One step"),
        item(4, "one", "y", "One step", time=2),
        item(5, "rnn_step", "", "rnn_step"),
    )
    assert list(words.names(report(*items)).values()) == [
        "Two steps: $h_1$", r"Two steps: $\partial L$", "One step", "One step (2)", "rnn_step"
    ]  # fmt: skip


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_with_its_numbers_and_a_next_step(reason):
    finding = Finding(1, reason, 45, 60, "fwd-no-bias", 11, 16)
    said = words.sentence(finding, item(1, "one", "y", "One step"))
    assert "60 students" in said and said.endswith(".") and "fwd-" not in said
    numbers = {Reason.NEGATIVE: ["20%", "80%", "16 students each", "−0.39"], Reason.HARDLY_ANYBODY: ["3%", "45 of 60"]}
    assert all(number in said for number in numbers.get(reason, ["45 of 60"]))


def test_only_where_the_best_agree_is_the_key_said_to_be_wrong():
    one = item(1, "one", "y", "One step")
    agree, do_not = (
        words.sentence(Finding(1, Reason.ONE_WRONG_ANSWER, 45, 60, "fwd-no-bias", best, 16), one) for best in (11, 6)
    )
    assert "The best agree on it" in agree and "11 of the best 16: “Bias b left out”" in agree
    assert "most of the class share this mistake" in do_not


def test_a_long_wrong_answer_is_shortened():
    assert len(words.wrong_answer("x" * 1000)) < 50


@pytest.mark.parametrize(("missing", "unknown", "waiting"), list(product((0, 1, 3), repeat=3)))
def test_who_is_in_no_number_is_said(missing, unknown, waiting):
    said = words.handed_in(report(missing=missing, unknown=unknown, waiting=waiting))
    assert ("handed nothing in" in said) == bool(missing) and ("roster" in said) == bool(unknown)
    assert ("wait for a person" in said) == bool(waiting) and "1 students" not in said


def test_a_share_has_both_its_numbers_and_too_few_have_none():
    assert [words.share(Share(*one)) for one in ((3, 12), (0, 5), (2, 4), (0, 0))] == [
        "25% (3 of 12)", "0% (0 of 5)", "too few (4)", "–"
    ]  # fmt: skip


def test_numbers_have_a_real_minus_and_no_negative_zero():
    assert [words.signed(value) for value in (0.4, -0.394, -0.001, None)] == ["0.40", "−0.39", "0.00", "–"]
