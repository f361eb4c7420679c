"""Whose work it is: from the roster by id, address or name, else from what the platform or the folder says. Never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import PurePosixPath

from quizgen.classroom.collect.gradescope import Submitter
from quizgen.classroom.collect.records import Place, marked

BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
                     | dict.fromkeys("'’ʼ`", ""))  # fmt: skip  # what Unicode does not take apart
ANYBODYS = ("submission", "answers")  # names of files that say nothing of whose they are
SHORT = 4  # digits below which a number somewhere in a name is no id: "submission-2.py"


@dataclass(frozen=True)
class Person:
    """A student of the roster: what grades are kept under, all that names them and nobody else, and the name."""

    id: str
    ids: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Clue:
    """A text that may name a student; `whole` if it is nothing but a name or an id."""

    text: str
    whole: bool = False


class People:
    """A roster, ready to be searched."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people

    def found(self, clues: Iterable[Clue]) -> tuple[Person, ...]:
        """Everybody whom the clues name: nobody, one, or several where the clues leave it open."""
        named: dict[Person, None] = {}
        numbered: dict[Person, None] = {}
        for clue in clues:
            tokens = tokens_of(clue.text)
            numbered.update(dict.fromkeys(self._by_id(tokens, clue.whole)))
            named.update(dict.fromkeys(self._by_name(tokens)))
        if len(numbered) == 1 and (not named or set(numbered) <= set(named)):
            return tuple(numbered)
        return tuple(numbered | named)

    def _by_id(self, tokens: tuple[str, ...], whole: bool) -> list[Person]:
        found = []
        for start in range(len(tokens)):
            for stop in range(start + 1, min(start + self._longest, len(tokens)) + 1):
                part = tokens[start:stop]
                alone = whole or len(part) == len(tokens)
                if alone or not (len(part) == 1 and part[0].isdigit() and len(part[0]) < SHORT):
                    found += self._ids.get(part, [])
        return found

    def _by_name(self, tokens: tuple[str, ...]) -> list[Person]:
        have = set(tokens)
        found = {p: self._names[p] for token in have for p in self._first.get(token, []) if self._names[p] <= have}
        found |= {p: self._names[p] for token in have for p in self._joined.get(token, [])}
        return [p for p, name in found.items() if not any(name < other for other in found.values())]

    @cached_property
    def _ids(self) -> dict[tuple[str, ...], list[Person]]:
        found: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        for person in self.people:
            for one in dict.fromkeys(map(tokens_of, person.ids)):
                found[one].append(person)
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._ids), default=0)

    @cached_property
    def _names(self) -> dict[Person, frozenset[str]]:
        return {p: frozenset(tokens_of(p.name)) for p in self.people if tokens_of(p.name)}

    @cached_property
    def _first(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._names:
            found[tokens_of(person.name)[0]].append(person)
        return found

    @cached_property
    def _joined(self) -> dict[str, list[Person]]:
        """Names written as one word, in any order: Canvas has lovelaceada."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._names:
            tokens = tokens_of(person.name)
            orders = permutations(tokens) if 1 < len(tokens) < 5 else ()
            for word in {"".join(order) for order in orders}:
                found[word].append(person)
        return found


def tokens_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without accents, apostrophes and case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(token for token in re.split(r"[\W_]+", bare.casefold().translate(BARE)) if token)


@dataclass(frozen=True)
class Owners:
    """Whose a place is: the students under whom it is graded, and a sentence where that is not certain."""

    students: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Layout:
    """How the places of a class lie, to tell which part of a way is a student's: the one that tells files apart."""

    folders: Mapping[tuple[str, ...], int]  # how many files lie in each
    names: Mapping[str, int]  # in how many folders there is a file of this name
    different: Sequence[int]  # how many names there are on each level of the ways

    @classmethod
    def of(cls, places: Sequence[Place]) -> Layout:
        ways = [place.parts for place in places]
        levels = [
            {way[level] for way in ways if len(way) > level + 1} for level in range(max(map(len, ways), default=0))
        ]
        names = Counter(way[-1] for way in dict.fromkeys(ways))
        return cls(Counter(way[:-1] for way in ways), names, [len(level) for level in levels])


def whose(
    places: Sequence[Place], people: Sequence[Person] = (), lists: Mapping[str, Sequence[Submitter]] | None = None
) -> dict[Place, Owners]:
    """Whose each place is. `lists`: Gradescope's submitters by folder."""
    layout, roster = Layout.of(places), People(people)
    labels = {place: named_by(place, layout) for place in places}
    numbers: dict[str, set[str]] = defaultdict(set)
    for label in labels.values():
        numbers[label.name].add(label.number)
    shared = {name for name, several in numbers.items() if len(several) > 1}  # by several students: their numbers stay
    return {place: owners(place, label, shared, roster, lists or {}) for place, label in labels.items()}


def owners(
    place: Place, label: Label, shared: Set[str], roster: People, lists: Mapping[str, Sequence[Submitter]]
) -> Owners:
    """Whose one place is."""
    if handed := next((lists[part] for part in reversed(place.parts) if part in lists), None):
        people = [(s.name or s.email or s.sid, [Clue(t, True) for t in (s.sid, s.email, s.name) if t]) for s in handed]
    else:
        people = [(f"{label.name} {label.number}" if label.name in shared else label.name, list(label.clues))]
    if not roster.people:
        return Owners(tuple(name for name, _ in people))
    students, doubts = [], []
    for name, clues in people:
        found = roster.found(clues)
        students.append(found[0].id if len(found) == 1 else "" if found else name)
        if len(found) > 1:
            doubts.append("may be by " + " or ".join(f"{p.name or p.id}" for p in found))
        elif not found:
            doubts.append("names nobody on the roster")
    return Owners(tuple(students), " and ".join(doubts))


@dataclass(frozen=True)
class Label:
    """What to call the student of a place, the number that a platform gave, and where to look for the name."""

    name: str
    clues: tuple[Clue, ...]
    number: str = ""


def named_by(place: Place, layout: Layout) -> Label:
    """What a platform wrote, else what the way to the file says."""
    *way, last = place.parts
    if found := marked(place.parts):
        clues = [Clue(found.name), *([Clue(found.id, True)] if found.id else [])]
        return Label(found.name, tuple(clues), found.number)
    stem = PurePosixPath(last).stem
    told = (Clue(stem), *(Clue(part.removesuffix(".zip")) for part in way))
    if not (place.below or place.inside):  # a file that somebody names need not be called after its student
        return Label("", told)
    names = [] if way and (layout.names[last] > 1 or layout.folders[tuple(way)] == 1) else [stem]
    levels = sorted(range(len(way)), key=lambda level: (layout.different[level], level), reverse=True)
    telling = [level for level in levels if layout.different[level] > 1] or levels
    names += [way[level].removesuffix(".zip") for level in telling]
    return Label(next((name for name in names if name not in ANYBODYS), ""), told)


def doubled(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The students (of name-and-student pairs) of whom there is more than one piece of code, and which."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, student in pairs:
        if student:
            found[student].append(name)
    return {student: names for student, names in found.items() if len(names) > 1}
