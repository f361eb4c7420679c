"""Finds the owners of a submission: on the roster by id, address or name, otherwise from the platform or the folder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from quizgen.classroom.collect.gradescope import Submitter
from quizgen.classroom.collect.platforms import platform_label
from quizgen.classroom.collect.records import Location
from quizgen.classroom.collect.roster_search import Clue, Person, RosterSearch
from quizgen.classroom.roster import shown_names

GENERIC_NAMES = ("submission", "answers")  # names of files that do not name a student


@dataclass(frozen=True)
class Owners:
    """The students for whom a submission is graded, and a sentence if that is uncertain."""

    students: tuple[str, ...]
    why: str = ""
    submitted_at: datetime | None = None  # where the platform says so


@dataclass(frozen=True)
class Layout:
    """How the submissions of a class are placed in folders. The part of a path that varies names the student."""

    files_in: Mapping[tuple[str, ...], int]  # number of files in each folder
    folders_with: Mapping[str, int]  # number of folders that have a file of this name
    distinct: Sequence[int]  # number of different names on each level of the paths

    @classmethod
    def of(cls, locations: Sequence[Location]) -> Layout:
        """The layout of these locations."""
        paths = [location.parts for location in locations]
        levels = [
            {path[level] for path in paths if len(path) > level + 1} for level in range(max(map(len, paths), default=0))
        ]
        names = Counter(path[-1] for path in dict.fromkeys(paths))
        return cls(Counter(path[:-1] for path in paths), names, [len(level) for level in levels])


def find_owners(
    locations: Sequence[Location],
    people: Sequence[Person] = (),
    submitters: Mapping[str, Sequence[Submitter]] | None = None,
) -> dict[Location, Owners]:
    """The owners of each location. people: the roster. submitters: Gradescope's submitters by folder."""
    layout, roster = Layout.of(locations), RosterSearch(people)
    labels = {location: student_label(location, layout) for location in locations}
    numbers: dict[str, set[str]] = defaultdict(set)
    for label in labels.values():
        numbers[label.name].add(label.number)
    ambiguous = {name for name, several in numbers.items() if len(several) > 1}  # names of several students
    return {
        location: _owners(location, label, ambiguous, roster, submitters or {}) for location, label in labels.items()
    }


def _owners(
    location: Location,
    label: Label,
    ambiguous: Set[str],
    roster: RosterSearch,
    submitters: Mapping[str, Sequence[Submitter]],
) -> Owners:
    listed = next((submitters[part] for part in reversed(location.parts) if part in submitters), ())
    when = next((one.submitted_at for one in listed), None)
    if listed:
        people = [(s.name or s.email or s.sid, [Clue(t, True) for t in (s.sid, s.email, s.name) if t]) for s in listed]
    else:
        people = [(f"{label.name} {label.number}" if label.name in ambiguous else label.name, list(label.clues))]
    if not roster.people:
        return Owners(tuple(name for name, _ in people), "", when)
    shown = shown_names((person.id, person.name) for person in roster.people)
    students, doubts = [], []
    for name, clues in people:
        found = roster.matches(clues)
        students.append(found[0].id if len(found) == 1 else "" if found else name)
        if len(found) > 1:
            doubts.append("may be by " + " or ".join(shown[p.id] or p.id for p in found))
        elif not found:
            doubts.append("matches no student on the roster")
    return Owners(tuple(students), " and ".join(doubts), when)


@dataclass(frozen=True)
class Label:
    """What to call the student of a submission, the texts that may name one, and the number that a platform gave."""

    name: str
    clues: tuple[Clue, ...]
    number: str = ""


def student_label(location: Location, layout: Layout) -> Label:
    """The label that a platform wrote, otherwise the part of the path that varies most."""
    *folders, last = location.parts
    if found := platform_label(location.parts):
        clues = [Clue(found.name), *([Clue(found.id, True)] if found.id else [])]
        return Label(found.name, tuple(clues), found.number)
    stem = PurePosixPath(last).stem
    texts = (Clue(stem), *(Clue(part.removesuffix(".zip")) for part in folders))
    if not (location.relative or location.members):  # a file that the user names need not be called after its student
        return Label("", texts)
    names = [] if folders and (layout.folders_with[last] > 1 or layout.files_in[tuple(folders)] == 1) else [stem]
    levels = sorted(range(len(folders)), key=lambda level: (layout.distinct[level], level), reverse=True)
    varying = [level for level in levels if layout.distinct[level] > 1] or levels
    names += [folders[level].removesuffix(".zip") for level in varying]
    return Label(next((name for name in names if name not in GENERIC_NAMES), ""), texts)


def students_with_several_files(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The students with more than one file, and the files' names. pairs: (name of a file, student)."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, student in pairs:
        if student:
            found[student].append(name)
    return {student: names for student, names in found.items() if len(names) > 1}
