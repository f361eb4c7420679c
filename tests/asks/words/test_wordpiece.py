"""The tokenizer of uncased BERT models: its pieces, its vocabulary, and that no text is an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.asks.words.wordpiece import UNKNOWN, in_pieces, pieces, vocabulary, words

NAMES = {number: piece for piece, number in vocabulary().items()}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The hidden state", ["the", "hidden", "state"]),
        ("unrolled backpropagation", ["un", "##roll", "##ed", "back", "##pro", "##pa", "##gation"]),
        ("Résumé naïve", ["resume", "naive"]),
        ("h_t-1", ["h", "_", "t", "-", "1"]),
        ("don't stop", ["don", "'", "t", "stop"]),
        ("你好", ["[UNK]", "[UNK]"]),
        ("😀 x" + "y" * 200, ["[UNK]", "[UNK]"]),
        ("a\u200bb\tc\u00a0d", ["ab", "c", "d"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_the_longest_pieces_of_the_vocabulary(text, cut):
    assert [NAMES[number] for number in pieces(text).numbers] == cut


def test_the_vocabulary_is_that_of_bert_base_uncased():
    known = vocabulary()
    assert len(known) == 30522
    assert [known[piece] for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")] == [0, 100, 101, 102, 103]


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=120))
def test_the_pieces_of_a_known_word_are_the_word(text):
    cut = pieces(text)
    assert len(cut.numbers) == len(cut.words)
    for word in words(text):
        found = [NAMES[number] for number in in_pieces(word)]
        assert found == [UNKNOWN] or "".join(piece.removeprefix("##") for piece in found) == word
