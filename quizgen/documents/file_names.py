"""Names of files for students: any script, inside the folder, and each student's own."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

NAME_BYTES = 150  # of a file name, to which endings are added; file systems take 255
NUMBERED_BYTES = 200  # of one that may get a number
UNNAMED = "unnamed"


def file_name(student: str, taken: set[str]) -> str:
    """A student's name as a file name: any script, no separators, no leading dot, different from those `taken`.

    A name that cannot be used as it is gets digits of its own, so that no other student's page has that name, now or later.
    """
    composed = unicodedata.normalize("NFC", student.encode("utf-8", "backslashreplace").decode())
    plain = " ".join(re.sub(r"[^\w .,'@+-]+", unmarked, composed).split()).strip("._ ").encode()[:NAME_BYTES]
    name = plain.decode(errors="ignore") or UNNAMED
    if name == student and file_system_key(name) not in taken:
        return name
    return f"{name}-{hashlib.sha256(student.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def unmarked(others: re.Match[str]) -> str:
    """What stands in a file name for characters that are no letters: the vowel signs of some scripts stay."""
    return re.sub(r"_+", "_", "".join(c if unicodedata.category(c).startswith("M") else "_" for c in others[0]))


def numbered_file_name(id: str, taken: Sequence[Path]) -> str:
    """The id of a quiz, or its owner, as a file name: any script, no separators, no leading dot; one that is taken gets a number.

    For files that are written together and looked up by nobody later: `file_name` gives a name that does not depend on others.
    """
    plain = re.sub(r"[^\w.-]+", "_", id).strip("._").encode()[:NUMBERED_BYTES].decode(errors="ignore") or "paper"
    plain = f"{plain}_" if plain.startswith("key") else plain  # the names of keys
    stems = {path.stem.casefold() for path in taken}
    return next(n for n in [plain, *(f"{plain}-{k}" for k in range(2, len(taken) + 3))] if n.casefold() not in stems)


def file_system_key(name: str) -> str:
    """Equal for names that some file systems take for the same."""
    return unicodedata.normalize("NFC", name.casefold())
