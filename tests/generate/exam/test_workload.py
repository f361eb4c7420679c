"""What a variant takes by hand: the counts are those of a calculation on paper, problem by problem, for every exercise."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import Ask
from quizgen.authoring import Exercise, Numbers, Problem
from quizgen.authoring.bank import Bank
from quizgen.authoring.problem import stack
from quizgen.generate import draw_all
from quizgen.generate.exam.traced import Notes, traced, traced_reference
from quizgen.generate.exam.workload import Workload, finest, form, significant, workloads
from quizgen.generate.solver import follow

BANK = Bank.load()
COMPUTING = [name for name, one in BANK.exercises.items() if one.solving]
NOT_COUNTED = {  # formulas, words, and runs on plain numbers
    "bow-collision", "missing-term", "mistake-refute", "param-formula", "perturb-input", "steps-until",
    "tbptt-terms", "unfold-dependency", "update-formula", "what-is-parallel",
}  # fmt: skip

BY_HAND = {
    "W": [[0.5, 0.0], [-1.0, 0.2]],
    "W_h": [[0.0, 1.0], [0.3, -0.5]],
    "b": [0.1, 0.0],
    "h_0": [0.0, 0.0],
    "x": [[1.0, 2.0], [0.0, -1.0]],
}


def problems_of(name: str, seeds: range) -> list[dict]:
    """What `solve` is given for these seeds."""
    drawn = draw_all(BANK.get(name), seeds)
    return [{key: value for key, value in one.problem.items() if not isinstance(value, Ask)} for one in drawn]


def of(name: str, *problems: dict) -> list[Workload]:
    exercise = BANK.get(name)
    return workloads(exercise, problems, finest(exercise))


def test_two_steps_by_hand():
    """Step 1: 0.2·2; 0.5 + 0.1 and -1 + 0.4; two tanh; signs at -1·1 and -1 + 0.4. The state is (0.5370, -0.5370).

    Step 2: 0.3·0.5370 and -0.5·-0.5370; their sum, 0.1 - 0.5370 and -0.2 + 0.4296; two tanh; signs at 0.2·-1, 1·-0.5370,
    -0.5·-0.5370 and the last two sums. Digits: 1 + 1, and twice 1 + 3.
    """
    assert of("forward-h2", BY_HAND) == [
        Workload(multiplications=3, additions=5, functions=4, saturated=0, signs=7, digits=10)
    ]


def test_units_that_saturate_are_counted_at_the_decimals_asked():
    large = BY_HAND | {"x": [[6.0, 2.0], [0.0, -1.0]]}  # a_1 = (3.1, -5.6): |tanh| is 0.9959 and 0.99997
    exercise = BANK.get("forward-h2")
    assert [workloads(exercise, [large], decimals)[0].saturated for decimals in (4, 3, 2)] == [1, 1, 2]


def test_units_that_relu_clips_are_saturated():
    exercise = Exercise(title="", topic="", level=1, asks=[Numbers("h")], question="")

    @exercise.solve
    def step(p, RNN):
        yield "h", RNN(p.W, p.W_h, p.b, activation="relu").step(p.x[0], p.h_0)

    [alive, dead] = workloads(exercise, [BY_HAND | {"b": [9.0, 9.0]}, BY_HAND | {"b": [-9.0, 9.0]}], 4)
    assert (alive.saturated, dead.saturated) == (0, 1)


@pytest.mark.parametrize("name", COMPUTING)
def test_every_exercise_can_be_measured_and_no_problem_depends_on_the_others(name):
    problems = problems_of(name, range(5))
    together = of(name, *problems)
    assert together[1:3] == of(name, *problems[1:3])
    assert {one.counted for one in together} == {name not in NOT_COUNTED}


@pytest.mark.parametrize("name", sorted({*COMPUTING} - NOT_COUNTED))
def test_a_calculation_that_is_counted_gives_the_same_answers(name):
    exercise = BANK.get(name)
    problems = problems_of(name, range(40))
    alike = [one for one in problems if form(one) == form(problems[0])]
    p = stack([Problem(**one) for one in (alike * 40)[:83]])
    notes = Notes(83)
    noted = p.but(**{key: traced(value, notes) for key, value in p.items() if isinstance(value, np.ndarray)})
    found = follow(exercise.solving, noted, traced_reference(exercise.reference, notes))
    expected = follow(exercise.solving, p, exercise.reference)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[ask], expected[ask], equal_nan=True) for ask in expected)


def test_what_leaves_numpy_is_said_to_be_not_counted():
    exercise = Exercise(title="", topic="", level=1, asks=[Numbers("y")], question="")

    @exercise.solve
    def plain(p, RNN):
        yield "y", np.array([number * 0.5 for number in p.a.tolist()])

    assert workloads(exercise, [{"a": 0.25}], 4) == [
        Workload(multiplications=1, signs=0, digits=2, counted=False),
    ]


@given(st.decimals(-9999, 9999, places=4))
def test_significant_digits_are_those_that_are_written(number: Decimal):
    written = f"{abs(number):f}".replace(".", "").strip("0") if number else ""
    whole = f"{abs(number):f}".partition(".")
    expected = len(written) if float(whole[2] or 0) else len(whole[0].strip("0"))
    assert significant(np.array([float(number)]), 4)[0] == expected
