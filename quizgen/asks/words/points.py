"""Key points looked for in an answer: by concepts, by the words of an alternative, or by a formula; each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from quizgen.asks.words.concepts import WIDEST, Places, phrases, together
from quizgen.asks.words.english import SMALL
from quizgen.asks.words.examples import examples_found
from quizgen.asks.words.negation import Negation, denied, denied_places, negations, supposed
from quizgen.asks.words.normalise import normalised
from quizgen.asks.words.opposites import ambivalent, side
from quizgen.asks.words.scheme import KeyPoint
from quizgen.asks.words.stems import stem
from quizgen.asks.words.subjects import compared, exchanged, meant, subjects
from quizgen.asks.words.windows import NEGATORS, NOT, Index, indexed

ENOUGH = 0.8  # of the words of an alternative
IN_ORDER = 0.6  # of those are in its order
EITHER = frozenset({False, True})
LOOKED_AT = 24  # places where a point may be shown


@dataclass(frozen=True)
class Shown:
    """Where an answer shows a key point; `denies`: there it seems to say the contrary of what the rubric says.

    `negated`: it is under a negation, where the rubric says it both with and without one. `exchanged`: it is said of the other
    of two things that the question compares.
    """

    places: Places
    denies: bool = False
    negated: bool = False
    exchanged: bool = False
    contrary: bool = False  # another place, close together, denies it

    @property
    def doubt(self) -> tuple[bool, bool, bool]:
        """The less the better."""
        return self.denies, self.exchanged, self.negated


def shown(index: Index, point: KeyPoint, model_answer: str, asked: str, denials: Sequence[Negation]) -> Shown | None:
    """The place that shows a point best: one that does not deny it, the closest; None: there is none."""
    if point.examples and (several := examples_found(index, point, denials)):
        return Shown(several.places, several.denies)
    best: Shown | None = None
    contrary = False
    taken = sides(point, model_answer, bool(compared(asked)))
    for number, places in enumerate(ways(index, point)):
        if number >= LOOKED_AT:
            break
        gone = denied_places(denials, places) if denials else ()
        under = bool(gone) and not denied_of_the_other(index, point, gone, model_answer, asked)
        opposed, own = side(index, point, places, under)
        denies = own not in taken[opposed] and not supposed(index, places)
        of_other = exchanged(index, point, tuple(place for place in places if place not in gone), model_answer, asked)
        one = Shown(places, denies, under and len(taken[opposed]) > 1, of_other)
        if best is None or best.doubt > one.doubt:
            best = one
        contrary = contrary or (denies and wholly_denied(index, places, denials))
    return replace(best, contrary=contrary and not best.denies) if best else None


def denied_of_the_other(index: Index, point: KeyPoint, gone: Places, model_answer: str, asked: str) -> bool:
    """Whether what is denied is said of the other of two things, as in "a feed-forward network has no state"."""
    wanted = meant(point, model_answer, asked)
    return bool(wanted) and wanted not in (subjects(index, gone, compared(asked)) or {wanted})


def ways(index: Index, point: KeyPoint) -> Iterator[Places]:
    """All places that show a point by words."""
    if point.concepts:
        yield from together(index, point.concepts)
    for alternative in point.alternatives:
        yield from alike(index, alternative)


def wholly_denied(index: Index, places: Places, denials: Sequence[Negation]) -> bool:
    """Whether one clause has them all, and denies them."""
    clauses = {index.answer.tokens[place].clause for place in places}
    return len(clauses) == 1 and denied(denials, places)


@lru_cache(2048)
def sides(point: KeyPoint, model_answer: str, compares: bool) -> Mapping[bool, frozenset[bool]]:
    """Which sides the rubric itself takes, of words that are no opposites (False) and of those that are (True).

    Both, if it says neither or may say either. Where it `compares` two things, what it denies of the one is not what it says of
    the other.
    """
    if ambivalent(point):
        return {False: EITHER, True: EITHER}
    found: dict[bool, set[bool]] = {False: set(), True: set()}
    for text in (point.text, model_answer):
        index = indexed(text, {})
        denials = negations(index)
        places = next((one for one in together(index, point.concepts) if not supposed(index, one)), None)
        if places:
            opposed, taken = side(index, point, places, denied(denials, places))
            found[opposed].add(taken)
    plain = {False} if compares and False in found[False] else found[False] or {False}
    return {False: frozenset(plain), True: EITHER if compares else frozenset(found[True] or EITHER)}


@lru_cache(2048)
def words_of(alternative: str) -> tuple[str, ...]:
    """The stems of an alternative that say something, in order; negations as NOT."""
    tokens = normalised(alternative).tokens
    return tuple(dict.fromkeys(NOT if t.word in NEGATORS else stem(t.word) for t in tokens if t.word not in SMALL))


def alike(index: Index, alternative: str) -> Iterator[Places]:
    """The windows of few sentences that have most words of an alternative, in its order."""
    wanted = words_of(alternative)
    if not wanted:
        return
    least = len(wanted) if len(wanted) <= 3 else ENOUGH * len(wanted)
    negated = NOT in wanted
    found = {name: [p for way in phrases_of(name) for p in index.where.get(way, ())] for name in wanted}
    if sum(bool(places) for places in found.values()) < least:
        return
    for size in range(1, min(WIDEST, index.answer.sentences) + 1):
        for first in range(index.answer.sentences - size + 1):
            inside = {
                name: [p for p in places if first <= index.sentence(p) < first + size] for name, places in found.items()
            }
            have = [name for name in wanted if inside[name]]
            if len(have) < least or (negated and NOT not in have):
                continue
            places = in_order(have, inside)
            if len(places) >= max(IN_ORDER * len(have), 1):
                yield tuple(sorted({*places}))


def phrases_of(name: str) -> tuple[str, ...]:
    """A stem, and the symbols that say the same."""
    return (name, *(way[0] for way in phrases(name) if len(way) == 1 and way[0] != name)) if name != NOT else (NOT,)


def in_order(names: Sequence[str], inside: Mapping[str, Sequence[int]]) -> list[int]:
    """A place of each stem after that of the one before, for as many as go."""
    best: list[list[int]] = [[]]
    for name in names:
        longer = []
        for chain in best:
            after = [place for place in inside[name] if not chain or place > chain[-1]]
            if after:
                longer.append([*chain, min(after)])
        best = keep([*best, *longer])
    return max(best, key=len)


def keep(chains: Sequence[list[int]]) -> list[list[int]]:
    """Of chains of a length the one that ends first."""
    shortest: dict[int, list[int]] = {}
    for chain in chains:
        if len(chain) not in shortest or chain[-1:] < shortest[len(chain)][-1:]:
            shortest[len(chain)] = chain
    return list(shortest.values())


def evidence(index: Index, places: Places) -> tuple[str, ...]:
    """The answer's own words around these places: of each sentence the clauses that they are in."""
    tokens = index.answer.tokens
    quotes = []
    for sentence in dict.fromkeys(index.sentence(place) for place in places):
        inside = [place for place in places if index.sentence(place) == sentence]
        first, last = inside[0], inside[-1]
        own = index.by_sentence[sentence]
        while first > own[0] and tokens[first - 1].clause == tokens[inside[0]].clause:
            first -= 1
        while last < own[-1] and tokens[last + 1].clause == tokens[inside[-1]].clause:
            last += 1
        quotes.append(index.quote(first, last))
    return tuple(quotes)
