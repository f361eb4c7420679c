"""The nouns of collecting: a place where something lies, what lies there, and what was passed over and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.to_json import keepable

SUFFIXES = (".toml", ".py")
NOTHING = "no answers.toml and no Python file here. Name the folder that 'quizgen make' wrote, or that of a class."
LARGEST = 4_000_000  # bytes of a file; nobody types so much
TOO_LARGE = "has more than {:,} bytes; a submission has a few thousand. Is it the right file?"
# What learning platforms write, one of each a student: Moodle a folder, or in front of the file's name; Gradescope a
# folder, whose student is in submission_metadata.yml; Canvas in front of the file's name.
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_.*")
GRADESCOPE = re.compile(r"(?P<name>submission_\d+)(?P<id>)")
CANVAS = re.compile(r"(?P<name>[^\W_].*?)(_LATE)?_(?P<id>\d{3,})_\d{3,}_.+")  # lovelaceada_LATE_12345_67890_rnn-1.py
EMPTY = "holds no Python file and no answers.toml. Ask for the file itself."


@dataclass(frozen=True)
class Handed:
    """One piece of work as it was handed in."""

    name: str  # where it was found: a path, or a path that leads on into an archive
    student: str  # whose it is; "" where nobody can tell
    data: bytes


@dataclass(frozen=True)
class Place:
    """Where a piece of work lies: a file, or a member of an archive, or of an archive in that."""

    path: Path
    below: str = ""  # the way from the folder that was named; "" for a file named by itself
    inside: tuple[str, ...] = ()  # the names of members, outermost first

    @property
    def name(self) -> str:
        """What it is called in reports, and kept under: bytes that are no UTF-8 are spelled out, so that it is known again."""
        return keepable("/".join((str(self.path), *self.inside)))

    @property
    def parts(self) -> tuple[str, ...]:
        """All folders and names on the way to it that may tell whose it is, the file's own last."""
        if not (self.below or self.inside):
            return tuple(map(keepable, self.path.parts[-2:]))
        ways = (self.below or self.path.name, *self.inside)
        return tuple(keepable(part) for way in ways for part in re.split(r"[/\\]", way) if part not in ("", "."))


@dataclass(frozen=True)
class Trouble:
    """What cannot be graded, and why; or, where it is graded all the same, what there is to know."""

    name: str
    why: str
    graded: bool = False


@dataclass(frozen=True)
class Marked:
    """A student as a platform names one: the name, its number, that number as its gradebook writes it, and how far the
    way to it goes."""

    name: str
    number: str
    id: str
    end: int


@dataclass(frozen=True)
class Survey:
    """All that was found, in order and once."""

    places: tuple[Place, ...]
    troubles: tuple[Trouble, ...]
    metadata: tuple[Place, ...] = ()  # Gradescope's lists of who handed in what


def silent(ways: Iterable[tuple[str, ...]]) -> list[tuple[tuple[str, ...], bool]]:
    """Of the ways to all that lies below a folder, those to what a student handed in without anything to grade.

    Each with whether that is certain, a platform having said so; the others are folders beside such as hold work.
    """
    named: dict[tuple[str, ...], tuple[str, ...]] = {}
    working: set[tuple[str, ...]] = set()
    for way in ways:
        if any(map(hidden, way)):
            continue
        key, shown = _handed(way)
        named.setdefault(key, shown)
        if way[-1].lower().endswith((*SUFFIXES, ".zip")):
            working.add(key)
    beside = any(len(key) == 1 for key in working)
    return [
        (shown, len(key) > 1) for key, shown in named.items() if key and key not in working and (len(key) > 1 or beside)
    ]


def _handed(way: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What tells apart whose something is, two words if a platform says so and one for a folder, and the way to name."""
    if found := marked(way):
        return (found.name, found.number), way[: found.end]
    return way[:1] if len(way) > 1 else (), way[:1]


def marked(way: Sequence[str]) -> Marked | None:
    """What a platform says on the way to something, where it lies innermost."""
    for pattern in (MOODLE, GRADESCOPE, CANVAS):
        for end in range(len(way), 0, -1):
            if found := pattern.fullmatch(way[end - 1]):
                moodle = pattern is MOODLE
                name = found["name"].replace("_", " ") if moodle else found["name"]
                return Marked(name, found["id"], f"Participant {found['id']}" if moodle else found["id"], end)
    return None


def gradable(name: str) -> bool:
    """Whether a name in a folder or an archive promises work."""
    return name.lower().endswith(SUFFIXES)


def hidden(name: str) -> bool:
    """Whether a name is some program's own: .git, __pycache__, __MACOSX."""
    return name.startswith((".", "__"))
