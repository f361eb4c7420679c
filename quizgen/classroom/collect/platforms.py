"""How Moodle, Canvas and Gradescope name the students in the folders and files that they export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizgen.classroom.collect.records import is_archive, is_gradable, is_hidden

# Moodle names a folder after the student, or puts the name in front of the file's name; Canvas does the latter. Gradescope
# numbers the folders and names the students in submission_metadata.yml.
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_.*")
GRADESCOPE = re.compile(r"(?P<name>submission_\d+)(?P<id>)")
CANVAS = re.compile(r"(?P<name>[^\W_].*?)(_LATE)?_(?P<id>\d{3,})_\d{3,}_.+")  # lovelaceada_LATE_12345_67890_rnn-1.py

FILE_OF = re.compile(
    r"(?:_\d{3,}_\d{3,}_|_assignsubmission_(?:file_)?)(?P<file>.+?)(?:-\d+)?(?P<suffix>\.\w+)$"
)  # its own name


@dataclass(frozen=True)
class PlatformLabel:
    """A student as a platform names one."""

    name: str
    number: str
    id: str  # the number as the platform's gradebook writes it
    depth: int  # how many parts of the path lead to the folder or file with this label


def platform_label(parts: Sequence[str]) -> PlatformLabel | None:
    """The innermost label of a platform in the parts of a path."""
    for pattern in (MOODLE, GRADESCOPE, CANVAS):
        for depth in range(len(parts), 0, -1):
            if found := pattern.fullmatch(parts[depth - 1]):
                moodle = pattern is MOODLE
                name = found["name"].replace("_", " ") if moodle else found["name"]
                return PlatformLabel(name, found["id"], f"Participant {found['id']}" if moodle else found["id"], depth)
    return None


def folders_without_work(paths: Iterable[tuple[str, ...]]) -> list[tuple[tuple[str, ...], bool]]:
    """The folders (or labelled files) of students who submitted nothing that can be graded.

    paths: the parts of the paths to all files below a folder, and to empty folders, whose last part is "". Each result has
    whether it is certain that a student submitted it, because a platform labelled it; others are folders beside folders with work.
    """
    folders: dict[tuple[str, ...], tuple[str, ...]] = {}
    with_work: set[tuple[str, ...]] = set()
    for path in paths:
        if any(map(is_hidden, path)):
            continue
        key, folder = _student_key(path)
        folders.setdefault(key, folder)
        if is_gradable(path[-1]) or is_archive(path[-1]):
            with_work.add(key)
    beside_others = any(len(key) == 1 for key in with_work)
    return [
        (folder, len(key) > 1)
        for key, folder in folders.items()
        if key and key not in with_work and (len(key) > 1 or beside_others)
    ]


def _student_key(path: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A key that tells students apart, two strings for a platform's label and one for a folder; and the path to report."""
    if label := platform_label(path):
        return (label.name, label.number), path[: label.depth]
    return path[:1] if len(path) > 1 else (), path[:1]
