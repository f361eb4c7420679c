"""What a learner knows: misconceptions active and cleared by their definitions, topics known, levels that rise and fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.practice.attempt import Asked, Attempt
from quizgen.classroom.practice.learner import CLEARED_AFTER, Learner
from quizgen.model import Mark, Verdict

BEGIN = datetime(2027, 1, 4, tzinfo=UTC)
STALE = "fwd-stale-h0"


def attempt(
    minute: int = 0,
    *,
    slips: int = 0,
    live: bool = True,
    share: float = 1.0,
    level: int = 2,
    topic: str = "forward-pass",
    typed: str = "1",
) -> Attempt:
    """A question of two answers, of which so many are explained by the misconception."""
    marks = tuple(
        Mark(f"q1.h_{n}", Verdict.SLIP, 0, 1, "", (STALE,), typed)
        if n < slips
        else Mark(f"q1.h_{n}", Verdict.RIGHT if share == 1 else Verdict.WRONG, share, 1, "", (), typed)
        for n in range(2)
    )
    asked = Asked("forward-h2", minute, topic, level, ("fwd.eq-t2",), frozenset({STALE} if live else ()))
    return Attempt(asked, BEGIN + timedelta(minutes=minute), (marks,))


def after(*attempts: Attempt) -> Learner:
    return Learner(attempts)


def test_a_misconception_is_active_after_two_answers_in_one_question_or_in_two():
    assert not after(attempt(slips=1)).active and after(attempt(slips=1)).suspected
    for learner in (after(attempt(slips=2)), after(attempt(slips=1), attempt(1, slips=1))):
        assert [one.id for one in learner.active] == [STALE] and not learner.suspected


def test_an_answer_that_carries_a_misconception_on_and_is_not_charged_again_is_no_second_one():
    first = attempt(slips=2)
    carried = replace(first.tries[0][1], points=1)
    once = replace(first, tries=((first.tries[0][0], carried),))
    assert once.explained == {STALE: 1}


def test_two_tries_with_the_same_answer_are_one_answer():
    once = attempt(slips=1)
    again = Attempt(once.asked, once.when, (once.tries[0], once.tries[0]))
    assert again.explained == {STALE: 1} and not after(again).active


def test_it_is_cleared_after_three_items_in_which_it_was_live_and_did_not_occur():
    learner = after(attempt(slips=2))
    for minute in (1, 2):
        learner = learner.after(attempt(minute))
        assert learner.active
    learner = learner.after(attempt(3, live=False)).after(attempt(4, typed="")).after(attempt(4, share=0))
    assert learner.active, (
        "where it is not live, nothing was answered, or all was wrong for no known reason, nothing was shown"
    )
    learner = learner.after(attempt(5))
    assert not learner.active and [one.id for one in learner.cleared] == [STALE]
    [span] = learner.misconceptions[STALE].spans
    assert span == (BEGIN, BEGIN + timedelta(minutes=5))


def test_an_answer_that_it_explains_starts_the_count_anew_and_after_clearing_two_are_needed_again():
    learner = after(attempt(slips=2), attempt(1), attempt(2), attempt(3, slips=1), attempt(4), attempt(5))
    assert learner.active
    learner = learner.after(attempt(6)).after(attempt(7, slips=1))
    assert not learner.active and learner.suspected
    assert learner.after(attempt(8, slips=1)).active


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=25))
def test_active_and_cleared_follow_the_definition_whatever_the_history(history):
    learner, recent, avoided, active = Learner(), 0, 0, False
    for minute, (slips, live) in enumerate(history):
        learner = learner.after(attempt(minute, slips=slips, live=live))
        if slips:
            recent, avoided = recent + slips, 0
            active = active or recent >= 2
        elif live:
            avoided += 1
            if avoided >= CLEARED_AFTER:
                recent, active = 0, False
        standing = learner.misconceptions.get(STALE)
        assert (standing is not None and standing.active) == active
        if standing:
            assert standing.explained == sum(slips for slips, _ in history[: minute + 1])
            assert standing.met == sum(bool(slips) or live for slips, live in history[: minute + 1])


def test_a_topic_is_known_with_two_right_of_the_last_three_at_its_level():
    right, wrong, easy = attempt(), attempt(share=0.5), attempt(level=1)
    assert not after(right).knows("forward-pass", 2)
    assert after(right, wrong, right).knows("forward-pass", 2)
    assert not after(right, right, wrong, wrong).knows("forward-pass", 2)
    assert not after(easy, easy, easy).knows("forward-pass", 2) and after(easy, easy).knows("forward-pass", 1)


def test_the_level_rises_with_right_answers_and_falls_with_wrong_ones():
    def level(*attempts):
        return Learner(attempts).level("forward-pass", 1, 4)

    assert level() == 1
    assert level(attempt(level=1), attempt(level=2)) == 3
    assert level(attempt(level=1), attempt(level=1), attempt(level=1)) == 2, "what is easier proves no more"
    assert level(attempt(level=1), attempt(level=2), attempt(level=3, share=0)) == 2
    assert level(attempt(level=3, share=0)) == 1, "what is harder disproves nothing"


def test_what_waits_for_a_person_is_neither_right_nor_wrong():
    waits = Attempt(attempt().asked, BEGIN, ((Mark("q1.answer", Verdict.NEEDS_A_PERSON, 0, 4, typed="words"),),))
    assert waits.right is None and not Learner((waits, waits, waits)).results("forward-pass")


def test_items_of_the_chapter_are_counted():
    assert after(attempt(), attempt(1)).covered == {"fwd.eq-t2": 2}
