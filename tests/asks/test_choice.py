"""Options of a choice: their order is given or shuffled, as the author says."""

import pytest

from quizgen.asks.choice import Choice
from quizgen.asks.options import Option, in_order
from quizgen.authoring.pictures import one_to_one, picture
from quizgen.markup.parse import parse
from quizgen.markup.pictures import Picture
from quizgen.media.html_markup import plain_text


def test_options_in_a_given_order_keep_their_texts_feedback_and_right_ones():
    options = in_order(["one", Option("", "two", feedback="No: one."), "three"], ["three"])
    assert [(o.letter, o.text, o.accepted, o.feedback) for o in options] == [
        ("A", "one", False, ""),
        ("B", "two", False, "No: one."),
        ("C", "three", True, ""),
    ]


def test_more_options_than_letters_are_an_error_of_the_author():
    assert in_order([f"option {n}" for n in range(26)], ["option 25"])[-1].letter == "Z"
    with pytest.raises(ValueError, match=r"At most 26 .* 27"):
        in_order([f"option {n}" for n in range(27)], ["option 0"])


def test_faults_of_an_author_are_found():
    assert list(Choice("which", options=in_order(["one", "two"], ["two"])).faults()) == []
    (same,) = Choice("which", options=in_order(["one", "two", "one"], ["two"])).faults()
    assert same.endswith(": two of them are the same")
    (none_right,) = Choice("which", options=in_order(["one", "two"], [])).faults()
    assert none_right == "which offers 2 options, of which 0 are accepted"


def test_a_picture_can_be_an_option_and_is_on_the_key_as_a_block():
    drawn = picture(one_to_one())
    ask = Choice("drawing", options=in_order([drawn, "none"], [drawn]))
    letter, block = parse(ask.key_markup("A"))
    assert isinstance(block, Picture) and letter.line[0].text == "A ·"
    assert plain_text(drawn) == block.words
