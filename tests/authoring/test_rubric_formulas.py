"""The formulas that a rubric may name have the values of the reference, and keep them on the way through JSON."""

import json
import math

import pytest

from quizgen.authoring.reference_formulas import UNWRITTEN
from quizgen.authoring.rubric import read_rubrics
from quizgen.authoring.rubric_formulas import EQUATIONS, known_formulas
from quizgen.errors import UserError
from reference_rnn import CATALOGUE

ALL = known_formulas(EQUATIONS)


def values(known):
    return [dict(zip(known.variables, numbers, strict=True)) for numbers in zip(*known.variables.values(), strict=True)]


def by_hand(known):
    """The right side written in Python, for each assignment."""
    rules = {
        "h_t": lambda v: math.tanh(v["W"] * v["x_t"] + v["W_h"] * v["h_t-1"] + v["b"]),
        "y_hat": lambda v: 1 / (1 + math.exp(-v["W_y"] * v["h_t"] - v["b_y"])),
        "loss": lambda v: -v["y"] * math.log(v["y_hat"]) - (1 - v["y"]) * math.log(1 - v["y_hat"]),
        "dW_h": lambda v: sum(v[f"delta_{t}"] * v[f"h_{t - 1}"] for t in (1, 2, 3, 4)),
        "update": lambda v: v["theta"] - v["alpha"] * v["gradient"],
        "params": lambda v: v["H"] * (v["D"] + v["H"] + 1) + v["K"] * (v["H"] + 1),
    }
    return [rules[known.name](assignment) for assignment in values(known)]


@pytest.mark.parametrize("known", [one for one in ALL if one.name != "delta_t"], ids=lambda one: one.name)
def test_a_formula_has_the_values_that_its_equation_gives(known):
    assert by_hand(known) == pytest.approx(list(known.values), abs=1e-8)


def test_the_three_forms_of_delta_are_one_equation_with_other_terms_known():
    outputs, without, whole = (one for one in ALL if one.name == "delta_t")
    for known, arriving in (
        (outputs, lambda v: v["W_y"] * (v["y_hat_t"] - v["y_t"]) + v["W_h"] * v["delta_t+1"]),
        (without, lambda v: v["W_h"] * v["delta_t+1"]),
        (whole, lambda v: v["dh_t"]),
    ):
        right = [arriving(v) * (1 - v["h_t"] ** 2) for v in values(known)]
        assert right == pytest.approx(list(known.values), abs=1e-8)


@pytest.mark.parametrize("known", ALL, ids=lambda one: one.display)
def test_no_two_misconceptions_of_a_formula_look_alike(known):
    sets = [tuple(known.values), *map(tuple, known.misconceptions.values())]
    assert all(
        any(abs(a - b) > 1e-3 for a, b in zip(one, other, strict=True))
        for n, one in enumerate(sets)
        for other in sets[:n]
    )
    assert set(known.feedback) == set(known.misconceptions) <= set(CATALOGUE)
    assert not set(known.misconceptions) & set(UNWRITTEN)


def test_a_formula_is_plain_data():
    assert json.loads(json.dumps([vars(one) for one in ALL]))
    assert all(len(json.dumps(vars(one))) < 8000 for one in ALL)


def test_an_unknown_name_is_told_with_what_was_probably_meant():
    rubric = "- {id: q, asked: [q], model_answer: a, key_points: [{id: p, weight: 1, text: p}], formulas: [y_hut]}"
    with pytest.raises(UserError, match=r"no formula is called 'y_hut'. Did you mean 'y_hat'\?.*Known: h_t"):
        read_rubrics(rubric, "rubrics.yaml")


def test_the_formulas_of_a_rubric_are_its_own_and_those_of_its_key_points():
    point = "{weight: 1, text: t, id: p, formulas: [update, h_t]}"
    rubric = f"- {{id: q, asked: [q], model_answer: a, formulas: [h_t], key_points: [{point}]}}"
    (read,) = read_rubrics(rubric, "rubrics.yaml")
    assert [one.name for one in read.formulas] == ["h_t", "update"]
