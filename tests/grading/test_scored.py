"""What platforms are told of an answer is what grade() gives, except where a loss says otherwise."""

import math
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import Ask
from quizgen.asks.number_fields import LAYOUT
from quizgen.asks.text import BY_PERSON
from quizgen.asks.values import flat
from quizgen.authoring.bank import Bank, digest
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.grading.scored import CARRIED, scored
from quizgen.interactions import Arrange, Pick, Write
from quizgen.model import Answers, Quiz

BANK = Bank.load()
SOURCES = {digest(exercise.source): exercise.source for exercise in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)


def graded(one, typed):
    """The points of each ask, by name, that the grader gives."""
    found = grade(Quiz("q", 1, (one,)), Answers("q", "", {"q1": typed}), FOLLOW)
    return {mark.ask.split(".", 1)[1]: mark.points for mark in found.marks}


def share_of_number(field, value):
    """What a platform gives: the first answer within whose tolerance the number is."""
    return next((one.share for one in field.answers if abs(one.value - value) <= one.tolerance), 0.0)


def by_fields(scored_ask, value):
    """The points that a platform gives to the value of an ask judged by value."""
    if all(one.value is not None for field in scored_ask.fields for one in field.answers):
        values = flat(value)
        share = sum(
            field.weight * share_of_number(field, float(v)) for field, v in zip(scored_ask.fields, values, strict=True)
        )
    else:
        (field,) = scored_ask.fields
        share = next((one.share for one in field.answers if one.text == scored_ask.ask.write(value)), 0.0)
    return share * scored_ask.ask.points


@pytest.mark.parametrize("name", BANK.exercises)
def test_a_known_mistake_earns_on_a_platform_what_grade_gives_or_less_where_errors_are_carried_forward(name):
    one = variant(BANK.exercises[name], 7)
    question = scored(one, "quiz.q1")
    for slip in one.slips:
        asks = {ask.name: ask for ask in one.asks if ask.name in slip.answers and ask.on_sheet}
        points = graded(one, {ask: asks[ask].write(slip.answers[ask]) for ask in asks})
        for found in question.asks:
            if found.ask.name not in asks or found.by_person or not found.ask.by_value:
                continue
            here = by_fields(found, slip.answers[found.ask.name])
            assert here <= points[found.ask.name] + 1e-6
            if CARRIED not in question.losses and LAYOUT not in found.losses:
                assert math.isclose(here, points[found.ask.name], abs_tol=1e-6)


@pytest.mark.parametrize("name", BANK.exercises)
def test_weights_add_up_and_every_field_that_is_scored_has_a_right_answer(name):
    for found in scored(variant(BANK.exercises[name], 3), "quiz.q1").asks:
        assert math.isclose(sum(field.weight for field in found.fields), 1)
        for field in found.fields:
            assert all(one.share <= 1 for one in field.answers)
            if field.answers:
                assert field.right
            else:
                assert found.losses, "whoever has to read an answer is told so"


@pytest.mark.parametrize("name", [n for n, e in BANK.exercises.items() if not any(ask.by_value for ask in e.asks)])
@given(data=st.data())
def test_choices_pairs_and_orders_earn_what_the_judge_gives(name, data):
    one = variant(BANK.exercises[name], data.draw(st.integers(0, 20)))
    for found in scored(one, "quiz.q1").asks:
        if found.by_person or any(type(field.interaction) not in (Pick, Arrange) for field in found.fields):
            continue
        share, chosen, right = 0.0, {}, {}
        for field in found.fields:
            keys = [item.key for item in field.interaction.items]
            if isinstance(field.interaction, Arrange):
                order = data.draw(st.permutations(keys))
                chosen[field.key] = ", ".join(order)
                share += sum(order.index(a) < order.index(b) for a, b in field.before) / len(field.before)
            elif field.interaction.several:
                picked = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
                chosen[field.key] = ", ".join(picked)
                share += max(0.0, sum(answer.share for answer in field.answers if answer.text in picked))
            else:
                chosen[field.key] = data.draw(st.sampled_from(keys))
                answer = next((one for one in field.answers if one.text == chosen[field.key]), None)
                earned = answer.share if answer else 0.0
                if (
                    answer
                    and answer.needs
                    and right[answer.needs[0]]
                    and chosen[answer.needs[0]] not in answer.needs[1]
                ):
                    earned = 0.0
                right[field.key] = earned == 1
                share += earned * field.weight
        typed = "; ".join(f"{key}: {value}" for key, value in chosen.items()) if len(chosen) > 1 else chosen.get("", "")
        if len(chosen) > 1 and "line" not in chosen and "verdict" not in chosen:
            typed = ", ".join(f"{key}-{value}" for key, value in chosen.items())
        points = graded(one, {found.ask.name: typed})[found.ask.name]
        assert math.isclose(share * found.ask.points, points, abs_tol=1e-5), typed


def test_a_kind_that_says_nothing_of_platforms_is_read_by_a_person():
    @dataclass(frozen=True)
    class Drawing(Ask):
        """A kind of a plug-in."""

        def interaction(self):
            return Write()

    one = variant(BANK.exercises["forward-h1"], 1)
    one = replace(one, asks=(Drawing("sketch"),), key={"sketch": None}, slips=())
    (found,) = scored(one, "quiz.q1").asks
    assert found.by_person and found.losses == (BY_PERSON,)
