"""What a learner's progress says: topics, items, misconceptions over time; and the same of a class. Claims, not layout."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.authoring.bank import Bank
from quizgen.authoring.items import items
from quizgen.classroom.practice.attempt import Asked, Attempt
from quizgen.classroom.practice.learner import Learner
from quizgen.documents import progress_words as words
from quizgen.documents.progress import Phase, State, progress
from quizgen.documents.progress_class import class_progress
from quizgen.documents.progress_terminal import BAR, shares
from quizgen.documents.progress_time import Event, cells, sessions, timeline
from quizgen.generate.deck import Deck, deck
from quizgen.model import Mark, Verdict

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
BEGIN = datetime(2027, 1, 4, 12, tzinfo=UTC)
STALE, HAND = "fwd-stale-h0", "hand-sign-lost"


@cache
def chapter() -> Deck:
    return deck(Bank.load().exercises.values())


def attempt(
    minute: float, went: str, topic: str = "forward-pass", *, item: str = "fwd.eq-t2", level: int = 2
) -> Attempt:
    """A question of one answer: "right", "wrong", "waits", or what explains the answer."""
    verdict = {"right": Verdict.RIGHT, "wrong": Verdict.WRONG, "waits": Verdict.NEEDS_A_PERSON}.get(went, Verdict.SLIP)
    named = (went,) if verdict is Verdict.SLIP else ()
    mark = Mark("q1.h_1", verdict, float(went == "right"), 1, "", named, "1")
    asked = Asked("forward-h2", 0, topic, level, (item,), frozenset({STALE}))
    return Attempt(asked, BEGIN + timedelta(minutes=minute), ((mark,),))


def after(*went: str) -> Learner:
    return Learner(tuple(attempt(3 * number, one) for number, one in enumerate(went)))


def of(learner: Learner, **more):
    return progress(learner, chapter(), NOW, **more)


# ---------------------------------------------------------------- topics and items


def test_a_topic_is_known_open_or_closed_and_says_what_it_needs():
    found = {row.topic: row for row in of(after("right", "right")).topics}
    assert found["forward-pass"].state is State.KNOWN and found["forward-pass"].results == (True, True)
    assert found["output-layer"].state is State.OPEN
    assert found["bptt"].state is State.CLOSED and found["bptt"].missing == ("loss",)
    assert words.state(found["bptt"]) == "closed, needs loss"
    assert words.state(found["interview"]) == "closed until three topics are known"


def test_closed_topics_say_what_opens_them_and_what_comes_later_is_one_sentence():
    rows = of(after("right", "right")).topics
    *first, further = words.closed(rows)
    assert first == [
        "Closed: applications and RNN architecture, which need why order matters.",
        "Closed: loss, which needs output layer.",
        "Closed until three topics are known: common mistakes and interview questions.",
    ]
    assert further.startswith("Further on: types of RNNs, ") and "backpropagation through time, " in further
    shut = [words.topic_name(row.topic) for row in rows if row.state is State.CLOSED]
    assert all(name in " ".join([*first, further]) for name in shut)


def test_an_item_is_passed_once_it_was_right_and_all_items_are_somewhere():
    learner = Learner((attempt(0, "wrong", item="fwd.eq-t1"), attempt(3, "right"), attempt(6, "wrong")))
    sections = of(learner).sections
    assert [one.id for row in sections for one in row.passed] == ["fwd.eq-t2"]
    assert [one.id for row in sections for one in row.not_yet] == ["fwd.eq-t1"]
    assert sum(row.items for row in sections) == len(items())


def test_of_one_topic_only_its_items_and_its_questions_are_counted():
    learner = Learner((attempt(0, "right"), attempt(3, "wrong", "loss", item="loss.bce")))
    found = of(learner, topics=("loss",))
    assert [row.topic for row in found.topics] == ["loss"] and (found.questions, found.right) == (1, 0)
    asked = {item for card in chapter().by_topic["loss"] for item in card.covers}
    assert {one.id for row in found.sections for one in (*row.passed, *row.not_yet, *row.never)} == asked


def test_what_waits_for_a_person_is_neither_right_nor_wrong():
    found = of(after("right", "waits"))
    row = next(row for row in found.topics if row.topic == "forward-pass")
    assert row.results == (True, None) and words.results(row) == "1 of 1 right"
    assert "1 waits for a person" in words.overview(found)


# ---------------------------------------------------------------- misconceptions over time


def row(*went: str):
    [found] = of(after(*went)).misconceptions
    return found


def test_a_misconception_is_active_cleared_or_was_seen_once():
    assert row(STALE, STALE, "right").phase is Phase.ACTIVE
    assert row(STALE, STALE, "right", "right", "right").phase is Phase.CLEARED
    assert row(STALE, "right").phase is row(STALE, *["right"] * 4).phase is Phase.SEEN
    assert row(STALE, STALE, *["right"] * 3, STALE, STALE).phase is Phase.ACTIVE


def test_the_chart_shows_what_happened_at_each_question():
    found = row("right", STALE, STALE, "right", "right", "right", "right")
    avoided, explained = Event.AVOIDED, Event.EXPLAINED
    assert [one.event for one in found.cells] == [
        avoided, explained, explained, avoided, avoided, Event.CLEARED, avoided
    ]  # fmt: skip
    assert [one.active for one in found.cells] == [False, False, True, True, True, False, False]


def test_the_sentence_says_how_far_it_is_from_cleared():
    assert words.standing(row(STALE, STALE, "right")) == (
        "Active since 4 Jan: two answers explained, then one question without it; two more without it clear it."
    )
    assert words.standing(row(STALE, STALE, *["right"] * 3)) == "Cleared on 4 Jan, after two answers."
    assert words.standing(row(STALE)) == "It explained one answer, the last on 4 Jan."


def test_slips_of_the_hand_are_no_misconceptions():
    found = of(after(HAND, HAND, HAND))
    assert found.misconceptions == () and dict(found.slips) == {HAND: 3}
    assert "three answers" in words.slips(found)


def test_columns_are_the_finest_that_fit():
    close = [attempt(minute, "right") for minute in range(10)]
    spread = [attempt(60 * 24 * day + minute, "right") for day in range(50) for minute in range(3)]
    assert timeline(close, most=10).unit == "question" and timeline(close, most=9).unit == "session"
    assert timeline(spread, most=50).unit == "session" and timeline(spread, most=40).unit == "week"
    twice_a_day = [attempt(60 * (24 * day + hour), "right") for day in range(5) for hour in (0, 3)]
    assert timeline(twice_a_day, most=5).unit == "day"
    few = timeline(spread, most=3)
    assert len(few.columns) == 3 and sum(len(one.places) for one in few.columns) == 150


WENT = st.sampled_from(["right", "wrong", STALE, "waits"])


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 90), WENT), min_size=1, max_size=60), st.integers(2, 50))
def test_every_question_is_in_one_column_and_the_last_column_agrees_with_the_standing(given, most):
    attempts = [attempt(minute, went) for minute, went in sorted(given)]
    line = timeline(attempts, most=most)
    assert len(line.columns) <= most
    assert [place for one in line.columns for place in one.places] == list(range(len(attempts)))
    standing = Learner(tuple(attempts)).misconceptions.get(STALE)
    shown = cells(STALE, attempts, line)
    assert len(shown) == len(line.columns)
    if standing and standing.active:
        assert shown[-1].active
    if standing is None or not standing.explained:
        assert not any(one.active or one.event is Event.EXPLAINED for one in shown)


def test_a_session_in_which_it_was_active_and_was_cleared_shows_both():
    learner = after(STALE, STALE, "right", "right", "right")
    [one] = cells(STALE, learner.attempts, timeline(learner.attempts, most=1))
    assert one.active and one.event is Event.CLEARED


def test_a_pause_of_an_hour_begins_a_session():
    placed = list(enumerate([attempt(0, "right"), attempt(59, "right"), attempt(120, "right")]))
    assert [len(one) for one in sessions(placed)] == [2, 1]


@given(st.lists(st.integers(0, 300), min_size=2, max_size=2), st.integers(0, 300))
def test_a_bar_shows_whatever_there_is_and_is_full_only_for_everything(counts, rest):
    columns = shares(counts, sum(counts) + rest)
    assert sum(columns) <= BAR and (sum(columns) == BAR or rest)
    assert all(bool(one) == bool(count) for one, count in zip(columns, counts, strict=True)) or not sum(counts)


# ---------------------------------------------------------------- a class


def of_class(**learners: Learner):
    return class_progress(learners, chapter(), NOW, {})


def test_who_needs_most_comes_first_and_a_need_is_named():
    found = of_class(ada=after("right", "right"), ben=after(STALE, STALE), cleo=after(STALE))
    assert [one.name for one in found.learners] == ["ben", "cleo", "ada"]
    ben, cleo, ada = map(words.need, found.learners)
    assert ben == "h_0 used at every step" and cleo == f"seen once: {ben}"
    assert ada == "why order matters"


def test_a_misconception_counts_those_who_hold_it_and_those_who_met_it():
    found = of_class(
        ada=after("right"), ben=after(STALE, STALE), cleo=after(STALE), dora=after(STALE, STALE, *["right"] * 3)
    )
    [one] = found.misconceptions
    assert (one.active, one.seen, one.cleared, one.met) == (("ben",), ("cleo",), ("dora",), 4)
    assert words.held(one) == "Active in 1, seen once in 1, cleared in 1 of 4 learners whose answers could show it."


def test_every_learner_is_once_in_the_spread_of_each_topic():
    found = of_class(ada=after("right", "right"), ben=after("wrong"))
    assert all(one.known + one.begun + one.never == 2 for one in found.topics)
    forward = next(one for one in found.topics if one.topic == "forward-pass")
    assert (forward.known, forward.begun) == (1, 1) and forward.share == pytest.approx(2 / 3)


def test_who_practises_without_a_name_is_in_the_class():
    assert [one.name for one in of_class(**{"": after("right")}).learners] == ["(no name)"]


def test_those_of_the_roster_without_work_are_named_and_namesakes_are_told_apart():
    shown = {"s1": "Ada (s1)", "s2": "Ada (s2)", "s3": "Ben"}
    found = class_progress({"s1": after("right"), "s2": Learner()}, chapter(), NOW, shown)
    assert [one.name for one in found.learners] == ["Ada (s1)"] and found.silent == ("Ada (s2)", "Ben")
