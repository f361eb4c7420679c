"""What a rubric speaks of: who writes about something else, or calls false what it says, is read by a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from quizgen.asks.words.coverage import content
from quizgen.asks.words.english import SMALL
from quizgen.asks.words.negation import REFUTES, Negation, negations
from quizgen.asks.words.scheme import Contradiction, KeyPoint, Scheme
from quizgen.asks.words.windows import Index, indexed

LEAST = 0.6  # of the words of an answer that say something should be in the rubric or the question
FEW = 8  # words that say something, up to which that is not asked


def about_something_else(index: Index, scheme: Scheme) -> bool:
    """Whether many of an answer's words occur nowhere in the rubric and the question."""
    known = known_words(scheme.key_points, scheme.contradictions, scheme.model_answer, scheme.asked)
    words = enumerate(token.word for token in index.answer.tokens)
    own = {index.stems[place] for place, word in words if word.isalpha() and word not in SMALL}
    return len(own) > FEW and len(own & known) < LEAST * len(own)


def calls_false(index: Index, denials: Sequence[Negation], scheme: Scheme) -> bool:
    """Whether an answer calls false ("it is a myth that ...") what the rubric says and never denies."""
    tokens = index.answer.tokens
    called = [one for one in denials if tokens[one.place].word in REFUTES]
    if not called:
        return False
    affirmed, denied = polarity(scheme.key_points, scheme.contradictions, scheme.model_answer)
    places = {place for one in called for place in range(one.first, one.last + 1) if tokens[place].word not in SMALL}
    return any(index.stems[place] in affirmed - denied for place in places)


@lru_cache(512)
def known_words(
    points: Sequence[KeyPoint], claims: Sequence[Contradiction], model_answer: str, asked: str
) -> frozenset[str]:
    """The stems of all that a rubric and its question say."""
    return frozenset().union(*map(content, (*texts(points), *claimed(claims), model_answer, asked)))


@lru_cache(512)
def polarity(
    points: Sequence[KeyPoint], claims: Sequence[Contradiction], model_answer: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The stems that a rubric uses, and those that it denies somewhere, or that belong to what it calls wrong."""
    affirmed: set[str] = set()
    denied: set[str] = set().union(*(content(term) for one in claims for group in one.concepts for term in group))
    for text in (*texts(points), *(one.text for one in claims), model_answer):
        index = indexed(text, {})
        for one in negations(index):
            denied.update(index.stems[one.first : one.last + 1])
    for text in (*texts(points), model_answer):
        affirmed |= content(text)
    return frozenset(affirmed), frozenset(denied)


def texts(points: Sequence[KeyPoint]) -> Iterator[str]:
    """All that key points say."""
    for point in points:
        yield point.text
        yield from point.alternatives
        yield from (term for group in point.concepts for term in group)
        yield from (term for example in point.examples for group in example for term in group)


def claimed(claims: Sequence[Contradiction]) -> Iterator[str]:
    """All that wrong claims say."""
    for one in claims:
        yield one.text
        yield from (term for group in one.concepts for term in group)
