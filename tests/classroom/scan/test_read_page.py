"""Degraded pages of known truth are read right or flagged; a page is never another's, and what is in doubt is said."""

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from degraded_pages import (
    AMBIGUOUS,
    DEGRADATIONS,
    HARMLESS,
    MARKS,
    Hand,
    Pen,
    degraded,
    draw,
    filled_page,
    is_mark,
    rendered,
)
from PIL import Image
from scanned_papers import CODES, boxes_of, judged_page, paper, papers

from quizgen.classroom.scan.bubbles import is_bubble
from quizgen.classroom.scan.find_code import find_codes
from quizgen.classroom.scan.homography import mapped
from quizgen.classroom.scan.layouts import A4, LETTER, layout
from quizgen.classroom.scan.read_page import BLANK, NO_CODE, read_page
from quizgen.classroom.scan.records import PageImage
from quizgen.classroom.scan.registration import registered


def read(grey, boxes=boxes_of):
    return read_page(PageImage("scan.pdf", 1, np.asarray(grey, dtype=np.uint8)), boxes)


def page_with_options(number=0):
    """A page of a paper, its boxes, and one question's options on it."""
    one = paper(number)
    page = next(box.page for box in one.boxes if is_mark(box) and box.page > 1)
    return one, page, [box for box in one.boxes if box.page == page and is_mark(box)]


def drawn_on(number, what, nth=0, seed=0, dpi=150, pen=None):
    """A page with one thing drawn on one option."""
    one, page, options = page_with_options(number)
    picture = rendered(one.pdf, page, dpi)
    draw(picture, options[nth], what, dpi / 72, pen or Pen(1.1, 0.9), np.random.default_rng(seed))
    return picture, options[nth]


def states(page):
    return {box.box: box.state for box in page.boxes}


# ---------------------------------------------------------------- degraded pages


@pytest.mark.parametrize("how", DEGRADATIONS)
@pytest.mark.parametrize("number", range(3))
def test_degraded_pages_are_read_right_or_flagged(how, number):
    one = judged_page(77, number, how)
    assert one.wrong == ()
    assert one.page == "right"
    assert sum(verdict == "right" for _, verdict in one.bubbles) >= 0.5 * len(one.bubbles)


@pytest.mark.parametrize("turns", range(4))
def test_a_page_reads_the_same_however_it_was_put_into_the_scanner(turns):
    one = paper(0)
    page = page_with_options()[1]
    random = np.random.default_rng(3)
    filled = filled_page(one.pdf, page, one.boxes, 150, Hand.drawn(random), random).picture
    upright, turned = read(filled), read(np.rot90(filled, turns))
    assert upright.doubts == turned.doubts == () and states(upright) == states(turned)
    size = filled.shape[::-1]
    back = [
        lambda x, y: (x, y),
        lambda x, y: (size[0] - y, x),
        lambda x, y: (size[0] - x, size[1] - y),
        lambda x, y: (y, size[1] - x),
    ]
    points = np.array([[34.0, 34.0], [300.0, 500.0], [550.0, 800.0]])
    seen = np.array([back[turns](x, y) for x, y in mapped(np.array(turned.to_pixels), points)])
    assert np.abs(seen - mapped(np.array(upright.to_pixels), points)).max() < 0.3


@pytest.mark.parametrize("dpi", [110, 150, 200, 300, 600])
@pytest.mark.parametrize("number", range(4))
def test_the_place_of_the_page_is_exact_at_every_resolution_and_size_of_paper(number, dpi):
    one = paper(number)
    picture = rendered(one.pdf, 2, dpi)
    found = read(picture)
    assert (found.code, found.page, found.doubts) == (one.code, 2, ())
    points = np.array([[50.0, 60.0], [300.0, 400.0], [560.0, 780.0]])
    size = (A4 if number < 2 else LETTER) / np.array(picture.shape[::-1])  # pages are rendered in whole pixels
    assert np.abs(mapped(np.array(found.to_pixels), points) * size - points).max() < 0.15


