"""Whether words are sentences or a list: small words between the others, and small words in an order that sentences have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.asks.words.english import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    FUNCTION,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
)
from quizgen.asks.words.normalise import Answer, Token

FEWEST = 7  # words from which something can be called a list
LONGEST_RUN = 6  # words without a small one between them
SMALL_SHARE = 0.2  # of the words of a sentence are small ones, at least
POSSESSIVES = frozenset("its their his our your my every".split())
BE = frozenset("is are was were be been being am".split())


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list of words."""
    words = [token for token in answer.tokens if in_prose(token.word)]
    if len(words) < FEWEST:
        return False
    small = [token for token in words if token.word in FUNCTION]
    if len(small) < SMALL_SHARE * len(words):
        return True
    if longest_run(words) > LONGEST_RUN:
        return True
    odd = sum(impossible(answer.tokens))
    return odd >= 2 and odd >= 0.09 * len(small) and odd >= 0.03 * len(words)


def in_prose(word: str) -> bool:
    """Whether it is a word rather than a symbol."""
    return "_" not in word and (len(word) > 1 or word in ("a", "i")) and word.isalpha()


def longest_run(words: Sequence[Token]) -> int:
    """The most words in a row that are no small ones, in one clause."""
    longest = run = 0
    clause = -1
    for token in words:
        if token.word in FUNCTION:
            run = 0
        else:
            run = run + 1 if token.clause == clause else max(1, run)
            longest = max(longest, run)
        clause = token.clause
    return longest


def impossible(tokens: Sequence[Token]) -> Iterator[bool]:
    """For each pair of neighbours in a clause whether no sentence has it, and for each clause whether none ends so."""
    for before, after in zip(tokens, (*tokens[1:], None), strict=True):
        if after is None or after.sentence != before.sentence:
            yield before.word in ARTICLES or before.word in POSSESSIVES or before.word in CONJUNCTIONS
        elif (before.start, before.end) != (after.start, after.end):
            yield cannot_follow(before.word, after.word)


def cannot_follow(before: str, after: str) -> bool:
    """Whether no sentence has these two side by side."""
    if before == after and before in FUNCTION and before not in ("that", "had", "very"):
        return True
    if before in ARTICLES or before in POSSESSIVES:
        return (
            after in ARTICLES
            or after in POSSESSIVES
            or after in AUXILIARIES
            or after in CONJUNCTIONS
            or (
                after in PREPOSITIONS
                and after not in ("over", "after", "before", "between", "within", "like", "on", "about")
            )
            or after in PRONOUNS - {"one", "i"}
        )
    if before in MODALS:
        return after in PREPOSITIONS - {
            "from",
            "to",
            "in",
            "at",
            "by",
            "within",
            "for",
            "without",
            "during",
            "on",
            "as",
            "like",
        } or (after in BE - {"be"} or after in CONJUNCTIONS - {"but", "or", "and"})
    if before in BE:
        return after in MODALS or after in BE - {"being", "been"} or after in ("have", "has", "had")
    if before in CONJUNCTIONS:
        return after in CONJUNCTIONS
    if before in ("of", "from", "with", "by", "into", "for"):
        return (
            after in AUXILIARIES - {"being", "having"}
            or after in CONJUNCTIONS
            or after in ("of", "to", "on", "at", "they", "he", "she", "we")
        )
    return False
