"""Searches a roster for the students whom the names of files and folders may mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
                              | dict.fromkeys("'’ʼ`", ""))  # fmt: skip  # letters that Unicode does not decompose
MIN_ID_DIGITS = 4  # a shorter number inside a name is not an id: "submission-2.py"


@dataclass(frozen=True)
class Person:
    """A student on the roster: the id under which grades are stored, all ids, and the name."""

    id: str
    ids: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Clue:
    """A text that may name a student; `exact` if it is a name or an id and nothing else."""

    text: str
    exact: bool = False


class RosterSearch:
    """A roster, indexed by id and by name."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people

    def matches(self, clues: Iterable[Clue]) -> tuple[Person, ...]:
        """Everybody whom the clues may mean. Ids count more than names; several people if the clues are ambiguous."""
        by_name: dict[Person, None] = {}
        by_id: dict[Person, None] = {}
        for clue in clues:
            words = tokens(clue.text)
            by_id.update(dict.fromkeys(self._by_id(words, clue.exact)))
            by_name.update(dict.fromkeys(self._by_name(words)))
        if len(by_id) == 1 and (not by_name or set(by_id) <= set(by_name)):
            return tuple(by_id)
        return tuple(by_id | by_name)

    def person(self, text: str) -> Person | None:
        """The one person whom a text names; None if it names nobody, or several."""
        found = [self._stored_under[text]] if text in self._stored_under else self.matches([Clue(text)])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _stored_under(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    def _by_id(self, words: tuple[str, ...], exact: bool) -> list[Person]:
        found = []
        for start in range(len(words)):
            for stop in range(start + 1, min(start + self._longest_id, len(words)) + 1):
                part = words[start:stop]
                alone = exact or len(part) == len(words)
                if alone or not (len(part) == 1 and part[0].isdigit() and len(part[0]) < MIN_ID_DIGITS):
                    found += self._ids.get(part, [])
        return found

    def _by_name(self, words: tuple[str, ...]) -> list[Person]:
        have = set(words)
        found = {p: self._names[p] for word in have for p in self._first_words.get(word, []) if self._names[p] <= have}
        found |= {p: self._names[p] for word in have for p in self._joined_names.get(word, [])}
        return [p for p, name in found.items() if not any(name < other for other in found.values())]

    @cached_property
    def _ids(self) -> dict[tuple[str, ...], list[Person]]:
        found: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        for person in self.people:
            for one in dict.fromkeys(map(tokens, person.ids)):
                found[one].append(person)
        return found

    @cached_property
    def _longest_id(self) -> int:
        return max(map(len, self._ids), default=0)

    @cached_property
    def _names(self) -> dict[Person, frozenset[str]]:
        return {p: frozenset(tokens(p.name)) for p in self.people if tokens(p.name)}

    @cached_property
    def _first_words(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._names:
            found[tokens(person.name)[0]].append(person)
        return found

    @cached_property
    def _joined_names(self) -> dict[str, list[Person]]:
        """Names written as one word, in any order: Canvas writes lovelaceada."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._names:
            words = tokens(person.name)
            orders = permutations(words) if 1 < len(words) < 5 else ()
            for word in {"".join(order) for order in orders}:
                found[word].append(person)
        return found


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, without accents and apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(word for word in re.split(r"[\W_]+", plain.casefold().translate(PLAIN_LETTERS)) if word)