# ---------------------------------------------------------------- bubbles


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("what", MARKS)
def test_every_mark_is_seen_and_the_other_options_are_empty(what, number):
    picture, box = drawn_on(number, what, nth=1)
    found = states(read(picture))
    assert found[box] == ("filled" if what == "filled" else "marked")
    assert {state for other, state in found.items() if other != box and is_mark(other)} == {"empty"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("what", ["struck", "overfilled"])
def test_a_mark_that_was_perhaps_taken_back_is_unsure(what, seed):
    picture, box = drawn_on(0, what, seed=seed)
    assert states(read(picture))[box] == "unsure"


def test_a_cross_that_was_filled_is_never_marked():
    picture, box = drawn_on(0, "refilled")
    assert states(read(picture))[box] in ("filled", "unsure")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_no_mark_is_never_read_as_one(what, seed):
    picture, box = drawn_on(0, what, nth=2, seed=seed)
    assert states(read(picture))[box] in ("empty", "unsure")


def test_the_truth_of_the_helper_has_three_sorts_apart():
    assert not set(MARKS) & set(AMBIGUOUS) and not set(MARKS) & set(HARMLESS) and not set(AMBIGUOUS) & set(HARMLESS)


def test_ink_grows_with_what_is_drawn():
    shares = []
    for what in ("slash", "cross", "filled"):
        picture, box = drawn_on(0, what)
        shares.append(next(one.ink for one in read(picture).boxes if one.box == box))
    assert 0.02 < shares[0] < shares[1] < 0.4 < 0.75 < shares[2] <= 1


def test_an_option_is_told_from_a_box_to_write_in_by_its_shape():
    assert {is_bubble(box) for box in paper(0).boxes} == {True, False}
    assert all(
        is_bubble(box) == (box.width in (14.3, 23.4) or round(box.width, 6) == 23.4)
        for one in papers()
        for box in one.boxes
    )


# ---------------------------------------------------------------- boxes to write in


@pytest.mark.parametrize("number", range(4))
def test_a_box_to_write_in_is_written_or_empty(number):
    one = paper(number)
    boxes = [box for box in one.boxes if not is_mark(box)]
    page = boxes[-1].page
    here = [box for box in boxes if box.page == page]
    picture = rendered(one.pdf, page, 150)
    draw(picture, here[0], "digits", 150 / 72, Pen(0.9, 0.85), np.random.default_rng(0))
    found = states(read(picture))
    assert [found[box] for box in here] == ["written"] + ["empty"] * (len(here) - 1)


# ---------------------------------------------------------------- doubts


def beside(*pictures):
    return np.concatenate([np.asarray(one) for one in pictures], axis=1)


def test_two_papers_on_one_picture_are_nobodys():
    both = read(beside(rendered(paper(0).pdf, 2, 120), rendered(paper(0).pdf, 3, 120)))
    assert both.code == "" and both.boxes == () and "two pages of a paper" in both.doubts[0]
    two = np.full((1320, 2000), 255.0)
    for n, number in enumerate((0, 2)):
        made = rendered(paper(number).pdf, 2, 110)
        two[: made.shape[0], n * 1000 : n * 1000 + made.shape[1]] = made
    found = read(two)
    assert found.code == "" and "two papers" in found.doubts[0] and "ABCD-EFGH page 2" in found.doubts[0]


def test_a_paper_that_is_not_known_here_has_no_code_but_a_doubt_that_names_it():
    def none(code):
        raise LookupError(code)

    found = read(rendered(paper(0).pdf, 2, 120), none)
    assert found.code == "" and "ABCD-EFGH" in found.doubts[0] and found.boxes == ()


@pytest.mark.parametrize("hidden", [(0, 0.25), (0.75, 1)], ids=["top", "bottom"])
def test_a_page_without_its_dots_is_unsure_in_every_box(hidden):
    one, page, _ = page_with_options()
    picture = rendered(one.pdf, page, 150)
    for x, y in layout(*A4, False).dots()[[0, 2, 3]]:
        at = (
            slice(int(y * 150 / 72) - 15, int(y * 150 / 72) + 15),
            slice(int(x * 150 / 72) - 15, int(x * 150 / 72) + 15),
        )
        picture[at] = 255
    found = read(picture)
    assert (found.code, found.page) == (one.code, page) and "dots" in found.doubts[0]
    assert {box.state for box in found.boxes} == {"unsure"}


def test_a_page_with_one_corner_torn_off_is_read():
    one, page, options = page_with_options()
    picture = rendered(one.pdf, page, 150)
    draw(picture, options[0], "cross", 150 / 72, Pen(1.1, 0.9), np.random.default_rng(0))
    picture[-160:, :160] = 255
    found = read(picture)
    assert found.doubts == () and states(found)[options[0]] == "marked"


def test_boxes_that_are_not_where_they_should_be_are_a_doubt():
    one, page, _ = page_with_options()

    def moved(code):
        return [replace(box, x=box.x + 60, y=box.y + 31) for box in boxes_of(code)]

    found = read(rendered(one.pdf, page, 150), moved)
    assert "where they should be" in found.doubts[0] and {box.state for box in found.boxes} <= {"unsure"}


def test_a_damaged_code_is_not_guessed():
    one, page, _ = page_with_options()
    picture = rendered(one.pdf, page, 150)
    x, y = layout(*A4, False).qr
    scale = 150 / 72
    picture[int((y + 6) * scale) : int((y + 30) * scale), int((x + 6) * scale) : int((x + 36) * scale)] = 0
    assert read(picture).code == "" and read(picture).doubts == (NO_CODE,)


def test_pictures_of_nothing_and_codes_of_others_are_said():
    import segno

    random = np.random.default_rng(0)
    assert read(np.full((1754, 1240), 250)).doubts == (BLANK,)
    assert read(np.clip(random.normal(240, 4, (1754, 1240)), 0, 255)).doubts == (BLANK,)
    assert read(random.integers(0, 255, (900, 700))).doubts == (NO_CODE,)
    assert read(np.zeros((300, 300))).code == ""
    other = np.kron(
        1 - np.array(list(map(list, segno.make("https://example.org").matrix_iter(border=4))), dtype=int),
        np.full((6, 6), 255),
    )
    sheet = np.full((900, 700), 255)
    sheet[50 : 50 + other.shape[0], 50 : 50 + other.shape[1]] = other
    assert "not one of quizgen" in read(sheet).doubts[0]
    mine = np.kron(
        1 - np.array(list(map(list, segno.make("QUIZGEN abc 1").matrix_iter(border=4))), dtype=int),
        np.full((6, 6), 255),
    )
    sheet[:] = 255
    sheet[50 : 50 + mine.shape[0], 50 : 50 + mine.shape[1]] = mine
    assert read(sheet).code == "" and read(sheet).doubts


def test_a_picture_that_is_too_coarse_or_too_pale_is_a_doubt():
    one, page, _ = page_with_options()
    clear = rendered(one.pdf, page, 150)
    small = Image.fromarray(clear.astype(np.uint8)).resize((620, 877), Image.Resampling.LANCZOS)
    found = read(small)
    assert found.doubts and {box.state for box in found.boxes} <= {"unsure"}
    pale = read(215 + clear * 40 / 255)
    assert pale.doubts and {box.state for box in pale.boxes} <= {"unsure"}


# ---------------------------------------------------------------- the paper itself


@pytest.mark.parametrize("number", range(4))
def test_dots_and_code_are_printed_where_the_reading_expects_them(number):
    one = paper(number)
    with pypdfium2.PdfDocument(one.pdf) as document:
        width, height = document[0].get_size()
        (code,) = (found for found in document[0].get_objects() if found.type == 3)
        left, _, _, top = code.get_bounds()
    sheet = layout(*(A4 if number < 2 else LETTER), large=number in (1, 3))
    assert (width, height) == pytest.approx((sheet.width, sheet.height), abs=0.05)
    assert (left, height - top) == pytest.approx(sheet.qr, abs=0.05)
    grey = degraded(rendered(one.pdf, 1, 144), "as printed", np.random.default_rng(0))
    place = registered(grey, find_codes(grey).ours[0])
    assert place.dots == 4 and place.layout == sheet
    for x, y in sheet.dots():
        assert grey[int(2 * y) - 4 : int(2 * y) + 5, int(2 * x) - 4 : int(2 * x) + 5].max() < 40
    assert len(set(CODES)) == 4
