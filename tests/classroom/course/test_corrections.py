"""Corrections, as laws: what they may change of any grade, and that they can be applied again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.authoring.bank import Bank
from quizgen.classroom.course.corrections import corrected
from quizgen.classroom.course.regrading import only
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.model import Answers, Change, Correction, Grade, Mark, Quiz, Verdict
from quizgen.reading import read_value

EXERCISE = Bank.load().get("forward-h2")
QUIZ = Quiz("quiz", 1, (variant(EXERCISE, 1), variant(EXERCISE, 2)))
FOLLOW = Follower(lambda digest: EXERCISE.source)
ASKS = [f"q{n}.{ask.name}" for n, one in enumerate(QUIZ.variants, 1) for ask in one.asks]
TARGETS = ["q1", "q2", *ASKS]
IDS = ["fwd-no-bias", "fwd-stale-h0", "fwd-no-recurrence"]
RIGHT_TYPED = {ask: one.asks[i].write(one.key[one.asks[i].name]) for n, one in enumerate(QUIZ.variants, 1)
               for i, ask in enumerate(a for a in ASKS if a.startswith(f"q{n}."))}  # fmt: skip


@cache
def slip(ask: str, id: str) -> str:
    """What a misconception gives, as it is typed."""
    question, name = ask.split(".")
    one = QUIZ.variants[int(question[1:]) - 1]
    answers = FOLLOW(one, (id,), {})
    return next(a for a in one.asks if a.name == name).write(answers[name])


def typed_answers() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {
            ask: st.sampled_from(["", "0.5, 0.5", "5, 5", "?", RIGHT_TYPED[ask], *(slip(ask, id) for id in IDS)])
            for ask in ASKS
        }
    )


def judged(typed: dict[str, str]) -> Grade:
    tables: dict[str, dict[str, str]] = {}
    for ask, text in typed.items():
        question, name = ask.split(".")
        tables.setdefault(question, {})[name] = text
    return replace(grade(QUIZ, Answers("quiz", "ada", tables), FOLLOW), assignment="hw")


def under(judgement: Grade, *corrections: Correction) -> Grade:
    return corrected(judgement, corrections, lambda id: QUIZ, lambda: FOLLOW)


def correction(change: Change, target: str, value: str = "") -> Correction:
    return Correction("hw", target, change, value, why="it was ambiguous")


changes = st.one_of(
    st.builds(correction, st.just(Change.ACCEPT), st.sampled_from(TARGETS), st.sampled_from(IDS)),
    st.builds(correction, st.just(Change.ACCEPT), st.sampled_from(ASKS), st.just("0.5, 0.5")),
    st.builds(correction, st.sampled_from([Change.FULL, Change.DROP]), st.sampled_from(TARGETS)),
)
worths = st.builds(correction, st.just(Change.POINTS), st.sampled_from(TARGETS), st.sampled_from(["1", "2.5", "7"]))


def about(judgement: Grade, target: str) -> list[Mark]:
    return [mark for mark in judgement.marks if mark.ask == target or mark.ask.startswith(f"{target}.")]


@settings(max_examples=examples(25))
@given(typed_answers(), st.lists(changes, max_size=3))
def test_accepting_and_full_points_lower_no_mark_and_say_why_they_raise_one(typed, corrections):
    raising = [one for one in corrections if one.change is not Change.DROP]
    old = judged(typed)
    for before, after in zip(old.marks, under(old, *raising).marks, strict=True):
        assert before.points <= after.points <= after.max_points == before.max_points
        assert before == after or "it was ambiguous." in after.feedback


@settings(max_examples=examples(25))
@given(typed_answers(), st.sampled_from(TARGETS))
def test_dropping_removes_exactly_what_the_target_was_worth(typed, target):
    old = judged(typed)
    new = under(old, correction(Change.DROP, target))
    assert new.max_points == pytest.approx(old.max_points - sum(mark.max_points for mark in about(old, target)))
    assert new.points == pytest.approx(old.points - sum(mark.points for mark in about(old, target)))


@settings(max_examples=examples(25))
@given(typed_answers(), worths)
def test_points_of_a_target_keep_its_share_and_come_to_its_worth(typed, one):
    old, new = judged(typed), under(judged(typed), one)
    assert sum(mark.max_points for mark in about(new, one.target)) == pytest.approx(float(one.value))
    for before, after in zip(old.marks, new.marks, strict=True):
        assert after.points / after.max_points == pytest.approx(before.points / before.max_points, abs=1e-5)


@settings(max_examples=examples(25))
@given(typed_answers(), st.lists(changes, max_size=3), st.lists(worths, max_size=1))
def test_corrections_applied_again_change_nothing(typed, several, worth):
    new = under(judged(typed), *several, *worth)
    assert under(new, *several, *worth) == new


@settings(max_examples=examples(25))
@given(typed_answers(), st.lists(st.one_of(changes, worths), max_size=3))
def test_a_later_grade_of_the_same_answers_gets_the_same(typed, corrections):
    assert under(judged(typed), *corrections) == under(judged(typed), *corrections)
    for other in corrections:
        assert under(judged(typed), replace(other, quiz="another")) == judged(typed)


@settings(max_examples=examples(25))
@given(typed_answers(), st.lists(st.one_of(changes, worths), max_size=4), st.sampled_from(TARGETS), st.data())
def test_what_is_withdrawn_counts_as_if_it_had_never_been_corrected(typed, corrections, target, data):
    old, before = judged(typed), data.draw(st.integers(0, len(corrections)))
    withdrawn = correction(Change.WITHDRAWN, target)
    inside = [one for one in corrections[:before] if (one.target + ".").startswith(f"{target}.")]
    left = [*(one for one in corrections[:before] if one not in inside), *corrections[before:]]
    assert under(old, *corrections[:before], withdrawn, *corrections[before:]) == under(old, *left)
    assert under(old, *corrections, replace(withdrawn, quiz="another")) == under(old, *corrections)


@settings(max_examples=examples(25))
@given(typed_answers(), st.sampled_from(IDS))
def test_whoever_has_the_accepted_idea_throughout_gets_everything(typed, id):
    q1 = {ask: slip(ask, id) for ask in ASKS if ask.startswith("q1.")}
    new = under(judged({**typed, **q1}), correction(Change.ACCEPT, "q1", id))
    assert all(mark.points == mark.max_points and mark.verdict is Verdict.RIGHT for mark in about(new, "q1"))


def test_what_goes_on_from_an_accepted_value_that_no_network_can_have_is_right():
    """h_1 outside of (-1, 1) costs half of what follows from it, unless it is accepted."""
    one = QUIZ.variants[0]
    outside = read_value("1.2, -1.5", one.asks[0]).value
    then = FOLLOW(one, (), {"h_1": outside})["h_2"]
    old = judged({"q1.h_1": "1.2, -1.5", "q1.h_2": one.asks[1].write(then)})
    assert [mark.points for mark in about(old, "q1")] == [0, 0.5]
    new = under(old, correction(Change.ACCEPT, "q1.h_1", "1.2, -1.5"))
    assert [mark.points for mark in about(new, "q1")] == [1, 1]


def test_a_fault_of_judging_anew_costs_no_point():
    def broken(*_: object) -> dict[str, float]:
        raise RuntimeError

    old = judged({"q1.h_1": "5, 5", "q1.h_2": ""})
    new = corrected(old, [correction(Change.ACCEPT, "q1.h_1", "5, 4")], lambda id: QUIZ, lambda: broken)
    assert [mark.verdict for mark in about(new, "q1")] == [Verdict.OUR_FAULT, Verdict.BLANK]
    assert about(new, "q1")[0].points == 1


CODE = Grade(
    "a.py", "code", "", "ada", tuple(Mark(f"{f}.F1", Verdict.WRONG, 1, 4) for f in ("rnn_step", "rnn_forward"))
)


@pytest.mark.parametrize(
    ("one", "marks"),
    [
        (correction(Change.FULL, "rnn_step"), [(4, 4), (1, 4)]),
        (correction(Change.DROP, "rnn_forward"), [(1, 4), (0, 0)]),
        (correction(Change.POINTS, "rnn_step", "2"), [(0.5, 2), (1, 4)]),
        (correction(Change.DROP, "rnn"), [(1, 4), (1, 4)]),
        (correction(Change.ACCEPT, "q1", "5"), [(1, 4), (1, 4)]),
    ],
)
def test_a_function_is_corrected_as_a_question_is(one, marks):
    assert [(mark.points, mark.max_points) for mark in under(CODE, one).marks] == marks


def test_a_question_alone_is_taken_from_the_new_grade():
    old, new = judged({ask: "" for ask in ASKS}), judged(RIGHT_TYPED)
    mixed = only(old, new, "q2.h_1", lambda id: QUIZ)
    assert about(mixed, "q1") == about(old, "q1") and about(mixed, "q2") == about(new, "q2")
    assert [mark.ask for mark in mixed.marks] == [mark.ask for mark in old.marks]


def test_a_correction_leaves_another_question_at_the_same_place_of_a_later_quiz_alone():
    given = judged(dict.fromkeys(ASKS, "5, 5"))
    for change in (Change.FULL, Change.DROP):
        one = correction(change, "q1")
        assert under(given, replace(one, exercise=EXERCISE.name)) == under(given, one) != given
        assert under(given, replace(one, exercise="forward-h1")) == given
