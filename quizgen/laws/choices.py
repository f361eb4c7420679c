"""What an ask offers to choose from, and what somebody earns who chooses by scores: choices of one, of several, of an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb
from typing import ClassVar

from quizgen.ask import Ask
from quizgen.interactions import Arrange, Gaps, Interaction, Item, Pair, Parts, Pick, Place

SUBSETS = 300  # of the options of an ask with several right ones, at most so many sets are tried


@dataclass(frozen=True)
class Choice:
    """Items of an ask among which to choose; `line` types what is chosen, `about` is what it is chosen for."""

    ask: Ask
    items: Sequence[Item]
    line: str = "{}"
    about: str = ""
    silent: ClassVar[frozenset[str]] = frozenset()  # clues that say nothing of such a choice

    def share(self, chosen: Iterable[int]) -> float:
        """The share of the points that these items, by their places, earn."""
        typed = self.line.format(", ".join(self.items[place].key for place in chosen))
        return self.ask.judge(self.ask.read(typed)).share or 0.0

    @property
    def worth(self) -> float:
        """What the best choice earns: of an ask that is made up of several choices, a part."""
        return max(self.shares)

    def earns(self, scores: Sequence[float]) -> tuple[float, float]:
        """What the item with the highest score earns, and what a random item does."""
        best = [share for share, score in zip(self.shares, scores, strict=True) if score == max(scores)]
        return mean(best), mean(self.shares)

    @cached_property
    def shares(self) -> list[float]:
        """What each item earns."""
        return [self.share([place]) for place in range(len(self.items))]


class SeveralChoice(Choice):
    """Any number of items: the guesser takes half of them, and chance any half."""

    worth = 1.0

    def earns(self, scores: Sequence[float]) -> tuple[float, float]:
        totals = [sum(scores[place] for place in chosen) for chosen in self.halves]
        best = [share for share, total in zip(self.halves.values(), totals, strict=True) if total == max(totals)]
        return mean(best), mean(list(self.halves.values()))

    @cached_property
    def halves(self) -> dict[tuple[int, ...], float]:
        """What each half of the items earns; of many items a smaller part than half."""
        size = max(1, len(self.items) // 2)
        while comb(len(self.items), size) > SUBSETS:
            size -= 1
        return {chosen: self.share(chosen) for chosen in combinations(range(len(self.items)), size)}


class OrderChoice(Choice):
    """All items in an order: those with the highest score come first. A random order holds half of what is required."""

    worth = 1.0
    silent = frozenset({"odd-in-words", "like-the-others", "odd-in-form"})  # no item of an order is the odd one out

    def earns(self, scores: Sequence[float]) -> tuple[float, float]:
        places = range(len(scores))
        ordered = sorted(places, key=lambda place: -scores[place])
        ties_reversed = sorted(reversed(places), key=lambda place: -scores[place])
        chance = mean([self.share(ordered), self.share(ordered[::-1])])  # what holds in an order fails in its reverse
        return mean([self.share(ordered), self.share(ties_reversed)]), chance


def choices(ask: Ask, offered: Interaction, before: str = "") -> Iterator[Choice]:
    """What an ask offers to choose from; nothing where the answer is written. `before` is typed before the line."""
    match offered:
        case Pick(items=items, several=True):
            yield SeveralChoice(ask, items, f"{before}{{}}")
        case Pick(items=items):
            yield Choice(ask, items, f"{before}{{}}")
        case Pair(left=left, right=right):
            yield from (Choice(ask, right, f"{before}{one.key}-{{}}", one.text) for one in left)
        case Place(spots=spots, labels=labels):
            yield from (Choice(ask, labels, f"{before}{spot.key}-{{}}") for spot in spots)
        case Arrange(items=items):
            yield OrderChoice(ask, items, f"{before}{{}}")
        case Gaps(gaps=gaps):
            yield from (Choice(ask, words(gap.words), f"{before}{gap.key}: {{}}") for gap in gaps if gap.words)
        case Parts(parts=parts):
            for part in parts:
                yield from choices(ask, part.interaction, f"{before}{part.key}: ")


def words(texts: Sequence[str]) -> list[Item]:
    """Words of a gap as items, which are typed as they are."""
    return [Item(text, text) for text in texts]


def mean(values: Sequence[float]) -> float:
    """The mean of some values."""
    return sum(values) / len(values)
