"""Label: every right label earns its share, as pairs do; it is answered on a picture whose places it knows."""

from dataclasses import replace

import pytest

from quizgen.asks.label import Label
from quizgen.asks.pairs import WrongPair
from quizgen.authoring.pictures import blanked, many_to_one
from quizgen.interactions import Place
from quizgen.reading import read_value

DRAWN = blanked(many_to_one(3), ["h_2", "h_1 > h_2", "h_2 > h_3"])
OFFERED = ["$W$", "$h_2$", "$x_2$", "$W_h$"]
SWAPPED = WrongPair("2", "$W$", ("fwd-swap-w-wh",), "$W$ leads from an input to a state.")
ASK = Label("labels").of(DRAWN, OFFERED, [SWAPPED])


def judged(typed):
    return ASK.judge(read_value(typed, ASK))


def test_the_right_labels_are_those_of_the_graph():
    assert ASK.key(None) == {"1": "B", "2": "D", "3": "D"}
    assert judged("1-B, 2-D, 3-D").share == 1


def test_a_wrong_label_loses_its_share_and_is_named():
    found = judged("1-B, 2-A")
    assert found.share == pytest.approx(1 / 3) and found.misconceptions == ("fwd-swap-w-wh",)
    assert found.feedback.startswith("1 of 3 labels is right. Not right: 2-A. Without a letter: 3.")


def test_it_is_answered_on_the_picture():
    place = ASK.interaction()
    assert isinstance(place, Place) and [spot.key for spot in place.spots] == ["1", "2", "3"]
    assert all(0 < spot.x < place.width and 0 < spot.y < place.height for spot in place.spots)
    assert "[1]" in place.description and "h₂" not in place.description


def test_it_keeps_its_key_secret():
    assert not {"places", "wrong_pairs", "right"} & set(ASK.to_public_json())


def test_what_cannot_be_answered_is_a_fault():
    with pytest.raises(ValueError, match=r"is none of the labels offered"):
        Label("labels").of(DRAWN, ["$W$", "$h_2$"])
    with pytest.raises(ValueError, match="Place 4 of the picture has no label"):
        Label("labels").of(replace(DRAWN, spots={**DRAWN.spots, "4": (1, 2)}), OFFERED)
    with pytest.raises(ValueError, match="numbered from 1 on"):
        Label("labels").of(replace(DRAWN, spots={"a": (1, 2)}), OFFERED)
    assert list(replace(ASK, places={"1": "Z"}).faults()) == ["labels offers no label that is right for place 1"]
