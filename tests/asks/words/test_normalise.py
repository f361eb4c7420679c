"""Symbols have one spelling, sentences and clauses end where they do, and offsets are those of what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.words.normalise import MOST_WORDS, normalised
from quizgen.asks.words.stems import spelt, stem

SPELLINGS = {
    "h_t-1": [
        "h_{t-1}",
        "h_(t-1)",
        "hₜ₋₁",
        "h_t-1",
        "h[t-1]",
        "h^{(t-1)}",
        "h(t-1)",
        "h_{t−1}",
        "h_{t-1}^T",
        "ht-1",
        "h<t-1>",
    ],
    "y_hat": ["ŷ", r"\hat{y}", "y-hat", "y_hat", "y hat", r"\hat{y}_T", "ŷ_T", "ŷₜ"],
    "w_h": ["W_h", "W_{h}", "Wh", "W_hᵀ", r"W_h^\top"],
    "delta_t+1": ["δ_{t+1}", r"\delta_{t+1}", "delta_{t+1}", "δ_(t+1)"],
    "x_t": ["x_t", "xₜ", "x_{t}", "xt", "x[t]", "x_{t}^T"],
}


@pytest.mark.parametrize(("symbol", "typed"), [(symbol, one) for symbol, many in SPELLINGS.items() for one in many])
def test_a_symbol_has_one_spelling(symbol, typed):
    assert [token.word for token in normalised(f"so {typed} is it").tokens] == ["so", symbol, "is", "it"]


def test_not_is_a_word_of_its_own():
    words = [token.word for token in normalised("It can't, cannot, doesn't, dont, isn’t").tokens]
    assert words.count("not") == 5


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("One. Two! Three? Four; five", 5),
        ("e.g. this, i.e. that vs. 3.14 of them", 1),
        ("wrapped\nover lines", 1),
        ("- one\n- two\n- three", 3),
        ("No blank.Next one", 2),
    ],
)
def test_sentences(typed, sentences):
    assert normalised(typed).sentences == sentences


@given(st.text(max_size=200))
def test_places_are_those_of_what_was_typed(typed):
    answer = normalised(typed)
    ends = [0]
    for token in answer.tokens:
        assert 0 <= token.start < token.end <= len(typed)
        assert token.start >= ends[-1] or (token.start, token.end) == (answer.tokens[len(ends) - 2].start, ends[-1])
        ends.append(token.end)


def test_no_more_than_so_many_words_are_read():
    answer = normalised(" ".join(f"w{number % 997}" for number in range(5000)))
    assert len(answer.tokens) == MOST_WORDS and answer.cut
    assert len(normalised("word " * 5000).tokens) == 1 and normalised("word " * 5000).cut


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recognised", "recognizes"), ("learnt", "learn"), ("matrices", "matrix"), ("params", "parameter"), ("kept", "keep"),
        ("dependency", "dependent"), ("smaller", "small"), ("summed", "sums"), ("parallelise", "parallelized"),
    ],
)  # fmt: skip
def test_words_of_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hiden", "hidden"), ("gradiant", "gradient"), ("previus", "previous"), ("sequnce", "sequence")],
)
def test_misspelt_words_are_understood(typed, meant):
    assert spelt(typed, {meant: stem(meant)}) == stem(meant)


@pytest.mark.parametrize(
    ("typed", "other"), [("shape", "share"), ("layer", "later"), ("input", "output"), ("learn", "lean"), ("add", "and")]
)
def test_other_words_are_not_taken_for_misspellings(typed, other):
    assert spelt(typed, {other: stem(other)}) == stem(typed)
