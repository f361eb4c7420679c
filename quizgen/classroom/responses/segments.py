"""A cell, matched with what can stand in it. An item may hold the very signs that separate items in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from quizgen.classroom.responses.plain_text import FORMS, Form, letters, plain
from quizgen.classroom.responses.records import Dialect

K = TypeVar("K", bound=Hashable)
Step = Mapping[K, Sequence[str]]
"""The texts that may stand for each key."""
Ladder = tuple[tuple[Step[K], ...], ...]
"""Groups of steps. In every form of texts, from the strictest on, the steps of a group are tried one after the other; where
nothing is found, the next group is tried."""

MOST_WAYS = 200  # of cutting one cell that are looked at
UNESCAPED = re.compile(r"(?<!\\),")
CUT = "..."
UNKNOWN = "is none of the texts offered"
TWO_WAYS = "can be read in two ways, as texts offered are the same in the table"


class NoMatch(Exception):
    """Why a cell cannot be matched with what was offered: the end of a sentence about it."""


def pieces(cell: str, dialect: Dialect) -> list[str]:
    """A cell, cut at every separator."""
    if dialect.escaped:
        return [unescaped(piece) for piece in UNESCAPED.split(cell)]
    return cell.split(dialect.between.strip())


def unescaped(piece: str) -> str:
    """What stands between two commas, without the backslashes that the platform put in front of commas and arrows."""
    return piece.replace(r"\,", ",").replace(r"\=>", "=>")


class Matcher(Generic[K]):
    """Finds keys by the texts that stand for them."""

    def __init__(self, ladder: Ladder[K], dialect: Dialect) -> None:
        self.ladder, self.dialect = ladder, dialect

    @cached_property
    def known(self) -> list[tuple[Form, Mapping[str, list[K]]]]:
        """In the order in which they are tried: a form of texts, and the keys by their texts in that form."""
        tried: list[tuple[Form, Mapping[str, list[K]]]] = []
        for steps in self.ladder:
            for form in FORMS:
                for step in steps:
                    found: dict[str, list[K]] = defaultdict(list)
                    for key, texts in step.items():
                        said = [text for text in texts if text != key or form is plain]  # "b" is not the letter B
                        for text in dict.fromkeys(map(form, said)):
                            found[text].append(key)
                    found.pop("", None)
                    tried.append((form, dict(found)))
        return tried

    def one(self, cell: str) -> K:
        """The key of the one item that a cell says. NoMatch."""
        for form, known in self.known:
            if found := known.get(form(cell)):
                if len(found) > 1:
                    raise NoMatch(TWO_WAYS)
                return found[0]
        raise NoMatch(UNKNOWN)

    def listed(self, cell: str) -> tuple[K, ...]:
        """The keys of the items in a cell, in their order. NoMatch: it holds something else, or can be read in two ways."""
        parts = pieces(cell, self.dialect)
        for form, known in self.known:
            joint = self.dialect.between if form is plain else form(self.dialect.between)
            ways = list(dict.fromkeys(_ways([form(part) for part in parts], joint, known)))
            if len(ways) > 1:
                raise NoMatch(TWO_WAYS)
            if ways:
                return ways[0]
        raise NoMatch(UNKNOWN)

    def ordered(self, cell: str) -> tuple[K, ...]:
        """An order of all items, of which the platform may show the first characters alone. NoMatch."""
        count = len(self.ladder[0][0])
        try:
            found = self.listed(cell)
        except NoMatch:
            return self._cut_short(pieces(cell, self.dialect))
        if len(found) != count:
            raise NoMatch(f"has {len(found)} items, and there are {count} to order")
        return found

    def _cut_short(self, parts: Sequence[str]) -> tuple[K, ...]:
        """An order by the beginnings of the items. NoMatch: these do not tell them apart."""
        why = UNKNOWN
        for step in (step for steps in self.ladder for step in steps):
            left = dict(step)
            order: dict[int, K] = {}
            while left and len(parts) == len(step):
                fitting = {
                    at: [key for key, texts in left.items() if any(_begins(text, part) for text in texts)]
                    for at, part in enumerate(parts)
                    if at not in order
                }
                sure = next(((at, keys[0]) for at, keys in fitting.items() if len(keys) == 1), None)
                if sure is None:
                    if all(fitting.values()):
                        why = "is cut short by the platform, and several items begin like that"
                    break
                order[sure[0]] = sure[1]
                del left[sure[1]]
            if len(order) == len(parts):
                return tuple(order[at] for at in range(len(parts)))
        raise NoMatch(why)


def _ways(parts: Sequence[str], joint: str, known: Mapping[str, Sequence[K]]) -> Iterator[tuple[K, ...]]:
    """Every way to put the parts together to known items, each of which is taken once."""
    waiting: list[tuple[int, tuple[K, ...]]] = [(0, ())]
    longest = max(map(len, known), default=0)
    found = 0
    while waiting and found < MOST_WAYS:
        start, taken = waiting.pop()
        if start == len(parts):
            found += 1
            yield taken
            continue
        joined = ""
        for stop in range(start + 1, len(parts) + 1):
            joined += (joint if stop > start + 1 else "") + parts[stop - 1]
            if len(joined) > longest:
                break
            waiting += [(stop, (*taken, key)) for key in known.get(joined, ()) if key not in taken]


def _begins(text: str, part: str) -> bool:
    """Whether an item is what a cell shows of it."""
    shown = part.strip()
    if not shown.endswith(CUT):
        return letters(text) == letters(shown)
    return letters(text).startswith(letters(shown.removesuffix(CUT)))
