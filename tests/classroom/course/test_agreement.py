"""Cohen's kappa of two readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.course.agreement import agreement, read_twice, readings
from quizgen.model import Action, Decision

pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


def test_kappa_of_a_table_worked_by_hand():
    table = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = agreement(table)
    assert (found.both, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4), "(0.7 - 0.5) / (1 - 0.5)"


def test_where_chance_alone_makes_readers_agree_there_is_no_kappa():
    assert agreement([("all", "all")] * 9).kappa is None
    assert (agreement([]).both, agreement([]).kappa) == (0, None)
    assert agreement([("all", "none")] * 9).kappa == 0, "each always says one thing, and another one"


@given(pairs)
def test_kappa_is_the_same_whoever_reads_first_and_one_where_all_agree(table):
    found, other = agreement(table), agreement([(second, first) for first, second in table])
    assert found == other
    if found.kappa is not None:
        assert -1 <= found.kappa <= found.same / found.both + 1e-9
        assert (found.kappa > 1 - 1e-9) == (found.same == found.both)


def decision(
    number: int, by: str, action: Action, points: float, typed: str = "so", target: str = "q1.why"
) -> Decision:
    return Decision("iv", "Ada", target, action, points, "quiz", typed=typed, by=by, most=4, id=number)


def test_a_second_reading_is_compared_with_what_somebody_else_had_decided_about_the_same_text():
    first = decision(1, "Eve", Action.POINTS, 3)
    later = decision(4, "Eve", Action.POINTS, 4)
    second = decision(3, "Zoe", Action.SECOND, 2)
    assert read_twice([first, second, later]) == [(first, second)]
    assert read_twice([decision(2, "Zoe", Action.POINTS, 3), second]) == []
    assert read_twice([decision(2, "Eve", Action.POINTS, 3, "other"), second]) == []
    taken = decision(5, "Zoe", Action.POINTS, 2)
    assert read_twice([first, second, taken]) == [(first, second)], "taken later, it was read without seeing the first"


def test_readings_of_a_quiz_in_another_store_are_compared_by_points():
    known = [decision(1, "Eve", Action.POINTS, 3), decision(2, "Zoe", Action.SECOND, 2)]
    found = readings(known, lambda quiz, target: (None, None))
    assert [(one.text, one.points.same, one.key_points) for one in found.questions] == [("q1.why", 1, ())]
    assert found.too_few and not readings(known, lambda quiz, target: (None, None), "q2").questions
