"""Which question comes next: open topics, levels, misconceptions in turn, reviews; the same for the same history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from practising import BEGIN, Simulated, found, home, judged, whole_deck

from quizgen.authoring.bank import Bank
from quizgen.authoring.topics import topics
from quizgen.classroom.practice.attempt import Asked, Attempt
from quizgen.classroom.practice.learner import Learner
from quizgen.classroom.practice.next_question import Chooser, Why, asked_of
from quizgen.generate.code_questions import asks_code
from quizgen.model import Mark, Verdict

RIGHT = Mark("q1.h", Verdict.RIGHT, 1, 1, "", (), "1")
SAMPLE = ("fwd-stale-h0", "bwd-wh-not-transposed", "loss-sign", "cnt-times-T", "out-sigmoid-for-softmax", "use-once")


def chooser(learner: Learner = Learner(), *named: str, days: float = 0, stream: str = "0") -> Chooser:  # noqa: B008
    return Chooser(whole_deck(), learner, BEGIN + timedelta(days=days), named, stream)


def knowing(*names: str) -> Learner:
    """A learner who answered two questions of each of these topics rightly."""
    asked = [Asked(f"{name}-{n}", n, name, 5) for name in names for n in range(2)]
    return Learner(tuple(Attempt(one, BEGIN, ((RIGHT,),)) for one in asked))


def test_a_newcomer_starts_where_nothing_is_needed():
    open_topics = {card.topic for card in chooser().open}
    assert open_topics == {"why-sequences"}


def test_a_topic_opens_when_all_that_it_needs_is_known():
    for name, topic in topics().items():
        if topic.across or name == "implementation":
            continue
        assert chooser(knowing(*topic.needs)).is_open(name)
        if topic.needs:
            assert not chooser(knowing(*topic.needs[1:])).is_open(name), f"{name} needs {topic.needs[0]}"


def test_what_draws_from_every_topic_opens_after_three():
    assert not chooser(knowing("why-sequences", "rnn-types")).is_open("interview")
    assert chooser(knowing("why-sequences", "rnn-types", "bptt")).is_open("interview")


@pytest.mark.parametrize("topic", [name for name in topics() if name != "implementation"])
def test_nobody_is_locked_out_of_a_topic_that_they_name(topic):
    choice = chooser(Learner(), topic).choice()
    assert choice is not None and choice.shown.variant.topic == topic


def test_code_is_left_out():
    exercises = Bank.load().exercises.values()
    assert any(asks_code(one.asks) for one in exercises)
    assert not any(asks_code(card.exercise.asks) for card in whole_deck().cards)


def test_no_exercise_comes_twice_in_a_row_and_no_question_twice():
    seen, last = set(), ""
    for choice, _ in Simulated().practise(("loss",), 12):
        variant = choice.shown.variant
        assert variant.exercise != last and (variant.exercise, variant.text) not in seen
        last = variant.exercise
        seen.add((variant.exercise, variant.text))


def test_the_same_history_and_seed_give_the_same_questions():
    def session(seed):
        learner = Simulated("fwd-no-bias")
        return [
            (choice.shown.variant.exercise, choice.shown.variant.seed, choice.why)
            for choice, _ in learner.practise((), 8, seed)
        ]

    assert session(1) == session(1) != session(2)


def test_a_suspected_misconception_is_asked_next_then_an_active_one_until_it_is_cleared():
    whys = [
        (choice.why, choice.misconception, bool(learner.cleared))
        for choice, learner in Simulated("bwd-wh-not-transposed", learns=True).practise(("bptt",), 12)
    ]
    about = [why for why, name, _ in whys if name == "bwd-wh-not-transposed"]
    assert about == [Why.SUSPECTED, Why.ACTIVE, Why.ACTIVE, Why.ACTIVE]
    cleared = next(place for place, (_, _, cleared) in enumerate(whys) if cleared)
    assert all(why not in (Why.ACTIVE, Why.SUSPECTED) for why, _, _ in whys[cleared + 1 :])


def test_what_is_asked_about_a_misconception_separates_it():
    for choice, _ in Simulated("fwd-stale-h0").practise(("forward-pass",), 8):
        if choice.misconception:
            assert choice.misconception in choice.shown.live


def test_an_exercise_comes_back_when_it_is_due():
    first = chooser(Learner(), "forward-pass").choice()
    assert first is not None
    marks = judged(first.shown.variant, Simulated().answers(first.shown.variant))
    other = Attempt(Asked("flow-order", 0, "forward-pass", 1), BEGIN, ((replace(RIGHT),),))
    learner = Learner((Attempt(asked_of(whole_deck(), first.shown), BEGIN, (marks,)), other))
    soon = chooser(learner, "forward-pass").choice()
    later = chooser(learner, "forward-pass", days=90).choice()
    assert soon is not None and soon.why is not Why.DUE
    assert later is not None and later.why is Why.DUE
    assert later.shown.variant.exercise == first.shown.variant.exercise != "flow-order"
    assert later.shown.variant.seed != first.shown.variant.seed


@pytest.mark.parametrize("misconception", SAMPLE)
def test_a_fixed_misconception_is_found_within_six_questions_and_cleared_in_those_who_learn(misconception):
    result = found(Simulated(misconception, learns=True), home(misconception), questions=15)
    assert result.active is not None and result.active <= 6
    assert result.cleared is not None and result.cleared <= 15


def test_in_those_who_do_not_learn_it_stays_active():
    *_, (_, learner) = Simulated("fwd-stale-h0").practise(("forward-pass",), 15)
    assert [one.id for one in learner.active] == ["fwd-stale-h0"] and not learner.cleared


def test_a_learner_without_any_misconception_is_told_of_none():
    *_, (_, learner) = Simulated().practise((), 25)
    assert not learner.active and not learner.suspected
    assert len(chooser(learner).known) >= 5, "who answers rightly gets on"


def test_an_active_misconception_is_not_all_that_is_asked():
    lives = ["fwd-stale-h0" in choice.shown.live for choice, _ in Simulated("fwd-stale-h0").practise((), 30)]
    assert not any(all(lives[place : place + 5]) for place in range(len(lives) - 4))


def test_a_misconception_that_stays_does_not_bar_further_topics():
    *_, (_, learner) = Simulated("fwd-no-bias").practise((), 30)
    assert learner.active and len(learner.by_topic) >= 5
