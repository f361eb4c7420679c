"""A negation flags and never deducts; two of them say yes; a wrong claim that is denied, refuted or supposed does not count."""

from dataclasses import replace

import pytest
from worded import asks

from quizgen.asks.words.assess import assess
from quizgen.asks.words.negation import denied, negations
from quizgen.asks.words.windows import indexed


def is_denied(typed, word):
    index = indexed(typed, {})
    place = next(i for i, token in enumerate(index.answer.tokens) if token.word == word)
    return denied(negations(index), (place,))


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("The state does not store the past.", "store", True),
        ("The state stores the past.", "stores", False),
        ("It isn't that it stores nothing.", "stores", True),
        ("It is not true that it does not store the past.", "store", False),
        ("It is false that the state stores the past.", "stores", True),
        ("A step cannot start before the previous one is done.", "previous", False),
        ("It does not only store the input but the past.", "store", False),
        ("It is not the output, it is a memory.", "memory", False),
        ("It is not the output but a memory.", "memory", False),
        ("It never keeps the past because it is small.", "small", False),
        ("No information flows from the previous state.", "previous", True),
        ("It uses the sum instead of the product.", "product", True),
    ],
)
def test_what_is_denied(typed, word, expected):
    assert is_denied(typed, word) is expected


def test_a_denied_key_point_is_flagged_and_costs_nothing():
    ask = asks()["hidden-state"]
    said = assess(ask, "It keeps information about the past inputs.")
    denied_it = assess(ask, "It does not keep information about the past inputs.")
    assert said.sure and not denied_it.sure
    assert denied_it.share == said.share


@pytest.mark.parametrize(
    "typed",
    [
        "It is not true that each step has different weights. The same parameters are used at every step.",
        "Each step does not have its own weights: the same parameters are used at every step.",
        "If each step had its own weights the model would be huge; but the same parameters are used at every step.",
        "One might think that each step has its own weights. That is wrong. The same parameters are used at every step.",
        "Unlike a model in which each step has its own weights, it uses the same parameters at every step.",
    ],
)
def test_a_wrong_claim_that_is_denied_or_supposed_does_not_count(typed):
    found = assess(asks()["shared-weights"], typed)
    assert not found.contradicted
    assert "same" in [one.point.id for one in found.found] and found.sure


def test_a_wrong_claim_alone_is_wrong_without_a_person_and_with_right_points_needs_one():
    ask = asks()["shared-weights"]
    wrong = assess(ask, "No. Each step has its own weights.")
    assert (wrong.share, wrong.sure, wrong.misconceptions) == (0, True, ("c-untied-weights",))
    mixed = assess(
        ask, "The same weights are used at each step, so any length works. But each step has its own weights."
    )
    assert not mixed.sure and mixed.contradicted


def test_to_deny_what_the_question_takes_for_granted_needs_a_person():
    ask = replace(asks()["shared-weights"], asked="Why does an RNN use the same weights at all time steps?")
    assert not assess(ask, "It does not use the same weights; so any length works with fewer parameters.").sure
    assert assess(ask, "It does not use other weights at each step; so any length works with fewer parameters.").sure


def test_to_say_of_one_thing_what_is_true_of_the_other_needs_a_person():
    ask = asks()["rnn-or-average"]
    assert assess(ask, "If the order matters take an RNN. The average is simple and fast.").sure
    assert not assess(ask, "If the order matters take an average. The RNN is simple and fast, unlike an average.").sure


@pytest.mark.parametrize(
    ("typed", "sure"),
    [
        (
            "It is the memory of the past inputs. It is computed from the current input and the next hidden state.",
            False,
        ),
        ("It is the memory of the past inputs. It depends on the following words.", False),
        ("It is the memory of the past inputs, needed by the next step, and is passed to the next state.", True),
        ("It is the memory of the past inputs. It keeps what is needed to predict the next word.", True),
    ],
)
def test_a_state_that_needs_what_comes_after_it_needs_a_person(typed, sure):
    assert assess(asks()["hidden-state"], typed).sure is sure
