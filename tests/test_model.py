"""What the nouns say of themselves: the title of a quiz."""

from __future__ import annotations

import pytest

from quizgen.authoring.bank import Bank
from quizgen.model import Quiz, Variant, topic_name


def quiz(*topics: str) -> Quiz:
    variants = (Variant("e", 1, 0, topic, 1, "Title", "", "", {}, (), {}) for topic in topics)
    return Quiz("mixed-7", 7, tuple(variants))


@pytest.mark.parametrize(
    ("topics", "title"),
    [
        (["forward-pass"], "Forward pass"),
        (["forward-pass", "bptt"], "Forward pass and backpropagation through time"),
        (["bptt", "forward-pass", "bptt"], "Backpropagation through time and forward pass"),
        (["rnn-types", "loss", "gated-rnns"], "Types of RNNs, loss and gated RNNs"),
        (["notation-and-shapes", "forward-pass"], "Notation and shapes, and forward pass"),
        (["a", "b", "c", "d"], "A, b, c and more"),
        (["a", "b", "c", "d", "e"], "A, b, c and more"),
        (["my-own-topic"], "My own topic"),
        ([], "mixed-7"),
        ([""], "mixed-7"),
    ],
)
def test_a_quiz_is_titled_by_its_topics_in_their_order(topics, title):
    assert quiz(*topics).title == title


def test_the_topics_of_the_bank_are_in_words():
    for topic in Bank.load().topics():
        assert "-" not in topic_name(topic).replace("encoder-decoder", "") and "bptt" not in topic_name(topic)
        assert topic_name(topic)[:1].islower() or topic_name(topic).startswith("RNN"), "it can stand within a sentence"
