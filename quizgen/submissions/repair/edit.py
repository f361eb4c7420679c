"""An edit of a submission's text, several at once, and the repair that they make, as a diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.sandbox.records import printable
from quizgen.sandbox.source import Source

PART = re.compile(r"@@ -(\d+)")
MAX_LINE = 400  # characters of an edited statement
MAX_RULE = 60  # characters of a kind of edit, which may tell the names that it is about


@dataclass(frozen=True)
class Edit:
    """The lines from `first` to `last` (from 1) are replaced by `text`; `rule` is the kind of edit."""

    rule: str
    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Repair:
    """A function and the edits that make it right; `diff` is a unified diff of the file."""

    function: str
    edits: tuple[Edit, ...]
    diff: str


def edits_from(value: Any, lines: int) -> list[Edit]:
    """The edits that a child suggests for a file of so many lines, as far as they have the right form."""
    found = []
    for one in value if isinstance(value, list) else []:
        if not (isinstance(one, tuple) and [type(part) for part in one] == [str, int, int, str]):
            continue
        rule, first, last, text = one
        if 0 < first <= last <= lines and len(text) <= MAX_LINE and text == printable(text, keep="\n\t"):
            found.append(Edit(printable(rule)[:MAX_RULE], first, last, text))
    return found


def edited(lines: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The lines after the edits, which replace different lines."""
    found = list(lines)
    for edit in sorted(edits, key=lambda one: -one.first):
        found[edit.first - 1 : edit.last] = edit.text.split("\n")
    return found


def diff(before: Sequence[str], after: Sequence[str], name: str, source: Source) -> str:
    """A unified diff of the changed lines with one line around them; of a notebook each part names its cell."""
    lines = difflib.unified_diff(before, after, name, f"{name} (repaired)", lineterm="", n=1)
    if not source.cells:
        return "\n".join(lines)
    return "\n".join(f"{line} {source.place(int(at[1]))}" if (at := PART.match(line)) else line for line in lines)


def size(before: Sequence[str], edits: Sequence[Edit]) -> tuple[int, int]:
    """How large a change is: the number of edits, and of the characters that differ."""
    return len(edits), sum(_differing("\n".join(before[one.first - 1 : one.last]), one.text) for one in edits)


def _differing(old: str, new: str) -> int:
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return len(old) + len(new) - 2 * same
