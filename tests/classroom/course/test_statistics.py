"""The formulas give what they give by hand and in NumPy, stay in their ranges, and do not depend on the order of students."""

from __future__ import annotations

import random
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizgen.classroom.course.statistics import alpha, correlation, distribution, groups, highest_likely

SHARES = st.floats(0, 1).map(lambda value: round(value, 3))
PAIRS = st.lists(st.tuples(SHARES, SHARES), min_size=2, max_size=40)
TABLES = st.integers(2, 6).flatmap(
    lambda items: st.lists(st.lists(SHARES, min_size=items, max_size=items), min_size=2, max_size=20)
)


def test_a_distribution_is_that_of_numpy():
    values = [0.0, 0.2, 0.25, 0.5, 0.9, 1.0, 0.3]
    found = distribution(values)
    assert (found.mean, found.sd) == pytest.approx((np.mean(values), np.std(values, ddof=1)))
    quartiles = (found.lowest, found.lower_quartile, found.median, found.upper_quartile, found.highest)
    assert quartiles == pytest.approx(np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    assert found.histogram == (1, 0, 2, 1, 0, 1, 0, 0, 0, 2)
    assert distribution([0.7, 0.7]).sd == 0 and distribution([0.7]).sd is None


@given(st.lists(SHARES, min_size=1))
def test_a_histogram_counts_everybody_once_and_the_quartiles_are_in_order(values):
    found = distribution(values)
    assert sum(found.histogram) == len(values)
    assert found.lowest <= found.lower_quartile <= found.median <= found.upper_quartile <= found.highest


def test_a_point_biserial_correlation_is_that_of_the_textbook():
    """(mean of the right - mean of the wrong) / sd * sqrt(p q), the sd with n."""
    right, score = [1, 1, 1, 0, 0], [8, 9, 7, 5, 6]
    by_hand = (8 - 5.5) / np.std(score) * sqrt(0.6 * 0.4)
    assert correlation(right, score) == pytest.approx(by_hand)


@given(PAIRS)
def test_a_correlation_is_that_of_numpy_and_from_minus_1_to_1(pairs):
    xs, ys = zip(*pairs, strict=True)
    found = correlation(xs, ys)
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found is None
    else:
        assert found is not None and -1 <= found <= 1
        assert found == pytest.approx(np.corrcoef(xs, ys)[0, 1], abs=1e-9)


def test_the_likely_bound_is_above_the_correlation_and_nearer_with_more_students():
    assert -0.3 < highest_likely(-0.3, 100) < 0 < highest_likely(-0.3, 20)
    assert highest_likely(-0.9, 3) == 1


def test_groups_of_eleven_students_have_three_each():
    values = [1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0]
    found = groups(values, list(range(11, 0, -1)))
    assert (found.size, found.upper, found.lower) == (3, pytest.approx(2 / 3), pytest.approx(1 / 3))


@given(PAIRS, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_equal_students(pairs, draw):
    mixed = list(pairs)
    draw.shuffle(mixed)
    one, other = (groups(*zip(*some, strict=True)) for some in (pairs, mixed))
    assert (one.upper, one.lower) == pytest.approx((other.upper, other.lower))
    assert -1 <= one.difference <= 1


def test_alpha_is_that_of_a_small_example_by_hand():
    """3 / 2 times (1 - the sum of the item variances 51/12 / the variance 147/12 of the totals)."""
    rows = [[1, 1, 1], [2, 2, 2], [3, 3, 3], [3, 4, 4]]
    columns = [np.var(column, ddof=1) for column in zip(*rows, strict=True)]
    assert columns == pytest.approx([11 / 12, 5 / 3, 5 / 3])
    assert np.var([3, 6, 9, 11], ddof=1) == pytest.approx(147 / 12)
    assert alpha(rows) == pytest.approx(1.5 * (1 - (51 / 12) / (147 / 12)))


def test_alpha_is_1_where_all_items_rank_alike_and_none_where_nothing_can_be_compared():
    assert alpha([[1, 1], [2, 2], [5, 5]]) == pytest.approx(1)
    assert alpha([[1], [2]]) is None  # one item
    assert alpha([[1, 2]]) is None  # one student
    assert alpha([[1, 0], [0, 1], [0.5, 0.5]]) is None  # all totals are equal


@given(TABLES, st.randoms(use_true_random=False))
def test_alpha_is_at_most_1_and_does_not_depend_on_order_or_scale(rows, draw):
    found = alpha(rows)
    assume(found is not None)
    assert found <= 1 + 1e-9
    mixed, columns = list(rows), list(range(len(rows[0])))
    draw.shuffle(mixed)
    draw.shuffle(columns)
    assert alpha([[3 * row[column] for column in columns] for row in mixed]) == pytest.approx(found, rel=1e-6)


def test_alpha_of_items_that_share_one_half_of_their_variance_is_that_of_spearman_and_brown():
    draw = random.Random(7)
    rows = [[ability + draw.gauss(0, 1) for _ in range(8)] for ability in (draw.gauss(0, 1) for _ in range(4000))]
    assert alpha(rows) == pytest.approx(8 * 0.5 / (1 + 7 * 0.5), abs=0.01)
