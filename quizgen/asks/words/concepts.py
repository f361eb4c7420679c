"""Concepts looked for in an answer: a word or phrase of each group, close together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from quizgen.asks.words.english import ARTICLES, word_set
from quizgen.asks.words.normalise import normalised
from quizgen.asks.words.stems import stem
from quizgen.asks.words.windows import NEGATORS, NOT, Index

Places = tuple[int, ...]
WIDEST = 3  # sentences of a window
MOST_MATCHES, MOST_TRIED = 8, 300
PREVIOUS = frozenset(map(stem, word_set("previous last old earlier prior preceding former past")))
STATES = frozenset(map(stem, word_set("hidden state h vector")))
NOW = frozenset(map(stem, word_set("current new present hidden state h")))
SPELLED_OUT = {  # a symbol -> phrases that name it
    "h_t-1": (*product(sorted(PREVIOUS), ("state", "hidden", "h")), ("state", "befor")),
    "x_t": (("current", "input"), ("new", "input"), ("input", "step"), ("input", "t")),
    "y_hat": (("predict",),),
}


@lru_cache(4096)
def phrases(term: str) -> tuple[tuple[str, ...], ...]:
    """The ways to say a word or phrase of a rubric, each as the stems that follow one another."""
    words = [token.word for token in normalised(term).tokens if token.word not in ARTICLES]
    own = tuple(NOT if word in NEGATORS else stem(word) for word in words)
    if not own:
        return ()
    found = [own]
    if len(own) == 2 and NOT not in own:
        found.append((words[0] + own[1],))  # "timestep" for "time step"
    if len(own) == 1:
        found += SPELLED_OUT.get(own[0], ())
    elif set(own) <= PREVIOUS | STATES and set(own) & PREVIOUS and set(own) & STATES:
        found.append(("h_t-1",))
    elif set(own) <= NOW and "state" in own:
        found.append(("h_t",))
    return tuple(found)


@lru_cache(4096)
def vocabulary(term: str) -> tuple[tuple[str, str], ...]:
    """The words of a term, each with its stem."""
    return tuple((token.word, stem(token.word)) for token in normalised(term).tokens)


@lru_cache(4096)
def compiled(group: tuple[str, ...]) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """The single words of a group by their stems, and its phrases."""
    ways = {phrase for term in group for phrase in phrases(term)}
    return frozenset(way[0] for way in ways if len(way) == 1), tuple(sorted(way for way in ways if len(way) > 1))


def matches(index: Index, group: tuple[str, ...]) -> list[Places]:
    """Where an answer has a word or phrase of a group."""
    single, several = compiled(group)
    found: set[Places] = {(place,) for name in index.where.keys() & single for place in index.where[name]}
    for phrase in several:
        if all(name in index.where for name in phrase):
            for place in index.where[phrase[0]]:
                if rest := followed(index, place, phrase[1:]):
                    found.add((place, *rest))
    return sorted(found)


def followed(index: Index, place: int, phrase: Sequence[str]) -> Places:
    """Where the rest of a phrase stands after a place; () if it does not."""
    found: list[int] = []
    for name in phrase:
        after = next((other for other in index.where[name] if other > place and index.next_to(place, other)), None)
        if after is None:
            return ()
        found.append(after)
        place = after
    return tuple(found)


def of_groups(index: Index, groups: Sequence[Sequence[str]]) -> list[list[Places]]:
    """The matches of each group; [] if one has none."""
    found: list[list[Places]] = []
    for group in groups:
        of_group = matches(index, tuple(group))
        if not of_group:
            return []
        found.append(of_group)
    return found


def together(index: Index, groups: Sequence[Sequence[str]], widest: int = WIDEST) -> Iterator[Places]:
    """Places that have a word of every group, in windows of few sentences first; in each window the closest."""
    found = of_groups(index, groups)
    if not found:
        return
    seen: set[Places] = set()
    for size in range(1, min(widest, index.answer.sentences) + 1):
        for first in range(index.answer.sentences - size + 1):
            inside = [
                [one for one in of_group if first <= index.sentence(one[0]) and index.sentence(one[-1]) < first + size][
                    :MOST_MATCHES
                ]
                for of_group in found
            ]
            if all(inside):
                for places in closest(index, inside):
                    if places not in seen:
                        seen.add(places)
                        yield places


def closest(index: Index, inside: Sequence[Sequence[Places]]) -> list[Places]:
    """Combinations of a match of every group, the closest first; no word counts for two groups, unless it is a symbol."""
    found: set[Places] = set()
    for chosen in islice(product(*inside), MOST_TRIED):
        places = [place for one in chosen for place in one]
        counted = [place for place in places if "_" not in index.stems[place]]
        if len(counted) == len(set(counted)):
            found.add(tuple(sorted(set(places))))
    return sorted(found, key=lambda places: (places[-1] - places[0], places))[:MOST_MATCHES]
