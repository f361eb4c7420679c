"""A filled bubble is a mark only of a student who marks by filling; anyone else has taken a mark back, perhaps."""

from __future__ import annotations

import numpy as np
import pytest
from degraded_pages import Pen, draw, is_mark, rendered
from hypothesis import given
from hypothesis import strategies as st
from scanned_papers import boxes_of, paper

from quizgen.classroom.scan.read_page import read_page
from quizgen.classroom.scan.records import PageImage, ReadBox
from quizgen.classroom.scan.states import fills, question, settled
from quizgen.model import Box

INK = {"marked": 0.2, "filled": 0.9, "empty": 0.0, "unsure": 0.1, "overfilled": 0.95, "dot": 0.01}


def of(*questions: str) -> list[ReadBox]:
    """Bubbles, a word for each question: m(arked), f(illed), e(mpty), u(nsure with ink), o(verfilled), d(ot)."""
    names = {name[0]: name for name in INK}
    made = []
    for number, letters in enumerate(questions, 1):
        for place, letter in enumerate(letters):
            name = names[letter]
            box = Box(f"q{number}.which", f".{chr(65 + place)}", 1, 50.0, 20.0 * place, 14.3, 14.3)
            made.append(ReadBox(box, name if name in ("marked", "filled", "empty") else "unsure", INK[name]))
    return made


def seen(*questions: str) -> list[str]:
    """The states of the bubbles of a paper, a word for each question: m, e, u."""
    boxes = of(*questions)
    found: dict[tuple[str, str], str] = {}
    for one in settled(boxes, fills=fills(boxes)):
        found[question(one.box)] = found.get(question(one.box), "") + one.state[0]
    return list(found.values())


def test_filling_is_how_a_student_marks_who_fills_in_several_questions_and_draws_nowhere():
    assert seen("feee", "efee", "eeee") == ["meee", "emee", "eeee"]
    assert seen("feef", "efee") == ["meem", "emee"]
    assert seen("feee", "efee", "eude") == ["meee", "emee", "euue"]


@pytest.mark.parametrize("others", [(), ("eeee",), ("meee",), ("eume",), ("eeou",)])
def test_a_filled_bubble_alone_is_unsure_whatever_else_is_on_the_paper(others):
    assert seen("efee", *others)[0] == "euee"


def test_filled_bubbles_beside_strokes_are_unsure_and_so_are_the_strokes():
    assert seen("fmee", "emee") == ["uuee", "emee"]
    assert seen("feee", "efee", "eeme") == ["ueee", "euee", "eeme"], "a student who crosses has taken two marks back"
    assert seen("feee", "efee", "eefu") == ["meee", "emee", "eeuu"]
    assert seen("feee", "efee", "eede", "euee", "ueee") == ["ueee", "euee", "eeue", "euee", "ueee"]


def test_an_overfilled_bubble_is_nobodys_way_to_mark():
    assert seen("oeee", "eoee") == ["ueee", "euee"]
    assert seen("feee", "efee", "oeee") == ["meee", "emee", "ueee"]


@given(st.lists(st.text("mfeuod", min_size=2, max_size=5), min_size=1, max_size=6))
def test_nothing_uncertain_becomes_certain_and_fills_are_all_counted_alike_or_flagged(questions):
    before, after = of(*questions), [letter for word in seen(*questions) for letter in word]
    for one, now in zip(before, after, strict=True):
        allowed = {"marked": "mu", "filled": "mu", "empty": "e", "unsure": "u"}[one.state]
        assert now in allowed
    if any("m" in word for word in questions):
        assert all(now == "u" for one, now in zip(before, after, strict=True) if one.state == "filled")


def test_a_box_to_write_in_says_nothing_about_how_a_student_marks():
    box = ReadBox(Box("q9.h", "1-1", 1, 0.0, 0.0, 90.0, 20.0), "unsure", 0.1)
    boxes = [*of("feee", "efee"), box, box, box]
    assert fills(boxes) and settled(boxes, fills=True)[-1] == box


def test_real_pages_one_mark_taken_back_among_crosses_and_one_alone():
    one = paper(0)
    page = next(page for page in range(2, one.pages) if len(questions_on(one.boxes, page)) >= 2)
    first, second = list(questions_on(one.boxes, page).values())[:2]
    random, pen = np.random.default_rng(1), Pen(1.1, 0.9)
    for other in ("", "cross", "filled"):
        picture = rendered(one.pdf, page, 150)
        draw(picture, first[0], "refilled", 150 / 72, pen, random)
        if other:
            draw(picture, second[1], other, 150 / 72, pen, random)
        read = read_page(PageImage("scan.pdf", 1, picture.astype(np.uint8)), boxes_of)
        states = {each.box: each.state for each in settled(read.boxes, fills=fills(read.boxes))}
        assert states[first[0]] == ("marked" if other == "filled" else "unsure")
        assert not other or states[second[1]] == "marked"


def questions_on(boxes, page):
    found = {}
    for box in boxes:
        if box.page == page and is_mark(box):
            found.setdefault(question(box), []).append(box)
    return found
