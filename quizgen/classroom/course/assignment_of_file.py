"""Which assignment a file was handed in for, by the names of the folders that it is in."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from quizgen.classroom.collect import Location


def assignment_of(location: Location, known: Container[str]) -> str:
    """The assignment of a file, from the folder, zip or file that was named and the names that are `known`; "" for none.

    It is the nearest folder, at or above what was named, that has the name of a known assignment. If there is none, a folder
    or a zip gives its own name; a file that was named itself, and a quiz's folder, with its answers.toml, are practice.
    """
    root = Path(os.path.realpath(location.root))
    is_zip = bool(location.members) and not location.relative
    own = root.stem if is_zip else root.name
    named_itself = not (location.relative or location.members)
    names = [*([] if named_itself else [own]), *(folder.name for folder in root.parents)]
    if (found := next((name for name in names if name and name in known), "")) or named_itself:
        return found
    return "" if (root / "answers.toml").is_file() else own
