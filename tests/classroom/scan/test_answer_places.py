"""Every blank of every kind has its boxes on paper, and what is on them is taken only where it is certain."""

import pytest
from exam_papers import CHOSEN, COMPUTED, drawn, printed
from hypothesis import given
from hypothesis import strategies as st

from quizgen.classroom.exam.entry import PaperEntry
from quizgen.classroom.scan.answer_places import WRITTEN, boxes_read, places, said
from quizgen.classroom.scan.records import ReadBox
from quizgen.model import Box, Quiz

NAMES = COMPUTED + CHOSEN + ("mistake-judge", "unfold-dependency", "find-the-slip", "statement-judge", "shape-of")


@pytest.fixture(scope="module")
def paper():
    """A paper with every kind of question that is answered on paper, its blanks, and its boxes."""
    from dataclasses import replace

    from exam_papers import PLAN

    from quizgen.generate.exam.plan import Section

    plan = replace(PLAN, sections=(Section(exercises=NAMES),))
    _, boxes = printed(plan=plan, names=NAMES, boxes=True)
    entry = PaperEntry.of("ABCDEFGH", Quiz("x-1-s", 1, drawn(NAMES)))
    return entry, [Box(**box) for box in boxes]


def test_every_blank_has_a_place_and_every_box_is_of_one_blank(paper):
    entry, boxes = paper
    found = places(entry, boxes)
    assert [place.blank for place in found] == list(entry.blanks)
    used = [box for place in found for box in place.boxes]
    assert sorted(map(repr, used)) == sorted(map(repr, boxes))
    for place in found:
        assert {bool(place.letters)} == {box.width == box.height for box in place.boxes}, "bubbles are square"
        assert len(place.letters) in (0, len(place.boxes))
        assert all(box.page == place.page for box in place.boxes)
        area = place.area
        for box in place.boxes:
            assert area.x <= box.x and box.x + box.width <= area.x + area.width + 1e-9
            assert area.y <= box.y and box.y + box.height <= area.y + area.height + 1e-9


def read(place, states):
    return boxes_read(ReadBox(box, state, 0.1) for box, state in zip(place.boxes, states, strict=True))


@given(data=st.data())
def test_only_what_is_certain_is_taken(paper, data):
    entry, boxes = paper
    place = data.draw(st.sampled_from(places(entry, boxes)))
    words = ("marked", "empty", "unsure") if place.letters else ("written", "empty", "unsure")
    states = data.draw(st.lists(st.sampled_from(words), min_size=len(place.boxes), max_size=len(place.boxes)))
    says = said(place, read(place, states))
    if "unsure" in states:
        assert says.text is None
    elif not place.letters:
        assert says.text == ("" if set(states) == {"empty"} else None) and says.why == WRITTEN
    else:
        marked = [letter for letter, state in zip(place.letters, states, strict=True) if state == "marked"]
        certain = len(marked) == 1 or (marked and place.several)
        assert says.text == (", ".join(marked) if certain else None)
        assert bool(says.why) == (not certain)


def test_a_box_that_was_not_read_is_not_taken_for_an_empty_one(paper):
    entry, boxes = paper
    assert all(said(place, {}).text is None for place in places(entry, boxes))


def test_why_a_person_has_to_look_is_said_in_a_sentence(paper):
    entry, boxes = paper
    one = next(
        place for place in places(entry, boxes) if place.letters and not place.several and len(place.letters) > 2
    )
    rest = ["empty"] * (len(one.letters) - 2)
    a, b = one.letters[:2]
    assert said(one, read(one, ["marked", "marked", *rest])).why == f"{a} and {b} are marked, and one may be."
    assert said(one, read(one, ["empty", "empty", *rest])).why == "Nothing is marked."
    assert said(one, read(one, ["marked", "unsure", *rest])).why == f"It is not certain whether {b} is marked."
