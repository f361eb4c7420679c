"""Classify: every item in its class earns its share; an item over whose class one can differ accepts several, with a remark."""

import pytest

from quizgen.asks.classify import Card, Classify
from quizgen.asks.match import Match, WrongPair
from quizgen.reading import read_value

CLASSES = ["one to many", "many to one", "many to many"]
CARDS = [
    Card("a caption", ("one to many",)),
    Card("a mood", ("many to one",)),
    Card("a continued text", ("many to many", "one to many"), "It depends on how much is given."),
    Card("tags", ("many to many",)),
]
WRONG = [
    WrongPair("tags", "many to one", ("c-m2m-equal-length",), "A tag for each word is many."),
    WrongPair("nobody", "many to one", ("never",), "It is not shown."),
]
ASK = Classify("types").of(CARDS, CLASSES, WRONG)


def judged(typed, ask=ASK):
    return ask.judge(read_value(typed, ask))


def test_cards_become_numbers_and_classes_letters_in_the_order_shown():
    assert [(item.key, item.text) for item in ASK.right] == list(zip("ABC", CLASSES, strict=True))
    assert ASK.key(None) == {"1": "A", "2": "B", "3": "C", "4": "C"}
    assert list(ASK.faults()) == []


def test_a_contested_item_accepts_several_classes_and_says_why():
    for third in "CA":
        found = judged(f"1-A, 2-B, 3-{third}, 4-C")
        assert found.share == 1 and found.feedback == "On 3: It depends on how much is given."
    assert "also accepted: A" in ASK.key_markup(ASK.key(None))


def test_a_wrong_class_costs_its_item_and_names_the_misconception():
    found = judged("1-A, 2-B, 3-B, 4-B")
    assert found.share == 0.5 and found.misconceptions == ("c-m2m-equal-length",)
    assert found.feedback == "2 of 4 items are right. Not right: 3-B, 4-B. On 4: A tag for each word is many."
    assert "Without a letter: 2, 3, 4." in judged("1-A").feedback


def test_a_class_without_an_item_is_a_fault_unless_it_may_be_empty():
    cards = CARDS[:2]
    assert any("no item of class C" in fault for fault in Classify("t").of(cards, CLASSES).faults())
    assert list(Classify("t", may_be_empty=True).of(cards, CLASSES).faults()) == []


@pytest.mark.parametrize("typed", ["1-B, 2-A", "1B 2A", "1: b; 2: a", "1 → B, 2 → A"])
def test_it_is_read_as_pairs_are(typed):
    match = Match("m").of([card.item for card in CARDS], CLASSES, {card.item: card.classes[0] for card in CARDS})
    assert read_value(typed, ASK) == read_value(typed, match)


def test_a_right_class_called_wrong_is_a_fault():
    ask = Classify("t").of(CARDS, CLASSES, [WrongPair("a continued text", "one to many")])
    assert any("3-A wrong, which is right" in fault for fault in ask.faults())


def test_a_short_key_names_every_class_that_is_right():
    assert ASK.show_key(ASK.key(None)) == "1-A, 2-B, 3-C or A, 4-C"
