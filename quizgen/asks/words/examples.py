"""Different examples looked for in an answer, such as three tasks of a kind: each has a word of every group, close together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from quizgen.asks.words.concepts import MOST_MATCHES, MOST_TRIED, Places, matches
from quizgen.asks.words.negation import Negation, denied
from quizgen.asks.words.scheme import KeyPoint
from quizgen.asks.words.windows import Index

Example = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Several:
    """Where an answer gives as many examples as wanted; `denies`: fewer, if those are left out that it denies."""

    places: Places
    denies: bool = False


def examples_found(index: Index, point: KeyPoint, denials: Sequence[Negation]) -> Several | None:
    """As many different examples as the point wants, no two in the same words; None: there are fewer."""
    found = placed(index, point.examples)
    for denies in (False, True):
        kept = [(which, places) for which, places in found if denies or not denied(denials, places)]
        chosen = apart(kept)
        if len(chosen) >= point.count:
            return Several(tuple(sorted(place for places in chosen[: point.count] for place in places)), denies)
    return None


def placed(index: Index, examples: Sequence[Example]) -> list[tuple[int, Places]]:
    """The places of each example, by its number."""
    heads = [[places[0] for places in exactly(index, example[0])] for example in examples]
    sentences = [frozenset(map(index.sentence, head)) for head in heads]
    found = []
    for number, example in enumerate(examples):
        if not heads[number]:
            continue
        others = frozenset().union(*sentences[:number], *sentences[number + 1 :])
        found += [(number, places) for places in of_one(index, example, others)]
    return found


def of_one(index: Index, example: Example, others: frozenset[int]) -> Iterator[Places]:
    """The places of one example: in a sentence, or in two of which the second begins no other example (`others` do)."""
    groups = [exactly(index, group)[:MOST_MATCHES] for group in example]
    for chosen in islice(product(*groups), MOST_TRIED):
        places = sorted(place for one in chosen for place in one)
        if len(set(places)) < len(places):
            continue
        own, reached = index.sentence(chosen[0][0]), {index.sentence(place) for place in places}
        if reached == {own} or (max(reached) - min(reached) == 1 and not (reached - {own}) & others):
            yield tuple(places)


def exactly(index: Index, group: Sequence[str]) -> list[Places]:
    """Where an answer has a word or phrase of a group; in one with hyphens, such as "many-to-one", nothing may stand between."""
    hyphened, others = split(tuple(group))
    close = (places for places in matches(index, hyphened) if places[-1] - places[0] == len(places) - 1)
    return sorted({*close, *matches(index, others)})


@lru_cache(1024)
def split(group: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms of a group with hyphens, and the others."""
    return tuple(term for term in group if "-" in term), tuple(term for term in group if "-" not in term)


def apart(found: Sequence[tuple[int, Places]]) -> list[Places]:
    """Places of different examples that do not overlap, as many as come one after another."""
    chosen: list[Places] = []
    used: set[int] = set()
    for number, places in sorted(found, key=lambda one: (one[1][-1], one[1][-1] - one[1][0])):
        if number not in used and (not chosen or places[0] > chosen[-1][-1]):
            used.add(number)
            chosen.append(places)
    return chosen
