"""Different examples in an answer: each counts once, in words of its own, close together, and not where it is denied."""

from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.words.examples import examples_found
from quizgen.asks.words.negation import negations
from quizgen.asks.words.scheme import KeyPoint
from quizgen.asks.words.windows import indexed

TYPES = ((("one-to-one",),), (("one-to-many",),), (("many-to-one",),), (("many-to-many",),))
WORDS = [*"-,.", "one", "to", "many", "not", "sentiment", "review", "spam", "email", "topic", "text"]
TASKS = (
    (("sentiment",), ("review", "text")),
    (("spam",), ("email", "text")),
    (("topic",), ("document", "text")),
)


def found(typed, examples=TASKS, count=1):
    index = indexed(typed, {})
    return examples_found(index, KeyPoint(1, "text", examples=examples, count=count), negations(index))


def most(typed, examples=TASKS):
    return max((count for count in range(1, 5) if found(typed, examples, count)), default=0)


def test_as_many_as_are_given_are_counted_and_each_once():
    assert most("Nothing of the kind.") == 0
    assert most("A review gives a sentiment.") == 1
    assert most("A review gives a sentiment. The sentiment of a text, the sentiment of a review.") == 1
    assert most("A review gives a sentiment, an email is spam or not. A document has a topic.") == 3


def test_the_words_of_an_example_are_close_together():
    assert most("The sentiment is the output. The input is a review.") == 1
    assert most("The sentiment is the output. Nothing else matters here. The input is a review.") == 0
    assert most("The sentiment is the output. A review may be spam.") == 0  # the second sentence begins another example


def test_no_two_examples_share_their_words():
    assert most("Sentiment or spam or topic of a text.") == 1


def test_hyphens_bind_words():
    assert most("one-to-one, many-to-one and many-to-many", TYPES) == 3  # and no "one ... to-many" across the list
    assert most("one to one, one to many, many to one, many to many", TYPES) == 4
    assert most("One-to-many.", TYPES) == 1


def test_what_is_denied_counts_only_to_be_looked_at_by_a_person():
    assert found("A review never gives a sentiment.").denies
    assert not found("A review never gives a sentiment. An email is spam.").denies
    assert found("A review never gives a sentiment. An email is spam.", count=2).denies


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_places_are_of_the_answer_and_more_are_never_found_than_there_are(words):
    typed = " ".join(words)
    index = indexed(typed, {})
    for examples in (TYPES, TASKS):
        for count in (1, 2, 3, 4):
            several = found(typed, examples, count)
            if several:
                assert list(several.places) == sorted(set(several.places))
                assert set(several.places) <= set(range(len(index.answer.tokens)))
                assert count == 1 or found(typed, examples, count - 1)
