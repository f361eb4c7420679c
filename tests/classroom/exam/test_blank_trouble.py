"""What is typed in one blank is found faulty by itself, before the others are typed."""

import pytest
from exam_on_desk import bank

from quizgen.classroom.exam.blanks import blanks_of, trouble
from quizgen.generate import variant

KINDS = {
    "forward-h2": ("0.1", "-0,5", "1/3"),
    "grad-matrix": ("0.1",),
    "forward-mcq": ("A", "b"),
    "app-type-match": ("A", "d"),
    "flow-order": (),
    "state-fill": ("tanh", "anything"),
    "unfold-label": ("A",),
    "mistake-judge": ("A", "B"),
    "unfold-dependency": ("A, C", "b"),
}


def blanks_with_asks(name):
    made = variant(bank().get(name), 3)
    return [(ask, blank) for ask in made.asks for blank in blanks_of("q1", ask)]


@pytest.mark.parametrize("name", KINDS)
def test_what_can_be_an_answer_is_no_trouble(name):
    for ask, blank in blanks_with_asks(name):
        for text in KINDS[name]:
            assert trouble(ask, blank, text) == ""


@pytest.mark.parametrize("name", [name for name in KINDS if name != "state-fill"])
def test_what_cannot_is_said_in_a_sentence(name):
    for ask, blank in blanks_with_asks(name):
        sentence = trouble(ask, blank, "?!")
        assert sentence.endswith(".") and "?" in sentence
