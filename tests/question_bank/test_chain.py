"""The chain carries one example from h_1 to the updated weight; an error is charged where it is made, in whichever part."""

from functools import cache

import numpy as np
import pytest

from quizgen.authoring.bank import Bank
from quizgen.authoring.problem import stack
from quizgen.generate import Follower, variants
from quizgen.generate.engine import draw_all
from quizgen.generate.solver import follow
from quizgen.grading import grade
from quizgen.model import Answers, Quiz, Verdict
from quizgen.reading import read_value
from reference_rnn import RNN

CHAIN = Bank.load().get("chain")
PARTS = [ask.name for ask in CHAIN.asks]
FOLLOW = Follower(lambda digest: CHAIN.source)


@cache
def made():
    return tuple(variants(CHAIN, range(6)))


def marks(variant, typed):
    """Verdict and points of each part of a sheet with this one question."""
    found = grade(Quiz("chain", 1, (variant,)), Answers("chain", "", {"q1": typed}), FOLLOW)
    return {mark.ask.partition(".")[2]: mark for mark in found.marks}


def written(variant, wrong):
    """A sheet on which one part is wrong, and all after it follow from what was typed."""
    typed, values = {}, {}
    for ask in variant.asks:
        value = FOLLOW(variant, (), values)[ask.name]
        typed[ask.name] = ask.write(value + (0.0613 if ask.name == wrong else 0))
        values[ask.name] = read_value(typed[ask.name], ask).value
    return typed


def test_it_has_eight_parts_from_the_first_state_to_the_update():
    assert PARTS == ["h_1", "h_2", "y_hat", "L", "delta_2", "delta_1", "dW_h", "W_h_new"]
    assert CHAIN.level == 5 and CHAIN.points == 8


@pytest.mark.parametrize("seed", range(40))
def test_the_reference_trains_the_same_way(seed):
    (one,) = draw_all(CHAIN, [seed])
    p = one.problem
    net = RNN(p.W, p.W_h, p.b, p.W_y, p.b_y)
    trace = net.forward([p.x], [p.h_0])
    found = follow(CHAIN.solving, stack([p]), RNN)
    whole = net.backward(trace, [[p.y]]).W_h.item()
    assert found["dW_h"][0] == pytest.approx(whole, abs=1e-12)
    assert found["L"][0] == pytest.approx(float(np.squeeze(net.loss(trace, [[p.y]]))), abs=1e-12)
    assert found["W_h_new"][0] == pytest.approx(net.descend(trace, [[p.y]], p.alpha).W_h.item(), abs=1e-12)
    assert found["delta_1"][0], found["delta_2"][0] == pytest.approx(net.deltas(trace, [[p.y]]).ravel(), abs=1e-12)


@pytest.mark.parametrize("wrong", PARTS)
def test_an_error_in_one_part_costs_that_part_alone(wrong):
    for variant in made():
        found = marks(variant, written(variant, wrong))
        lost = [name for name, mark in found.items() if mark.points < mark.max_points]
        assert lost == [wrong], [(name, mark.typed, mark.feedback) for name, mark in found.items()]
        assert found[wrong].verdict is not Verdict.RIGHT


def test_a_chain_that_follows_from_a_wrong_start_does_not_earn_the_start_by_being_followed():
    variant = made()[0]
    found = marks(variant, written(variant, "h_1"))
    assert found["h_1"].points == 0 and sum(mark.points for mark in found.values()) == 7


@pytest.mark.parametrize("y_hat", ["1", "0", "1.0000"])
def test_a_prediction_of_exactly_0_or_1_is_wrong_and_breaks_nothing(y_hat):
    for variant in made():
        found = marks(variant, {"y_hat": y_hat, "L": "0.5", "delta_2": "0.1"})
        assert found["y_hat"].points == 0
        assert Verdict.OUR_FAULT not in [mark.verdict for mark in found.values()]
