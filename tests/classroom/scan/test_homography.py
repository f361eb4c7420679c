"""Homographies: they take back what they did, whatever the page's place; and a fit from four points is exact."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.scan.homography import area, fitted, fitted_affine, mapped, scale_at

PAGE = np.array([[0, 0], [595, 0], [595, 842], [0, 842]], dtype=float)
WITHIN = np.array([[x, y] for x in (30, 200, 560) for y in (40, 400, 800)], dtype=float)
corners = st.lists(st.floats(-60, 60), min_size=8, max_size=8).map(lambda moves: PAGE * 2 + np.reshape(moves, (4, 2)))


@given(corners)
def test_four_corners_are_met_and_the_inverse_takes_every_point_back(seen):
    there = fitted(PAGE, seen)
    assert np.allclose(mapped(there, PAGE), seen, atol=1e-6)
    assert np.allclose(mapped(np.linalg.inv(there), mapped(there, WITHIN)), WITHIN, atol=1e-6)


@given(corners)
def test_more_points_of_the_same_map_change_nothing(seen):
    there = fitted(PAGE, seen)
    more = np.concatenate([PAGE, WITHIN])
    assert np.allclose(mapped(fitted(more, mapped(there, more)), WITHIN), mapped(there, WITHIN), atol=1e-5)


@given(st.floats(-180, 180), st.floats(0.5, 6))
def test_scale_and_area_do_not_depend_on_the_turn(angle, scale):
    turn = scale * np.array(
        [
            [np.cos(np.deg2rad(angle)), -np.sin(np.deg2rad(angle))],
            [np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))],
        ]
    )
    there = fitted_affine(PAGE, PAGE @ turn.T + 100)
    assert scale_at(there, np.array([100.0, 700.0])) == pytest.approx(scale)
    assert area(mapped(there, PAGE)) == pytest.approx(scale**2 * 595 * 842)
    assert area(mapped(there, PAGE[::-1])) < 0


def test_points_on_a_line_give_no_homography():
    line = np.array([[0, 0], [1, 1], [2, 2], [5, 0]], dtype=float)
    with pytest.raises(np.linalg.LinAlgError):
        fitted(line, PAGE)
