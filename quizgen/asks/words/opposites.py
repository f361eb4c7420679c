"""Words and their opposites in one group of concepts, such as any and fixed: which side an answer takes, negations counted."""

from __future__ import annotations

from functools import lru_cache

from quizgen.asks.words.concepts import Places, phrases
from quizgen.asks.words.english import word_set
from quizgen.asks.words.scheme import KeyPoint
from quizgen.asks.words.stems import stem
from quizgen.asks.words.windows import NEGATORS, Index

Stems = frozenset[str]


def stems_of(words: str) -> Stems:
    """The stems of some words."""
    return frozenset(map(stem, word_set(words)))


OPPOSITES = tuple(
    (stems_of(one), stems_of(other))
    for one, other in (
        ("any variable vary varying different arbitrary whatever flexible", "fixed equal same constant"),
        ("same shared share", "different separate own"),
        (
            "grow increase more explode large huge many",
            "shrink decrease fewer less small vanish constant compact limited save",
        ),
        ("fast quick", "slow"),
        ("possible", "impossible"),
    )
)
EITHER = (  # said of the one thing or of its opposite, both may be right
    stems_of("lose ignore discard destroy throw forget drop blind"),
    stems_of("keep preserve capture remember retain store respect understand"),
)


@lru_cache(2048)
def pairs(point: KeyPoint) -> tuple[tuple[Stems, Stems], ...]:
    """The pairs of opposites of which a group of the point's concepts has both sides."""
    groups = [{name for term in group for way in phrases(term) for name in way} for group in point.concepts]
    return tuple(pair for pair in OPPOSITES if any(group & pair[0] and group & pair[1] for group in groups))


@lru_cache(2048)
def ambivalent(point: KeyPoint) -> bool:
    """Whether a group has words of keeping and of losing, so that a negation says nothing."""
    groups = [{way[0] for term in group for way in phrases(term) if len(way) == 1} for group in point.concepts]
    return any(group & EITHER[0] and group & EITHER[1] for group in groups)


def side(index: Index, point: KeyPoint, places: Places, denied: bool) -> tuple[bool, bool]:
    """Whether it is a matter of opposites, and which side an answer takes: the second is the first denied.

    Where it is no such matter, the side is whether the words are denied.
    """
    for first, second in pairs(point):
        ones = [place for place in places if index.stems[place] in first | second]
        if ones:
            negated = sum(index.answer.tokens[place].word in NEGATORS for place in places)
            others = sum(index.stems[place] in second for place in ones)
            return True, denied ^ bool(negated % 2) ^ bool(others % 2)
    return False, denied
