"""Whether words are sentences or a list: small words between the others, and small words in an order that sentences have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizgen.asks.words.english import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    FUNCTION,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    word_set,
)
from quizgen.asks.words.normalise import MOST_CHARACTERS, Answer, Token

FEWEST = 7  # words from which something can be called a list
FEWEST_BARE = 5  # the same, if none of them is a small one
LONGEST_RUN = 7  # words without a small one between them
SMALL_SHARE = 0.2  # of the words of a sentence are small ones, at least
CLAUSE = 2.5  # words of a clause, on average
ODD, ODD_SHARE = 2, 0.07  # places where no sentence has such words side by side, and their share of all small words

UNVERBED = 12  # words from which one that is odd is enough, if none is a pronoun or auxiliary verb

PAIRS = re.compile(r"->|→|=>|:")
POSSESSIVES = word_set("its their our your my every")
NOUN_FOLLOWS = ARTICLES | POSSESSIVES
BE = word_set("is are was were be been being am")
PURE = word_set("of from with by into for at onto")  # prepositions that are nothing else
SUBJECTS = word_set("they he she we i")
LINKS = word_set("because so since although though while whereas unless therefore thus hence however")
MAY_FOLLOW_ARTICLE = word_set(
    "over after before between within like on about in"
)  # "the in-between", "a before and after"
MAY_FOLLOW_MODAL = word_set("from to in at by within for without during on as like only also")
AT_THE_END = (
    NOUN_FOLLOWS | CONJUNCTIONS | LINKS | BE | word_set("can could will would shall should may might must if of")
)


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list of words."""
    words = [token for token in answer.tokens if in_prose(token.word)]
    small = [token for token in words if token.word in FUNCTION]
    if len(words) < FEWEST:
        return len(words) >= FEWEST_BARE and not small
    if longest_run(words) > LONGEST_RUN:
        return True
    clauses = len({token.clause for token in answer.tokens})
    paired = (
        len(PAIRS.findall(answer.typed[:MOST_CHARACTERS])) * 3 >= clauses > 1
    )  # "review -> sentiment; image -> caption"
    if not paired and (len(small) < SMALL_SHARE * len(words) or len(answer.tokens) < CLAUSE * clauses):
        return True
    odd = sum(oddities(answer))
    verbless = len(words) > UNVERBED and not any(token.word in AUXILIARIES | PRONOUNS for token in words)
    return odd >= (1 if verbless else ODD) and odd >= ODD_SHARE * len(small)


def in_prose(word: str) -> bool:
    """Whether it is a word rather than a symbol."""
    return "_" not in word and (len(word) > 1 or word in ("a", "i")) and word.isalpha()


def longest_run(words: Sequence[Token]) -> int:
    """The most words in a row that are no small ones, in one sentence."""
    longest = run = 0
    sentence = -1
    for token in words:
        run = 0 if token.word in FUNCTION else run + 1 if token.sentence == sentence else 1
        longest = max(longest, run)
        sentence = token.sentence
    return longest


def oddities(answer: Answer) -> Iterator[bool]:
    """For each word whether no sentence goes on from it so, and whether no sentence has it so in capitals."""
    tokens = answer.tokens
    for before, after in zip(tokens, (*tokens[1:], None), strict=True):
        if after is None or after.sentence != before.sentence:
            yield before.word in AT_THE_END
        elif (before.start, before.end) != (after.start, after.end):
            yield cannot_follow(before.word, after.word)
            yield after.clause == before.clause and out_of_place(answer.typed, after)
    yield from (before.word in NOUN_FOLLOWS and after.clause != before.clause for before, after in neighbours(tokens))


def neighbours(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Words of one sentence side by side."""
    return ((one, two) for one, two in pairwise(tokens) if one.sentence == two.sentence)


def out_of_place(typed: str, token: Token) -> bool:
    """Whether a small word begins with a capital in the middle of a clause."""
    letters = typed[token.start : token.end]
    return token.word in FUNCTION and token.word not in ("i", "a") and letters[:1].isupper() and letters[1:].islower()


def cannot_follow(before: str, after: str) -> bool:
    """Whether no sentence has these two side by side."""
    if before == after and before in FUNCTION and before not in ("that", "had", "very"):
        return True
    if before in NOUN_FOLLOWS:
        return (
            after in NOUN_FOLLOWS
            or after in AUXILIARIES
            or after in CONJUNCTIONS
            or after in LINKS
            or after in PREPOSITIONS - MAY_FOLLOW_ARTICLE
            or after in PRONOUNS - {"one", "i"}
            or after in ("not", "that", "which", "if", "then")
        )
    if before in ("each", "any", "some") and after in NOUN_FOLLOWS:
        return True
    if before in MODALS:
        return (
            after in PREPOSITIONS - MAY_FOLLOW_MODAL
            or after in BE - {"be"}
            or after in CONJUNCTIONS - {"but", "or", "and"}
            or after in ("has", "had")
        )
    if before in BE:
        return after in MODALS or after in BE - {"being", "been"} or after in ("have", "has", "had", "and", "or")
    if before in ("has", "have", "had"):
        return after in PURE or after in MODALS or after in BE - {"been"} or after in CONJUNCTIONS
    if before in CONJUNCTIONS:
        return after in CONJUNCTIONS
    if before in PURE:
        return (
            after in AUXILIARIES - {"being", "having"}
            or after in CONJUNCTIONS
            or after in LINKS
            or after in SUBJECTS
            or after in PURE - {"onto"}
            or after in ("to", "on", "in", "if", "then", "not", "as")
        )
    if before in LINKS or before == "if":
        return (
            after in CONJUNCTIONS
            or (after in PURE - {"for", "with", "at", "by", "from"})
            or (after in BE and before in ("because", "if"))
        )
    if before in SUBJECTS or before == "it":
        return after in ARTICLES and before != "it"
    return before in SUBORDINATORS and after in CONJUNCTIONS and before not in ("that", "then", "instead", "otherwise")
