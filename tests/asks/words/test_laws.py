"""Laws of scoring words: nothing is gained by saying nothing, by saying it twice or by a heap of words; quotes are the answer's."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from worded import answers, asks, good

from quizgen.asks.words.assess import assess
from quizgen.asks.words.english import SMALL
from quizgen.asks.words.normalise import normalised
from quizgen.asks.words.sentences import feedback

SAYS_NOTHING = [
    "This is a good question.", "I hope that this is clear.", "Let me explain.", "That is what we were taught in class.",
    "There is not more to it.", "It is quite an interesting thing!", "Thanks for reading.", "In my opinion this is so.",
]  # fmt: skip
GOOD = good()
WHOLE = [(one["q"], one["a"]) for one in answers("thirty.yaml") if one["kind"] not in ("huge", "blank")]
FEW = settings(max_examples=examples(40), deadline=None)


@FEW
@given(st.sampled_from(WHOLE), st.lists(st.sampled_from(SAYS_NOTHING), min_size=1, max_size=3), st.booleans())
def test_sentences_that_say_nothing_never_raise_the_share(answer, fill, first):
    rubric, typed = answer
    more = " ".join([*fill, typed] if first else [typed.rstrip(" .") + ".", *fill])
    before, after = assess(asks()[rubric], typed), assess(asks()[rubric], more)
    assert after.share <= before.share or before.nothing


@FEW
@given(st.sampled_from(WHOLE), st.integers(2, 4))
def test_saying_it_again_never_raises_the_share(answer, times):
    rubric, typed = answer
    assert assess(asks()[rubric], " ".join([typed] * times)).share <= assess(asks()[rubric], typed).share + 1e-9


@FEW
@given(st.sampled_from(GOOD), st.randoms(use_true_random=False), st.sampled_from([" ", ", ", "; ", "\n"]))
def test_the_words_of_a_good_answer_as_a_list_are_never_accepted(answer, chance, between):
    rubric, typed = answer
    words = [token.word for token in normalised(typed).tokens if token.word not in SMALL]
    chance.shuffle(words)
    found = assess(asks()[rubric], between.join(words))
    assert not found.sure or found.share < 0.3


def test_of_good_answers_with_all_words_shuffled_few_pass():
    chance = random.Random(1)
    passed = 0
    for number in range(300):
        rubric, typed = GOOD[number % len(GOOD)]
        words = [word.strip(".,;:").lower() for word in typed.split()]
        chance.shuffle(words)
        found = assess(asks()[rubric], " ".join(words))
        passed += found.sure and found.share >= 0.75
    assert passed <= 45


@FEW
@given(st.sampled_from(sorted(asks())), st.text(max_size=300))
def test_anything_typed_is_assessed_and_quotes_are_what_was_typed(rubric, typed):
    found = assess(asks()[rubric], typed)
    assert 0 <= found.share <= 1 and 0 <= found.confidence <= 1
    assert all(words in typed for one in found.found for words in one.words)
    assert isinstance(feedback(found), str)


@pytest.mark.parametrize(("rubric", "typed"), WHOLE)
def test_quotes_are_the_words_of_the_answer(rubric, typed):
    found = assess(asks()[rubric], typed)
    quotes = [words for one in found.found for words in one.words] + [one.words for one in found.contradicted]
    assert all(words and words in typed for words in quotes)


@FEW
@given(st.sampled_from(WHOLE))
def test_the_same_answer_is_always_scored_the_same(answer):
    rubric, typed = answer
    assert assess(asks()[rubric], typed) == assess(asks()[rubric], typed)


@FEW
@given(st.sampled_from(GOOD), st.randoms(use_true_random=False))
def test_one_misspelt_letter_seldom_matters(answer, chance):
    rubric, typed = answer
    long_words = [word for word in typed.split() if word.isalpha() and len(word) > 7]
    if long_words:
        word = chance.choice(long_words)
        at = chance.randrange(1, len(word) - 1)
        misspelt = typed.replace(word, word[:at] + word[at + 1 :], 1)
        assert assess(asks()[rubric], misspelt).share >= assess(asks()[rubric], typed).share - 0.5
