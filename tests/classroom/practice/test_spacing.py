"""When an exercise is repeated: by FSRS, from the attempts and their times alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.practice.attempt import Asked, Attempt
from quizgen.classroom.practice.spacing import Rating, due, next_due, rating, reviews
from quizgen.model import Mark, Verdict

BEGIN = datetime(2027, 1, 4, tzinfo=UTC)
RIGHT = Mark("q1.h", Verdict.RIGHT, 1, 1, "", (), "1")
WRONG = Mark("q1.h", Verdict.WRONG, 0, 1, "", (), "2")
HINTED = Mark("q1.h", Verdict.RIGHT, 0.75, 1, "Two hints: 25 % off.", (), "1")
WAITS = Mark("q1.h", Verdict.NEEDS_A_PERSON, 0, 1, "", (), "words")


def attempt(*tries: Mark, days: float = 0, exercise: str = "forward-h2") -> Attempt:
    asked = Asked(exercise, 0, "forward-pass", 2)
    return Attempt(asked, BEGIN + timedelta(days=days), tuple((mark,) for mark in tries))


@pytest.mark.parametrize(
    ("tries", "before", "rated"),
    [
        ((WRONG, WRONG), None, Rating.AGAIN),
        ((WRONG,), None, Rating.AGAIN),
        ((WRONG, RIGHT), None, Rating.HARD),
        ((HINTED,), None, Rating.HARD),
        ((RIGHT,), None, Rating.GOOD),
        ((RIGHT,), Rating.HARD, Rating.GOOD),
        ((RIGHT,), Rating.GOOD, Rating.EASY),
        ((WAITS,), None, None),
    ],
)
def test_the_rating_follows_from_result_hints_and_tries(tries, before, rated):
    assert rating(attempt(*tries), before) == rated


def test_what_was_right_is_due_later_than_what_was_wrong_and_never_on_the_same_day():
    found = reviews(
        [attempt(RIGHT, exercise="right"), attempt(WRONG, RIGHT, exercise="hard"), attempt(WRONG, WRONG, exercise="no")]
    )
    days = {name: (one.due - BEGIN).days for name, one in found.items()}
    assert 1 <= days["no"] <= days["hard"] < days["right"]


def test_intervals_grow_with_every_right_answer_and_shrink_with_a_wrong_one():
    history, intervals, now = [], [], 0.0
    for _ in range(5):
        history.append(attempt(RIGHT, days=now))
        interval = (next_due(history) - history[-1].when).days
        intervals.append(interval)
        now += interval
    assert intervals == sorted(intervals) and intervals[0] < intervals[-1]
    history.append(attempt(WRONG, days=now))
    assert (next_due(history) - history[-1].when).days < intervals[-1]


def test_what_is_due_longest_comes_first_and_nothing_before_its_time():
    history = [attempt(WRONG, exercise="first"), attempt(RIGHT, exercise="later"), attempt(WAITS, exercise="waits")]
    assert due(history, BEGIN + timedelta(hours=1)) == ()
    assert [one.exercise for one in due(history, BEGIN + timedelta(days=60))] == ["first", "later"]


@given(st.lists(st.tuples(st.sampled_from([RIGHT, WRONG, HINTED, WAITS]), st.integers(1, 20)), max_size=8))
def test_the_same_history_is_due_at_the_same_time(steps):
    history, now = [], 0
    for mark, days in steps:
        now += days
        history.append(attempt(mark, days=now))
    assert reviews(history) == reviews(history)
    for one in reviews(history).values():
        assert one.due > max(a.when for a in history if a.tries[0] != (WAITS,))
