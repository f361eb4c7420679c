"""What an answer that nobody could read may say: the nearest text that can be read, judged beside the other answers."""

from __future__ import annotations

import pytest

from quizgen.asks.judge import Judge
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.classroom.course.suggestion import suggestion
from quizgen.classroom.course.waiting import Waiting
from quizgen.model import Mark, Variant, Verdict
from quizgen.reading import read_value

H = Numbers("h", size=2, decimals=2, points=2)
W = Numbers("W", size=(2, 2), decimals=1, points=4)
Y = Numbers("y", decimals=3, points=1)
KEY = {"h": [0.51, -0.42], "W": [[1.0, 2.0], [3.0, 4.0]], "y": 0.512}


def follow(variant, misconceptions, typed):
    raise LookupError("nothing follows on")


def waiting(ask, typed: str, most: float | None = None, key=None) -> Waiting:
    reading = read_value(typed, ask)
    assert reading.trouble or reading.blank or most, "the answer is one that cannot be read"
    mark = Mark(f"q1.{ask.name}", Verdict.UNREADABLE, 0, most or ask.points, reading.trouble, typed=typed)
    keys = {ask.name: key or KEY[ask.name]}
    variant = Variant("x", 1, 1, "forward-pass", 1, "X", f"[[{ask.name}]]", "", {}, (ask,), keys)
    return Waiting(1, "mid", "s1", "mid-1", mark, variant, ask)


@pytest.mark.parametrize(
    ("ask", "typed", "text", "points"),
    [
        (H, "O.51, -0.42", "0.51, -0.42", 2),
        (H, "0.51, --0.42", "0.51, -0.42", 2),
        (H, "(0.51, -0.42", "0.51, -0.42", 2),
        (H, "0.51 cm, -0.42 cm", "0.51, -0.42", 2),
        (H, "0.51, -0.42?", "0.51, -0.42", 2),
        (H, "0..51; -0.42", "0.51; -0.42", 2),
        (H, "0.51 | -0.42", "0.51; -0.42", 2),
        (H, "0.51, –", "0.51, –", 1),
        (H, "-0.42", "–; -0.42", 1),
        (W, "1, –; 3, 4", "1, –; 3, 4", 3),
        (Y, "0.5l2", "0.512", 1),
        (Y, "O,5I2", "0,512", 1),
        (Y, "0. 512", "0.512", 1),
        (Y, "O.9O", "0.90", 0),
    ],
)
def test_the_nearest_readable_text_and_what_it_would_earn(ask, typed, text, points):
    found = suggestion(waiting(ask, typed), follow)
    assert found is not None
    assert (found.text, found.mark.points, found.mark.max_points) == (text, points, ask.points)


@pytest.mark.parametrize("typed", ["banana", "see the other page", "1; 2; 3; 4; 5", "((("])
def test_where_nothing_is_near_nothing_is_suggested(typed):
    assert suggestion(waiting(H, typed), follow) is None


def test_of_an_answer_in_parts_the_readable_ones_are_suggested():
    verdicts = (Option("A", "true", False), Option("B", "false", True))
    reasons = (Option("A", "one", False), Option("B", "two", True), Option("C", "three", False))
    ask = Judge("j", points=2, verdicts=verdicts, reasons=reasons)
    found = suggestion(waiting(ask, "Z; B", key={"verdict": "B", "reason": "B"}), follow)
    assert found is not None and found.text == "reason: B" and 0 < found.mark.points < 2


def test_a_fault_of_our_own_suggests_no_points():
    def fails(variant, misconceptions, typed):
        raise RuntimeError

    assert suggestion(waiting(H, "O.99, -0.99"), fails) is None


def test_the_points_are_those_of_the_answer_as_it_counts_now():
    found = suggestion(waiting(H, "O.51, -0.42", most=6), follow)
    assert found is not None and (found.mark.points, found.mark.max_points) == (6, 6)
