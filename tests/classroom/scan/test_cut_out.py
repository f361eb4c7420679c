"""What is cut out of a page is upright and shows the box where it is asked for, however the page lay."""

import numpy as np
import pytest
from degraded_pages import Pen, degraded, draw, is_mark, rendered
from scanned_papers import boxes_of, paper

from quizgen.classroom.scan.cut_out import cut_out
from quizgen.classroom.scan.read_page import read_page
from quizgen.classroom.scan.records import PageImage, ReadPage


@pytest.fixture(scope="module")
def written():
    """A page at 150 dpi with a number in a box, and the box."""
    one = paper(0)
    box = next(box for box in one.boxes if not is_mark(box))
    picture = rendered(one.pdf, box.page, 150)
    draw(picture, box, "digits", 150 / 72, Pen(0.9, 0.9), np.random.default_rng(1))
    return picture, box


def cut(picture, box, margin=6.0):
    image = PageImage("a.png", 1, np.ascontiguousarray(picture.astype(np.uint8)))
    return cut_out(image, read_page(image, boxes_of), box, margin)


def test_it_is_the_part_of_the_page(written):
    picture, box = written
    found = cut(picture, box)
    assert found.shape == (round((box.height + 12) * 150 / 72), round((box.width + 12) * 150 / 72))
    y, x = round((box.y - 6) * 150 / 72), round((box.x - 6) * 150 / 72)
    assert np.abs(found.astype(float) - picture[y : y + found.shape[0], x : x + found.shape[1]]).mean() < 12


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_gives_the_same(written, turns):
    picture, box = written
    upright, turned = cut(picture, box), cut(np.rot90(picture, turns), box)
    assert np.abs(upright.astype(float) - turned).mean() < 8


@pytest.mark.parametrize("how", ["telephone", "rotated to 5°", "skewed"])
def test_a_photograph_gives_what_is_like_it(written, how):
    picture, box = written
    found = cut(degraded(picture, how, np.random.default_rng(5)), box)
    assert np.corrcoef(found.ravel(), cut(picture, box).ravel())[0, 1] > 0.8


def test_at_the_edge_of_the_picture_it_keeps_its_size(written):
    picture, box = written
    assert cut(picture, box, margin=400).shape == (
        round((box.height + 800) * 150 / 72),
        round((box.width + 800) * 150 / 72),
    )


def test_without_the_place_of_the_page_there_is_nothing_to_cut(written):
    picture, box = written
    with pytest.raises(ValueError, match="not known"):
        cut_out(PageImage("a.png", 2, picture.astype(np.uint8)), ReadPage("a.png", 2), box, 0)
